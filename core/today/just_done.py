"""What colleagues did about a volunteer within the last minutes, so that nobody does it again; some can be undone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, require_in
from core.access.reach import narrowed_to
from core.talks.rules import UNDO_FOR
from db.audit import AuditEvent
from db.documents import Document
from db.people import Engagement, Person

# More than colleagues do in ten minutes; the newest of the trail are found by their number.
NEWEST = 200


class Deed(StrEnum):
    """What was done."""

    SENT = "document.shared"
    REMINDED = "document.reminded"
    CONTACTED = "talk.contacted"
    TAKEN_BACK = "talk.contact_taken_back"


@dataclass(frozen=True, slots=True)
class JustDone:
    """What was done about a volunteer, by whom and when; `mine` is whether by the reader, `subject_id` the document or
    engagement it was done to."""

    engagement_id: UUID
    subject_id: UUID
    name: str
    deed: Deed
    by: str
    mine: bool
    at: datetime

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back; a mail cannot."""
        return self.deed is Deed.CONTACTED


def just_done(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> tuple[JustDone, ...]:
    """The newest deed about each volunteer whom the reader may see, newest first; one query."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    by = aliased(Person)
    newest = (
        select(AuditEvent)
        .where(AuditEvent.organisation_id == organisation_id)
        .order_by(col(AuditEvent.sequence).desc())
        .limit(NEWEST)
    ).subquery()
    event = aliased(AuditEvent, newest)
    rows = session.exec(
        select(Engagement.id, event.subject_id, Person.name, event.action, by.id, by.name, event.at)  # type: ignore[call-overload]
        .join(Document, col(Document.id) == event.subject_id, isouter=True)
        .join(Engagement, col(Engagement.id) == func.coalesce(Document.engagement_id, event.subject_id))
        .join(Person, col(Person.id) == Engagement.person_id)
        .join(by, by.id == event.actor_id)
        .where(
            col(event.action).in_(list(Deed)),
            event.at >= now - UNDO_FOR,
            *narrowed_to(actor, Action.SEE_VOLUNTEERS, organisation_id),
        )
        .order_by(col(event.sequence).desc())
    )
    found: dict[UUID, JustDone] = {}
    for engagement_id, subject_id, name, deed, by_id, by_name, at in rows:
        said = JustDone(engagement_id, subject_id, name, Deed(deed), by_name, by_id == actor.person_id, at)
        found.setdefault(engagement_id, said)
    return tuple(each for each in found.values() if each.deed is not Deed.TAKEN_BACK)
