"""Who could come in for an instructor is said by what is known of each, the likeliest first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cover.rules import (
    CandidateFacts,
    CoverState,
    Nearness,
    Unfit,
    cover_state,
    nearness,
    postal_code,
    unfit,
    who_could,
)

DAY, NOW = date(2026, 11, 27), datetime(2026, 11, 27, 12, tzinfo=UTC)
ABLE = CandidateFacts(UUID(int=1), "Karen", DAY, busy=False, nearness=Nearness.ELSEWHERE)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (ABLE, None),
        (replace(ABLE, approved_until=None), Unfit.NOT_APPROVED),
        (replace(ABLE, approved_until=DAY - timedelta(days=1)), Unfit.NOT_APPROVED),
        (replace(ABLE, busy=True), Unfit.NOT_FREE),
        (replace(ABLE, approved_until=None, busy=True), Unfit.NOT_APPROVED),
    ],
)
def test_whoever_is_not_approved_or_not_free_on_one_of_the_days_cannot_come_in(facts, why):
    assert unfit(facts, [DAY - timedelta(days=7), DAY]) is why


def test_who_knows_the_course_comes_first_then_who_is_near_then_who_has_led_others():
    def named(name: str, led: int, nearness: Nearness, others: int = 0) -> CandidateFacts:
        return replace(ABLE, name=name, led=led, nearness=nearness, led_others=others)

    found = who_could(
        [
            named("Far and new", 0, Nearness.ELSEWHERE),
            named("Far and led others", 0, Nearness.ELSEWHERE, 4),
            named("Same place", 0, Nearness.SAME),
            named("Near", 0, Nearness.NEAR),
            named("Knows it, far", 1, Nearness.ELSEWHERE),
            named("Knows it, here", 2, Nearness.SAME),
            replace(ABLE, name="Busy", busy=True, led=9),
        ],
        [DAY],
    )
    assert [each.name for each in found] == [
        "Knows it, here",
        "Knows it, far",
        "Same place",
        "Near",
        "Far and led others",
        "Far and new",
    ]


@given(st.lists(st.builds(replace, st.just(ABLE), busy=st.booleans(), led=st.integers(0, 3))))
def test_nobody_who_can_is_left_out_and_nobody_who_cannot_is_let_in(people):
    found = who_could(people, [DAY])
    assert sorted(map(id, found)) == sorted(id(each) for each in people if not each.busy)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("Birkevej 4, 4999 Solbjerg", "4999"),
        ("Engvej 7\n4999 Solbjerg", "4999"),
        ("Vej 1234, 2100 København Ø", "2100"),
        ("Rådhuset", ""),
        ("Hus 2100", ""),
        ("", ""),
    ],
)
def test_a_postal_code_is_the_last_four_figures_before_a_name(address, code):
    assert postal_code(address) == code


@pytest.mark.parametrize(
    ("same", "there", "theirs", "near"),
    [
        (True, "", [], Nearness.SAME),
        (False, "Torvet 1, 4999 Solbjerg", ["Engvej 7\n4999 Solbjerg"], Nearness.NEAR),
        (False, "Torvet 1, 4999 Solbjerg", ["", "Havnen 2, 8000 Aarhus"], Nearness.ELSEWHERE),
        (False, "", ["", ""], Nearness.ELSEWHERE),
    ],
)
def test_somebody_is_near_by_their_workplace_or_their_postal_code(same, there, theirs, near):
    assert nearness(same_place=same, there=there, theirs=theirs) is near


@pytest.mark.parametrize(
    ("taken", "off", "ends", "state"),
    [
        (False, False, NOW + timedelta(hours=1), CoverState.OPEN),
        (True, False, NOW + timedelta(hours=1), CoverState.TAKEN),
        (True, True, NOW - timedelta(hours=1), CoverState.TAKEN),
        (False, True, NOW + timedelta(hours=1), CoverState.CALLED_OFF),
        (False, False, NOW, CoverState.OVER),
    ],
)
def test_asking_is_open_until_somebody_has_it_it_is_called_off_or_over(taken, off, ends, state):
    assert cover_state(taken=taken, called_off=off, last_ends_at=ends, now=NOW) is state
