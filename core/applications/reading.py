"""What a task's own page tells of the applications for it."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor
from core.tasks.service import task_for
from db.applications import Application


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
