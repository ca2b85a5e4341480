"""Logging in and out: sessions that can be ended one by one, and the tickets that carry them to a cookie."""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from core.access.accounts import account_called, names_around
from core.access.guessing import UNTOLD, Caller, prove
from core.access.links import withdraw_open
from core.access.passphrase import check_new, hash_passphrase
from core.access.permissions import Actor, Grant, Role
from core.access.rules import SEEN_EVERY, TICKET_LASTS, login_key
from core.access.standing_in import unconfirmed
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import LANGUAGES, known
from core.settings import settings
from db.access import Invitation, LoginSession, Ticket
from db.audit import PORTAL
from db.crypto import token_hash
from db.engine import is_busy, takes_nothing, transaction
from db.organisations import Deployment
from db.partnerships import AssociationContact
from db.people import Account, Engagement, Membership, Person, PortalOperator

log = logging.getLogger("haandslag")
LONGEST_DEVICE = 200


@dataclass(frozen=True, slots=True)
class StartedSession:
    """A login session just begun; `token` is known to the browser alone."""

    token: str
    account_id: UUID
    person_id: UUID


def log_in(
    *, session: Session, login_name: str, passphrase: str, device: str, now: datetime, caller: Caller = UNTOLD
) -> StartedSession:
    """Begin a session; raises what `prove` does. `device` is what the browser calls itself, and `caller` where it comes
    from."""
    return prove(
        session=session,
        login_name=login_name,
        passphrase=passphrase,
        then=lambda account: begin(session, account=account, device=device, now=now, caller=caller),
        now=now,
        caller=caller,
    )


def begin(
    session: Session,
    *,
    account: Account,
    device: str,
    now: datetime,
    link_id: UUID | None = None,
    caller: Caller = UNTOLD,
) -> StartedSession:
    """A new session for `account`, inside the caller's transaction; `link_id` is the link it begins by. The browser is
    known from now on."""
    token = secrets.token_hex(32)
    session.add(
        LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            device=device[:LONGEST_DEVICE],
            link_id=link_id,
            browser_hash=token_hash(caller.browser) if caller.browser else None,
            created_at=now,
            last_seen_at=now,
            expires_at=now + _lasts(),
        )
    )
    session.flush()
    return StartedSession(token, account.id, account.person_id)


def _lasts() -> timedelta:
    return timedelta(days=settings().session_days)


def log_in_demonstration(*, session: Session, login_name: str, device: str, now: datetime) -> StartedSession:
    """Begin a session without a passphrase, in a demonstration only; elsewhere "not_allowed"."""
    with transaction(session):
        deployment = session.get(Deployment, 1)
        if deployment is None or not deployment.demonstration:
            raise DomainError(ErrorCode.NOT_ALLOWED)
        account = session.exec(account_called(login_key(login_name))).one_or_none()
        if account is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        return begin(session, account=account, device=device, now=now)


def actor_for(*, session: Session, token: str, now: datetime) -> Actor | None:
    """Whoever the session belongs to, with the roles they have now; None when it has ended or its browser is handed
    over to somebody else.

    Each visit prolongs the session; to spare the database that is written at most every five minutes. Where it can take
    nothing, whoever is in can read all the same.
    """
    rows = session.exec(_WHO, params={"token_hash": token_hash(token), "now": now}).all()
    if not rows:
        return None
    row_id, last_seen_at, account_id, person_id, name, language, chosen_id, has_links, *_held = rows[0]
    if now - last_seen_at >= SEEN_EVERY:
        _touch(session, row_id, now)
    grants = _grants(row[8:] for row in rows)
    return Actor(person_id, account_id, name, known(language), grants, chosen_id, has_links=bool(has_links))


def _all_who() -> Any:
    """Whoever a session belongs to; a row for each role they have now and each engagement they have or had, paired
    with one another."""
    return (
        select(  # type: ignore[call-overload]
            LoginSession.id,
            LoginSession.last_seen_at,
            Account.id,
            Person.id,
            Person.name,
            Person.language,
            Account.works_in_id,
            exists().where(col(Invitation.person_id) == Person.id, unconfirmed()),
            Membership.organisation_id,
            Membership.role,
            Membership.workplace_id,
            Engagement.organisation_id,
            Engagement.ended_at,
            PortalOperator.id,
            AssociationContact.organisation_id,
        )
        .join(Account, col(Account.id) == col(LoginSession.account_id))
        .join(Person, col(Person.id) == col(Account.person_id))
        .outerjoin(Membership, and_(col(Membership.person_id) == Person.id, col(Membership.ended_at).is_(None)))
        .outerjoin(Engagement, col(Engagement.person_id) == Person.id)
        .outerjoin(
            PortalOperator, and_(col(PortalOperator.person_id) == Person.id, col(PortalOperator.ended_at).is_(None))
        )
        .outerjoin(
            AssociationContact,
            and_(col(AssociationContact.person_id) == Person.id, col(AssociationContact.ended_at).is_(None)),
        )
        .where(
            col(LoginSession.token_hash) == bindparam("token_hash"),
            col(LoginSession.ended_at).is_(None),
            col(LoginSession.expires_at) > bindparam("now"),
            col(LoginSession.handed_to_id).is_(None),
            col(Person.merged_into_id).is_(None),
        )
        .order_by(col(Membership.created_at), col(Engagement.created_at))
    )


# Asked in every run; putting it together would take longer than running it.
_WHO = _all_who()


def _touch(session: Session, row_id: UUID, now: datetime) -> None:
    try:
        with transaction(session):
            session.exec(
                update(LoginSession)
                .where(col(LoginSession.id) == row_id, col(LoginSession.ended_at).is_(None))
                .values(last_seen_at=now, expires_at=now + _lasts())
            )
    except OperationalError as error:
        if not (is_busy(error) or takes_nothing(error)):
            raise
        log.warning("a visit could not be noted: the database takes nothing now")


def _grants(
    held: Iterable[tuple[UUID | None, str | None, UUID | None, UUID | None, datetime | None, UUID | None, UUID | None]],
) -> tuple[Grant, ...]:
    """What somebody may do as a colleague, then as a volunteer, each once; where they have stopped, as one who has;
    then for an association, and as an operator."""
    as_colleague, as_volunteer, as_former, as_others = [], [], [], []
    for organisation_id, role, workplace_id, engaged_by, ended_at, operator_id, partner_of in held:
        if organisation_id is not None and role is not None:
            as_colleague.append(Grant(organisation_id, Role(role), workplace_id))
        if engaged_by is not None and ended_at is None:
            as_volunteer.append(Grant(engaged_by, Role.VOLUNTEER))
        elif engaged_by is not None:
            as_former.append(Grant(engaged_by, Role.FORMER))
        if partner_of is not None:
            as_others.append(Grant(partner_of, Role.ASSOCIATION))
        if operator_id is not None:
            as_others.append(Grant(PORTAL, Role.OPERATOR))
    now = {grant.organisation_id for grant in as_volunteer}
    left = [grant for grant in as_former if grant.organisation_id not in now]
    return tuple(dict.fromkeys([*as_colleague, *as_volunteer, *left, *as_others]))


def log_out(*, session: Session, token: str, now: datetime) -> None:
    """End one session; nothing happens where it has ended already."""
    with transaction(session):
        session.exec(
            update(LoginSession)
            .where(col(LoginSession.token_hash) == token_hash(token), col(LoginSession.ended_at).is_(None))
            .values(ended_at=now)
        )


def sessions_of(*, session: Session, actor: Actor, now: datetime) -> list[LoginSession]:
    """The actor's own open sessions, the one used last first."""
    return list(
        session.exec(
            select(LoginSession)
            .where(
                LoginSession.account_id == actor.account_id,
                col(LoginSession.ended_at).is_(None),
                LoginSession.expires_at > now,
            )
            .order_by(col(LoginSession.last_seen_at).desc(), col(LoginSession.created_at).desc())
        )
    )


def is_session(row: LoginSession, token: str) -> bool:
    """Whether `row` is the session of this browser."""
    return row.token_hash == token_hash(token)


def end_session(*, session: Session, actor: Actor, session_id: UUID, now: datetime) -> None:
    """End one of the actor's own sessions, and no longer know its browser; "not_found" where it is somebody else's."""
    with transaction(session):
        row = session.get(LoginSession, session_id)
        if row is None or row.account_id != actor.account_id:
            raise DomainError(ErrorCode.NOT_FOUND)
        row.ended_at = row.ended_at or now
        session.add(row)
        session.flush()
        here = col(LoginSession.browser_hash) == row.browser_hash
        _forget_browsers(session, and_(col(LoginSession.account_id) == row.account_id, here))


def log_out_everywhere(*, session: Session, actor: Actor, now: datetime) -> None:
    """End all sessions of the actor, this one too."""
    with transaction(session):
        end_all(session, account_id=actor.account_id, now=now)
        account = session.get_one(Account, actor.account_id)
        trace(session, None, actor, "account.logged_out_everywhere", "account", account.id, now)


def end_all(session: Session, *, account_id: UUID, now: datetime, but: str = "") -> None:
    """End an account's sessions, except that of the token `but`, and no longer know its other browsers, inside the
    caller's transaction."""
    session.exec(
        update(LoginSession)
        .where(
            col(LoginSession.account_id) == account_id,
            col(LoginSession.ended_at).is_(None),
            col(LoginSession.token_hash) != token_hash(but),
        )
        .values(ended_at=now)
    )
    others = col(LoginSession.token_hash) != token_hash(but)
    _forget_browsers(session, and_(col(LoginSession.account_id) == account_id, others))


def _forget_browsers(session: Session, of: ColumnElement[bool]) -> None:
    session.exec(update(LoginSession).where(of).values(browser_hash=None))


def make_ticket(*, session: Session, token: str, nonce: str, now: datetime) -> str:
    """A ticket by which the browser that holds `nonce` fetches its session token once, within a minute."""
    ticket = secrets.token_urlsafe(32)
    with transaction(session):
        session.exec(delete(Ticket).where(col(Ticket.expires_at) < now))
        session.add(
            Ticket(
                token_hash=token_hash(ticket),
                nonce_hash=token_hash(nonce),
                session_token=token,
                expires_at=now + TICKET_LASTS,
            )
        )
    return ticket


def take_ticket(*, session: Session, ticket: str, nonce: str, now: datetime) -> str | None:
    """The session token of an unused ticket of this browser, else None; of two at once only one gets it."""
    with transaction(session):
        row = session.exec(_waiting(ticket, now).with_for_update()).one_or_none()
        if row is None or not secrets.compare_digest(row.nonce_hash, token_hash(nonce)):
            return None
        token = row.session_token
        row.used_at, row.session_token = now, ""
        session.add(row)
        return token


def ticket_waits(*, session: Session, ticket: str, now: datetime) -> bool:
    """Whether the ticket can still be fetched."""
    return session.exec(_waiting(ticket, now)).one_or_none() is not None


def _waiting(ticket: str, now: datetime) -> SelectOfScalar[Ticket]:
    return select(Ticket).where(
        Ticket.token_hash == token_hash(ticket), col(Ticket.used_at).is_(None), Ticket.expires_at > now
    )


def work_in(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> None:
    """Remember in which organisation `actor` chose to work; "not_allowed" for one they do not work in."""
    with transaction(session):
        account = session.exec(select(Account).where(Account.id == actor.account_id).with_for_update()).one()
        if organisation_id not in (*actor.employers(), *actor.elsewhere):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        account.works_in_id = organisation_id
        session.add(account)
        trace(session, None, actor, "account.works_in", "account", account.id, now)


def change_language(*, session: Session, actor: Actor, language: str, now: datetime) -> None:
    """Read in `language` from now on, on every device; "choice_invalid" for one the portal does not speak."""
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    with transaction(session):
        person = session.exec(select(Person).where(Person.id == actor.person_id).with_for_update()).one()
        if person.language == language:
            return
        person.language = language
        session.add(person)
        trace(session, None, actor, "person.changed", "person", person.id, now, ["language"])


def change_passphrase(
    *,
    session: Session,
    actor: Actor,
    current: str,
    passphrase: str,
    token: str,
    now: datetime,
    caller: Caller = UNTOLD,
) -> None:
    """Set a new passphrase, end all sessions but the one of `token`, and withdraw every link that is out.

    Raises "login_failed" where `current` is wrong, counted like a wrong login; before that, all that is refused at
    once: "passphrase_wrong" of a `current` left blank, and what `check_new` refuses of `passphrase`.
    """
    account = session.get_one(Account, actor.account_id)
    around = names_around(session, actor.person_id)
    with all_refused() as check:
        with check.at("current"):
            if not current:
                raise DomainError(ErrorCode.PASSPHRASE_WRONG)
        with check.at("passphrase"):
            check_new(passphrase, login_name=account.login_name, name=actor.name, known=around)
    with all_refused() as check, check.at("current"):
        proof = log_in(
            session=session,
            login_name=account.login_name,
            passphrase=current,
            device="",
            now=now,
            caller=caller,
        )
    hashed = hash_passphrase(passphrase)
    with transaction(session):
        log_out(session=session, token=proof.token, now=now)
        set_passphrase_hash(session, account_id=actor.account_id, passphrase_hash=hashed, now=now, keep=token)
        withdraw_open(session, actor.person_id, now)
        trace(session, None, actor, "passphrase.changed", "account", actor.account_id, now)


def set_passphrase_hash(
    session: Session, *, account_id: UUID, passphrase_hash: str, now: datetime, keep: str = ""
) -> Account:
    """Store a new hash and end the account's other sessions, inside the caller's transaction."""
    account = session.exec(select(Account).where(Account.id == account_id).with_for_update()).one()
    account.passphrase_hash = passphrase_hash
    session.add(account)
    end_all(session, account_id=account.id, now=now, but=keep)
    return account
