"""An address that mails come back from, as somebody has told: nothing is sent there until it is put right.

A mail server may take a mail and send it back hours later, to the organisation's own mailbox, which the portal does not
read. Whoever finds it there says so on the person's page. It is said of the address and not of the person: another
address is tried by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.engine import transaction
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Somebody's address, whether mails come back from it, and whether the reader may say so."""

    email: str
    returns: bool
    can_say: bool


def comes_back(person: Person) -> bool:
    """Whether mails come back from the address somebody has now."""
    return bool(person.email) and person.returning_email == person.email


def mail_address(*, session: Session, actor: Actor, engagement_id: UUID) -> MailAddress:
    """The address of a volunteer, for whoever may see them; "not_found" or "not_allowed"."""
    engagement = _engagement(session, engagement_id)
    subject = Subject.of(engagement)
    require(actor, Action.SEE_VOLUNTEERS, subject)
    person = session.get_one(Person, engagement.person_id)
    return MailAddress(person.email, comes_back(person), may(actor, Action.ADD_VOLUNTEER, subject))


def say_returning(*, session: Session, actor: Actor, engagement_id: UUID, returns: bool, now: datetime) -> None:
    """Mails come back from the volunteer's address, or do so no more. "not_found" also where they have none."""
    with transaction(session):
        engagement = _engagement(session, engagement_id)
        require(actor, Action.ADD_VOLUNTEER, Subject.of(engagement))
        person = session.exec(select(Person).where(Person.id == engagement.person_id).with_for_update()).one()
        if not person.email:
            raise DomainError(ErrorCode.NOT_FOUND)
        if comes_back(person) is returns:
            return
        person.returning_email = person.email if returns else ""
        session.add(person)
        trace(
            session,
            engagement.organisation_id,
            actor,
            "person.mail_returns" if returns else "person.mail_arrives",
            "person",
            person.id,
            now,
        )


def _engagement(session: Session, engagement_id: UUID) -> Engagement:
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return engagement
