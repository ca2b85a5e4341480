"""Guessing is slowed, and nobody is locked out by it.

Wrong attempts at a name are counted apart for each network they come from, so that a stranger's do not hold up its
owner. Guesses at one name from many networks, and at many names from one, are counted too, and slowed less. A browser
in which somebody has logged in before asks none of them: it has a count of its own with each name it knows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.access.accounts import account_called
from core.access.passphrase import matches
from core.access.rules import (
    AT_A_NAME,
    BY_A_NETWORK,
    FROM_EVERYWHERE,
    KNOWN_FOR,
    Budget,
    login_key,
    minutes_left,
)
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.access import LoginAttempts, LoginSession, counted
from db.crypto import blind_index, token_hash
from db.engine import transaction
from db.people import Account

Done = TypeVar("Done")
Counts = Mapping[str, Budget]


@dataclass(frozen=True, slots=True)
class Caller:
    """Where somebody comes from before they are known: the network they ask from, and the number
    of their browser. Each is "" where it cannot be told."""

    network: str = ""
    browser: str = ""


UNTOLD = Caller()


def prove(
    *,
    session: Session,
    login_name: str,
    passphrase: str,
    then: Callable[[Account], Done],
    now: datetime,
    caller: Caller = UNTOLD,
) -> Done:
    """Do `then` for the account whose passphrase this is, in one transaction; wrong attempts are counted.

    An unknown login name costs the same time and gets the same answers as a known one: "login_failed", then
    "login_locked" for as long as there is to wait, also for the right passphrase. One that lacks either is no attempt:
    "login_half".
    """
    key = login_key(login_name)
    if not key or not passphrase.strip():
        raise DomainError(ErrorCode.LOGIN_HALF)
    counts = _at_login(session, key, caller, now)
    _refuse_waiting(session, counts, now)
    account = session.exec(account_called(key)).one_or_none()
    checked_hash = account.passphrase_hash if account else None
    session.rollback()
    right = matches(passphrase, checked_hash)
    with transaction(session):
        rows = _locked(session, counts, now)
        _refuse(rows.values(), now)
        account = session.exec(account_called(key)).one_or_none()
        if right and account is not None and account.passphrase_hash == checked_hash:
            forget_guesses(session, account.login_name, caller)
            return then(account)
        closed = _count(session, counts, rows, now)
        if closed and account is not None:
            trace(session, None, None, "account.locked", "account", account.id, now)
    _refuse(rows.values(), now)
    raise DomainError(ErrorCode.LOGIN_FAILED)


def forget_guesses(session: Session, login_name: str, caller: Caller) -> None:
    """Somebody is in: what was counted at their name is forgotten, inside the caller's transaction. What their network
    guessed at others is not."""
    ours = [_hash(name) for name in (*_at_name(login_name, caller), *_known(login_name, caller))]
    session.exec(delete(LoginAttempts).where(col(LoginAttempts.key_hash).in_(ours)))


def refuse_too_many(session: Session, what: str, budget: Budget, caller: Caller, now: datetime) -> None:
    """Refuse what one network has done too often without being known: "too_many_attempts"."""
    _refuse_waiting(session, {f"{what} {caller.network}": budget}, now, ErrorCode.TOO_MANY_ATTEMPTS)


def count_one(session: Session, what: str, budget: Budget, caller: Caller, now: datetime) -> None:
    """Count that it was done once more, inside the caller's transaction."""
    counts = {f"{what} {caller.network}": budget}
    _count(session, counts, _locked(session, counts, now), now)


def _at_login(session: Session, key: str, caller: Caller, now: datetime) -> Counts:
    """What is counted of an attempt at the login name `key`."""
    been_in = session.exec(
        select(LoginSession.id)
        .join(Account, col(Account.id) == col(LoginSession.account_id))
        .where(
            Account.login_name == key,
            LoginSession.browser_hash == token_hash(caller.browser),
            LoginSession.last_seen_at > now - KNOWN_FOR,
        )
        .limit(1)
    ).first()
    if caller.browser and been_in is not None:
        return _known(key, caller)
    return {**_at_name(key, caller), **_by_network(caller)}


def _known(key: str, caller: Caller) -> Counts:
    return {f"name {key} browser {caller.browser}": AT_A_NAME}


def _at_name(key: str, caller: Caller) -> Counts:
    if not caller.network:
        return {f"name {key}": AT_A_NAME}
    return {f"name {key} network {caller.network}": AT_A_NAME, f"name {key} everywhere": FROM_EVERYWHERE}


def _by_network(caller: Caller) -> Counts:
    return {f"network {caller.network}": BY_A_NETWORK} if caller.network else {}


def _hash(name: str) -> str:
    """What is kept of a name or a network: useless without the portal's key."""
    return blind_index(f"guessing {name}")


def _refuse_waiting(session: Session, counts: Counts, now: datetime, code: ErrorCode = ErrorCode.LOGIN_LOCKED) -> None:
    hashes = [_hash(name) for name in counts]
    _refuse(session.exec(select(LoginAttempts).where(col(LoginAttempts.key_hash).in_(hashes))), now, code)


def _refuse(rows: Iterable[LoginAttempts], now: datetime, code: ErrorCode = ErrorCode.LOGIN_LOCKED) -> None:
    until = max((row.waits_until for row in rows if row.waits_until is not None), default=now)
    if until > now:
        raise DomainError(code, minutes=minutes_left(until, now))


def _locked(session: Session, counts: Counts, now: datetime) -> dict[str, LoginAttempts]:
    """The rows of `counts`, by what they count, locked and made where they are not there yet."""
    names = {_hash(name): name for name in counts}
    rows = counted(session, {each: now + counts[name].kept for each, name in names.items()}, now)
    return {names[row.key_hash]: row for row in rows}


def _count(session: Session, counts: Counts, rows: Mapping[str, LoginAttempts], now: datetime) -> bool:
    """One wrong attempt more in each; whether one of them begins to wait."""
    closed = False
    for name, row in rows.items():
        budget = counts[name]
        row.failed += 1
        waits = budget.wait_after(row.failed)
        row.waits_until = now + waits if waits is not None else None
        row.forgotten_at = now + budget.kept
        session.add(row)
        closed = closed or row.failed == budget.free
    return closed
