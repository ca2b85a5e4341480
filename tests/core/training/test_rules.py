"""A plan laid on days, the rhythm after it, and when a new round is due: tables, and what always holds."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.calendar.rules import closed_on
from core.errors import DomainError
from core.training.plan import shipped
from core.training.rules import (
    DayToLay,
    RoundProposal,
    TeamTime,
    lay_plan,
    monday_of,
    months_later,
    propose_round,
    rhythm_days,
)

KAREN, ION = UUID(int=1), UUID(int=2)
MONDAY = date(2026, 8, 31)
ALL_WEEK = (0, 1, 2, 3, 4)


def open_always(_day: date) -> bool:
    return False


def dates(laid, who: UUID = KAREN) -> list[str]:
    return [f"{each.id} {each.on:%d.%m}" for each in laid.days[who]]


def test_three_weeks_of_the_plan_are_three_weeks_where_the_days_suit():
    laid = lay_plan(shipped().to_lay, {KAREN: (0, 1, 2, 3)}, MONDAY, open_always, 4)
    assert [each.on.isocalendar().week - MONDAY.isocalendar().week for each in laid.days[KAREN]] == [
        0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2,
    ]  # fmt: skip


def test_who_has_three_days_a_week_goes_on_with_the_rest_in_the_next():
    laid = lay_plan(shipped().to_lay, {KAREN: (0, 2, 4)}, MONDAY, open_always, 4)
    assert dates(laid)[2:5] == ["own_talk 04.09", "meet_workplace 07.09", "team_ready 09.09"]


def test_a_shared_day_is_the_first_that_suits_everybody_and_their_own_days_go_on_meanwhile():
    plan = [DayToLay("a", 1), DayToLay("b", 1, shared=False), DayToLay("c", 1)]
    laid = lay_plan(plan, {KAREN: (0, 1, 3), ION: (1, 2, 3)}, MONDAY, open_always, 4)
    assert dates(laid) == ["a 01.09", "b 03.09", "c 08.09"]
    assert dates(laid, ION) == ["a 01.09", "b 02.09", "c 08.09"]
    assert laid.apart == ()


def test_where_no_weekday_is_everybodys_each_has_a_day_of_their_own_and_it_is_told():
    laid = lay_plan([DayToLay("a", 1)], {KAREN: (0,), ION: (1,)}, MONDAY, open_always, 4)
    assert (dates(laid), dates(laid, ION), laid.apart) == (["a 31.08"], ["a 01.09"], ("a",))


def test_holidays_and_closed_days_are_left_out():
    christmas = date(2026, 12, 21)
    laid = lay_plan(
        [DayToLay(name, 1) for name in "abcde"],
        {KAREN: ALL_WEEK},
        christmas,
        lambda day: bool(closed_on(day, (), "da")),
        5,
    )
    # The 24th is a Thursday: neither it nor the 25th.
    assert dates(laid) == ["a 21.12", "b 22.12", "c 23.12", "d 28.12", "e 29.12"]


@pytest.mark.parametrize(
    ("peers", "closed", "told"),
    [({KAREN: ()}, open_always, "training_no_weekday"), ({KAREN: (0,)}, lambda _day: True, "training_no_day")],
)
def test_what_cannot_be_laid_is_refused(peers, closed, told):
    with pytest.raises(DomainError) as refused:
        lay_plan([DayToLay("a", 1)], peers, MONDAY, closed, 4)
    assert refused.value.code == told


weeks_of_plan = st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=14)
some_peers = st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=5), min_size=1, max_size=4)


@given(
    weeks=weeks_of_plan,
    weekdays=some_peers,
    starts_on=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    closed_weekday=st.none() | st.integers(0, 6),
    most=st.integers(1, 5),
)
def test_nothing_is_lost_the_order_is_kept_and_nobody_has_a_day_they_cannot(
    weeks, weekdays, starts_on, closed_weekday, most
):
    plan = [DayToLay(f"d{number}", week, shared) for number, (week, shared) in enumerate(sorted(weeks))]
    peers = {uuid4(): days for days in weekdays}
    # A weekday that is always closed must leave everybody another, and all of them one in common.
    common = set.intersection(*weekdays)
    assume(all(days - {closed_weekday} for days in weekdays))
    assume(not common or common - {closed_weekday})

    def is_closed(day: date) -> bool:
        return day.weekday() == closed_weekday or bool(closed_on(day, (), "da"))

    laid = lay_plan(plan, peers, starts_on, is_closed, most)
    for who, days in laid.days.items():
        assert [each.id for each in days] == [each.id for each in plan]
        on = [each.on for each in days]
        assert on == sorted(set(on))
        assert on[0] >= starts_on
        assert not any(is_closed(day) for day in on)
        assert {day.weekday() for day in on} <= set(peers[who])
        assert max(Counter(map(monday_of, on)).values()) <= most
        for each, day in zip(plan, on, strict=True):
            assert day >= monday_of(starts_on) + timedelta(weeks=each.week - 1)
    for number, each in enumerate(plan):
        if each.shared and each.id not in laid.apart:
            assert len({days[number].on for days in laid.days.values()}) == 1


@given(
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    every=st.integers(1, 6),
    months=st.integers(0, 30),
    weekday=st.integers(0, 4),
)
def test_what_comes_again_is_on_its_weekday_never_on_a_holiday_and_in_order(first, every, months, weekday):
    def is_closed(day: date) -> bool:
        return bool(closed_on(day, (), "da"))

    until = months_later(first, months)
    days = rhythm_days(first, every, until, is_closed, weekday)
    assert days == sorted(set(days))
    assert all(day.weekday() == weekday and first <= day <= until and not is_closed(day) for day in days)
    assert len(days) <= months // every + 1
    assert len(days) >= months // every - 1


SINCE = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("time", "today", "due"),
    [
        (TeamTime(SINCE, (SINCE, SINCE)), date(2026, 8, 31), None),
        (TeamTime(SINCE, (SINCE, date(2026, 6, 1))), date(2026, 9, 1), RoundProposal(0, 1, 0)),
        (TeamTime(SINCE, (date(2026, 6, 1),)), date(2026, 9, 1), None),
        (TeamTime(SINCE, (date(2026, 6, 1),), left_since=2), date(2026, 9, 1), RoundProposal(2, 0, 0)),
        (TeamTime(SINCE, (SINCE, SINCE)), date(2027, 9, 1), RoundProposal(0, 2, 2)),
    ],
)
def test_a_round_is_proposed_a_year_after_the_last_when_places_are_free_or_may_be(time, today, due):
    assert propose_round(time, today, every_months=12, stay_least_months=12, stay_most_months=24) == due
