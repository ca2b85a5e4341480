"""One course run with its modules and instructors, loaded for a decision about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.courses.reading import span_of
from core.courses.rules import CourseProgress, LeaderSpan, ModuleTime
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who leads a run or part of it."""

    row: CourseInstructor
    person: Person

    @property
    def leading(self) -> LeaderSpan:
        return span_of(self.row)


@dataclass(frozen=True, slots=True)
class CourseCase:
    """A course run with all that belongs to it: its modules in order, its leaders in the order they begin, and its
    evaluation, where there is one, with the name of whoever began it."""

    run: CourseRun
    modules: Sequence[CourseModule]
    leaders: Sequence[Leader]
    evaluation: Evaluation | None
    entered_by: str = ""

    @property
    def subject(self) -> Subject:
        """What the permission table is asked about: the run, and those who lead some of it and have not stopped."""
        people = frozenset(each.person.id for each in self.leaders if each.row.stopped_on is None)
        return Subject(self.run.organisation_id, people, self.run.workplace_id)

    @property
    def keyer(self) -> Subject:
        """What the permission table is asked about for the evaluation: the run, and whoever is to key it in."""
        appointed = frozenset({self.run.keyed_by_id} - {None})
        return Subject(self.run.organisation_id, appointed, self.run.workplace_id)  # type: ignore[arg-type]

    @property
    def progress(self) -> CourseProgress:
        """What tells how far it has come."""
        return CourseProgress(
            modules=len(self.modules),
            held=sum(module.held_at is not None for module in self.modules),
            first_on=self.run.first_on,
            evaluated=self.evaluation is not None and self.evaluation.finished_at is not None,
            reviewed=self.run.reviewed_on is not None,
            cancelled=self.run.cancelled_at is not None,
        )

    def module(self, number: int) -> CourseModule:
        """Module `number`, or "course_module_unknown"."""
        found = next((module for module in self.modules if module.number == number), None)
        if found is None:
            raise DomainError(ErrorCode.COURSE_MODULE_UNKNOWN, most=len(self.modules))
        return found

    def leader(self, person_id: UUID, number: int) -> Leader | None:
        """`person_id` as who leads module `number`, None where they do not."""
        return next((each for each in self.leaders if each.person.id == person_id and each.leading.leads(number)), None)

    def meetings(
        self, leading: Iterable[tuple[tuple[UUID, str], LeaderSpan]]
    ) -> dict[tuple[UUID, str], list[ModuleTime]]:
        """When each of these is still to be there, by person and name, over all their parts."""
        found: dict[tuple[UUID, str], list[ModuleTime]] = {}
        for who, part in leading:
            found.setdefault(who, []).extend(self.open_meetings(part))
        return found

    def open_meetings(self, leading: LeaderSpan) -> list[ModuleTime]:
        """When somebody who leads so is still to be there."""
        return [
            meeting_of(module) for module in self.modules if module.held_at is None and leading.leads(module.number)
        ]


def meeting_of(module: CourseModule) -> ModuleTime:
    """When a module is."""
    return ModuleTime(module.starts_at, module.ends_at)


def load(session: Session, run_id: UUID, *, lock: bool = False) -> CourseCase:
    """The run, locked until the transaction ends where `lock`; "not_found" where there is none."""
    wanted = select(CourseRun).where(CourseRun.id == run_id)
    run = session.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    if run is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    modules = session.exec(
        select(CourseModule).where(CourseModule.course_run_id == run_id).order_by(col(CourseModule.number))
    ).all()
    rows = session.exec(
        select(CourseInstructor, Person)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(CourseInstructor.course_run_id == run_id)
        .order_by(col(CourseInstructor.from_module), col(Person.name))
    ).all()
    found = session.exec(
        select(Evaluation, Person.name)
        .join(Person, col(Person.id) == col(Evaluation.entered_by_id))
        .where(Evaluation.course_run_id == run_id)
    ).one_or_none()
    evaluation, entered_by = found or (None, "")
    return CourseCase(run, modules, [Leader(row, person) for row, person in rows], evaluation, entered_by)


def load_to_change(session: Session, actor: Actor, run_id: UUID, expected_version: int | None = None) -> CourseCase:
    """The run for a coordinator who changes it, refused where it was cancelled or changed since they read it.

    Raises "not_found", "not_allowed", "changed_meanwhile" or "course_cancelled".
    """
    case = load(session, run_id, lock=True)
    require(actor, Action.EDIT_COURSES, case.subject)
    if expected_version is not None and case.run.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    refuse_cancelled(case)
    return case


def refuse_cancelled(case: CourseCase) -> None:
    """Nothing more is done about a run that was cancelled."""
    if case.run.cancelled_at is not None:
        raise DomainError(ErrorCode.COURSE_CANCELLED)


def may_read_feedback(actor: Actor, case: CourseCase, number: int) -> bool:
    """Whether `actor` reads what was said after module `number`: the two who led it and the coordinator (B2.2)."""
    return may(actor, Action.EDIT_COURSES, case.subject) or case.leader(actor.person_id, number) is not None
