"""What somebody is reminded of on a day: from facts and the day alone, never twice, never on a quiet day. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from core.calendar.rules import holiday
from core.i18n import COPENHAGEN, SOURCE_LANGUAGE, local_day

ONE = timedelta(days=1)
A_WEEK = timedelta(days=7)
SUNDAY = 6
# Longer than Sundays and holidays stand in a row, so that what follows upon them is seen before they begin.
BEFOREHAND = timedelta(days=10)


class ReminderKind(StrEnum):
    """What somebody is reminded of."""

    SIGN = "sign"  # a document waits for them
    ANSWER = "answer"  # they are asked what they expect of each other
    PLAN = "plan"  # a supervision is theirs to plan
    APPROVAL = "approval"  # their approval runs out
    COURSE = "course"  # they lead a module
    SUPERVISION = "supervision"
    MEETING = "meeting"  # the clarification meeting
    SUPPORT = "support"  # a talk in a peer team
    TALK = "talk"  # one they hold
    MY_TALK = "my_talk"  # one that is held with them
    TRAINING = "training"  # a day of their training, or what comes again after it
    OFFER = "offer"  # they have a seat
    EVENT = "event"  # they said that they come
    REPLY = "reply"  # the last day to say yes or no
    BEGINS = "begins"  # their first day
    AGREEMENT = "agreement"  # to be looked at again
    EXPECTATIONS = "expectations"  # to be looked at again
    MORNING = "morning"  # what is to be done today, which is counted and no cause of its own


# What others wait for, or would stand alone without: these go to who wants only what is needed too.
NEEDED = frozenset(
    {
        ReminderKind.SIGN,
        ReminderKind.PLAN,
        ReminderKind.APPROVAL,
        ReminderKind.COURSE,
        ReminderKind.SUPERVISION,
        ReminderKind.MEETING,
        ReminderKind.SUPPORT,
        ReminderKind.MY_TALK,
        ReminderKind.TRAINING,
    }
)


@dataclass(frozen=True, slots=True)
class ReminderPace:
    """How an organisation reminds: whether at all, of what waits for `first_days`, then every `every_days`, at most
    `most` times; from `at_hour` on, and never from `quiet_from` to `quiet_until`. Who wants one mail a week gets it on
    `week_begins`, where 0 is Monday."""

    sends: bool = True
    first_days: int = 5
    every_days: int = 7
    most: int = 3
    at_hour: int = 8
    quiet_from: int = 20
    quiet_until: int = 7
    week_begins: int = 0


# The least and the most of each number. A mail goes after `quiet_until` and before `quiet_from` on every day.
REMINDER_BOUNDS: Mapping[str, tuple[int, int]] = {
    "first_days": (1, 60),
    "every_days": (1, 60),
    "most": (1, 5),
    "at_hour": (6, 16),
    "quiet_from": (17, 24),
    "quiet_until": (0, 11),
    "week_begins": (0, 5),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Something somebody may be reminded of from `first_on` to `last_on`, `most` times and not sooner than `every`
    days after the last.

    `key` is the same as long as it is the same thing on the same day: what is moved is another cause. `path` is the
    page it is about. `on` is its day, or its hour where it has one.
    """

    key: str
    kind: ReminderKind
    person_id: UUID
    path: str
    first_on: date
    last_on: date
    on: date | datetime
    most: int = 1
    every: int = 1


def is_quiet_day(day: date) -> bool:
    """Whether nobody is written to on `day`: a Sunday or a holiday in Denmark."""
    return day.weekday() == SUNDAY or bool(holiday(day, SOURCE_LANGUAGE))


def is_quiet(moment: datetime, pace: ReminderPace) -> bool:
    """Whether nobody is written to at `moment`: a quiet day, or the night."""
    hour = moment.astimezone(COPENHAGEN).hour
    return is_quiet_day(local_day(moment)) or not pace.quiet_until <= hour < pace.quiet_from


def next_open(moment: datetime, pace: ReminderPace) -> datetime:
    """The first moment from `moment` on at which somebody may be written to."""
    if not is_quiet(moment, pace):
        return moment
    day = local_day(moment)
    if is_quiet_day(day) or moment.astimezone(COPENHAGEN).hour >= pace.quiet_until:
        day += ONE
    while is_quiet_day(day):
        day += ONE
    return datetime.combine(day, time(pace.quiet_until), COPENHAGEN).astimezone(UTC)


def eve_of(day: date) -> date:
    """The day before on which somebody is told of what is on `day`: the last that is not quiet."""
    eve = day - ONE
    while is_quiet_day(eve):
        eve -= ONE
    return eve


def waits(since: date, pace: ReminderPace) -> tuple[date, date]:
    """From when to when somebody is reminded of what has waited for them `since`.

    What has waited so long that all reminders would have gone is left to people: an old one says nothing new.
    """
    first = since + timedelta(days=pace.first_days)
    return first, first + timedelta(days=pace.every_days * pace.most)


def is_due(cause: Cause, told: Collection[date], day: date) -> bool:
    """Whether somebody is reminded of `cause` on `day`, having been `told` of it on those days."""
    if is_quiet_day(day) or not cause.first_on <= day <= cause.last_on:
        return False
    if day in told or len(set(told)) >= cause.most:
        return False
    return not told or day >= max(told) + timedelta(days=cause.every)


def due_this_week(cause: Cause, told: Collection[date], day: date) -> bool:
    """Whether it is due on `day` or one of the six after it, for who gets one mail a week; who was told within the week
    but for a day, as a week may be a holiday shorter, is not told again."""
    if told and day < max(told) + min(timedelta(days=cause.every), A_WEEK - ONE):
        return False
    return any(is_due(cause, told, day + timedelta(days=ahead)) for ahead in range(A_WEEK.days))


def weekly_day(day: date, before: date | None, pace: ReminderPace) -> bool:
    """Whether who wants one mail a week gets it on `day`, where people were reminded last on the day `before`: on the
    day that the week begins, or on the first after it on which anybody is reminded."""
    begins = day - timedelta(days=(day.weekday() - pace.week_begins) % A_WEEK.days)
    return not is_quiet_day(day) and (before is None or before < begins)
