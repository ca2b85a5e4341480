"""One supervision with what belongs to it, for the services that change or show it."""

from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Subject
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.supervision.rules import SupervisionProgress
from db.supervision import Supervision, SupervisionSubject


def locked(session: Session, supervision_id: UUID) -> Supervision:
    """The supervision, held until the transaction ends; "not_found"."""
    found = session.exec(select(Supervision).where(Supervision.id == supervision_id).with_for_update()).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def subject_of(found: Supervision) -> Subject:
    """What permissions are asked about: a supervisor reaches the supervisions that are theirs to hold."""
    return Subject(found.organisation_id, frozenset({found.supervisor_id} if found.supervisor_id else ()))


def progress_of(session: Session, found: Supervision) -> SupervisionProgress:
    """How far the supervision has come."""
    given = session.exec(
        select(SupervisionSubject.feedback_at).where(SupervisionSubject.supervision_id == found.id)
    ).all()
    return SupervisionProgress(
        planned_at=found.planned_at,
        held_on=found.held_on,
        cancelled=found.cancelled_at is not None,
        feedback=tuple(each is not None for each in given),
    )
