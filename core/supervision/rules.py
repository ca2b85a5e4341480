"""Pure decisions about supervision (S1, S4, S5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import N_

FURTHEST_BACK_DAYS = 10 * 366


class SupervisionKind(StrEnum):
    """What a supervision is for. Only FIRST counts towards the first approval, only RE_EVALUATION towards a renewal."""

    FIRST = "first"  # one of the supervisions on the first courses (S1)
    RE_EVALUATION = "re_evaluation"  # before an approval is renewed (S3)
    EXTRA = "extra"  # ordered for somebody who is approved (S5)
    OBSERVATION = "observation"  # the coordinator watches (S5)
    METHOD_COURSE = "method_course"  # a course in the method (K1)


# What each kind is called, on screen and on paper.
KINDS = {
    SupervisionKind.FIRST: N_("First supervisions, towards the approval"),
    SupervisionKind.RE_EVALUATION: N_("Re-evaluation, before an approval is renewed"),
    SupervisionKind.EXTRA: N_("Extra supervision"),
    SupervisionKind.OBSERVATION: N_("The coordinator watches a course"),
    SupervisionKind.METHOD_COURSE: N_("Method course"),
}


class SupervisionState(StrEnum):
    """How far a supervision has come."""

    ORDERED = "ordered"
    PLANNED = "planned"
    HELD = "held"  # feedback is awaited, of one or of all
    DONE = "done"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class SupervisionProgress:
    """What tells how far a supervision has come; `feedback` is whether each of those it concerns has theirs."""

    planned_at: datetime | None
    held_on: date | None
    cancelled: bool
    feedback: tuple[bool, ...]


def state_of(progress: SupervisionProgress) -> SupervisionState:
    """How far a supervision has come."""
    if progress.cancelled:
        return SupervisionState.CALLED_OFF
    if progress.held_on is not None:
        return SupervisionState.DONE if all(progress.feedback) else SupervisionState.HELD
    return SupervisionState.ORDERED if progress.planned_at is None else SupervisionState.PLANNED


def check_order(*, kind: SupervisionKind, most: int | None, existing: Collection[int], teaches: bool | None) -> None:
    """Whether one more supervision may be ordered.

    `existing` is how many first supervisions each instructor has, `most` how many the programme allows (None: the
    programme gives no approval), `teaches` whether all of them lead the course run named (None: none is named).
    Raises "supervision_programme", "supervision_enough" or "supervision_other_course".
    """
    if most is None:
        raise DomainError(ErrorCode.SUPERVISION_PROGRAMME)
    if kind is SupervisionKind.FIRST and any(count >= most for count in existing):
        raise DomainError(ErrorCode.SUPERVISION_ENOUGH, most=most)
    if teaches is False:
        raise DomainError(ErrorCode.SUPERVISION_OTHER_COURSE)


def check_plan(progress: SupervisionProgress) -> None:
    """Whether a supervision can be given a day; "supervision_called_off" or "supervision_held"."""
    if progress.cancelled:
        raise DomainError(ErrorCode.SUPERVISION_CALLED_OFF)
    if progress.held_on is not None:
        raise DomainError(ErrorCode.SUPERVISION_HELD)


def check_held(progress: SupervisionProgress, *, held_on: date, ordered_on: date, today: date) -> None:
    """Whether a supervision can have been held on a day: once, not ahead of today, and not
    many years before it was ordered."""
    check_plan(progress)
    check_day_held(held_on, ordered_on=ordered_on, today=today)


def check_day_held(held_on: date, *, ordered_on: date, today: date) -> None:
    """Whether it can have been that day; "supervision_ahead" or "supervision_long_ago"."""
    if held_on > today:
        raise DomainError(ErrorCode.SUPERVISION_AHEAD)
    # What was held before it was written down here is recorded with its own day, so it may lie before the order.
    if (ordered_on - held_on).days > FURTHEST_BACK_DAYS:
        raise DomainError(ErrorCode.SUPERVISION_LONG_AGO)


def check_feedback(progress: SupervisionProgress) -> None:
    """Whether feedback can be written: "supervision_called_off", or "supervision_not_held" before it was held."""
    if progress.cancelled:
        raise DomainError(ErrorCode.SUPERVISION_CALLED_OFF)
    if progress.held_on is None:
        raise DomainError(ErrorCode.SUPERVISION_NOT_HELD)
