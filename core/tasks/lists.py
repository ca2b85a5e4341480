"""Lists of tasks: how many each has and wants, whether a call is open, page by page (R10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from core.access.permissions import Action, Actor
from core.access.reach import visible_to
from core.tasks.calls import answered, newest_call
from core.tasks.rules import TaskPart
from core.tasks.service import still_missing, task_for
from db.organisations import Workplace
from db.tasks import TaskCall, TaskHolder, VolunteerTask

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list: how many have it, and whether its call is open."""

    task: VolunteerTask
    workplace: str
    has: int
    called: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task, with its newest call and what a call would still lack."""

    task: VolunteerTask
    workplace: str
    has: int
    call: TaskCall | None
    called: bool
    missing: tuple[TaskPart, ...]


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the reader wants to see: one workplace, or all; and those that are closed, or those that are not."""

    workplace_id: UUID | None = None
    closed: bool = False


def tasks(
    *, session: Session, actor: Actor, organisation_id: UUID, filtered_by: TaskFilter, today: date, page: int = 1
) -> tuple[list[TaskRow], int]:
    """A page, counted from 1, of the tasks the actor may see, those that lack most people first; how many in all."""
    conditions = visible_to(actor, Action.SEE_TASKS, organisation_id, VolunteerTask)
    closed = col(VolunteerTask.closed_at)
    conditions.append(closed.is_not(None) if filtered_by.closed else closed.is_(None))
    if filtered_by.workplace_id:
        conditions.append(col(VolunteerTask.workplace_id) == filtered_by.workplace_id)
    total = session.exec(select(func.count()).select_from(VolunteerTask).where(*conditions)).one()
    rows = session.exec(
        select(VolunteerTask, Workplace.name, _HAS)
        .join(Workplace, col(Workplace.id) == col(VolunteerTask.workplace_id))
        .where(*conditions)
        .order_by((col(VolunteerTask.wanted) - _HAS).desc(), col(VolunteerTask.title), col(VolunteerTask.id))
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    called = _called(session, [task.id for task, *_rest in rows], today)
    return [TaskRow(task, place, has, task.id in called) for task, place, has in rows], total


def one_task(*, session: Session, actor: Actor, task_id: UUID, today: date) -> TaskView:
    """The task for whoever may see it; "not_found" or "not_allowed"."""
    task = task_for(session, actor, Action.SEE_TASKS, task_id)
    place, has = session.exec(
        select(Workplace.name, _HAS)
        .join(VolunteerTask, col(VolunteerTask.workplace_id) == col(Workplace.id))
        .where(VolunteerTask.id == task_id)
    ).one()
    call = newest_call(session, task_id)
    return TaskView(task, place, has, call, call is not None and answered(call, task, today), still_missing(task))


def _called(session: Session, task_ids: Collection[UUID], today: date) -> set[UUID]:
    last_day = col(TaskCall.closes_on)
    asked = select(TaskCall.task_id).where(
        col(TaskCall.task_id).in_(task_ids),
        and_(col(TaskCall.closed_at).is_(None), or_(last_day.is_(None), last_day >= today)),
    )
    return set(session.exec(asked))


_HAS: Any = (
    select(func.count(col(TaskHolder.id)))
    .where(TaskHolder.task_id == VolunteerTask.id, col(TaskHolder.until).is_(None))
    .correlate(VolunteerTask)
    .scalar_subquery()
)
