"""How it goes, along the way: the talks after so many months, an education plan, and moving on to something new (Q11,
Q12). Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from core.documents.template.model import EDUCATION_PLAN
from core.journey.kinds import step_of
from core.journey.steps import CONTACT_PERSON, PathFacts, Step, StepKind, StepStatus
from core.programmes.programme import Programme

# So long before its day a talk counts, and is asked for: nobody meets on the very day.
EARLY = timedelta(days=14)
# What nobody came to in that time is not asked for any more.
LAPSES = relativedelta(months=6)


def along_the_way_steps(programme: Programme, facts: PathFacts, today: date) -> Iterator[Step]:
    """The steps that follow from the first day alone; none where it is not known, or somebody is on the way out."""
    began = facts.begins_on
    if began is None or facts.goodbye is not None:
        return
    yield from _talks(programme.along_the_way.months, began, facts, today)
    own = programme.along_the_way
    if own.plan_months is not None and EDUCATION_PLAN in (*programme.documents, *programme.may_use):
        due = began + relativedelta(months=own.plan_months)
        found = facts.documents.get(EDUCATION_PLAN)
        made = found is not None and found.standing.shared and not found.standing.withdrawn
        if not made and due - EARLY <= today < due + LAPSES:
            writer = facts.writers.get(EDUCATION_PLAN, CONTACT_PERSON)
            yield step_of(EDUCATION_PLAN, StepKind.DRAFT, StepStatus.WAITING, writer, due_on=due)
    if own.moves_on_months is not None and began + relativedelta(months=own.moves_on_months) - EARLY <= today:
        yield step_of("move_on", StepKind.MOVE_ON, StepStatus.LATER)


def days_that_turn(programme: Programme, facts: PathFacts) -> Iterator[date]:
    """The days on which the same facts begin to say something else."""
    own, began = programme.along_the_way, facts.begins_on
    if began is None:
        return
    for months in (*own.months, own.plan_months, own.moves_on_months):
        if months is not None:
            due = began + relativedelta(months=months)
            yield from (due - EARLY, due + LAPSES)


def _talks(months: tuple[int, ...], began: date, facts: PathFacts, today: date) -> Iterator[Step]:
    """Each is done by any talk on how it goes that was held in its time: from `EARLY` before its day until the time of
    the next begins, or of the last until it lapses."""
    days = [began + relativedelta(months=count) for count in months]
    planned = any(talk.follow_up for talk in facts.talks)
    for number, (count, due) in enumerate(zip(months, days, strict=True)):
        opens = due - EARLY
        closes = days[number + 1] - EARLY if number + 1 < len(days) else due + LAPSES
        reason = ""
        if any(opens <= day < closes for day in facts.followed_up):
            status = StepStatus.DONE
        elif today < opens:
            status = StepStatus.LATER
        elif today >= closes:
            status = StepStatus.NOT_NEEDED
        else:
            # The talk that is planned is a step of its own, with its day.
            status, reason = (StepStatus.LATER, "planned") if planned else (StepStatus.WAITING, "")
        day = None if reason or status is StepStatus.NOT_NEEDED else due
        yield step_of(f"follow_up:{count}", StepKind.FOLLOW_UP, status, due_on=day, reason=reason)
