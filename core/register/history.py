"""What happened about one volunteer, by whom and when: their part of the log of the organisation."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select, union_all

from core.access.log import AuditRow, named
from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.approvals import Approval, Pause
from db.audit import AuditEvent
from db.documents import DocumentParty
from db.pairs import Pair
from db.people import Engagement, Person
from db.supervision import SupervisionSubject


def history_of(*, session: Session, actor: Actor, engagement_id: UUID, count: int) -> list[AuditRow]:
    """The newest `count` events about a volunteer in their organisation, newest first; names of fields, no values.

    About their engagement and contact details, those of a record that was merged into theirs too, their documents,
    pairs, approval, breaks and supervisions. "not_found" or "not_allowed" for who may not change what ties them to the
    organisation. Three queries.
    """
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.ADD_VOLUNTEER, Subject.of(engagement))
    events = session.exec(
        select(AuditEvent)
        .where(
            AuditEvent.organisation_id == engagement.organisation_id,
            or_(
                col(AuditEvent.subject_id).in_((engagement_id, engagement.person_id)),
                col(AuditEvent.subject_id).in_(select(Person.id).where(Person.merged_into_id == engagement.person_id)),
                col(AuditEvent.subject_id).in_(concerned([engagement_id])),
            ),
        )
        .order_by(col(AuditEvent.sequence).desc())
        .limit(count)
    ).all()
    return named(session, events)


def concerned(engagements: Any) -> Any:
    """The ids of everything that is about one of the engagements and has events of its own; `engagements` are their
    ids, or a SELECT of them."""
    own: tuple[Any, ...] = (
        select(DocumentParty.document_id).where(col(DocumentParty.engagement_id).in_(engagements)),
        select(Approval.id).where(col(Approval.engagement_id).in_(engagements)),
        select(Pause.id).where(col(Pause.engagement_id).in_(engagements)),
        select(SupervisionSubject.supervision_id).where(col(SupervisionSubject.engagement_id).in_(engagements)),
        select(Pair.id).where(or_(col(Pair.first_id).in_(engagements), col(Pair.second_id).in_(engagements))),
    )
    return union_all(*own)
