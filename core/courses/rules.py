"""Pure decisions about course runs (S7, V1, A2.4)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from core.calendar.rules import skip_closed
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import COPENHAGEN, local_day

MOST_MODULES = 30
MOST_AT_ONCE = 2
FIRST_MONTH_OF_AUTUMN = 7


class CourseState(StrEnum):
    """How far a course run has come."""

    PLANNED = "planned"
    RUNNING = "running"  # its first module was held, or its day has come
    HELD = "held"  # every module was ticked off; the participants' evaluation is awaited
    EVALUATED = "evaluated"  # the evaluation is in; the joint review is awaited
    REVIEWED = "reviewed"  # talked through with agreed improvements (A3.2, B4.2)
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """What tells how far a run has come: how many modules it has, how many were ticked off, and its first day."""

    modules: int
    held: int
    first_on: date | None
    evaluated: bool = False
    reviewed: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ModuleTime:
    """When one module begins and ends."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LeaderSpan:
    """From which module to which somebody leads a run; `to_module` is None to the end. `stopped` is A2.4."""

    engagement_id: UUID
    from_module: int = 1
    to_module: int | None = None
    substitute: bool = False
    stopped: bool = False

    def leads(self, number: int) -> bool:
        """Whether they lead module `number`."""
        return self.from_module <= number and (self.to_module is None or number <= self.to_module)


@dataclass(frozen=True, slots=True)
class Term:
    """Half a year of courses: spring is January to June, autumn July to December."""

    year: int
    autumn: bool

    @property
    def first(self) -> date:
        return date(self.year, FIRST_MONTH_OF_AUTUMN if self.autumn else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31) if self.autumn else date(self.year, FIRST_MONTH_OF_AUTUMN - 1, 30)


def term_of(day: date) -> Term:
    """The term `day` lies in."""
    return Term(day.year, day.month >= FIRST_MONTH_OF_AUTUMN)


def state_of(progress: CourseProgress, today: date) -> CourseState:
    """How far a run has come `today`."""
    if progress.cancelled:
        return CourseState.CANCELLED
    if progress.modules and progress.held >= progress.modules:
        if not progress.evaluated:
            return CourseState.HELD
        return CourseState.REVIEWED if progress.reviewed else CourseState.EVALUATED
    begun = progress.held > 0 or (progress.first_on is not None and progress.first_on <= today)
    return CourseState.RUNNING if begun else CourseState.PLANNED


def counts_for(parts: Sequence[LeaderSpan], progress: CourseProgress) -> bool:
    """Whether the run counts as a course of theirs (S2), of all `parts` they have in it: every module was held and they
    led at least half of them, so that standing in for one evening is no course; or they could not finish what they had
    begun (A2.4)."""
    if any(part.stopped for part in parts):
        return True
    led = sum(any(part.leads(number) for part in parts) for number in range(1, progress.modules + 1))
    return not progress.cancelled and 0 < progress.modules <= progress.held and 2 * led >= progress.modules


def weekly(first_on: date, count: int, begins: time, ends: time, *, weeks_between: int = 1) -> list[ModuleTime]:
    """`count` meetings on the same weekday and at the same hours by the clock in Copenhagen, summer and winter."""
    days = [first_on + timedelta(weeks=each * weeks_between) for each in range(count)]
    return [meeting_on(day, begins, ends) for day in days]


def meeting_on(day: date, begins: time, ends: time) -> ModuleTime:
    """One meeting by the clock in Copenhagen."""
    return ModuleTime(
        datetime.combine(day, begins, tzinfo=COPENHAGEN),
        datetime.combine(day, ends, tzinfo=COPENHAGEN),
    )


def on_day(meeting: ModuleTime, day: date) -> ModuleTime:
    """The same meeting on another day, at the same hours by the clock."""
    begins, ends = (moment.astimezone(COPENHAGEN).time() for moment in (meeting.starts_at, meeting.ends_at))
    return meeting_on(day, begins, ends)


def skipping(meetings: Sequence[ModuleTime], is_closed: Callable[[date], bool], *, first: int = 1) -> list[ModuleTime]:
    """The meetings with module `first` and those after it moved on by weeks, so that none of them is on a closed day.

    They stay as many, in order, and at their hours; those before `first` stay where they are.
    """
    before, after = meetings[: first - 1], meetings[first - 1 :]
    days = skip_closed([local_day(meeting.starts_at) for meeting in after], is_closed)
    return [*before, *map(on_day, after, days)]


def check_meetings(meetings: Sequence[ModuleTime]) -> None:
    """Refuse no meetings, one that does not end on the day it begins, and one that begins before the former has ended.

    Raises "course_modules_count", "course_module_hours" or "course_module_order".
    """
    if not 1 <= len(meetings) <= MOST_MODULES:
        raise DomainError(ErrorCode.COURSE_MODULES_COUNT, most=MOST_MODULES)
    for number, meeting in enumerate(meetings, start=1):
        ends_same_day = local_day(meeting.starts_at) == local_day(meeting.ends_at)
        if meeting.ends_at <= meeting.starts_at or not ends_same_day:
            raise DomainError(ErrorCode.COURSE_MODULE_HOURS, number=number)
        if number > 1 and meeting.starts_at < meetings[number - 2].ends_at:
            raise DomainError(ErrorCode.COURSE_MODULE_ORDER, number=number, former=number - 1)


def overlap(one: ModuleTime, other: ModuleTime) -> bool:
    """Whether somebody would have to be in two places at once; one may begin as the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def first_collision(
    own: Iterable[ModuleTime], others: Iterable[tuple[ModuleTime, UUID]]
) -> tuple[ModuleTime, UUID] | None:
    """The earliest of `others` at the same time as one of `own`, with the run it belongs to; None where none is."""
    mine = sorted(own, key=lambda meeting: meeting.starts_at)
    for meeting, run_id in sorted(others, key=lambda each: each[0].starts_at):
        if any(overlap(each, meeting) for each in mine):
            return meeting, run_id
    return None


def check_leading(leading: Sequence[LeaderSpan], modules: int) -> None:
    """Refuse a person named twice for one module, and a module with more than two leaders or two substitutes.

    Raises "course_instructor_twice", "course_instructors_many" or "course_module_unknown".
    """
    for each in leading:
        if not 1 <= each.from_module <= modules or (each.to_module is not None and each.to_module > modules):
            raise DomainError(ErrorCode.COURSE_MODULE_UNKNOWN, most=modules)
    for number in range(1, modules + 1):
        leads = [each.engagement_id for each in leading if each.leads(number)]
        if len(set(leads)) != len(leads):
            raise DomainError(ErrorCode.COURSE_INSTRUCTOR_TWICE)
        for substitute in (False, True):
            at_once = [each for each in leading if each.leads(number) and each.substitute is substitute]
            if len(at_once) > MOST_AT_ONCE:
                raise DomainError(ErrorCode.COURSE_INSTRUCTORS_MANY, number=number)


def not_held_yet(held: Mapping[int, bool]) -> int | None:
    """The number of the first module that is not ticked off, None where all are."""
    return next((number for number in sorted(held) if not held[number]), None)
