"""Which step of a path comes first in a list, how far an engagement has come, and until when that holds. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from core.approvals.rules import ApprovalState, approval_state, approved_until, forecast, is_paused
from core.journey.along_the_way import days_that_turn
from core.journey.approval import dates_that_matter
from core.journey.kinds import RULES
from core.journey.rules import journey
from core.journey.steps import CONTACT_PERSON, COORDINATOR, SOON, PathFacts, Stage, Step, StepKind, StepStatus
from core.programmes.programme import Programme

OURS = frozenset({CONTACT_PERSON, COORDINATOR})
STAGES = {
    ApprovalState.APPROVED: Stage.APPROVED,
    ApprovalState.RUNNING_OUT: Stage.RUNNING_OUT,
    ApprovalState.LAPSED: Stage.LAPSED,
    ApprovalState.NOT_APPROVED: Stage.NOT_APPROVED,
    ApprovalState.ENDED: Stage.NOT_APPROVED,
}


class Urgency(IntEnum):
    """What comes first in a list; lower is more urgent. "Ours" is the coordinator's and the contact person's turn.

    Whatever is over its day stands before all that is not, whoever's turn it is: else it would be hidden behind it.
    """

    OURS_OVERDUE = 0
    OTHERS_OVERDUE = 1
    OURS_SOON = 2  # within a week
    OURS = 3
    OTHERS = 4
    PAUSED = 5
    NOTHING = 6  # all is done, or waits for a day to come


OVERDUE = (Urgency.OURS_OVERDUE, Urgency.OTHERS_OVERDUE)


@dataclass(frozen=True, slots=True)
class Next:
    """Where an engagement stands: the most urgent step (None where nothing is left), and how far it has come.

    `more` is how many other steps somebody is to do now. `valid_until` is a day until which nothing of it changes by
    itself, included; None where no day changes it.
    """

    step: Step | None
    urgency: Urgency
    more: int
    stage: Stage
    approved_until: date | None
    courses_missing: int | None
    valid_until: date | None


def what_is_next(programme: Programme, facts: PathFacts, today: date) -> Next:
    """The row of an engagement in lists, from the same facts and the same day as its journey."""
    steps = journey(programme, facts, today)
    step, rank = most_urgent(steps, today)
    path, own = programme.approval, facts.instructor
    year = forecast(path, own, today) if path else None
    return Next(
        step=step,
        urgency=rank,
        more=len(others_to_do(steps, today)),
        stage=stage_of(programme, facts, steps, today),
        approved_until=approved_until(own, today) if path else None,
        courses_missing=year.courses_missing if year and year.until else None,
        valid_until=_valid_until(programme, facts, steps, today),
    )


def urgency_of(step: Step, today: date) -> Urgency:
    """How urgent one step is."""
    if step.kind is StepKind.PAUSED:
        return Urgency.PAUSED
    if not step.open:
        return Urgency.NOTHING
    if step.owner not in OURS:
        return Urgency.OTHERS_OVERDUE if step.is_overdue(today) else Urgency.OTHERS
    if step.is_overdue(today):
        return Urgency.OURS_OVERDUE
    soon = step.due_on is not None and step.due_on <= today + SOON
    return Urgency.OURS_SOON if soon else Urgency.OURS


def most_urgent(steps: Sequence[Step], today: date) -> tuple[Step | None, Urgency]:
    """The step a list shows: the most urgent, of those alike the one due first, then the first on the path.

    The year's courses stand after what is alike: they are a rule of thumb (S2), and nothing runs out by them. Where
    nobody has anything to do it is the next thing that has a day.
    """
    return next(iter(_in_order(steps, today)), (None, Urgency.NOTHING))


def others_to_do(steps: Sequence[Step], today: date) -> tuple[Step, ...]:
    """What somebody is to do now besides what a list shows, most urgent first."""
    return tuple(step for step, rank in _in_order(steps, today)[1:] if rank < Urgency.PAUSED)


def _in_order(steps: Sequence[Step], today: date) -> list[tuple[Step, Urgency]]:
    found = [step for step in steps if step.open or (step.status is StepStatus.LATER and step.due_on is not None)]
    paused = any(step.kind is StepKind.PAUSED for step in found)

    def order(ranked: tuple[Step, Urgency]) -> tuple[Urgency, bool, date]:
        step, rank = ranked
        return rank, step.kind is StepKind.COURSES, step.due_on or date.max

    return sorted(((step, _rank(step, today, paused)) for step in found), key=order)


def _rank(step: Step, today: date, paused: bool) -> Urgency:
    """While somebody is paused, that stands before all else that could be said of them but a talk that is near."""
    rank = urgency_of(step, today)
    return Urgency.NOTHING if paused and not RULES[step.kind].goes_on else rank


def stage_of(programme: Programme, facts: PathFacts, steps: Sequence[Step], today: date) -> Stage:
    """How far an engagement has come."""
    own = facts.instructor
    if is_paused(own.pauses, today):
        return Stage.PAUSED
    where = approval_state(programme.approval, own, today) if programme.approval else None
    if where in STAGES:
        return STAGES[where]
    papers = any(RULES[step.kind].papers and step.status is not StepStatus.DONE for step in steps)
    if papers and not _at_work(facts, steps, today):
        return Stage.PAPERS if facts.joined else Stage.INVITED
    if where is None:
        return Stage.ACTIVE
    return Stage.TRAINING if where is ApprovalState.TRAINING else Stage.IN_APPROVAL


def _at_work(facts: PathFacts, steps: Sequence[Step], today: date) -> bool:
    """Whether somebody volunteers already, though a paper is open: they lead a course, or they have signed one and
    their first day has come. What is open is told by Today and the documents, and is not where they are."""
    if any(course.first_on <= today for course in facts.instructor.courses):
        return True
    signed = any(step.kind in (StepKind.HOLD, StepKind.SEALING) and step.status is StepStatus.DONE for step in steps)
    return signed and facts.begins_on is not None and facts.begins_on <= today


def _valid_until(programme: Programme, facts: PathFacts, steps: Sequence[Step], today: date) -> date | None:
    turns_on = min((day for day in _days(programme, facts, steps, today) if day > today), default=None)
    return turns_on - timedelta(days=1) if turns_on else None


def _days(programme: Programme, facts: PathFacts, steps: Sequence[Step], today: date) -> Iterator[date]:
    one = timedelta(days=1)
    for step in steps:
        if step.due_on is not None and step.due_on >= today:
            yield from (step.due_on - SOON, step.due_on, step.due_on + one)
    if facts.begins_on is not None:
        yield facts.begins_on
    yield from days_that_turn(programme, facts)
    for course in facts.instructor.courses:
        yield from (course.first_on, course.last_on + one)
    for pause in facts.instructor.pauses:
        yield pause.begins_on
        if pause.ends_on is not None:
            yield pause.ends_on + one
    if is_paused(facts.instructor.pauses, today):
        # Every day of a pause puts off what is ahead by a day.
        yield today + one
    if programme.approval is not None:
        for day in dates_that_matter(programme, programme.approval, facts, today):
            yield from (day, day + one)
