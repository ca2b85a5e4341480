"""The steps of a goodbye: each has an owner and the last day as its day, and the goodbye itself comes on it. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.approvals.rules import GoodbyePart, GoodbyeState
from core.journey.kinds import step_of
from core.journey.steps import Step, StepKind, StepStatus

KINDS = {
    GoodbyePart.HANDED_OVER: StepKind.HAND_OVER,
    GoodbyePart.TALKED: StepKind.LAST_TALK,
    GoodbyePart.THANKED: StepKind.LAST_THANKS,
    GoodbyePart.PROVED: StepKind.PROOF,
}


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
