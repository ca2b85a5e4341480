"""What follows from the facts of a course run: its state, what counts, who leads, and who would be in two places."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.courses.rules import (
    CourseProgress,
    CourseState,
    LeaderSpan,
    ModuleTime,
    check_leading,
    check_meetings,
    counts_for,
    first_collision,
    not_held_yet,
    overlap,
    skipping,
    state_of,
    term_of,
    weekly,
)
from core.errors import DomainError
from core.i18n import COPENHAGEN, local_day

TODAY = date(2026, 11, 2)
BO, EA, KAREN = UUID(int=1), UUID(int=2), UUID(int=3)
DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOURS = st.integers(0, 40)


def meeting(begins: int, length: int) -> ModuleTime:
    return ModuleTime(NOON + timedelta(hours=begins), NOON + timedelta(hours=begins + length))


MEETINGS = st.builds(meeting, HOURS, st.integers(1, 5))


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (CourseProgress(7, 0, date(2026, 11, 3)), CourseState.PLANNED),
        (CourseProgress(7, 0, TODAY), CourseState.RUNNING),
        (CourseProgress(7, 1, date(2026, 11, 3)), CourseState.RUNNING),
        (CourseProgress(7, 6, date(2026, 1, 1)), CourseState.RUNNING),
        (CourseProgress(7, 7, date(2026, 1, 1)), CourseState.HELD),
        (CourseProgress(7, 7, date(2026, 1, 1), evaluated=True), CourseState.EVALUATED),
        (CourseProgress(7, 7, date(2026, 1, 1), evaluated=True, reviewed=True), CourseState.REVIEWED),
        (CourseProgress(7, 7, date(2026, 1, 1), reviewed=True), CourseState.HELD),
        (CourseProgress(7, 3, date(2026, 1, 1), cancelled=True), CourseState.CANCELLED),
        (CourseProgress(0, 0, None), CourseState.PLANNED),
    ],
)
def test_a_run_is_as_far_as_its_facts_say(progress: CourseProgress, expected: CourseState):
    assert state_of(progress, TODAY) is expected


@given(st.integers(1, 30), st.integers(0, 30), DAYS, DAYS, st.booleans(), st.booleans())
def test_a_run_never_goes_back_when_more_is_known(
    modules: int, held: int, first_on: date, today: date, evaluated: bool, reviewed: bool
):
    order = list(CourseState)
    less = state_of(CourseProgress(modules, min(held, modules), first_on, evaluated, reviewed), today)
    more = state_of(
        CourseProgress(modules, min(held + 1, modules), first_on, True, reviewed), today + timedelta(days=1)
    )
    assert order.index(less) <= order.index(more)


@pytest.mark.parametrize(
    ("leading", "held", "expected"),
    [
        (LeaderSpan(BO), 7, True),
        (LeaderSpan(BO), 6, False),
        (LeaderSpan(BO, to_module=2, stopped=True), 2, True),
        (LeaderSpan(EA, 3, substitute=True), 7, True),
        (LeaderSpan(EA, 3, 3, substitute=True), 7, False),
        (LeaderSpan(BO, to_module=3), 7, False),
        (LeaderSpan(BO, to_module=4), 7, True),
    ],
)
def test_a_course_counts_when_it_was_led_or_could_not_be_finished(leading: LeaderSpan, held: int, expected: bool):
    assert counts_for([leading], CourseProgress(7, held, TODAY)) is expected


def test_a_cancelled_course_counts_for_nobody_but_who_had_to_stop():
    progress = CourseProgress(7, 7, TODAY, cancelled=True)
    assert not counts_for([LeaderSpan(BO)], progress)
    assert counts_for([LeaderSpan(BO, to_module=2, stopped=True)], progress)


@given(DAYS, st.integers(1, 30), st.sampled_from([1, 2]))
def test_a_rhythm_keeps_its_weekday_and_hours_summer_and_winter(first_on: date, count: int, between: int):
    found = weekly(first_on, count, time(17), time(19, 30), weeks_between=between)
    check_meetings(found)
    assert [local_day(each.starts_at) for each in found] == [
        first_on + timedelta(weeks=between * each) for each in range(count)
    ]
    assert {each.starts_at.astimezone(COPENHAGEN).time() for each in found} == {time(17)}


@pytest.mark.parametrize(
    ("meetings", "code"),
    [
        ([], "course_modules_count"),
        ([meeting(each * 24, 2) for each in range(31)], "course_modules_count"),
        ([meeting(0, 0)], "course_module_hours"),
        ([meeting(3, -1)], "course_module_hours"),
        ([meeting(8, 10)], "course_module_hours"),
        ([meeting(24, 2), meeting(0, 2)], "course_module_order"),
        ([meeting(0, 2), meeting(1, 2)], "course_module_order"),
    ],
)
def test_dates_out_of_order_are_refused(meetings: list[ModuleTime], code: str):
    with pytest.raises(DomainError, match=code):
        check_meetings(meetings)


@given(MEETINGS, MEETINGS)
def test_two_meetings_are_at_the_same_time_both_ways_or_neither(one: ModuleTime, other: ModuleTime):
    assert overlap(one, other) is overlap(other, one)
    assert overlap(one, one)
    hours = {one.starts_at + timedelta(minutes=30 * each) for each in range(10)}
    shared = [hour for hour in hours if one.starts_at <= hour < one.ends_at and other.starts_at <= hour < other.ends_at]
    assert overlap(one, other) is bool(shared)


@given(st.lists(MEETINGS, max_size=5), st.lists(MEETINGS, max_size=5))
def test_a_collision_is_found_where_any_two_meet(own: list[ModuleTime], others: list[ModuleTime]):
    found = first_collision(own, [(each, BO) for each in others])
    clashing = [each for each in others if any(overlap(each, mine) for mine in own)]
    assert (found is None) is (not clashing)
    if found is not None:
        assert found[0].starts_at == min(each.starts_at for each in clashing)


def test_one_course_may_begin_as_the_other_ends():
    assert not overlap(meeting(0, 2), meeting(2, 2))


@pytest.mark.parametrize(
    ("leading", "code"),
    [
        ([LeaderSpan(BO), LeaderSpan(BO, 3)], "course_instructor_twice"),
        ([LeaderSpan(BO), LeaderSpan(EA), LeaderSpan(KAREN)], "course_instructors_many"),
        ([LeaderSpan(BO), LeaderSpan(EA, 8)], "course_module_unknown"),
        ([LeaderSpan(BO, 0)], "course_module_unknown"),
        ([LeaderSpan(BO, 2, 8)], "course_module_unknown"),
    ],
)
def test_more_than_two_and_the_same_twice_are_refused(leading: list[LeaderSpan], code: str):
    with pytest.raises(DomainError, match=code):
        check_leading(leading, 7)


def test_a_new_partner_takes_over_and_another_stands_in_for_one_evening():
    check_leading([LeaderSpan(BO), LeaderSpan(EA, 1, 3), LeaderSpan(KAREN, 4)], 7)
    check_leading([LeaderSpan(BO), LeaderSpan(EA), LeaderSpan(KAREN, 5, 5, substitute=True)], 7)
    check_leading([], 7)


def test_who_leads_a_module_follows_from_where_they_begin_and_end():
    assert [number for number in range(1, 8) if LeaderSpan(EA, 3, 5).leads(number)] == [3, 4, 5]
    assert [number for number in range(1, 8) if LeaderSpan(EA, 6).leads(number)] == [6, 7]


@given(DAYS)
def test_every_day_lies_in_its_own_term(day: date):
    assert term_of(day).first <= day <= term_of(day).last


def test_the_next_module_to_tick_off_is_the_first_open_one():
    assert not_held_yet({2: False, 1: True, 3: False}) == 2
    assert not_held_yet({1: True}) is None


def test_a_module_on_a_holiday_and_those_after_it_are_a_week_later_at_the_same_hours():
    planned = weekly(date(2026, 12, 10), 4, time(17), time(19, 30))
    skipped = skipping(planned, lambda day: day in (date(2026, 12, 24), date(2026, 12, 31)))
    assert [local_day(each.starts_at) for each in skipped] == [
        date(2026, 12, 10),
        date(2026, 12, 17),
        date(2027, 1, 7),
        date(2027, 1, 14),
    ]
    assert {each.starts_at.astimezone(COPENHAGEN).time() for each in skipped} == {time(17)}
    assert skipping(planned, lambda day: day == date(2026, 12, 10), first=2) == planned
