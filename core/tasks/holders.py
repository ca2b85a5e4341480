"""Who has a task, and handing it over when somebody leaves it (R10, R13a)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.tasks.service import task_for
from db.engine import transaction
from db.people import Engagement, Person
from db.tasks import TaskHolder, VolunteerTask


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who has or had a task: who, and from when until when. `handed_to` is who took it over, "" for nobody."""

    holder_id: UUID
    engagement_id: UUID
    name: str
    since: date
    until: date | None
    handed_to: str
    handed_over: str
    version: int


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task that somebody has or had."""

    holder_id: UUID
    task_id: UUID
    title: str
    since: date
    until: date | None
    handed_to: str


def give_task(*, session: Session, actor: Actor, task_id: UUID, engagement_id: UUID, now: datetime) -> TaskHolder:
    """A volunteer of the organisation has the task from today; who has it already, keeps it as it is.

    Raises "task_closed", "engagement_over", and "not_found" for somebody of another organisation.
    """
    with transaction(session):
        task = task_for(session, actor, Action.GIVE_TASKS, task_id, lock=True)
        if task.closed_at is not None:
            raise DomainError(ErrorCode.TASK_CLOSED)
        return _given(session, actor, task, engagement_id, now)


def hand_over(
    *,
    session: Session,
    actor: Actor,
    holder_id: UUID,
    to_id: UUID | None,
    handed_over: str,
    expected_version: int,
    now: datetime,
) -> None:
    """Somebody has the task no more from today. `to_id` is the engagement that takes it over, if any does, and
    `handed_over` what was passed on: keys, agreements, whom to know.

    Raises "changed_meanwhile" where somebody else was quicker, what the text is refused for, "engagement_over", and
    "choice_invalid" for a handover to oneself.
    """
    with transaction(session):
        row = session.exec(select(TaskHolder).where(TaskHolder.id == holder_id).with_for_update()).one_or_none()
        if row is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        task = task_for(session, actor, Action.GIVE_TASKS, row.task_id, lock=True)
        if row.version != expected_version or row.until is not None:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if to_id == row.engagement_id:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        row.handed_over = contact.text(handed_over)
        row.until, row.version = local_day(now), row.version + 1
        if to_id is not None:
            _given(session, actor, task, to_id, now)
            row.handed_to_id = to_id
        session.add(row)
        trace(session, task.organisation_id, actor, "task.handed_over", "engagement", row.engagement_id, now)


def holders(*, session: Session, actor: Actor, task_id: UUID) -> list[Holding]:
    """Who has the task, longest first, then who had it, last first."""
    task_for(session, actor, Action.SEE_TASKS, task_id)
    found = session.exec(
        _with_names(Person.name)
        .join(Engagement, col(Engagement.id) == col(TaskHolder.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(TaskHolder.task_id == task_id)
    )
    rows = [
        Holding(row.id, row.engagement_id, name, row.since, row.until, handed_to or "", row.handed_over, row.version)
        for row, name, handed_to in found
    ]
    have = sorted((each for each in rows if each.until is None), key=lambda each: (each.since, each.name))
    had = sorted((each for each in rows if each.until is not None), key=lambda each: each.until or date.max)
    return [*have, *reversed(had)]


def tasks_of(*, session: Session, actor: Actor, engagement_id: UUID) -> list[HeldTask]:
    """The tasks a volunteer has, then those they had; for whoever may see the volunteer."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_VOLUNTEERS, Subject.of(engagement))
    found = session.exec(
        _with_names(VolunteerTask.title)
        .join(VolunteerTask, col(VolunteerTask.id) == col(TaskHolder.task_id))
        .where(TaskHolder.engagement_id == engagement_id)
        .order_by(col(TaskHolder.since), col(VolunteerTask.title))
    )
    rows = [HeldTask(row.id, row.task_id, title, row.since, row.until, to or "") for row, title, to in found]
    return [*(each for each in rows if each.until is None), *(each for each in rows if each.until is not None)]


def end_all(session: Session, engagement_id: UUID, day: date) -> None:
    """Whoever stops on `day` has no task any more, inside the caller's transaction. What was not handed over by then is
    handed to nobody, which the task's page says."""
    has = TaskHolder.engagement_id == engagement_id, col(TaskHolder.until).is_(None)
    for row in session.exec(select(TaskHolder).where(*has).with_for_update()):
        row.until, row.version = max(day, row.since), row.version + 1
        session.add(row)


def _given(session: Session, actor: Actor, task: VolunteerTask, engagement_id: UUID, now: datetime) -> TaskHolder:
    engagement = session.get(Engagement, engagement_id)
    if engagement is None or engagement.organisation_id != task.organisation_id:
        raise DomainError(ErrorCode.NOT_FOUND)
    if engagement.ended_at is not None:
        raise DomainError(ErrorCode.ENGAGEMENT_OVER)
    has = session.exec(
        select(TaskHolder).where(
            TaskHolder.task_id == task.id, TaskHolder.engagement_id == engagement_id, col(TaskHolder.until).is_(None)
        )
    ).first()
    if has is not None:
        return has
    made = TaskHolder(
        organisation_id=task.organisation_id,
        task_id=task.id,
        engagement_id=engagement_id,
        since=local_day(now),
    )
    session.add(made)
    session.flush()
    trace(session, task.organisation_id, actor, "task.given", "engagement", engagement_id, now)
    return made


def _with_names(called: Any) -> Any:
    """Holders with `called`, and the name of who took over; the caller joins what `called` is of."""
    taker, took_over = aliased(Person), aliased(Engagement)
    return (
        select(TaskHolder, called, taker.name)
        .join(took_over, col(took_over.id) == col(TaskHolder.handed_to_id), isouter=True)
        .join(taker, col(taker.id) == col(took_over.person_id), isouter=True)
    )
