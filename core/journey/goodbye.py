"""The steps of a goodbye: each has an owner and the last day as its day, and the goodbye itself comes on it. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.approvals.rules import GoodbyePart, GoodbyeState
from core.documents.rules import DocumentState
from core.journey.kinds import step_of
from core.journey.steps import Step, StepKind, StepStatus

KINDS = {
    GoodbyePart.HANDED_OVER: StepKind.HAND_OVER,
    GoodbyePart.TALKED: StepKind.LAST_TALK,
    GoodbyePart.THANKED: StepKind.LAST_THANKS,
    GoodbyePart.PROVED: StepKind.PROOF,
}
# What would begin something new, or keep somebody for longer: nobody who is leaving is asked for it, nor anybody for
# them. A text that stands and waits for a signature goes on: one of the two may have signed it.
BEGINS = frozenset(
    {
        StepKind.JOINED,
        StepKind.DETAILS,
        StepKind.DRAFT,
        StepKind.FILL_IN,
        StepKind.READ,
        StepKind.CLARIFY,
        StepKind.TRAINING,
        StepKind.PAIR,
        StepKind.COURSE,
        StepKind.SUPERVISION,
        StepKind.DECIDE,
        StepKind.COURSES,
        StepKind.RE_EVALUATE,
        StepKind.LEARN,
    }
)
# A course that is planned or led, and a supervision with its day: they go on until the last day.
UNDER_WAY = frozenset({"planned", "running", "over", "hold", "feedback"})


def without_beginning(step: Step) -> Step:
    """A step of somebody who is leaving: not needed any more where it would begin something, or
    where a text that was declined would be written anew."""
    begun = step.status is StepStatus.DONE or (step.subject_id is not None and step.reason in UNDER_WAY)
    if begun or (step.kind not in BEGINS and step.reason != DocumentState.DECLINED):
        return step
    return replace(step, status=StepStatus.NOT_NEEDED, due_on=None, reason="")


def goodbye_steps(goodbye: GoodbyeState, wish_days: int, today: date) -> Iterator[Step]:
    """What belongs to it, in the order it is done, and that it is over; this on the last day and not before. A wish of
    the volunteer's own comes first, to be answered within `wish_days`."""
    if goodbye.wished_on is not None:
        status = StepStatus.DONE if goodbye.answered else StepStatus.WAITING
        by = min(goodbye.wished_on + timedelta(days=wish_days), goodbye.last_day)
        yield step_of("goodbye:wish", StepKind.WISH, status, due_on=by)
    for part, kind in KINDS.items():
        status = StepStatus.DONE if part in goodbye.done else StepStatus.WAITING
        planned = part is GoodbyePart.THANKED and goodbye.thanks_on is not None
        reason = "planned" if planned and status is StepStatus.WAITING else ""
        yield step_of(f"goodbye:{part}", kind, status, due_on=goodbye.last_day, reason=reason)
    status = StepStatus.WAITING if goodbye.last_day <= today else StepStatus.LATER
    yield step_of("goodbye", StepKind.GOODBYE, status, due_on=goodbye.last_day)
