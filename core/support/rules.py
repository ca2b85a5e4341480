"""Who is asked for a talk and by when they answer: one after the other, by the hour alone, so that nothing depends on
anything having run (Q9). Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from core.i18n import COPENHAGEN, end_of_day, local_day

WEEKEND = 5
ONE = timedelta(days=1)
# A talk can still be said to have been held so long after its day, and not be planned further ahead.
HELD_WITHIN, AHEAD = timedelta(days=31), timedelta(days=180)
# The first and last hour that is suggested; whoever has it can choose any other.
FIRST, NOON, LAST = time(9), time(13), time(16)
LASTS = timedelta(hours=1)


class SupportKind(StrEnum):
    """Why there is a talk, as far as it is known: what was asked for, or that it is its month."""

    CRISIS = "crisis"
    CLARIFYING = "clarifying"
    MONTHLY = "monthly"


# What somebody asks for themselves.
ASKED_FOR = (SupportKind.CRISIS, SupportKind.CLARIFYING)


class TalkState(StrEnum):
    """How far a talk has come."""

    WAITING = "waiting"
    PLANNED = "planned"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class AnswerHours:
    """When somebody answers here: so many hours of the day or working days, and on which days.

    `is_closed` says of a day whether nobody is there, weekends apart; with `every_day` the hours of a crisis run on
    such days too.
    """

    crisis_hours: int
    clarifying_days: int
    from_hour: int
    to_hour: int
    every_day: bool
    is_closed: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class TalkTurn:
    """Whose turn it is to answer: the `step`th, by `answer_by`; those before did not, and are still asked.

    `is_late` is that this was the last of them, and `answer_by` has gone by.
    """

    step: int
    answer_by: datetime
    is_late: bool


def steps(
    asker: UUID,
    *,
    psychologist: UUID | None,
    lead: UUID,
    coordinator: UUID | None,
    coordinators: Sequence[UUID],
    here: Collection[UUID],
) -> tuple[tuple[UUID, ...], ...]:
    """Who is asked, one step after the other: the team's psychologist, who leads it, the peer's coordinator, and then
    all other coordinators at once. Nobody twice, never who asks, and nobody who is not `here` any more."""
    named: list[tuple[UUID | None, ...]] = [(psychologist,), (lead,), (coordinator,), tuple(coordinators)]
    seen = {asker}
    found = []
    for people in named:
        step = tuple(each for each in dict.fromkeys(people) if each in here and each not in seen and each is not None)
        seen.update(step)
        if step:
            found.append(step)
    return tuple(found)


def next_answer_by(kind: SupportKind, since: datetime, hours: AnswerHours) -> datetime:
    """By when whoever is asked `since` then is to answer: a crisis within so many hours of the day, else by the end of
    so many working days."""
    if kind is SupportKind.CRISIS:
        return _after_hours(since, hours)
    day = local_day(since)
    for _number in range(hours.clarifying_days):
        day += ONE
        while _nobody_there(day, hours):
            day += ONE
    return end_of_day(day) - timedelta(minutes=1)


def turn_at(kind: SupportKind, since: datetime, step: int, count: int, now: datetime, hours: AnswerHours) -> TalkTurn:
    """Whose turn it is `now`, of `count` steps, of a talk that has waited `since` from the `step`th on. With fewer
    steps than there were, it is the last one's."""
    found = list(deadlines(kind, since, min(step, count - 1), count, hours))
    at, by = next((each for each in found if each[1] > now), found[-1])
    return TalkTurn(at, by, by <= now)


def deadlines(
    kind: SupportKind, since: datetime, step: int, count: int, hours: AnswerHours
) -> Iterator[tuple[int, datetime]]:
    """Each step from the `step`th on, with the moment by which it is to answer."""
    by = since
    for at in range(step, count):
        by = next_answer_by(kind, by, hours)
        yield at, by


def talk_state(*, planned: bool, held: bool) -> TalkState:
    """How far it has come."""
    if held:
        return TalkState.HELD
    return TalkState.PLANNED if planned else TalkState.WAITING


def suggested(now: datetime, hours: AnswerHours, taken: Collection[datetime] = ()) -> tuple[datetime, ...]:
    """Three times for a talk, each one press: the next whole hour today while there is one, and then mornings and
    afternoons of the next days on which somebody is there; none while whoever has it has another, `taken`."""
    there = now.astimezone(COPENHAGEN)
    found: list[datetime] = []
    day = local_day(now)
    first = there.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if FIRST <= first.time() <= LAST and local_day(first) == day and (hours.every_day or not _nobody_there(day, hours)):
        found = _free([first], taken)
    while len(found) < 3:
        day += ONE
        if not _nobody_there(day, hours):
            found += _free([datetime.combine(day, at, COPENHAGEN) for at in (FIRST, NOON)], taken)
    return tuple(found[:3])


def _free(times: Iterable[datetime], taken: Collection[datetime]) -> list[datetime]:
    return [each for each in times if all(abs(each - other) >= LASTS for other in taken)]


def comes_up(last: date | None, since: date, every_days: int) -> date | None:
    """The day on which the next talk of a rhythm comes up: so long after the `last`, or at once `since` somebody came;
    None where there is no rhythm."""
    if not every_days:
        return None
    return last + timedelta(days=every_days) if last is not None else since


def _after_hours(since: datetime, hours: AnswerHours) -> datetime:
    left = timedelta(hours=hours.crisis_hours)
    at = since.astimezone(COPENHAGEN)
    while True:
        opens, closes = (_at_hour(local_day(at), hour) for hour in (hours.from_hour, hours.to_hour))
        if at < closes and (hours.every_day or not _nobody_there(local_day(at), hours)):
            at = max(at, opens)
            # Between moments and not between clocks, as an hour goes by on either side of summer time.
            room = closes.astimezone(since.tzinfo) - at.astimezone(since.tzinfo)
            if left <= room:
                return at.astimezone(since.tzinfo) + left
            left -= room
        at = _at_hour(local_day(at) + ONE, hours.from_hour)


def _at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN) + timedelta(hours=hour)


def _nobody_there(day: date, hours: AnswerHours) -> bool:
    return day.weekday() >= WEEKEND or hours.is_closed(day)
