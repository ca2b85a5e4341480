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
from db.people import Engagement
from db.supervision import SupervisionSubject


def history_of(*, session: Session, actor: Actor, engagement_id: UUID, count: int) -> list[AuditRow]:
    """The newest `count` events about a volunteer in their organisation, newest first; names of fields, no values.

    About their engagement and contact details, their documents, pairs, approval, breaks and supervisions. "not_found"
    or "not_allowed" for who may not change what ties them to the organisation. Three queries.
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
                col(AuditEvent.subject_id).in_(_concerned(engagement_id)),
            ),
        )
        .order_by(col(AuditEvent.sequence).desc())
        .limit(count)
    ).all()
    return named(session, events)


def _concerned(engagement_id: UUID) -> Any:
    """The ids of everything that is about the engagement and has events of its own."""
    own: tuple[Any, ...] = (
        select(DocumentParty.document_id).where(DocumentParty.engagement_id == engagement_id),
        select(Approval.id).where(Approval.engagement_id == engagement_id),
        select(Pause.id).where(Pause.engagement_id == engagement_id),
        select(SupervisionSubject.supervision_id).where(SupervisionSubject.engagement_id == engagement_id),
        select(Pair.id).where(or_(Pair.first_id == engagement_id, Pair.second_id == engagement_id)),
    )
    return union_all(*own)
