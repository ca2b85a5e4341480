"""Calls for volunteers: opened for a described task alone, answered by anybody, and closed again (R11)."""

import secrets
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.settings import settings
from core.tasks.rules import CallStanding, is_open
from core.tasks.service import still_missing, task_for
from db.engine import transaction
from db.tasks import TaskCall, VolunteerTask

# Nobody guesses 72 bits, and twelve letters fit under a QR code for whoever types them.
ADDRESS_BYTES = 9


def open_call(*, session: Session, actor: Actor, task_id: UUID, closes_on: date | None, now: datetime) -> TaskCall:
    """A call that anybody who has its address can answer until the end of `closes_on`; None is until it is closed.

    Raises "task_closed", "task_not_described" while a part that must be clear is missing, "call_past" for a day gone
    by, and "call_open" where there is one.
    """
    with transaction(session):
        task = task_for(session, actor, Action.PUBLISH_CALL, task_id, lock=True)
        if task.closed_at is not None:
            raise DomainError(ErrorCode.TASK_CLOSED)
        if still_missing(task):
            raise DomainError(ErrorCode.TASK_NOT_DESCRIBED)
        _refuse_past(closes_on, local_day(now))
        if (last := newest_call(session, task_id)) is not None and answered(last, task, local_day(now)):
            raise DomainError(ErrorCode.CALL_OPEN)
        made = TaskCall(
            organisation_id=task.organisation_id,
            task_id=task.id,
            address=secrets.token_urlsafe(ADDRESS_BYTES),
            opened_at=now,
            closes_on=closes_on,
        )
        session.add(made)
        session.flush()
        trace(session, task.organisation_id, actor, "call.opened", "task", task.id, now)
        return made


def move_call(*, session: Session, actor: Actor, call_id: UUID, closes_on: date | None, now: datetime) -> None:
    """Another last day for a call that is open, None for none. Raises "call_closed" and "call_past"."""
    with transaction(session):
        call, task = _locked(session, actor, call_id)
        if not answered(call, task, local_day(now)):
            raise DomainError(ErrorCode.CALL_CLOSED)
        _refuse_past(closes_on, local_day(now))
        call.closes_on = closes_on
        session.add(call)
        trace(session, call.organisation_id, actor, "call.moved", "task", call.task_id, now)


def close_call(*, session: Session, actor: Actor, call_id: UUID, now: datetime) -> None:
    """Nobody new can answer it from now on; whoever has begun can send. A second time is nothing."""
    with transaction(session):
        call, _task = _locked(session, actor, call_id)
        if call.closed_at is None:
            call.closed_at = now
            session.add(call)
            trace(session, call.organisation_id, actor, "call.closed", "task", call.task_id, now)


def call_of(session: Session, call_id: UUID) -> TaskCall:
    """The call with this id; "not_found"."""
    found = session.get(TaskCall, call_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def call_link(call: TaskCall) -> str:
    """Where anybody reads a call and applies."""
    return f"{settings().url.rstrip('/')}/apply?call={call.address}"


def newest_call(session: Session, task_id: UUID) -> TaskCall | None:
    """The last call that was opened for a task."""
    asked = select(TaskCall).where(TaskCall.task_id == task_id)
    return session.exec(asked.order_by(col(TaskCall.opened_at).desc(), col(TaskCall.id)).limit(1)).first()


def answered(call: TaskCall, task: VolunteerTask, today: date) -> bool:
    """Whether the call can be answered on `today`."""
    return is_open(CallStanding(call.closes_on, call.closed_at is not None, task.closed_at is not None), today)


def _locked(session: Session, actor: Actor, call_id: UUID) -> tuple[TaskCall, VolunteerTask]:
    call = session.exec(select(TaskCall).where(TaskCall.id == call_id).with_for_update()).one_or_none()
    if call is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return call, task_for(session, actor, Action.PUBLISH_CALL, call.task_id)


def _refuse_past(closes_on: date | None, today: date) -> None:
    if closes_on is not None and closes_on < today:
        raise DomainError(ErrorCode.CALL_PAST)
