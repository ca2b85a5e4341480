"""Links as they are stored and sent, whoever asked for them."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, update

from core.settings import settings
from db import outbox
from db.access import Invitation
from db.crypto import token_hash
from db.people import Person

JOIN, PASSPHRASE = "join", "passphrase"


def store_link(
    session: Session,
    person_id: UUID,
    organisation_id: UUID | None,
    created_by_id: UUID | None,
    purpose: str,
    *,
    now: datetime,
    lasts: timedelta,
    reason: str = "",
) -> Invitation:
    """A new link, inside the caller's transaction, which has asked for the right to it; `reason` is why a colleague
    makes one to another's passphrase."""
    token = secrets.token_urlsafe(24)
    made = Invitation(
        organisation_id=organisation_id,
        person_id=person_id,
        purpose=purpose,
        token_hash=token_hash(token),
        token=token,
        created_by_id=created_by_id,
        reason=reason or None,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(made)
    session.flush()
    return made


def mail_link(session: Session, made: Invitation, message: str, now: datetime) -> None:
    """Send a link by mail where the portal sends mails and its person has an address."""
    if settings().mail_configured and session.get_one(Person, made.person_id).email:
        params = {"message": message, "invitation_id": str(made.id), "person_id": str(made.person_id)}
        outbox.post(session, kind="mail", params=params, organisation_id=made.organisation_id, now=now)


def withdraw_open(session: Session, person_id: UUID, now: datetime) -> None:
    """Make all links of a person unusable, inside the caller's transaction."""
    session.exec(
        update(Invitation)
        .where(
            col(Invitation.person_id) == person_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now, token=None)
    )
