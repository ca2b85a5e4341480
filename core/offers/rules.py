"""Pure decisions about competence development: whom to invite and why, who has a seat, and what counts (K1–K3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta

from core.i18n import local_day
from core.programmes.programme import Competence

A_YEAR = relativedelta(years=1)
# How seldom a gathering can come up, and how long before its day it does: yearly ones earlier than monthly.
MOST_MONTHS = 60
A_MONTH, LONGEST_AHEAD = timedelta(days=28), timedelta(days=60)


class OfferKind(StrEnum):
    """What can be offered."""

    METHOD_COURSE = "method_course"
    NETWORK_MEETING = "network_meeting"
    NATIONAL_GATHERING = "national_gathering"
    REFRESHER = "refresher"
    TALK = "talk"
    INTRODUCTION = "introduction"
    GATHERING = "gathering"  # to be together, as once a month or once a year (H6)


class Audience(StrEnum):
    """Whom an offer is for: the cooperation takes both (K2)."""

    EVERYBODY = "everybody"
    VOLUNTEERS = "volunteers"
    STAFF = "staff"


class SignUpState(StrEnum):
    """Where somebody stands with an offer."""

    INVITED = "invited"
    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    DECLINED = "declined"
    ATTENDED = "attended"
    ABSENT = "absent"


class Reason(StrEnum):
    """Why somebody should be invited."""

    RUNNING_OUT = "running_out"  # the approval ends within the days that the programme says
    FIRST_YEAR = "first_year"  # the first year as a volunteer
    ASKED = "asked"  # asked for it in the log book or among the needs
    LONG_SINCE = "long_since"  # longer since the last time than the programme expects


class NeedsQuestion(StrEnum):
    """CFSA's four questions on needs (K2), asked of volunteers and of staff."""

    WELCOME_VOLUNTEERS = "welcome_volunteers"
    TEACH_VOLUNTEERS = "teach_volunteers"
    WELCOME_STAFF = "welcome_staff"
    TEACH_STAFF = "teach_staff"


HAS_A_SEAT = frozenset({SignUpState.SIGNED_UP, SignUpState.ATTENDED, SignUpState.ABSENT})
# What suits somebody in the first year, and before an approval runs out.
FOR_BEGINNERS = frozenset(
    {OfferKind.INTRODUCTION, OfferKind.METHOD_COURSE, OfferKind.NETWORK_MEETING, OfferKind.NATIONAL_GATHERING}
)
BEFORE_RENEWAL = frozenset({OfferKind.METHOD_COURSE, OfferKind.REFRESHER, OfferKind.NETWORK_MEETING})
# One who has been there need not go again, unless they ask for it.
ONCE = frozenset({OfferKind.INTRODUCTION, OfferKind.METHOD_COURSE})


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    """What an invitation follows from. `attended` are kinds with the day; `asked` is when each kind was asked for."""

    began_on: date | None = None
    approved_until: date | None = None
    paused: bool = False
    attended: tuple[tuple[OfferKind, date], ...] = ()
    asked: Mapping[OfferKind, date] | None = None


def reasons(kind: OfferKind, settings: Competence, facts: LearnerFacts, today: date) -> tuple[Reason, ...]:
    """Why somebody should be invited to an offer of `kind`; () for nobody, and for whoever is on a break."""
    if facts.paused:
        return ()
    asked = (facts.asked or {}).get(kind)
    found = []
    if asked is not None and not any(each is kind and day >= asked for each, day in facts.attended):
        found.append(Reason.ASKED)
    if kind in ONCE and any(each is kind for each, _day in facts.attended):
        return tuple(found)
    until = facts.approved_until
    if kind in BEFORE_RENEWAL and until is not None and today <= until <= today + timedelta(days=settings.ahead_days):
        found.append(Reason.RUNNING_OUT)
    if kind in FOR_BEGINNERS and facts.began_on is not None and facts.began_on <= today < facts.began_on + A_YEAR:
        found.append(Reason.FIRST_YEAR)
    due = expected_on(settings, facts)
    if counts(settings, kind) and due is not None and due <= today:
        found.append(Reason.LONG_SINCE)
    return tuple(found)


def counts(settings: Competence, kind: OfferKind) -> bool:
    """Whether having been at an offer of `kind` counts: nothing does where the programme expects nothing."""
    return settings.every_years is not None and kind in settings.counts


def expected_on(settings: Competence, facts: LearnerFacts) -> date | None:
    """When somebody is expected to have been at something that counts, next; None where nothing is expected."""
    if settings.every_years is None or not settings.counts:
        return None
    days = [day for kind, day in facts.attended if counts(settings, kind)]
    last = max(days, default=facts.began_on)
    if last is None:
        return None
    # The calendar ends: a day beyond it never comes.
    return date.max if last.year + settings.every_years > MAXYEAR else last + relativedelta(years=settings.every_years)


def last_day_before(today: date, years: int) -> date:
    """The last day since which at least `years` years have gone by `today`; a leap day is over on 28 February."""
    day = today - relativedelta(years=years)
    after = day + timedelta(days=1)
    return after if after + relativedelta(years=years) <= today else day


@dataclass(frozen=True, slots=True)
class PlaceInLine:
    """One person's place: `number` grows with each who signs up, and is kept for as long as they stay in line."""

    person_id: UUID
    standing: SignUpState
    number: int = 0


Line = tuple[PlaceInLine, ...]


def taken(line: Sequence[PlaceInLine]) -> int:
    """How many seats are taken."""
    return sum(each.standing in HAS_A_SEAT for each in line)


def signed_up(line: Line, person_id: UUID, seats: int) -> Line:
    """`line` after somebody says yes: at its end, and then with a seat if there is one. Saying it twice changes
    nothing."""
    here = next((each for each in line if each.person_id == person_id), None)
    if here is not None and here.standing in (*HAS_A_SEAT, SignUpState.WAITING):
        return line
    last = PlaceInLine(person_id, SignUpState.WAITING, max((each.number for each in line), default=0) + 1)
    return with_seats((*(each for each in line if each is not here), last), seats)


def stepped_back(line: Line, person_id: UUID, seats: int) -> Line:
    """`line` after somebody says no: the one who has waited longest gets the seat."""
    return with_seats(
        tuple(PlaceInLine(person_id, SignUpState.DECLINED) if each.person_id == person_id else each for each in line),
        seats,
    )


def with_seats(line: Line, seats: int) -> Line:
    """`line` with the first of those who wait on the seats that are free; 0 seats is room for everybody."""
    waiting = sorted((each for each in line if each.standing is SignUpState.WAITING), key=lambda each: each.number)
    free = len(waiting) if seats == 0 else max(0, seats - taken(line))
    up = {each.person_id for each in waiting[:free]}
    return tuple(replace(each, standing=SignUpState.SIGNED_UP) if each.person_id in up else each for each in line)


def place_in_line(line: Sequence[PlaceInLine], person_id: UUID) -> int | None:
    """The place of somebody on the waiting list, 1 for the next; None for who does not wait."""
    waiting = sorted((each for each in line if each.standing is SignUpState.WAITING), key=lambda each: each.number)
    return next((place for place, each in enumerate(waiting, start=1) if each.person_id == person_id), None)


class Opening(StrEnum):
    """Whether one can sign up."""

    OPEN = "open"
    CLOSED = "closed"  # the last day to sign up is over
    BEGUN = "begun"
    CALLED_OFF = "called_off"


def opening(*, starts_at: datetime, sign_up_by: date | None, called_off: bool, now: datetime) -> Opening:
    """Whether one can sign up at `now`; the last day counts to its end."""
    if called_off:
        return Opening.CALLED_OFF
    if now >= starts_at:
        return Opening.BEGUN
    if sign_up_by is not None and local_day(now) > sign_up_by:
        return Opening.CLOSED
    return Opening.OPEN


def coming_up(every_months: int) -> timedelta:
    """How long before its day a gathering of a rhythm comes up to be planned."""
    return min(LONGEST_AHEAD, A_MONTH * every_months)


def turn_due(first_on: date, every_months: int, answered: date | None, today: date) -> date | None:
    """The gathering of a rhythm that is to be planned now: the newest that has come up, so that those nobody planned do
    not pile up. None before the first, and where it is not later than `answered`, the newest one that was planned or
    left (H6)."""
    until = today + coming_up(every_months)
    if until < first_on:
        return None
    number = ((until.year - first_on.year) * 12 + until.month - first_on.month) // every_months
    due = first_on + relativedelta(months=number * every_months)
    if due > until:
        due = first_on + relativedelta(months=(number - 1) * every_months)
    return due if answered is None or due > answered else None
