"""What a task's own page tells of the applications for it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.tasks.service import task_for
from db.applications import Application
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class WrittenBefore:
    """The words of an applicant, and the day on which they are deleted."""

    words: str
    delete_on: date


def applied_for(*, session: Session, actor: Actor, task_id: UUID) -> int:
    """How many applications for the task were sent and not taken back; without those kept aside in a rush."""
    task_for(session, actor, Action.HANDLE_APPLICATIONS, task_id)
    asked = select(func.count()).where(
        Application.task_id == task_id,
        col(Application.submitted_at).is_not(None),
        col(Application.withdrawn_at).is_(None),
        col(Application.set_aside_at).is_(None),
    )
    return session.exec(asked.select_from(Application)).one()


def written_before(*, session: Session, actor: Actor, engagement_id: UUID) -> WrittenBefore | None:
    """What helps a volunteer to work well, as they wrote it when they applied; None where they wrote nothing or it is
    deleted. It is for them alone: into a team it comes by their own word (R8). "not_found" or "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SAY_ACCOMMODATIONS, Subject.of(engagement))
    found = session.exec(
        select(Application.accommodations, Application.delete_on).where(  # type: ignore[call-overload]
            Application.engagement_id == engagement_id, col(Application.withdrawn_at).is_(None)
        )
    ).first()
    return WrittenBefore(*found) if found is not None and found[0] else None
