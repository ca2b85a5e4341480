"""Reading one run for its page, and the runs somebody leads or keys in the evaluation of (S7, B2.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, may, organisations_where, require
from core.courses.case import CourseCase, load, may_read_feedback
from core.courses.lists import CourseRow, rows_led_by, run_rows
from core.courses.rules import CourseState, not_held_yet, state_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation, EvaluationForm, ModuleFeedback
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person

OVER = (CourseState.REVIEWED, CourseState.CANCELLED)
BEFORE_EVALUATION = (CourseState.PLANNED, CourseState.RUNNING, CourseState.HELD)


@dataclass(frozen=True, slots=True)
class ModuleRemark:
    """What one instructor said after a module."""

    person_id: UUID
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module: when it is, when it was ticked off and by whom, who leads it, and what they said to each other as far
    as the reader may read it."""

    number: int
    starts_at: datetime
    ends_at: datetime
    held_at: datetime | None
    held_by: str
    leaders: tuple[str, ...]
    said: tuple[ModuleRemark, ...]
    is_led_by_reader: bool


@dataclass(frozen=True, slots=True)
class LeaderView:
    """Somebody who leads the run or part of it, and how to reach them."""

    engagement_id: UUID
    person_id: UUID
    name: str
    phone: str
    email: str
    from_module: int
    to_module: int | None
    substitute: bool
    stopped_on: date | None


@dataclass(frozen=True, slots=True)
class AgreedImprovements:
    """What was agreed to improve after a run."""

    run_id: UUID
    name: str
    reviewed_on: date
    improvements: str


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course run as its page shows it. `next_open` is the first module that is not ticked off, None where all are.

    `edits`, `ticks` and `keys` are what the reader may do: change it, tick off a module, key in its evaluation.
    """

    run: CourseRun
    state: CourseState
    modules: tuple[ModuleView, ...]
    leaders: tuple[LeaderView, ...]
    workplace: str
    organisation: str
    keyed_by: str
    evaluation: Evaluation | None
    entered_by: str
    next_open: int | None
    edits: bool
    ticks: bool
    keys: bool


def course(*, session: Session, actor: Actor, run_id: UUID, today: date) -> CourseView:
    """One run for whoever sees courses there, and for those who lead it; "not_found" / "not_allowed"."""
    case = load(session, run_id)
    if not may(actor, Action.LEAD_COURSE, case.subject):
        require(actor, Action.SEE_COURSES, case.subject)
    return _view(session, actor, case, today)


def my_courses(*, session: Session, actor: Actor, today: date) -> tuple[list[CourseView], list[CourseRow]]:
    """The runs `actor` leads that are not over yet, the next one first; and those of before, the newest first."""
    require(actor, Action.LEAD_COURSE)
    own = session.exec(select(Engagement.id).where(Engagement.person_id == actor.person_id)).all()
    rows = rows_led_by(session, own, today)
    stopped = set(
        session.exec(
            select(CourseInstructor.course_run_id).where(
                col(CourseInstructor.engagement_id).in_(own), col(CourseInstructor.stopped_on).is_not(None)
            )
        )
    )
    now = [row for row in rows if row.state not in OVER and row.run_id not in stopped]
    before = [row for row in rows if row not in now]
    now.sort(key=lambda row: row.first_on or today)
    return [_view(session, actor, load(session, row.run_id), today) for row in now], before


def courses_to_key_in(*, session: Session, actor: Actor, today: date) -> list[CourseRow]:
    """The runs whose evaluation `actor` was asked to key in and that is not closed: those that wait for it, and those
    that are to be held before."""
    require(actor, Action.ENTER_EVALUATION)
    asked = session.exec(
        select(CourseRun.id).where(
            CourseRun.keyed_by_id == actor.person_id,
            col(CourseRun.organisation_id).in_(organisations_where(actor, Action.ENTER_EVALUATION)),
        )
    ).all()
    return [row for row in run_rows(session, asked, today) if row.state in BEFORE_EVALUATION]


def course_to_key_in(
    *, session: Session, actor: Actor, run_id: UUID, today: date
) -> tuple[CourseRow, Evaluation | None, list[EvaluationForm]]:
    """A run for whoever keys in its evaluation, with what was keyed in so far, the newest first."""
    case = load(session, run_id)
    require(actor, Action.ENTER_EVALUATION, case.keyer)
    forms = (
        session.exec(
            select(EvaluationForm)
            .where(EvaluationForm.evaluation_id == case.evaluation.id)
            .order_by(col(EvaluationForm.keyed_at).desc(), col(EvaluationForm.id))
        ).all()
        if case.evaluation
        else []
    )
    return run_rows(session, [run_id], today)[0], case.evaluation, list(forms)


def agreed_before(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_ids: Collection[UUID]
) -> list[AgreedImprovements]:
    """What was agreed after the newest reviewed run of each of these: for who plans their next one (A3.2, B4.2).

    A run they led together stands there once.
    """
    if organisation_id not in organisations_where(actor, Action.SEE_COURSES):
        mine = session.exec(select(Engagement.id).where(Engagement.person_id == actor.person_id)).all()
        if not set(engagement_ids) & set(mine):
            raise DomainError(ErrorCode.NOT_ALLOWED)
    rows = session.exec(
        select(CourseInstructor.engagement_id, CourseRun)
        .join(CourseRun, col(CourseRun.id) == CourseInstructor.course_run_id)
        .where(
            col(CourseInstructor.engagement_id).in_(engagement_ids),
            CourseRun.organisation_id == organisation_id,
            col(CourseRun.reviewed_on).is_not(None),
        )
        .order_by(col(CourseRun.reviewed_on).desc())
    ).all()
    newest: dict[UUID, CourseRun] = {}
    for engagement_id, run in rows:
        newest.setdefault(engagement_id, run)
    runs = {run.id: run for run in newest.values() if run.improvements and run.reviewed_on}
    return [
        AgreedImprovements(run.id, run.name, run.reviewed_on, run.improvements)
        for run in runs.values()
        if run.reviewed_on
    ]


def _view(session: Session, actor: Actor, case: CourseCase, today: date) -> CourseView:
    run = case.run
    held_by = {module.held_by_id for module in case.modules if module.held_by_id} | ({run.keyed_by_id} - {None})
    found = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(held_by))).all()
    names = dict(found)
    said = _said(session, case)
    workplace = session.get(Workplace, run.workplace_id) if run.workplace_id else None
    held = {module.number: module.held_at is not None for module in case.modules}
    return CourseView(
        run=run,
        state=state_of(case.progress, today),
        modules=tuple(_module(actor, case, module, names, said) for module in case.modules),
        leaders=tuple(
            LeaderView(
                engagement_id=each.row.engagement_id,
                person_id=each.person.id,
                name=each.person.name,
                phone=each.person.phone,
                email=each.person.email,
                from_module=each.row.from_module,
                to_module=each.row.to_module,
                substitute=each.row.substitute,
                stopped_on=each.row.stopped_on,
            )
            for each in case.leaders
        ),
        workplace=workplace.name if workplace else "",
        organisation=session.get_one(Organisation, run.organisation_id).name,
        keyed_by=names.get(run.keyed_by_id, "") if run.keyed_by_id else "",
        evaluation=case.evaluation,
        entered_by=case.entered_by,
        next_open=not_held_yet(held),
        edits=may(actor, Action.EDIT_COURSES, case.subject),
        ticks=may(actor, Action.LEAD_COURSE, case.subject),
        keys=may(actor, Action.ENTER_EVALUATION, case.keyer),
    )


def _module(
    actor: Actor, case: CourseCase, module: CourseModule, names: dict[UUID, str], said: dict[UUID, list[ModuleRemark]]
) -> ModuleView:
    return ModuleView(
        number=module.number,
        starts_at=module.starts_at,
        ends_at=module.ends_at,
        held_at=module.held_at,
        held_by=names.get(module.held_by_id, "") if module.held_by_id else "",
        leaders=tuple(each.person.name for each in case.leaders if each.leading.leads(module.number)),
        said=tuple(said.get(module.id, ())) if may_read_feedback(actor, case, module.number) else (),
        is_led_by_reader=case.leader(actor.person_id, module.number) is not None,
    )


def _said(session: Session, case: CourseCase) -> dict[UUID, list[ModuleRemark]]:
    rows = session.exec(
        select(ModuleFeedback)
        .where(col(ModuleFeedback.course_module_id).in_([module.id for module in case.modules]))
        .order_by(col(ModuleFeedback.written_at))
    ).all()
    people = {each.row.engagement_id: each.person for each in case.leaders}
    found: dict[UUID, list[ModuleRemark]] = {}
    for row in rows:
        if (person := people.get(row.engagement_id)) is not None:
            found.setdefault(row.course_module_id, []).append(ModuleRemark(person.id, person.name, row.words))
    return found
