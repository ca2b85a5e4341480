"""Lists of course runs: by term, state and workplace, page by page; and those of one volunteer (S7)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, func, not_, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.reach import visible_to
from core.courses.rules import CourseProgress, CourseState, Term, state_of, term_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation
from db.organisations import Workplace
from db.people import Engagement, Person

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A run in a list. `instructors` are the names of those who lead it now, `workplace` is "" where it has none."""

    run_id: UUID
    name: str
    place: str
    workplace: str
    first_on: date | None
    last_on: date | None
    modules: int
    held: int
    state: CourseState
    instructors: tuple[str, ...]
    seats: int | None
    participants: int | None


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """What the reader wants to see; None is all."""

    term: Term | None = None
    state: CourseState | None = None
    workplace_id: UUID | None = None


_MODULES = (
    select(func.count(col(CourseModule.id)))
    .where(CourseModule.course_run_id == CourseRun.id)
    .correlate(CourseRun)
    .scalar_subquery()
)
_HELD = (
    select(func.count(col(CourseModule.held_at)))
    .where(CourseModule.course_run_id == CourseRun.id)
    .correlate(CourseRun)
    .scalar_subquery()
)


def courses(
    *, session: Session, actor: Actor, organisation_id: UUID, filtered_by: CourseFilter, today: date, page: int = 0
) -> tuple[list[CourseRow], int]:
    """A page of the runs `actor` may see, the newest first, and how many there are in all."""
    conditions = [*visible_to(actor, Action.SEE_COURSES, organisation_id, CourseRun), *_conditions(filtered_by, today)]
    count = select(func.count(col(CourseRun.id))).join(
        Evaluation, col(Evaluation.course_run_id) == CourseRun.id, isouter=True
    )
    total = session.exec(count.where(*conditions)).one()
    return _rows(session, conditions, today, offset=page * PER_PAGE, limit=PER_PAGE), total


def terms(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> list[Term]:
    """The terms there are runs in, and this one, the latest first."""
    conditions = visible_to(actor, Action.SEE_COURSES, organisation_id, CourseRun)
    first, last = session.exec(
        select(func.min(CourseRun.first_on), func.max(CourseRun.first_on)).where(*conditions)
    ).one()
    from_, until = term_of(min(first or today, today)), term_of(max(last or today, today))
    found = [
        Term(year, autumn)
        for year in range(until.year, from_.year - 1, -1)
        for autumn in (True, False)
        if from_.first <= Term(year, autumn).first <= until.first
    ]
    return found


def courses_of(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> list[CourseRow]:
    """The runs one volunteer leads, has led or could not finish, the newest first; "not_found" / "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_COURSES, Subject.of(engagement))
    return rows_led_by(session, [engagement_id], today)


def rows_led_by(session: Session, engagement_ids: Collection[UUID], today: date) -> list[CourseRow]:
    """The runs that any of these engagements leads or has led some of, the newest first."""
    led = select(CourseInstructor.course_run_id).where(col(CourseInstructor.engagement_id).in_(engagement_ids))
    return _rows(session, [col(CourseRun.id).in_(led)], today)


def run_rows(session: Session, run_ids: Collection[UUID], today: date) -> list[CourseRow]:
    """These runs, the newest first."""
    return _rows(session, [col(CourseRun.id).in_(run_ids)], today) if run_ids else []


def _rows(
    session: Session, conditions: Sequence[Any], today: date, *, offset: int = 0, limit: int | None = None
) -> list[CourseRow]:
    found = session.exec(
        select(CourseRun, Workplace.name, _MODULES, _HELD, Evaluation.finished_at)  # type: ignore[call-overload]
        .join(Workplace, col(Workplace.id) == CourseRun.workplace_id, isouter=True)
        .join(Evaluation, col(Evaluation.course_run_id) == CourseRun.id, isouter=True)
        .where(*conditions)
        .order_by(col(CourseRun.first_on).desc(), col(CourseRun.name), col(CourseRun.id))
        .offset(offset)
        .limit(limit)
    ).all()
    names = _names(session, [run.id for run, *_rest in found])
    return [
        CourseRow(
            run_id=run.id,
            name=run.name,
            place=run.place,
            workplace=workplace or "",
            first_on=run.first_on,
            last_on=run.last_on,
            modules=modules,
            held=held,
            state=state_of(
                CourseProgress(
                    modules=modules,
                    held=held,
                    first_on=run.first_on,
                    evaluated=finished_at is not None,
                    reviewed=run.reviewed_on is not None,
                    cancelled=run.cancelled_at is not None,
                ),
                today,
            ),
            instructors=tuple(names[run.id]),
            seats=run.seats,
            participants=run.participants,
        )
        for run, workplace, modules, held, finished_at in found
    ]


def _names(session: Session, run_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    rows = session.exec(
        select(CourseInstructor.course_run_id, Person.name)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(col(CourseInstructor.course_run_id).in_(run_ids), col(CourseInstructor.stopped_on).is_(None))
        .order_by(col(CourseInstructor.from_module), col(Person.name))
    ).all()
    found: dict[UUID, list[str]] = defaultdict(list)
    for run_id, name in rows:
        if name not in found[run_id]:  # somebody with two parts in it
            found[run_id].append(name)
    return found


def _conditions(filtered_by: CourseFilter, today: date) -> list[Any]:
    conditions: list[Any] = []
    if filtered_by.workplace_id:
        conditions.append(col(CourseRun.workplace_id) == filtered_by.workplace_id)
    if filtered_by.term:
        conditions.append(col(CourseRun.first_on).between(filtered_by.term.first, filtered_by.term.last))
    if filtered_by.state:
        conditions.append(_in_state(filtered_by.state, today))
    return conditions


def _in_state(state: CourseState, today: date) -> Any:
    """`rules.state_of` as SQL; a test holds that the two agree."""
    cancelled = col(CourseRun.cancelled_at).is_not(None)
    over = and_(_MODULES > 0, _MODULES == _HELD)
    begun = or_(_HELD > 0, and_(col(CourseRun.first_on).is_not(None), col(CourseRun.first_on) <= today))
    evaluated, reviewed = col(Evaluation.finished_at).is_not(None), col(CourseRun.reviewed_on).is_not(None)
    conditions = {
        CourseState.CANCELLED: cancelled,
        CourseState.PLANNED: and_(not_(cancelled), not_(over), not_(begun)),
        CourseState.RUNNING: and_(not_(cancelled), not_(over), begun),
        CourseState.HELD: and_(not_(cancelled), over, not_(evaluated)),
        CourseState.EVALUATED: and_(not_(cancelled), over, evaluated, not_(reviewed)),
        CourseState.REVIEWED: and_(not_(cancelled), over, evaluated, reviewed),
    }
    return conditions[state]
