from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.approvals.rules import (
    ApprovalFact,
    ApprovalState,
    CourseFact,
    Decision,
    Forecast,
    InstructorFacts,
    PauseFact,
    SupervisionFact,
    UnmetRequirement,
    Year,
    approval_state,
    days_paused,
    forecast,
    is_paused,
    overlaps,
    put_off,
    still_missing,
    year_of,
)
from core.programmes.programme import ApprovalPath, shipped
from core.supervision.rules import SupervisionKind

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


def the_path() -> ApprovalPath:
    found = shipped()["laer_at_tackle"].approval
    assert found is not None
    return found


PATH = the_path()
YEARS = st.sampled_from(["calendar", "season", "since_approval"])
DATES = st.dates(date(2010, 1, 1), date(2040, 12, 31))


def path_with(**changes: object) -> ApprovalPath:
    return PATH.model_copy(update=changes)


def a_session(
    held_on: date | None, kind: SupervisionKind = SupervisionKind.FIRST, *, feedback: bool = True
) -> SupervisionFact:
    return SupervisionFact(uuid4(), kind, FIRST, held_on, held_on, feedback)


def a_course(last_on: date, *, counts: bool = True) -> CourseFact:
    return CourseFact(uuid4(), last_on - timedelta(days=35), last_on, counts, planned=not counts)


def approved(decided_on: date, valid_until: date) -> ApprovalFact:
    return ApprovalFact(Decision.APPROVED, decided_on, valid_until)


@st.composite
def instructors(draw: st.DrawFn) -> InstructorFacts:
    decisions = draw(st.lists(st.tuples(st.sampled_from(list(Decision)), DATES), max_size=4))
    return InstructorFacts(
        trained_on=draw(st.none() | DATES),
        courses=tuple(
            a_course(day, counts=counts) for day, counts in draw(st.lists(st.tuples(DATES, st.booleans()), max_size=5))
        ),
        supervisions=tuple(
            a_session(day, kind, feedback=feedback and day is not None)
            for day, kind, feedback in draw(
                st.lists(
                    st.tuples(st.none() | DATES, st.sampled_from(list(SupervisionKind)), st.booleans()), max_size=5
                )
            )
        ),
        approvals=tuple(
            ApprovalFact(decision, day, day + timedelta(days=730) if decision is Decision.APPROVED else None)
            for decision, day in decisions
        ),
        pauses=tuple(
            PauseFact(begins, None if length is None else begins + timedelta(days=length))
            for begins, length in draw(st.lists(st.tuples(DATES, st.none() | st.integers(0, 400)), max_size=3))
        ),
    )


@given(instructors(), DATES, YEARS)
def test_every_instructor_stands_somewhere_on_every_day(facts: InstructorFacts, today: date, year: str):
    path = path_with(year=year)
    assert approval_state(path, facts, today) in ApprovalState
    assert forecast(path, facts, today).courses_missing >= 0
    for missing in still_missing(path, facts, today):
        assert missing.have < missing.need


@given(instructors(), DATES, YEARS)
def test_years_follow_one_another_and_today_lies_in_its_own(facts: InstructorFacts, today: date, year: str):
    path = path_with(year=year)
    found = year_of(path, facts, today)
    if found is None:
        return
    assert found.first <= today <= found.last
    same = year_of(path, facts, found.last)
    if same is not None and not facts.pauses:
        assert (same.first, same.last) == (found.first, found.last)
        later = year_of(path, facts, found.last + timedelta(days=1))
        assert later is None or later.first in (
            found.last + timedelta(days=1),
            *(a.decided_on for a in facts.approvals),
        )


@given(instructors(), DATES)
def test_a_day_that_passes_ends_no_approval(facts: InstructorFacts, today: date):
    decided = [approval for approval in facts.approvals if approval.decided_on <= today]
    over = approval_state(PATH, facts, today) in (ApprovalState.ENDED, ApprovalState.NOT_APPROVED)
    assert over == bool(
        decided and max(decided, key=lambda each: each.decided_on).decision is not Decision.APPROVED
    ) or (len({each.decided_on for each in decided}) < len(decided))


DAY = date(2026, 11, 2)
THREE = tuple(a_session(DAY - timedelta(days=days)) for days in (60, 40, 20))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (InstructorFacts(), ApprovalState.TRAINING),
        (InstructorFacts(trained_on=DAY + timedelta(days=1)), ApprovalState.TRAINING),
        (InstructorFacts(trained_on=DAY), ApprovalState.IN_APPROVAL),
        (InstructorFacts(trained_on=DAY, supervisions=THREE[:2]), ApprovalState.IN_APPROVAL),
        (InstructorFacts(trained_on=DAY, supervisions=THREE), ApprovalState.READY),
        # Two are enough where the first two courses are over (the sources' "2-3").
        (InstructorFacts(DAY, (a_course(DAY), a_course(DAY)), THREE[:2]), ApprovalState.READY),
        (InstructorFacts(DAY, (a_course(DAY),), THREE[:2]), ApprovalState.IN_APPROVAL),
        (InstructorFacts(DAY, (), (*THREE[:2], a_session(DAY, feedback=False))), ApprovalState.IN_APPROVAL),
        (InstructorFacts(DAY, (), (*THREE[:2], a_session(DAY, SupervisionKind.EXTRA))), ApprovalState.IN_APPROVAL),
        (InstructorFacts(approvals=(approved(DAY, date(2028, 11, 2)),)), ApprovalState.APPROVED),
        (InstructorFacts(approvals=(approved(DAY, DAY + timedelta(days=91)),)), ApprovalState.APPROVED),
        (InstructorFacts(approvals=(approved(DAY, DAY + timedelta(days=90)),)), ApprovalState.RUNNING_OUT),
        (InstructorFacts(approvals=(approved(date(2024, 11, 2), DAY),)), ApprovalState.RUNNING_OUT),
        (InstructorFacts(approvals=(approved(date(2024, 11, 1), DAY - timedelta(days=1)),)), ApprovalState.LAPSED),
        (
            InstructorFacts(
                approvals=(approved(date(2024, 11, 1), DAY - timedelta(days=1)),),
                pauses=(PauseFact(date(2026, 9, 1), date(2026, 9, 30)),),
            ),
            ApprovalState.RUNNING_OUT,
        ),
        (InstructorFacts(approvals=(ApprovalFact(Decision.NOT_APPROVED, DAY),)), ApprovalState.NOT_APPROVED),
        (InstructorFacts(approvals=(approved(DAY, DAY), ApprovalFact(Decision.ENDED, DAY))), ApprovalState.ENDED),
    ],
)
def test_where_an_instructor_stands(facts: InstructorFacts, expected: ApprovalState):
    assert approval_state(PATH, facts, DAY) is expected


def test_a_renewal_takes_a_re_evaluation_since_the_decision():
    decided = approved(date(2024, 11, 1), date(2026, 12, 1))
    before = a_session(date(2024, 10, 1), SupervisionKind.RE_EVALUATION)
    after = a_session(date(2026, 10, 20), SupervisionKind.RE_EVALUATION)
    assert still_missing(PATH, InstructorFacts(approvals=(decided,), supervisions=(before,)), DAY) == (
        UnmetRequirement("re_evaluation", 0, 1),
    )
    assert still_missing(PATH, InstructorFacts(approvals=(decided,), supervisions=(before, after)), DAY) == ()


@pytest.mark.parametrize(
    ("year", "first", "last", "needed"),
    [
        ("since_approval", date(2026, 3, 10), date(2027, 3, 9), 2),
        ("calendar", date(2026, 1, 1), date(2026, 12, 31), 2),
        ("season", date(2026, 8, 1), date(2027, 7, 31), 2),
    ],
)
def test_what_a_year_is_can_be_chosen(year: str, first: date, last: date, needed: int):
    facts = InstructorFacts(
        approvals=(approved(date(2025, 3, 10), date(2027, 3, 9)),),
        courses=(a_course(date(2026, 10, 1)), a_course(date(2026, 12, 1), counts=False), a_course(date(2025, 6, 1))),
    )
    assert year_of(path_with(year=year), facts, DAY) == Year(first, last, 1, 1, needed)


def test_who_is_approved_in_the_middle_of_a_calendar_year_owes_no_course_for_the_rest_of_it():
    facts = InstructorFacts(approvals=(approved(date(2026, 10, 1), date(2028, 10, 1)),))
    assert forecast(path_with(year="calendar"), facts, DAY) == Forecast(date(2028, 10, 1), 0, date(2026, 12, 31))
    assert forecast(path_with(year="calendar"), facts, date(2027, 2, 1)).courses_missing == 2


def test_a_year_from_a_leap_day_ends_on_the_last_of_february():
    facts = InstructorFacts(approvals=(approved(date(2028, 2, 29), date(2030, 2, 28)),))
    found = year_of(PATH, facts, date(2028, 6, 1))
    assert found is not None
    assert (found.first, found.last) == (date(2028, 2, 29), date(2029, 2, 27))


def test_a_pause_puts_the_end_of_the_year_off():
    facts = InstructorFacts(
        approvals=(approved(date(2026, 1, 1), date(2028, 1, 1)),),
        pauses=(PauseFact(date(2026, 3, 1), date(2026, 3, 31)),),
    )
    found = year_of(PATH, facts, DAY)
    assert found is not None
    assert found.last == date(2026, 12, 31) + timedelta(days=31)


@given(PAUSES, DAYS, DAYS)
def test_two_pauses_overlap_where_a_day_is_in_both(pauses: list[PauseFact], first: date, last: date):
    first, last = sorted((first, last))
    one = PauseFact(first, last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for other in pauses:
        shared = any(is_paused((other,), day) for day in days)
        assert overlaps(one, other) is overlaps(other, one) is shared


def test_two_open_pauses_always_overlap():
    assert overlaps(PauseFact(date(2026, 1, 1)), PauseFact(date(2030, 1, 1)))
