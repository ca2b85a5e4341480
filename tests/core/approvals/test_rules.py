from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.approvals.rules import PauseFact, days_paused, is_paused, put_off

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 800).map(lambda number: FIRST + timedelta(days=number))
PAUSES = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 200)).map(
        lambda told: PauseFact(told[0], None if told[1] is None else told[0] + timedelta(days=told[1]))
    ),
    max_size=4,
)


@given(PAUSES, DAYS, DAYS)
def test_paused_days_are_the_days_that_are_paused(pauses: list[PauseFact], first: date, last: date):
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert days_paused(pauses, first, last) == sum(is_paused(pauses, day) for day in days)


@given(PAUSES, DAYS, DAYS, DAYS)
def test_a_day_put_off_leaves_as_many_days_that_count_as_before(
    pauses: list[PauseFact], first: date, due: date, today: date
):
    first, due = sorted((first, due))
    moved = put_off(pauses, first, due, today)
    known = [PauseFact(p.begins_on, min(p.ends_on or today, today)) for p in pauses if p.begins_on <= today]
    assert moved - due == timedelta(days=days_paused(known, first, moved))


def test_a_pause_after_the_day_moves_nothing():
    later = PauseFact(date(2026, 6, 1), date(2026, 6, 30))
    assert put_off([later], FIRST, date(2026, 5, 1), date(2026, 12, 1)) == date(2026, 5, 1)


def test_an_open_pause_counts_until_today():
    open_since = PauseFact(date(2026, 3, 1))
    assert put_off([open_since], FIRST, date(2026, 5, 1), date(2026, 3, 10)) == date(2026, 5, 11)
