"""Pure decisions about approval: what it takes, how long it holds, and what stops its clocks (S1–S3, O1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from core.supervision.rules import SupervisionKind


class Decision(StrEnum):
    """What a person decided. Nothing else ends an approval."""

    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    ENDED = "ended"


class PauseReason(StrEnum):
    """Why the clocks stand still, in neutral words."""

    HEALTH = "health"
    LEAVE = "leave"
    OTHER = "other"


class EndReason(StrEnum):
    """Why an engagement ended, in neutral words."""

    OWN_WISH = "own_wish"
    MOVED = "moved"
    TASK_ENDED = "task_ended"
    NOT_APPROVED = "not_approved"
    OTHER = "other"


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
    """A session with one instructor that was not called off; `feedback` is whether theirs is written."""

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
