"""Pure decisions about talks with volunteers."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.error_codes import ErrorCode
from core.errors import DomainError


class TalkKind(StrEnum):
    """What a talk is about."""

    CLARIFICATION = "clarification"  # before the training, as it was before `core.clarification` (M1)
    AFTER_MODULE = "after_module"  # contact with the pair after a module
    FOLLOW_UP = "follow_up"  # how it goes
    WELLBEING = "wellbeing"  # support in a hard time (O2)
    OTHER_TASKS = "other_tasks"  # lost interest, or not approved: what else is there (O1, O3)
    FAREWELL = "farewell"  # the closing talk of a goodbye


# How long one can say that a talk, or the contact after a module, was recorded by mistake.
UNDO_FOR = timedelta(minutes=10)
# What somebody plans or writes down; the contact after a module is recorded where the module is, and what comes before
# a training is a meeting of its own.
CHOSEN = tuple(kind for kind in TalkKind if kind not in (TalkKind.AFTER_MODULE, TalkKind.CLARIFICATION))


def day_planned(day: date | None, today: date) -> date:
    """The day a talk is planned for. Raises "date_invalid" for none, and "talk_planned_past" for one gone by."""
    if day is None:
        raise DomainError(ErrorCode.DATE_INVALID)
    if day < today:
        raise DomainError(ErrorCode.TALK_PLANNED_PAST)
    return day


def day_held(day: date | None, today: date) -> date:
    """The day a talk was held. Raises "date_invalid" for none, and "talk_held_future" for one to come."""
    if day is None:
        raise DomainError(ErrorCode.DATE_INVALID)
    if day > today:
        raise DomainError(ErrorCode.TALK_HELD_FUTURE)
    return day


def can_be_taken_back(recorded_at: datetime | None, now: datetime) -> bool:
    """Whether what was written down at that moment can still be said to be a mistake."""
    return recorded_at is not None and now - recorded_at <= UNDO_FOR
