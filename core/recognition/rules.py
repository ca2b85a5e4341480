"""Occasions to thank a volunteer, found from what they did: nobody has to remember them (H3, H4). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from core.approvals.rules import Decision, InstructorFacts, put_off
from core.programmes.programme import Programme

# The first month of a season where the programme names none.
AUGUST = 8
# So many of those who share an occasion or a thank-you are named where it is listed.
NAMED = 4


class OccasionKind(StrEnum):
    """What there is to be glad of."""

    FLOWERS = "flowers"  # with the approval (H3)
    CERTIFICATE = "certificate"  # of an instructor, with the approval (H4)
    DIPLOMA = "diploma"  # after round years (H4)
    COURSES = "courses"  # the first course held, and round numbers of them
    SEASON = "season"  # a season in which courses were held is over
    GOODBYE = "goodbye"  # somebody stops


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion of one volunteer. `key` is the same on whatever day it is found, so that it is met once; `number` is
    of years, courses or the year a season began in, 0 for none."""

    key: str
    kind: OccasionKind
    on: date
    number: int = 0


@dataclass(frozen=True, slots=True)
class VolunteerFacts:
    """What occasions follow from. `began_on` is the first day as a volunteer, None where nobody knows it."""

    began_on: date | None = None
    ended_on: date | None = None
    instructor: InstructorFacts = field(default_factory=InstructorFacts)


@dataclass(frozen=True, slots=True)
class Days:
    """An occasion with the first and the last day on which it is proposed, as far as they are known."""

    occasion: Occasion
    first: date
    last: date


# What is printed and sealed, and earned for good (H4).
PRINTED = (OccasionKind.CERTIFICATE, OccasionKind.DIPLOMA)


def occasions(programme: Programme, facts: VolunteerFacts, today: date) -> tuple[Occasion, ...]:
    """The occasions to think of today, by day: those of the last `propose_days`, and diplomas `ahead_days` ahead.

    After somebody has stopped only the goodbye comes up; what came before it stays for as long as its days.
    """
    return tuple(each.occasion for each in days(programme, facts, today) if each.first <= today <= each.last)


def earned(programme: Programme, facts: VolunteerFacts, today: date) -> tuple[Occasion, ...]:
    """The certificate and the diplomas somebody has earned by `today`, by day, however long ago that was (H4)."""
    found = (each.occasion for each in days(programme, facts, today))
    return tuple(each for each in found if each.kind in PRINTED and each.on <= today)


def days(programme: Programme, facts: VolunteerFacts, today: date) -> tuple[Days, ...]:
    """Every occasion there was and will be, so far as it is known today, by day: what a list keeps and reads by day.

    A break moves diplomas for as long as it lasts; until `holds_until` it says the same on any later day.
    """
    settings = programme.recognition
    ahead, after = timedelta(days=settings.ahead_days), timedelta(days=settings.propose_days)
    found = [each for each in _all(programme, facts, today) if facts.ended_on is None or each.on <= facts.ended_on]
    found.sort(key=lambda each: (each.on, each.key))
    return tuple(
        Days(each, each.on - ahead if each.kind is OccasionKind.DIPLOMA else each.on, each.on + after) for each in found
    )


def holds_until(facts: VolunteerFacts, today: date) -> date | None:
    """The last day on which the same facts move no occasion: today, while a break lasts or is still to come."""
    lasts = any(each.ends_on is None or each.ends_on > today for each in facts.instructor.pauses)
    return today if lasts else None


def _all(programme: Programme, facts: VolunteerFacts, today: date) -> Iterator[Occasion]:
    settings, own = programme.recognition, facts.instructor
    approved = min((each.decided_on for each in own.approvals if each.decision is Decision.APPROVED), default=None)
    if approved is not None:
        if settings.flowers_at_approval:
            yield Occasion("flowers", OccasionKind.FLOWERS, approved)
        if settings.certificate_at_approval:
            yield Occasion("certificate", OccasionKind.CERTIFICATE, approved)
    yield from _diplomas(settings.diploma_years, facts, today)
    held = sorted(each.last_on for each in own.courses if each.counts)
    for count in settings.course_counts:
        if count <= len(held):
            yield Occasion(f"courses:{count}", OccasionKind.COURSES, held[count - 1], count)
    if settings.season_end:
        yield from _seasons(programme, held)
    if settings.goodbye and facts.ended_on is not None:
        yield Occasion("goodbye", OccasionKind.GOODBYE, facts.ended_on)


def _diplomas(years: tuple[int, ...], facts: VolunteerFacts, today: date) -> Iterator[Occasion]:
    """Round years as a volunteer; the days of a break do not count (H4)."""
    if facts.began_on is None:
        return
    for count in years:
        nominal = facts.began_on + relativedelta(years=count)
        on = put_off(facts.instructor.pauses, facts.began_on, nominal, today)
        yield Occasion(f"diploma:{count}", OccasionKind.DIPLOMA, on, count)


def _seasons(programme: Programme, held: list[date]) -> Iterator[Occasion]:
    """The last day of each season in which a course was held."""
    month = programme.approval.season_begins_month if programme.approval else AUGUST
    for year in sorted({day.year if day.month >= month else day.year - 1 for day in held}):
        yield Occasion(f"season:{year}", OccasionKind.SEASON, date(year + 1, month, 1) - timedelta(days=1), year)


class Gift(StrEnum):
    """How somebody is thanked (H1–H6)."""

    FLOWERS = "flowers"
    GIFT_CARD = "gift_card"
    DINNER = "dinner"
    SEASON_PARTY = "season_party"
    OUTING = "outing"
    TALK = "talk"
    INSTRUCTOR_DAY = "instructor_day"
    LETTER = "letter"
    MENTION = "mention"
    DIPLOMA = "diploma"
    CERTIFICATE = "certificate"


class Answer(StrEnum):
    """What was decided about an occasion."""

    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    DECLINED = "declined"


SUGGESTED = {
    OccasionKind.FLOWERS: Gift.FLOWERS,
    OccasionKind.CERTIFICATE: Gift.CERTIFICATE,
    OccasionKind.DIPLOMA: Gift.DIPLOMA,
    OccasionKind.COURSES: Gift.LETTER,
    OccasionKind.SEASON: Gift.SEASON_PARTY,
    OccasionKind.GOODBYE: Gift.LETTER,
}


def suggested(occasion: Occasion, today: date) -> tuple[Gift, date]:
    """How and when to thank somebody: on the day itself, or today where it has gone by."""
    return SUGGESTED[occasion.kind], max(occasion.on, today)


def still_open(answer: Answer | None, until: date | None, today: date) -> bool:
    """Whether an occasion waits for an answer: nobody gave one, or it was postponed and the day has come."""
    return answer is None or (answer is Answer.POSTPONED and (until is None or until <= today))


# What people are invited to, with an answer.
EVENTS = (Gift.DINNER, Gift.SEASON_PARTY, Gift.OUTING, Gift.TALK, Gift.INSTRUCTOR_DAY)


def may_answer(planned_on: date, answer_by: date | None, today: date) -> bool:
    """Whether an invitation can be answered, or another answer given: until the day asked for, else its own day."""
    return today <= (answer_by or planned_on)
