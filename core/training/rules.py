"""A training plan laid on real dates, the rhythm after it, and when the next round is due (Q3, Q4, Q12). Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import N_

A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)
# Nobody's weekdays and no closed season keep a day waiting longer than this.
SEARCHED_FOR = timedelta(days=366)
WORKDAYS = range(5)


class Track(StrEnum):
    """What a day of the training is about (Q5)."""

    PERSONAL = "personal"  # personal tools
    THEORY = "theory"
    WORKPLACE = "workplace"  # at the workplace, and what supports it there


class Attendance(StrEnum):
    """Whether a peer was there on a day; nobody asks why not."""

    NOT_YET = ""
    CAME = "came"
    AWAY = "away"


class GatheringKind(StrEnum):
    """What comes again and again after the plan (Q4)."""

    AFTERNOON = "afternoon"  # a professional afternoon
    EXPERIENCE = "experience"  # an experience meeting with other peers
    ACTIVITY = "activity"  # an activity at the workplace


# What each is called.
GATHERINGS = {
    GatheringKind.AFTERNOON: N_("Professional afternoon"),
    GatheringKind.EXPERIENCE: N_("Experience meeting with other peers"),
    GatheringKind.ACTIVITY: N_("Something together at the workplace"),
}


@dataclass(frozen=True, slots=True)
class DayToLay:
    """A day of the plan before it has a date: the week of the plan it lies in, from 1, and whether it is shared."""

    id: str
    week: int
    shared: bool = True


@dataclass(frozen=True, slots=True)
class LaidDay:
    """A day of the plan with its date."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class LaidPlan:
    """Each peer's days in order, and the shared days that could not be shared, because no weekday is everybody's."""

    days: Mapping[UUID, tuple[LaidDay, ...]]
    apart: tuple[str, ...]


def lay_plan(
    plan: Sequence[DayToLay],
    peers: Mapping[UUID, Collection[int]],
    starts_on: date,
    is_closed: Callable[[date], bool],
    most_a_week: int,
) -> LaidPlan:
    """Lay every day of the plan on a date for each peer, in the plan's order, from `starts_on` on.

    A date is one of the peer's weekdays (0 is Monday), no closed day, and no peer has more than `most_a_week` in a
    week. A week of the plan begins no earlier than as many calendar weeks after the first; what does not fit into its
    own goes on in the next. A shared day is the first date that suits everybody; where no weekday is everybody's, each
    has it on a day of their own. Raises "training_no_weekday" for a peer without a weekday, and "training_no_day" where
    no date is found within a year.
    """
    if not all(peers.values()):
        raise DomainError(ErrorCode.TRAINING_NO_WEEKDAY)
    common = set(range(7)).intersection(*map(set, peers.values())) if peers else set()
    laid: dict[UUID, list[LaidDay]] = {peer: [] for peer in peers}
    in_week: dict[UUID, Counter[date]] = defaultdict(Counter)
    apart: list[str] = []

    def suits(peer: UUID, day: date, earliest: date) -> bool:
        return (
            day >= earliest
            and day.weekday() in peers[peer]
            and (not laid[peer] or day > laid[peer][-1].on)
            and in_week[peer][monday_of(day)] < most_a_week
        )

    def lay(who: Collection[UUID], each: DayToLay) -> None:
        earliest = max(starts_on, monday_of(starts_on) + (each.week - 1) * A_WEEK)
        day = max([earliest, *(laid[peer][-1].on for peer in who if laid[peer])])
        until = day + SEARCHED_FOR
        while is_closed(day) or not all(suits(peer, day, earliest) for peer in who):
            day += A_DAY
            if day > until:
                raise DomainError(ErrorCode.TRAINING_NO_DAY)
        for peer in who:
            laid[peer].append(LaidDay(each.id, day))
            in_week[peer][monday_of(day)] += 1

    for each in plan:
        if each.shared and common:
            lay([*peers], each)
            continue
        if each.shared and len(peers) > 1:
            apart.append(each.id)
        for peer in peers:
            lay([peer], each)
    return LaidPlan({peer: tuple(days) for peer, days in laid.items()}, tuple(apart))


def monday_of(day: date) -> date:
    """The Monday of the week that `day` lies in."""
    return day - timedelta(days=day.weekday())


def rhythm_days(
    first: date, every_months: int, until: date, is_closed: Callable[[date], bool], weekday: int
) -> list[date]:
    """The days of what comes every so many months from `first` on and no later than `until`: each on that weekday, the
    first open one on or after its day of the month."""
    days: list[date] = []
    turn = 0
    while True:
        day = months_later(first, turn * every_months)
        day += timedelta(days=(weekday - day.weekday()) % 7)
        while is_closed(day):
            day += A_WEEK
        if day > until:
            return days
        if not days or day > days[-1]:
            days.append(day)
        turn += 1


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short."""
    return day + relativedelta(months=months)


@dataclass(frozen=True, slots=True)
class TeamTime:
    """What is known of a team's time: when its last training began, since when each in it has been there, and how many
    have left since that training began."""

    last_round_on: date
    members_since: tuple[date, ...]
    left_since: int = 0


@dataclass(frozen=True, slots=True)
class RoundProposal:
    """Why it is time for a new round: how many places are free, and how many may soon be, as those who have them have
    been there for as long as peers stay at least; of them those `overdue` who have stayed as long as peers mostly
    do."""

    free: int
    soon: int
    overdue: int


def propose_round(
    time: TeamTime, today: date, *, every_months: int, stay_least_months: int, stay_most_months: int
) -> RoundProposal | None:
    """Whether a new round is due (Q12): at least `every_months` since the last began, and a place that is free or may
    be; None where it is not."""
    if today < months_later(time.last_round_on, every_months):
        return None
    soon = sum(today >= months_later(since, stay_least_months) for since in time.members_since)
    overdue = sum(today >= months_later(since, stay_most_months) for since in time.members_since)
    if not time.left_since and not soon:
        return None
    return RoundProposal(time.left_since, soon, overdue)
