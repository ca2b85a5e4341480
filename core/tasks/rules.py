"""Pure decisions about tasks: what a description must say, which rules follow from who runs it, and when a kind of
attachment is unwise."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RunBy(StrEnum):
    """Who runs the activity. It decides on benefits, insurance and allowances, not the place it is in (L3)."""

    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    REGION = "region"


class Attachment(StrEnum):
    """How somebody is tied to a task (R9)."""

    VOLUNTEER = "volunteer"
    FEE_PAID = "fee_paid"
    EMPLOYEE = "employee"


class TaskPart(StrEnum):
    """What a description says, by the names of its columns in `db.tasks.VolunteerTask`."""

    WHAT = "what"
    WHAT_NOT = "what_not"
    HOURS = "hours"
    PLACE = "place"
    LED_BY = "led_by"
    ACCOMMODATIONS = "accommodations"
    BENEFITS = "benefits"
    WHOM = "whom"


# Working hours, tasks, management and accommodations are clear before anybody is sought.
BEFORE_A_CALL = (TaskPart.WHAT, TaskPart.HOURS, TaskPart.PLACE, TaskPart.LED_BY, TaskPart.ACCOMMODATIONS)


def is_unwise(attachment: Attachment, held_on: date | None) -> bool:
    """Whether people paid by the time are wanted for more than one event: they leave sooner, and what they know goes
    with them. Said, and never refused (R9)."""
    return attachment is Attachment.FEE_PAID and held_on is None


def missing_parts(said: dict[TaskPart, str]) -> tuple[TaskPart, ...]:
    """What a description still lacks before a call may be opened, in order; () for nothing (R11)."""
    return tuple(part for part in BEFORE_A_CALL if not said.get(part, "").strip())


@dataclass(frozen=True, slots=True)
class CallStanding:
    """What is known of a call: its last day, None for none, whether it was closed by hand, and whether its task is."""

    closes_on: date | None
    closed: bool
    task_closed: bool


def is_open(call: CallStanding, today: date) -> bool:
    """Whether the call can be answered on `today`; its last day is one of them."""
    return not call.closed and not call.task_closed and (call.closes_on is None or today <= call.closes_on)
