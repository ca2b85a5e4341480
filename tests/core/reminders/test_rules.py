"""What somebody is reminded of follows from facts and a day: never twice, never on a quiet day, never at night."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import COPENHAGEN, local_day
from core.reminders.rules import (
    A_WEEK,
    Cause,
    ReminderKind,
    ReminderPace,
    due_this_week,
    eve_of,
    is_due,
    is_quiet,
    is_quiet_day,
    next_open,
    waits,
    weekly_day,
)

SOMEBODY = UUID(int=1)
PACE, ONE = ReminderPace(), timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))
PACES = st.builds(
    ReminderPace,
    first_days=st.integers(1, 60),
    every_days=st.integers(1, 60),
    most=st.integers(1, 5),
    quiet_from=st.integers(17, 24),
    quiet_until=st.integers(0, 11),
    week_begins=st.integers(0, 5),
)


def a_wait(since: date, pace: ReminderPace = PACE) -> Cause:
    first, last = waits(since, pace)
    key = f"sign-1:{since}"
    return Cause(key, ReminderKind.SIGN, SOMEBODY, "", first, last, since, pace.most, pace.every_days)


def an_event(day: date) -> Cause:
    return Cause(f"module-1:{day}", ReminderKind.COURSE, SOMEBODY, "", eve_of(day), day, day)


def told_over(cause: Cause, days: list[date]) -> list[date]:
    """On which of these days somebody is told, when each is looked at once."""
    told: list[date] = []
    for day in days:
        if is_due(cause, told, day):
            told.append(day)
    return told


def run_of(first: date, count: int) -> list[date]:
    return [first + timedelta(days=each) for each in range(count)]


def test_what_waits_is_told_after_five_days_and_then_weekly_three_times_at_most():
    monday = date(2026, 11, 2)
    assert told_over(a_wait(monday), run_of(monday, 90)) == [
        date(2026, 11, 7),
        date(2026, 11, 14),
        date(2026, 11, 21),
    ]


def test_what_would_be_told_on_a_sunday_is_told_the_day_after_and_a_week_runs_from_there():
    tuesday = date(2026, 11, 3)
    assert told_over(a_wait(tuesday), run_of(tuesday, 90)) == [
        date(2026, 11, 9),
        date(2026, 11, 16),
        date(2026, 11, 23),
    ]


@pytest.mark.parametrize(
    ("day", "eve"),
    [
        (date(2026, 12, 3), date(2026, 12, 2)),
        (date(2026, 12, 7), date(2026, 12, 5)),  # a Monday is told of on Saturday
        (date(2026, 12, 28), date(2026, 12, 23)),  # over Christmas and a Sunday
        (date(2027, 3, 30), date(2027, 3, 27)),  # after Easter: Saturday is no holiday
    ],
)
def test_what_is_on_a_day_is_told_on_the_last_day_before_that_is_not_quiet(day, eve):
    assert eve_of(day) == eve
    assert told_over(an_event(day), run_of(day - timedelta(days=20), 30)) == [eve]


def test_what_is_moved_is_told_again_for_its_new_day_and_never_twice_for_one():
    thursday, friday = an_event(date(2026, 12, 3)), an_event(date(2026, 12, 4))
    told = {thursday.key: told_over(thursday, run_of(date(2026, 11, 30), 3))}
    assert told == {thursday.key: [date(2026, 12, 2)]}
    assert is_due(friday, told.get(friday.key, ()), date(2026, 12, 3))
    assert not is_due(thursday, told[thursday.key], date(2026, 12, 3))


@given(since=DAYS, pace=PACES, looked=st.lists(st.integers(0, 400), max_size=120), twice=st.booleans())
def test_however_often_and_late_somebody_looks_nothing_is_told_twice_too_soon_or_on_a_quiet_day(
    since, pace, looked, twice
):
    cause = a_wait(since, pace)
    days = [since + timedelta(days=each) for each in sorted(looked)]
    told = told_over(cause, [day for day in days for _ in range(2 if twice else 1)])
    assert len(told) == len(set(told)) <= pace.most
    assert not any(is_quiet_day(day) for day in told)
    assert all(day >= since + timedelta(days=pace.first_days) for day in told)
    assert all(later - sooner >= timedelta(days=pace.every_days) for sooner, later in zip(told, told[1:], strict=False))


@given(day=DAYS, looked=st.sets(st.integers(0, 14)))
def test_an_event_is_told_once_at_most_and_always_by_its_eve_where_somebody_looks_then(day, looked):
    cause = an_event(day)
    days = sorted(day - timedelta(days=each) for each in looked)
    told = told_over(cause, days)
    assert len(told) <= 1
    assert not any(is_quiet_day(each) for each in told)
    assert (told == [eve_of(day)]) or eve_of(day) not in days


@given(day=DAYS, hour=st.integers(0, 23), minute=st.integers(0, 59), pace=PACES)
def test_the_next_moment_to_write_is_never_quiet_never_past_and_none_before_it_is_open(day, hour, minute, pace):
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=COPENHAGEN)
    opens = next_open(moment, pace)
    assert not is_quiet(opens, pace)
    assert opens >= moment
    if opens > moment:
        between = [moment + (opens - moment) * part / 24 for part in range(24)]
        assert all(is_quiet(each, pace) for each in between)


@given(first=DAYS, pace=PACES, causes=st.sets(st.integers(-20, 60), max_size=6))
def test_who_wants_one_mail_a_week_gets_at_most_one_and_hears_of_an_event_before_it_is_over(first, pace, causes):
    events = [an_event(first + timedelta(days=each)) for each in sorted(causes)]
    told: dict[str, list[date]] = {}
    mails: list[date] = []
    before: date | None = None
    for day in (each for each in run_of(first, 70) if not is_quiet_day(each)):
        weekly, before = weekly_day(day, before, pace), day
        if weekly:
            due = [each for each in events if due_this_week(each, told.get(each.key, ()), day)]
            for each in due:
                told.setdefault(each.key, []).append(day)
            if due:
                mails.append(day)
    weeks = [day - timedelta(days=(day.weekday() - pace.week_begins) % 7) for day in mails]
    assert len(weeks) == len(set(weeks))
    assert not any(is_quiet_day(day) for day in mails)
    assert all(len(days) == 1 for days in told.values())
    assert all(days[0] <= cause.last_on for cause in events for days in [told.get(cause.key, [cause.last_on])])


def test_a_weekly_mail_goes_on_its_day_or_the_first_after_it_that_is_not_quiet():
    easter_monday, tuesday = date(2027, 3, 29), date(2027, 3, 30)
    saturday = easter_monday - 2 * ONE
    assert [weekly_day(day, saturday, PACE) for day in (easter_monday, tuesday)] == [False, True]
    assert not weekly_day(tuesday + ONE, tuesday, PACE)
    assert weekly_day(tuesday + A_WEEK, tuesday, PACE)


def test_the_hours_of_the_night_are_the_clocks_of_denmark_in_summer_too():
    july = datetime(2026, 7, 1, 6, 59, tzinfo=COPENHAGEN)
    assert is_quiet(july, PACE)
    assert not is_quiet(july + timedelta(minutes=1), PACE)
    assert local_day(next_open(datetime(2026, 7, 4, 21, tzinfo=COPENHAGEN), PACE)) == date(2026, 7, 6)
