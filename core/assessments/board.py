"""The board: the applications an organisation has received, what waits for us first and the longest waiting above."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, and_, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.assessments.rules import OPEN_STAGES, BoardStage, days_waiting, is_late
from core.i18n import local_day
from core.organisations.pace import pace_of
from db.applications import Application
from db.assessments import Assessment
from db.tasks import VolunteerTask

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One application on the board; `days` is how long its applicant waits or waited for the letter."""

    application_id: UUID
    name: str
    task: str
    stage: BoardStage
    decision: str
    days: int
    late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board, how many stand where, and which tasks have any."""

    rows: tuple[BoardRow, ...]
    counts: dict[BoardStage, int]
    tasks: dict[UUID, str]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which applications are shown: those of one stage, else all that are open; of one task, else of all."""

    stage: BoardStage | None = None
    task_id: UUID | None = None


def board(
    *, session: Session, actor: Actor, organisation_id: UUID, chosen: BoardFilter, page: int, today: date
) -> Board:
    """One page of the board. A page beyond the last is the last. Three queries, however many applications there are."""
    require(actor, Action.HANDLE_APPLICATIONS, Subject(organisation_id))
    stage = _stage(today)
    of_task = [Application.task_id == chosen.task_id] if chosen.task_id else []
    grouped: Any = (Application.task_id, VolunteerTask.title, stage)
    counted = session.exec(
        _from(select(*(*grouped, func.count())), organisation_id)
        .join(VolunteerTask, col(VolunteerTask.id) == Application.task_id)
        .group_by(*grouped)
    ).all()
    counts: dict[BoardStage, int] = dict.fromkeys(BoardStage, 0)
    for task_id, _title, number, count in counted:
        if chosen.task_id in (None, task_id):
            counts[_NUMBERED[number]] += count
    shown = (chosen.stage,) if chosen.stage else OPEN_STAGES
    total = sum(counts[each] for each in shown)
    page = max(1, min(page, -(-total // A_PAGE)))
    told: Any = (Application.decision, Application.submitted_at, Assessment.answered_at)
    rows = session.exec(
        _from(select(Application.id, Application.name, VolunteerTask.title, stage, *told), organisation_id)
        .join(VolunteerTask, col(VolunteerTask.id) == Application.task_id)
        .where(*of_task, stage.in_([_NUMBERS[each] for each in shown]))
        .order_by(stage, col(Application.submitted_at), col(Application.id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).all()
    answer_days = pace_of(session, organisation_id).application_answer_days
    tasks = {task_id: title for task_id, title, *_counted in counted}
    return Board(
        rows=tuple(_row(today, answer_days, each) for each in rows),
        counts=counts,
        tasks=dict(sorted(tasks.items(), key=lambda each: each[1].casefold())),
        total=total,
        page=page,
    )


def waiting_for_us(organisation_id: UUID, today: date) -> Any:
    """The SELECT of how many applications wait for a coordinator: all that are open, but those whose views are still
    waited for."""
    ours = [_NUMBERS[each] for each in OPEN_STAGES if each is not BoardStage.ASKED]
    return _from(select(func.count()), organisation_id).where(_stage(today).in_(ours))


_NUMBERS = {stage: number for number, stage in enumerate(BoardStage)}
_NUMBERED = dict(enumerate(BoardStage))


def _from(chosen: Any, organisation_id: UUID) -> Any:
    return (
        chosen.select_from(Application)
        .join(Assessment, col(Assessment.application_id) == Application.id, isouter=True)
        .where(
            Application.organisation_id == organisation_id,
            col(Application.submitted_at).is_not(None),
            # What came in a rush waits for its mail to be opened; see `core.applications.rush`.
            col(Application.set_aside_at).is_(None),
        )
    )


def _stage(today: date) -> Any:
    """`core.assessments.rules.stage_of` in SQL, as its place on the board."""
    waits = and_(col(Assessment.views_until).is_not(None), col(Assessment.views_until) >= today)
    return case(
        (col(Application.withdrawn_at).is_not(None), _NUMBERS[BoardStage.WITHDRAWN]),
        (col(Assessment.answered_at).is_not(None), _NUMBERS[BoardStage.ANSWERED]),
        (col(Assessment.verdict) != "", _NUMBERS[BoardStage.LETTER]),
        (waits, _NUMBERS[BoardStage.ASKED]),
        (col(Assessment.asked_at).is_not(None), _NUMBERS[BoardStage.READY]),
        (col(Assessment.application_id).is_not(None), _NUMBERS[BoardStage.UNDER_WAY]),
        else_=_NUMBERS[BoardStage.RECEIVED],
    )


def _row(today: date, answer_days: int, told: Any) -> BoardRow:
    application_id, name, task, number, decision, received_at, answered_at = told
    stage, received_on = _NUMBERED[number], local_day(received_at)
    answered_on = local_day(answered_at) if answered_at else None
    return BoardRow(
        application_id=application_id,
        name=name,
        task=task,
        stage=stage,
        decision=decision,
        days=days_waiting(received_on, answered_on, today),
        late=is_late(received_on, stage, today, answer_days),
    )
