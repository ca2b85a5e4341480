"""Describing a task before anybody is sought for it, changing the description, and closing the task (R11, R9, L3)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.people.colleagues import check_place
from core.programmes.publishing import newest
from core.tasks.rules import Attachment, RunBy, TaskPart, missing_parts
from db.engine import transaction
from db.tasks import VolunteerTask

MOST_WANTED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDetails:
    """What somebody writes of a task; see `db.tasks.VolunteerTask`. A text may be left for later."""

    title: str
    workplace_id: UUID | None
    programme: str
    what: str = ""
    what_not: str = ""
    hours: str = ""
    place: str = ""
    led_by: str = ""
    accommodations: str = ""
    benefits: str = ""
    whom: str = ""
    asks_experience: bool = False
    wanted: int = 0
    run_by: RunBy | None = RunBy.MUNICIPALITY
    attachment: Attachment = Attachment.VOLUNTEER
    held_on: date | None = None


def describe_task(
    *, session: Session, actor: Actor, organisation_id: UUID, details: TaskDetails, now: datetime
) -> VolunteerTask:
    """A new task.

    Raises all that is refused at once, by the names of `TaskDetails`: "task_title_missing", "workplace_unknown",
    "choice_invalid" for a programme that is not there or nobody who runs it, "number_outside" for how many are wanted,
    or what a text is refused for. "not_allowed" for a workplace that is not one's own.
    """
    with transaction(session):
        require(actor, Action.EDIT_TASKS, Subject(organisation_id, workplace_id=details.workplace_id))
        kept = _checked(session, organisation_id, details, None)
        assert kept.workplace_id is not None
        made = VolunteerTask(
            organisation_id=organisation_id,
            workplace_id=kept.workplace_id,
            programme=kept.programme,
            title=kept.title,
            what=kept.what,
            run_by="",
            attachment="",
            created_by_id=actor.person_id,
            created_at=now,
        )
        _write(made, kept)
        session.add(made)
        session.flush()
        trace(session, organisation_id, actor, "task.described", "task", made.id, now)
        return made


def change_task(
    *, session: Session, actor: Actor, task_id: UUID, details: TaskDetails, expected_version: int, now: datetime
) -> VolunteerTask:
    """Describe it otherwise. Raises as `describe_task`, "changed_meanwhile", or "task_closed"."""
    with transaction(session):
        task = task_for(session, actor, Action.EDIT_TASKS, task_id, lock=True)
        require(actor, Action.EDIT_TASKS, Subject(task.organisation_id, workplace_id=details.workplace_id))
        if task.closed_at is not None:
            raise DomainError(ErrorCode.TASK_CLOSED)
        if task.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        _write(task, _checked(session, task.organisation_id, details, task))
        task.version += 1
        session.add(task)
        trace(session, task.organisation_id, actor, "task.changed", "task", task.id, now)
        return task


def close_task(*, session: Session, actor: Actor, task_id: UUID, now: datetime) -> None:
    """There is no such task any more, so its call is over too; whoever has it keeps it. A second time is nothing."""
    with transaction(session):
        task = task_for(session, actor, Action.EDIT_TASKS, task_id, lock=True)
        if task.closed_at is None:
            task.closed_at, task.version = now, task.version + 1
            session.add(task)
            trace(session, task.organisation_id, actor, "task.closed", "task", task.id, now)


def reopen_task(*, session: Session, actor: Actor, task_id: UUID, now: datetime) -> None:
    """There is such a task after all, and its call is as it was. A second time is nothing."""
    with transaction(session):
        task = task_for(session, actor, Action.EDIT_TASKS, task_id, lock=True)
        if task.closed_at is not None:
            task.closed_at, task.version = None, task.version + 1
            session.add(task)
            trace(session, task.organisation_id, actor, "task.reopened", "task", task.id, now)


def task_for(session: Session, actor: Actor, action: Action, task_id: UUID, *, lock: bool = False) -> VolunteerTask:
    """The task, for whoever may do `action` to it; "not_found" or "not_allowed"."""
    asked = select(VolunteerTask).where(VolunteerTask.id == task_id)
    found = session.exec(asked.with_for_update() if lock else asked).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, action, Subject(found.organisation_id, workplace_id=found.workplace_id))
    return found


def parts_of(task: VolunteerTask) -> dict[TaskPart, str]:
    """What the description says, by its parts."""
    return {
        TaskPart.WHAT: task.what,
        TaskPart.WHAT_NOT: task.what_not,
        TaskPart.HOURS: task.hours,
        TaskPart.PLACE: task.place,
        TaskPart.LED_BY: task.led_by,
        TaskPart.ACCOMMODATIONS: task.accommodations,
        TaskPart.BENEFITS: task.benefits,
        TaskPart.WHOM: task.whom,
    }


def still_missing(task: VolunteerTask) -> tuple[TaskPart, ...]:
    """What the description lacks before a call may be opened."""
    return missing_parts(parts_of(task))


def _write(task: VolunteerTask, kept: TaskDetails) -> None:
    assert kept.workplace_id is not None
    assert kept.run_by is not None
    task.title, task.workplace_id, task.programme = kept.title, kept.workplace_id, kept.programme
    task.what, task.what_not, task.hours, task.place = kept.what, kept.what_not, kept.hours, kept.place
    task.led_by, task.accommodations = kept.led_by, kept.accommodations
    task.benefits, task.whom, task.wanted = kept.benefits, kept.whom, kept.wanted
    task.asks_experience = kept.asks_experience
    task.run_by, task.attachment, task.held_on = kept.run_by, kept.attachment, kept.held_on


def _checked(
    session: Session, organisation_id: UUID, details: TaskDetails, before: VolunteerTask | None
) -> TaskDetails:
    kept = details
    with all_refused() as check:
        with check.at("title"):
            kept = replace(kept, title=task_title(details.title))
        with check.at("workplace_id"):
            if before is None or details.workplace_id != before.workplace_id:
                check_place(session, organisation_id, details.workplace_id)
        with check.at("programme"):
            if details.programme not in newest(session, organisation_id):
                raise DomainError(ErrorCode.CHOICE_INVALID)
        with check.at("run_by"):
            if details.run_by is None:
                raise DomainError(ErrorCode.CHOICE_INVALID)
        with check.at("wanted"):
            if not 0 <= details.wanted <= MOST_WANTED:
                raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=0, most=MOST_WANTED)
        said: dict[str, Any] = {}
        for part in TaskPart:
            with check.at(part):
                said[part] = contact.text(getattr(details, part))
    return replace(kept, **said)


def task_title(written: str) -> str:
    """What a task is called; raises "task_title_missing", or what a line is refused for."""
    if not (title := contact.line(written)):
        raise DomainError(ErrorCode.TASK_TITLE_MISSING)
    return title
