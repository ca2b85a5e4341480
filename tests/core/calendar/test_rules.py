"""Days nobody plans on, and planning past them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.rules import A_WEEK, ClosedSpan, check_closed, closed_on, holiday, skip_closed
from core.errors import DomainError

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
SPANS = st.builds(
    lambda first, days: ClosedSpan(first, first + timedelta(days=days), "Lukket"), DAYS, st.integers(0, 40)
)


@pytest.mark.parametrize(
    ("day", "called"),
    [
        (date(2026, 4, 2), "Skærtorsdag"),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 6, 5), "Grundlovsdag"),
        (date(2026, 12, 24), "Juleaftensdag"),
        (date(2026, 12, 31), "Nytårsaften"),
        (date(2023, 5, 5), "Store bededag"),
        (date(2026, 5, 1), "Arbejdernes kampdag"),
        (date(2026, 11, 26), ""),
    ],
)
def test_a_holiday_is_called_what_it_is(day: date, called: str):
    assert holiday(day, "da") == called


def test_the_great_prayer_day_was_abolished_and_english_is_read_by_all_others():
    assert holiday(date(2024, 4, 26), "da") == ""
    assert holiday(date(2026, 12, 24), "en") == holiday(date(2026, 12, 24), "xx") == "Christmas Eve"


def test_an_organisations_own_days_are_closed_at_both_ends():
    week = ClosedSpan(date(2027, 7, 19), date(2027, 7, 25), "Sommerlukket")
    told = [closed_on(date(2027, 7, day), [week], "da") for day in (18, 19, 25, 26)]
    assert told == ["", "Sommerlukket", "Sommerlukket", ""]


@given(DAYS, st.integers(1, 30), st.integers(1, 2), st.lists(SPANS, max_size=4), st.booleans())
def test_skipping_keeps_number_and_order_and_never_lands_on_a_closed_day(
    first: date, count: int, weeks: int, closed: list[ClosedSpan], back: bool
):
    step = -A_WEEK if back else A_WEEK
    days = [first + each * weeks * step for each in range(count)]

    def is_closed(day: date) -> bool:
        return bool(closed_on(day, closed, "da"))

    skipped = skip_closed(days, is_closed, step)
    assert len(skipped) == count
    assert not any(map(is_closed, skipped))
    assert skipped == sorted(set(skipped), reverse=back)
    assert all((after - before).days % 7 == 0 for before, after in zip(days, skipped, strict=True))
    assert all(abs(after - first) >= abs(before - first) for before, after in zip(days, skipped, strict=True))


@given(DAYS, st.integers(1, 30))
def test_what_is_on_no_closed_day_stays_where_it_is(first: date, count: int):
    days = [first + each * A_WEEK for each in range(count)]
    assert skip_closed(days, set().__contains__) == days


@pytest.mark.parametrize("days", [-1, 92])
def test_closed_days_have_an_end_after_their_beginning_and_before_a_season(days: int):
    first = date(2027, 7, 1)
    with pytest.raises(DomainError) as refused:
        check_closed(ClosedSpan(first, first + timedelta(days=days), "Lukket"))
    assert refused.value.code == "closed_days"
