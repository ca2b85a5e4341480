"""Who is asked for a talk one after the other, and by when each answers, by the hour alone."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import COPENHAGEN, local_day
from core.support.rules import (
    ASKED_FOR,
    AnswerHours,
    SupportKind,
    comes_up,
    deadlines,
    next_answer_by,
    steps,
    suggested,
    turn_at,
)

ASKER, PSYCHOLOGIST, LEAD, OWN, OTHER, THIRD = (UUID(int=number) for number in range(1, 7))
ANYBODY = st.sampled_from([ASKER, PSYCHOLOGIST, LEAD, OWN, OTHER, THIRD])
CLOSED = date(2026, 12, 24)
HOURS = AnswerHours(2, 3, 8, 16, False, lambda day: day == CLOSED)
CRISIS, CLARIFYING = SupportKind.CRISIS, SupportKind.CLARIFYING


def at(words: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=COPENHAGEN)


def asked(**more: Any) -> tuple[tuple[UUID, ...], ...]:
    told: dict[str, Any] = {
        "psychologist": PSYCHOLOGIST,
        "lead": LEAD,
        "coordinator": OWN,
        "coordinators": (OWN, OTHER, THIRD),
        "here": {PSYCHOLOGIST, LEAD, OWN, OTHER, THIRD},
    }
    return steps(ASKER, **(told | more))


def test_the_psychologist_is_asked_then_the_lead_then_the_coordinators() -> None:
    assert asked() == ((PSYCHOLOGIST,), (LEAD,), (OWN,), (OTHER, THIRD))
    assert asked(psychologist=None) == ((LEAD,), (OWN,), (OTHER, THIRD))
    assert asked(lead=ASKER) == ((PSYCHOLOGIST,), (OWN,), (OTHER, THIRD))
    assert asked(here={OTHER}) == ((OTHER,),)
    assert asked(here=set()) == ()


@given(ANYBODY, ANYBODY, ANYBODY, st.lists(ANYBODY, max_size=4), st.frozensets(ANYBODY))
def test_nobody_is_asked_twice_or_by_themselves_or_when_they_are_gone(psychologist, lead, own, others, here) -> None:
    found = asked(psychologist=psychologist, lead=lead, coordinator=own, coordinators=tuple(others), here=here)
    people = [each for step in found for each in step]
    assert len(people) == len(set(people))
    assert ASKER not in people
    assert set(people) <= here
    assert all(found)


@pytest.mark.parametrize(
    ("since", "by"),
    [
        ("2026-12-01 09:10", "2026-12-01 11:10"),  # within the day
        ("2026-12-01 07:00", "2026-12-01 10:00"),  # before it begins
        ("2026-12-01 15:00", "2026-12-02 09:00"),  # on into the next one
        ("2026-12-01 23:30", "2026-12-02 10:00"),  # at night
        ("2026-12-04 15:30", "2026-12-07 09:30"),  # over a weekend
        ("2026-12-23 15:30", "2026-12-25 09:30"),  # over a day that is closed
        ("2026-12-01 14:00", "2026-12-01 16:00"),  # to its very end
    ],
)
def test_a_crisis_has_an_answer_within_so_many_hours_of_the_day(since: str, by: str) -> None:
    assert next_answer_by(CRISIS, at(since), HOURS) == at(by)


def test_where_somebody_answers_every_day_a_weekend_counts() -> None:
    always = AnswerHours(2, 3, 8, 20, True, lambda _day: True)
    assert next_answer_by(CRISIS, at("2026-12-05 19:30"), always) == at("2026-12-06 09:30")


def test_something_to_talk_through_has_an_answer_within_so_many_working_days() -> None:
    assert local_day(next_answer_by(CLARIFYING, at("2026-12-01 09:00"), HOURS)) == date(2026, 12, 4)
    assert local_day(next_answer_by(CLARIFYING, at("2026-12-22 09:00"), HOURS)) == date(2026, 12, 28)


def test_who_does_not_answer_is_followed_by_the_next_until_the_last() -> None:
    since = at("2026-12-01 09:00")
    for now, step, by, late in [
        ("2026-12-01 10:59", 0, "2026-12-01 11:00", False),
        ("2026-12-01 11:00", 1, "2026-12-01 13:00", False),
        ("2026-12-01 14:00", 2, "2026-12-01 15:00", False),
        ("2026-12-09 14:00", 2, "2026-12-01 15:00", True),
    ]:
        turn = turn_at(CRISIS, since, 0, 3, at(now), HOURS)
        assert (turn.step, turn.answer_by, turn.is_late) == (step, at(by), late)
    # Passed on to the second; and of fewer than there were, it is the last one's.
    assert turn_at(CRISIS, since, 1, 3, since, HOURS).step == 1
    assert turn_at(CRISIS, since, 4, 2, since, HOURS).step == 1


@given(
    st.sampled_from(ASKED_FOR),
    st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: at("2026-01-01 00:00") + timedelta(minutes=minutes)),
    st.integers(1, 24),
    st.integers(0, 22),
    st.integers(1, 12),
    st.booleans(),
)
def test_an_answer_is_promised_for_later_and_for_an_hour_at_which_somebody_is_there(
    kind, since, hours, opens, open_for, every_day
) -> None:
    held = AnswerHours(hours, 3, opens, min(24, opens + open_for), every_day, lambda _day: False)
    by = next_answer_by(kind, since, held)
    assert by > since
    if kind is CRISIS:
        there = by.astimezone(COPENHAGEN)
        moment = there.hour + there.minute / 60
        assert held.from_hour <= moment <= held.to_hour or there.hour == 0
        assert every_day or (there - timedelta(minutes=1)).weekday() < 5
    moments = [each for _step, each in deadlines(kind, since, 0, 4, held)]
    assert moments == sorted(set(moments))


def test_three_times_are_suggested_when_somebody_is_there() -> None:
    assert suggested(at("2026-12-01 09:10"), HOURS) == (
        at("2026-12-01 10:00"),
        at("2026-12-02 09:00"),
        at("2026-12-02 13:00"),
    )
    assert suggested(at("2026-12-04 17:00"), HOURS)[0] == at("2026-12-07 09:00")
    assert suggested(at("2026-12-23 16:30"), HOURS)[0] == at("2026-12-25 09:00")


def test_no_time_is_suggested_at_which_there_is_another_talk() -> None:
    taken = [at("2026-12-01 10:30"), at("2026-12-02 13:00"), at("2026-12-03 10:00")]
    assert suggested(at("2026-12-01 09:10"), HOURS, taken) == (
        at("2026-12-02 09:00"),
        at("2026-12-03 09:00"),
        at("2026-12-03 13:00"),
    )


def test_a_rhythm_comes_up_by_itself() -> None:
    day = date(2026, 12, 1)
    assert comes_up(None, day, 30) == day
    assert comes_up(day, date(2026, 1, 1), 30) == date(2026, 12, 31)
    assert comes_up(None, day, 0) is None
