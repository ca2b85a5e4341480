"""Whom to invite and why, who has a seat, and what counts."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from core.offers.rules import (
    HAS_A_SEAT,
    LearnerFacts,
    Line,
    OfferKind,
    Opening,
    PlaceInLine,
    Reason,
    SignUpState,
    counts,
    expected_on,
    last_day_before,
    opening,
    place_in_line,
    reasons,
    signed_up,
    stepped_back,
    taken,
    with_seats,
)
from core.programmes.programme import Competence, OfferKinds, shipped

TODAY = date(2026, 11, 2)
LONG_AGO = date(2020, 3, 1)
A, B, C = (UUID(int=number) for number in (1, 2, 3))
K = OfferKind


@pytest.mark.parametrize(
    ("kind", "facts", "told"),
    [
        (K.INTRODUCTION, LearnerFacts(began_on=TODAY), (Reason.FIRST_YEAR,)),
        (K.NETWORK_MEETING, LearnerFacts(began_on=date(2025, 11, 3)), (Reason.FIRST_YEAR,)),
        (K.NETWORK_MEETING, LearnerFacts(began_on=date(2025, 11, 2)), ()),
        (K.INTRODUCTION, LearnerFacts(began_on=TODAY + timedelta(days=1)), ()),
        (K.TALK, LearnerFacts(began_on=TODAY), ()),
        (K.INTRODUCTION, LearnerFacts(began_on=TODAY, attended=((K.INTRODUCTION, TODAY),)), ()),
        (
            K.NETWORK_MEETING,
            LearnerFacts(began_on=TODAY, attended=((K.NETWORK_MEETING, TODAY),)),
            (Reason.FIRST_YEAR,),
        ),
        (K.REFRESHER, LearnerFacts(approved_until=TODAY + timedelta(days=180)), (Reason.RUNNING_OUT,)),
        (K.REFRESHER, LearnerFacts(approved_until=TODAY), (Reason.RUNNING_OUT,)),
        (K.REFRESHER, LearnerFacts(approved_until=TODAY + timedelta(days=181)), ()),
        (K.REFRESHER, LearnerFacts(approved_until=TODAY - timedelta(days=1)), ()),
        (K.INTRODUCTION, LearnerFacts(approved_until=TODAY), ()),
        (K.TALK, LearnerFacts(asked={K.TALK: TODAY}), (Reason.ASKED,)),
        (K.TALK, LearnerFacts(asked={K.REFRESHER: TODAY}), ()),
        # Who was there after asking has had it; who asks again after having been there is asked anew.
        (K.TALK, LearnerFacts(asked={K.TALK: TODAY}, attended=((K.TALK, TODAY),)), ()),
        (K.TALK, LearnerFacts(asked={K.TALK: TODAY}, attended=((K.TALK, LONG_AGO),)), (Reason.ASKED,)),
        (
            K.METHOD_COURSE,
            LearnerFacts(began_on=TODAY, asked={K.METHOD_COURSE: TODAY}, attended=((K.METHOD_COURSE, LONG_AGO),)),
            (Reason.ASKED,),
        ),
        # On a break nobody is asked for anything.
        (K.REFRESHER, LearnerFacts(began_on=TODAY, approved_until=TODAY, paused=True, asked={K.REFRESHER: TODAY}), ()),
        (K.REFRESHER, LearnerFacts(), ()),
    ],
)
def test_somebody_is_invited_for_a_reason(kind, facts, told) -> None:
    assert reasons(kind, Competence(), facts, TODAY) == told


@pytest.mark.parametrize(
    ("attended", "began_on", "due"),
    [
        ((), date(2025, 11, 2), date(2026, 11, 2)),
        (((K.NETWORK_MEETING, date(2026, 4, 1)),), LONG_AGO, date(2027, 4, 1)),
        (((K.NETWORK_MEETING, date(2026, 4, 1)), (K.REFRESHER, date(2024, 4, 1))), LONG_AGO, date(2027, 4, 1)),
        # A talk does not count.
        (((K.TALK, date(2026, 4, 1)),), date(2025, 11, 2), date(2026, 11, 2)),
        ((), None, None),
    ],
)
def test_what_is_expected_is_counted_from_the_last_time_or_the_first_day(attended, began_on, due) -> None:
    settings = Competence(every_years=1)
    facts = LearnerFacts(began_on=began_on, attended=attended)
    assert expected_on(settings, facts) == due
    long_since = Reason.LONG_SINCE in reasons(K.REFRESHER, settings, facts, TODAY)
    assert long_since is (due is not None and due <= TODAY)


def test_a_programme_says_what_counts_and_may_expect_nothing() -> None:
    assert counts(Competence(every_years=1), K.REFRESHER)
    assert not counts(Competence(every_years=1), K.TALK)
    assert not counts(Competence(every_years=1, counts=()), K.REFRESHER)
    assert not counts(Competence(), K.REFRESHER)
    facts = LearnerFacts(began_on=LONG_AGO)
    assert expected_on(Competence(), facts) is None
    assert expected_on(Competence(counts=(), every_years=1), facts) is None
    assert shipped()["laer_at_tackle"].competence.every_years == 1
    assert shipped()["kommunal_frivillig"].competence.every_years is None


def test_a_programme_knows_every_kind() -> None:
    assert [str(kind) for kind in OfferKind] == [*get_args(OfferKinds)]


def test_a_freed_seat_goes_to_who_has_waited_longest() -> None:
    line: Line = ()
    for each in (A, B, C):
        line = signed_up(line, each, 1)
    assert [each.standing for each in line] == [SignUpState.SIGNED_UP, SignUpState.WAITING, SignUpState.WAITING]
    assert [place_in_line(line, each) for each in (A, B, C)] == [None, 1, 2]
    after = {each.person_id: each.standing for each in stepped_back(line, A, 1)}
    assert after == {A: SignUpState.DECLINED, B: SignUpState.SIGNED_UP, C: SignUpState.WAITING}


def test_who_comes_back_stands_last() -> None:
    line = signed_up(signed_up((), A, 1), B, 1)
    line = signed_up(stepped_back(line, A, 1), A, 1)
    assert place_in_line(line, A) == 1
    assert taken(line) == 1


def test_saying_yes_twice_changes_nothing() -> None:
    line = signed_up((), A, 0)
    assert signed_up(line, A, 0) == line


someone = st.integers(min_value=1, max_value=6).map(lambda number: UUID(int=number))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("yes"), someone),
        st.tuples(st.just("no"), someone),
        st.tuples(st.just("seats"), st.integers(min_value=0, max_value=4)),
    ),
    max_size=40,
)


@given(steps=steps, seats=st.integers(min_value=0, max_value=4))
def test_never_overbooked_nobody_twice_and_the_first_who_waits_is_the_first_to_move_up(steps, seats) -> None:
    line: Line = ()
    order: list[UUID] = []  # those who wait, in the order in which they said yes
    for step, about in steps:
        before = line
        if step == "yes":
            line = signed_up(line, about, seats)
            if _standing(before, about) not in (*HAS_A_SEAT, SignUpState.WAITING):
                order.append(about)
        elif step == "no":
            if _standing(line, about) is None:
                continue
            line = stepped_back(line, about, seats)
            order = [each for each in order if each != about]
        elif about == 0 or about >= taken(line):
            seats = about
            line = with_seats(line, seats)
        moved = [each for each in order if _standing(line, each) is SignUpState.SIGNED_UP]
        assert moved == order[: len(moved)]
        order = order[len(moved) :]
        people = [each.person_id for each in line]
        assert len(people) == len(set(people))
        assert seats == 0 or taken(line) <= seats
        # Nobody waits where there is a seat.
        assert not order or (seats and taken(line) == seats)
        assert [place_in_line(line, each) for each in order] == [*range(1, len(order) + 1)]
        # Who had a seat keeps it until they say no themselves.
        for each in before:
            if each.standing is SignUpState.SIGNED_UP and not (step == "no" and each.person_id == about):
                assert _standing(line, each.person_id) is SignUpState.SIGNED_UP


def _standing(line: Line, person_id: UUID) -> SignUpState | None:
    return next((each.standing for each in line if each.person_id == person_id), None)


def test_who_was_there_keeps_the_seat_when_the_list_is_read_again() -> None:
    line = (
        PlaceInLine(A, SignUpState.ATTENDED, 1),
        PlaceInLine(B, SignUpState.ABSENT, 2),
        PlaceInLine(C, SignUpState.WAITING, 3),
    )
    assert with_seats(line, 2) == line


NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_in", "by", "called_off", "told"),
    [
        (1, None, False, Opening.OPEN),
        (1, TODAY, False, Opening.OPEN),
        (1, TODAY - timedelta(days=1), False, Opening.CLOSED),
        (0, None, False, Opening.BEGUN),
        (1, None, True, Opening.CALLED_OFF),
    ],
)
def test_one_can_sign_up_until_the_last_day_is_over(starts_in, by, called_off, told) -> None:
    starts_at = NOW + timedelta(hours=starts_in)
    assert opening(starts_at=starts_at, sign_up_by=by, called_off=called_off, now=NOW) is told


@pytest.mark.parametrize(
    ("today", "years", "day"),
    [
        (date(2026, 11, 26), 2, date(2024, 11, 26)),
        (date(2025, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
    ],
)
def test_the_last_day_since_which_years_have_gone_by_knows_leap_days(today, years, day):
    assert last_day_before(today, years) == day
    assert day + relativedelta(years=years) <= today < day + timedelta(days=1) + relativedelta(years=years)
