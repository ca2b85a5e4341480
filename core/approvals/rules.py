"""Pure decisions about approval: what it takes, how long it holds, and what stops its clocks (S1–S3, O1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta

from core.programmes.programme import ApprovalPath
from core.supervision.rules import SupervisionKind


class Decision(StrEnum):
    """What a person decided. Nothing else ends an approval."""

    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    ENDED = "ended"


class PauseReason(StrEnum):
    """Why the clocks stand still, in neutral words, where somebody chose to say so. That it is illness is not kept."""

    LEAVE = "leave"
    OTHER = "other"


class EndReason(StrEnum):
    """Why an engagement ended, in neutral words, where somebody chose to say so."""

    OWN_WISH = "own_wish"
    LOST_INTEREST = "lost_interest"
    ILLNESS = "illness"
    MOVED = "moved"
    NEW_WORK = "new_work"  # where somebody went on to (Q12)
    STUDIES = "studies"
    TASK_ENDED = "task_ended"
    NOT_APPROVED = "not_approved"
    OTHER = "other"


class GoodbyePart(StrEnum):
    """What belongs to a goodbye. That tasks are handed over is said; the others follow from what was done."""

    HANDED_OVER = "handed_over"
    TALKED = "talked"
    THANKED = "thanked"
    PROVED = "proved"


@dataclass(frozen=True, slots=True)
class GoodbyeState:
    """A goodbye that was begun: the last day, and which parts of it were done on which day.

    `thanks_on` is for when a thank-you is planned that is not given yet, `proof_id` the newest certificate made for it.
    `wished_on` is when the volunteer asked for it, which is to be answered and is where `answered`.
    """

    last_day: date
    done: Mapping[GoodbyePart, date] = field(default_factory=dict)
    thanks_on: date | None = None
    proof_id: UUID | None = None
    wished_on: date | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class PauseFact:
    """A pause from its first to its last day, both included; `ends_on` is None while it is open."""

    begins_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CourseFact:
    """A course run as one instructor led it. `counts` is whether it counts as a course of theirs: every module was
    held, or they could not finish it (A2.4). `planned` is whether it is still to be held. `last_on` is its last day."""

    course_run_id: UUID
    first_on: date
    last_on: date
    counts: bool
    planned: bool = False


@dataclass(frozen=True, slots=True)
class SupervisionFact:
    """A supervision with one instructor that was not called off; `feedback` is whether theirs is written."""

    supervision_id: UUID
    kind: SupervisionKind
    ordered_on: date
    planned_on: date | None = None
    held_on: date | None = None
    feedback: bool = False
    course_run_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApprovalFact:
    """A decision; `closing_on` is when a closing meeting is planned, `closed_on` when it was held."""

    decision: Decision
    decided_on: date
    valid_until: date | None = None
    closing_on: date | None = None
    closed_on: date | None = None


def is_paused(pauses: Sequence[PauseFact], day: date) -> bool:
    """Whether the clocks stand still on `day`."""
    return any(pause.begins_on <= day and (pause.ends_on is None or day <= pause.ends_on) for pause in pauses)


def overlaps(one: PauseFact, other: PauseFact) -> bool:
    """Whether two pauses share a day; an open one has no last day."""
    begins_in_time = other.ends_on is None or one.begins_on <= other.ends_on
    return begins_in_time and (one.ends_on is None or other.begins_on <= one.ends_on)


def days_paused(pauses: Sequence[PauseFact], first: date, last: date) -> int:
    """On how many days from `first` to `last`, both included, the clocks stood still; pauses may overlap."""
    counted, reached = 0, first
    for pause in sorted(pauses, key=lambda each: each.begins_on):
        begins, ends = max(pause.begins_on, reached), min(pause.ends_on or last, last)
        if begins <= ends:
            counted += (ends - begins).days + 1
            reached = ends + timedelta(days=1)
    return counted


def put_off(pauses: Sequence[PauseFact], first: date, due: date, today: date) -> date:
    """`due` moved by the days paused since `first`, so far as they are known `today`.

    An open pause counts until today: the clock stands still, and the day moves on with every day of it.
    """
    known = [
        PauseFact(pause.begins_on, today if pause.ends_on is None else min(pause.ends_on, today))
        for pause in pauses
        if pause.begins_on <= today
    ]
    moved = due
    while True:
        further = due + timedelta(days=days_paused(known, first, moved))
        if further == moved:
            return moved
        moved = further


class ApprovalState(StrEnum):
    """Where an instructor stands between training and approval."""

    TRAINING = "training"  # the training is not completed
    IN_APPROVAL = "in_approval"  # courses and supervisions are under way
    READY = "ready"  # what it takes is there: the decision is awaited
    APPROVED = "approved"
    RUNNING_OUT = "running_out"  # approved, and the first warning day has come (S3)
    LAPSED = "lapsed"  # the last day is over, and nobody has decided anew
    NOT_APPROVED = "not_approved"
    ENDED = "ended"  # somebody decided that the approval ends


@dataclass(frozen=True, slots=True)
class InstructorFacts:
    """Everything an approval follows from, without supervisions that were called off and courses that were
    cancelled."""

    trained_on: date | None = None
    courses: tuple[CourseFact, ...] = ()
    supervisions: tuple[SupervisionFact, ...] = ()
    approvals: tuple[ApprovalFact, ...] = ()
    pauses: tuple[PauseFact, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmetRequirement:
    """What keeps a decision from being offered: `what` is "training", "supervisions", "courses" or "re_evaluation"."""

    what: str
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year S2 counts: its first and last day, the courses counted in it, those still planned, and those needed."""

    first: date
    last: date
    counted: int
    planned: int
    needed: int

    @property
    def missing(self) -> int:
        """How many courses neither held nor planned keep the certificate from being kept."""
        return max(0, self.needed - self.counted - self.planned)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an approved instructor has ahead: the day the approval runs out, and the courses to plan before `until`."""

    lapses_on: date | None
    courses_missing: int
    until: date | None


def newest_decision(facts: InstructorFacts, today: date) -> ApprovalFact | None:
    """The decision that holds today; of several on one day the last recorded."""
    made = sorted((each for each in facts.approvals if each.decided_on <= today), key=lambda each: each.decided_on)
    return made[-1] if made else None


def approved_until(facts: InstructorFacts, today: date) -> date | None:
    """The last day of the approval that holds, put off by pauses; None where the newest decision is no approval."""
    newest = newest_decision(facts, today)
    if newest is None or newest.decision is not Decision.APPROVED or newest.valid_until is None:
        return None
    return put_off(facts.pauses, newest.decided_on, newest.valid_until, today)


def approval_state(path: ApprovalPath, facts: InstructorFacts, today: date) -> ApprovalState:
    """Where the instructor stands; a day that has passed says LAPSED and ends nothing (S1, S3)."""
    newest = newest_decision(facts, today)
    if newest is not None and newest.decision is Decision.ENDED:
        return ApprovalState.ENDED
    if newest is not None and newest.decision is Decision.NOT_APPROVED:
        return ApprovalState.NOT_APPROVED
    until = approved_until(facts, today)
    if newest is not None and until is not None:
        if today > until:
            return ApprovalState.LAPSED
        return ApprovalState.RUNNING_OUT if today >= warned_from(path, until) else ApprovalState.APPROVED
    if newest is not None:
        return ApprovalState.APPROVED
    if facts.trained_on is None or facts.trained_on > today:
        return ApprovalState.TRAINING
    return ApprovalState.IN_APPROVAL if still_missing(path, facts, today) else ApprovalState.READY


def warned_from(path: ApprovalPath, until: date) -> date:
    """The day of the first warning before an approval runs out; `until` itself where the programme warns of nothing."""
    return until - timedelta(days=max(path.warn_days, default=0))


def counted_supervisions(facts: InstructorFacts, today: date) -> int:
    """How many first-time supervisions were held with feedback by today (S1)."""
    return sum(
        each.kind is SupervisionKind.FIRST and each.feedback and each.held_on is not None and each.held_on <= today
        for each in facts.supervisions
    )


def still_missing(path: ApprovalPath, facts: InstructorFacts, today: date) -> tuple[UnmetRequirement, ...]:
    """What keeps the next decision from being offered; empty where it is offered (S1, S3).

    A first approval takes the training and the supervisions the programme asks for as a rule, or the fewest it allows
    once the first courses are over. A renewal takes a re-evaluation since the decision that holds.
    """
    newest = newest_decision(facts, today)
    if newest is not None and newest.decision is Decision.APPROVED:
        again = sum(
            each.kind is SupervisionKind.RE_EVALUATION
            and each.feedback
            and each.held_on is not None
            and newest.decided_on < each.held_on <= today
            for each in facts.supervisions
        )
        return () if again else (UnmetRequirement("re_evaluation", 0, 1),)
    missing = []
    if facts.trained_on is None or facts.trained_on > today:
        missing.append(UnmetRequirement("training", 0, 1))
    held = counted_supervisions(facts, today)
    over = sum(course.counts and course.last_on <= today for course in facts.courses)
    if held < path.supervisions_default and not (held >= path.supervisions_min and over >= path.first_courses):
        missing.append(UnmetRequirement("supervisions", held, path.supervisions_default))
    return tuple(missing)


def year_of(path: ApprovalPath, facts: InstructorFacts, today: date) -> Year | None:
    """The year S2 counts today; None where nobody is approved.

    Years follow one another from the first approval that was not interrupted, and never overlap: where a pause puts
    the end of one off, the next begins the day after.
    """
    began = _approved_since(facts, today)
    if began is None:
        return None
    anchor = first = began if path.year == "since_approval" else _calendar_begin(path, began)
    number = 1
    while True:
        nominal = anchor + relativedelta(years=number) - timedelta(days=1)
        last = put_off(facts.pauses, first, max(nominal, first), today)
        if today <= last:
            return Year(
                first=first,
                last=last,
                counted=sum(each.counts and first <= each.last_on <= min(last, today) for each in facts.courses),
                planned=sum(each.planned and first <= each.last_on <= last for each in facts.courses),
                # Somebody approved in the middle of a calendar year or season owes nothing for what is left of it.
                needed=path.courses_per_year if first >= began else 0,
            )
        first, number = last + timedelta(days=1), number + 1


def forecast(path: ApprovalPath, facts: InstructorFacts, today: date) -> Forecast:
    """What lies ahead of an instructor, approved or not; nothing where there is no approval to keep (S2, S3)."""
    year = year_of(path, facts, today)
    return Forecast(
        lapses_on=approved_until(facts, today),
        courses_missing=year.missing if year else 0,
        until=year.last if year else None,
    )


def keep_until(last_day: date, months: int) -> date:
    """The last day on which what is only about working together is kept of somebody who stopped on `last_day`."""
    return last_day + relativedelta(months=months)


def last_day_over(today: date, months: int) -> date:
    """The latest last day of which `keep_until` is before `today`; months differ in length, so it is looked for."""
    day = today - relativedelta(months=months)
    while keep_until(day, months) >= today:
        day -= timedelta(days=1)
    while keep_until(day + timedelta(days=1), months) < today:
        day += timedelta(days=1)
    return day


def _calendar_begin(path: ApprovalPath, day: date) -> date:
    """The first day of the calendar year or season `day` lies in."""
    month = path.season_begins_month if path.year == "season" else 1
    begins = date(day.year, month, 1)
    return begins if begins <= day else date(day.year - 1, month, 1)


def _approved_since(facts: InstructorFacts, today: date) -> date | None:
    """Since when somebody is approved without a no or an end between; None where they are not."""
    since: date | None = None
    for approval in sorted((each for each in facts.approvals if each.decided_on <= today), key=lambda a: a.decided_on):
        since = (since or approval.decided_on) if approval.decision is Decision.APPROVED else None
    return since
