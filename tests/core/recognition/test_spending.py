"""Money shared without losing an øre, gift cards above what is usual, and who was thanked by nobody for long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recognition.rules import may_answer
from core.recognition.spending import Spending, over_the_most, shares, unseen

TODAY = date(2026, 11, 2)


@given(st.integers(0, 10**9), st.dictionaries(st.integers(), st.integers(1, 500), min_size=1, max_size=30))
def test_shares_are_in_proportion_and_lose_no_ore(cost, people):
    found = shares(cost, people)
    everybody = sum(people.values())
    assert sum(found.values()) == cost
    for place, part in found.items():
        assert abs(part - cost * people[place] / everybody) < 1


def test_what_was_for_nobody_is_shared_by_nobody():
    assert shares(1000, {}) == {}


@pytest.mark.parametrize(
    ("spending", "left"),
    [(Spending(None, 5, 5), None), (Spending(100, 30, 20), 50), (Spending(100, 90, 20), -10), (Spending(0), 0)],
)
def test_what_is_left_counts_what_is_planned(spending, left):
    assert spending.left == left


@pytest.mark.parametrize(
    ("given_so_far", "coming", "over"),
    [(0, 140_000, False), (0, 140_001, True), (100_000, 40_000, False), (100_000, 40_100, True), (200_000, 0, False)],
)
def test_gift_cards_are_above_what_is_usual_only_from_the_next_krone(given_so_far, coming, over):
    assert over_the_most(given_so_far, coming, 1400) is over


@pytest.mark.parametrize(
    ("began", "thanked", "forgotten"),
    [
        (TODAY - timedelta(days=365), [], True),
        (TODAY - timedelta(days=364), [], False),
        (TODAY - timedelta(days=900), [TODAY - timedelta(days=365)], True),
        (TODAY - timedelta(days=900), [TODAY - timedelta(days=364)], False),
        (TODAY - timedelta(days=900), [TODAY - timedelta(days=800), TODAY], False),
    ],
)
def test_somebody_is_forgotten_after_a_whole_year_without_thanks(began, thanked, forgotten):
    assert unseen(began, thanked, 365, TODAY) is forgotten


def test_an_invitation_is_answered_until_its_day_or_the_day_asked_for():
    party, by = TODAY + timedelta(days=9), TODAY + timedelta(days=2)
    assert may_answer(party, None, party)
    assert may_answer(party, by, by)
    assert not may_answer(party, by, by + timedelta(days=1))
    assert not may_answer(party, None, party + timedelta(days=1))
