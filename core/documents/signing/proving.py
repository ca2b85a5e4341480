"""How somebody on another's device shows that it is them: their own passphrase, or a one-time code sent by mail."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from core.access.guessing import prove
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.settings import settings
from db import outbox
from db.crypto import token_hash
from db.documents import SigningCode
from db.engine import transaction
from db.organisations import Deployment
from db.people import Account, Person

Done = TypeVar("Done")
CODE_LASTS = timedelta(minutes=10)
CODE_ATTEMPTS = 5
CODES_AN_HOUR = 3
# A second click does not send a second code.
SENT_ALREADY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ProofWays:
    """How somebody can show that it is them: by passphrase, by a code to their e-mail address, or, where everything
    is invented, by a click."""

    passphrase: bool = False
    code: bool = False
    one_click: bool = False

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return self.passphrase or self.code or self.one_click


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody wrote to show that it is them: one of the two."""

    passphrase: str = ""
    code: str = ""


def is_demonstration(session: Session) -> bool:
    """Whether everything is invented, so that nobody has a passphrase or gets a mail."""
    deployment = session.get(Deployment, 1)
    return deployment is not None and deployment.demonstration


def ways_of(session: Session, person: Person) -> ProofWays:
    """How `person` can show that it is them, on a device that is not theirs."""
    if is_demonstration(session):
        return ProofWays(one_click=True)
    account = session.exec(select(Account.id).where(Account.person_id == person.id)).first()
    return ProofWays(passphrase=account is not None, code=bool(person.email) and settings().mail_configured)


def by_passphrase(
    *, session: Session, person_id: UUID, passphrase: str, then: Callable[[], Done], now: datetime
) -> Done:
    """Do `then` in one transaction where this is the person's own passphrase; wrong ones are counted as at login.

    Raises "passphrase_wrong" or "login_locked".
    """
    login_name = session.exec(select(Account.login_name).where(Account.person_id == person_id)).one_or_none()
    if login_name is None:
        raise DomainError(ErrorCode.PASSPHRASE_WRONG)
    try:
        return prove(
            session=session, login_name=login_name, passphrase=passphrase, then=lambda _account: then(), now=now
        )
    except DomainError as error:
        wrong = error.code in (ErrorCode.LOGIN_FAILED, ErrorCode.LOGIN_HALF)
        raise DomainError(ErrorCode.PASSPHRASE_WRONG) if wrong else error from None


def send_code(session: Session, *, party_id: UUID, person_id: UUID, organisation_id: UUID, now: datetime) -> None:
    """Leave a mail with six digits, inside the caller's transaction. Only the newest code of a party counts.

    One just sent is not sent again. Raises "signing_codes_sent" after three in an hour.
    """
    earlier = session.exec(
        select(SigningCode).where(SigningCode.party_id == party_id).order_by(col(SigningCode.created_at).desc())
    ).all()
    if earlier and earlier[0].used_at is None and now - earlier[0].created_at < SENT_ALREADY:
        return
    if sum(now - former.created_at < timedelta(hours=1) for former in earlier) >= CODES_AN_HOUR:
        raise DomainError(ErrorCode.SIGNING_CODES_SENT, most=CODES_AN_HOUR)
    for former in earlier:
        former.code = None
        session.add(former)
    code_id, digits = uuid4(), f"{secrets.randbelow(10**6):06d}"
    session.add(
        SigningCode(
            id=code_id,
            party_id=party_id,
            code_hash=_hash(code_id, digits),
            code=digits,
            created_at=now,
            expires_at=now + CODE_LASTS,
        )
    )
    outbox.post(
        session,
        kind="mail",
        params={"message": "signing_code", "code_id": str(code_id), "person_id": str(person_id)},
        organisation_id=organisation_id,
        now=now,
    )


def by_code(*, session: Session, party_id: UUID, written: str, then: Callable[[], Done], now: datetime) -> Done:
    """Do `then` in one transaction where this is the newest code sent to the party, and use the code up with it.

    Raises "signing_code_wrong", or "signing_code_over" once ten minutes or five wrong attempts are over.
    """
    with transaction(session):
        code = session.exec(
            select(SigningCode)
            .where(SigningCode.party_id == party_id)
            .order_by(col(SigningCode.created_at).desc())
            .limit(1)
            .with_for_update()
        ).one_or_none()
        if code is None or code.used_at is not None or code.expires_at <= now or code.attempts >= CODE_ATTEMPTS:
            raise DomainError(ErrorCode.SIGNING_CODE_OVER)
        session.add(code)
        if secrets.compare_digest(code.code_hash, _hash(code.id, re.sub(r"\D", "", written))):
            code.used_at, code.code = now, None
            return then()
        code.attempts += 1
        left = CODE_ATTEMPTS - code.attempts
    raise DomainError(ErrorCode.SIGNING_CODE_WRONG if left else ErrorCode.SIGNING_CODE_OVER)


def _hash(code_id: UUID, digits: str) -> str:
    return token_hash(f"{code_id}:{digits}")
