"""What an expense needs, what may become of it, and what a kilometre is worth."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.expenses.rules import NEXT, ExpenseKind, ExpenseState, driven, kinds, may_become, wrongs
from core.programmes.programme import Expenses

TODAY = date(2026, 11, 2)
USUAL, ASSOCIATION = Expenses(), Expenses(kilometres=True)


def test_kilometres_are_offered_only_where_the_programme_says_so():
    assert ExpenseKind.KILOMETRES not in kinds(USUAL)
    assert set(kinds(ASSOCIATION)) == set(ExpenseKind)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"kind": ExpenseKind.KILOMETRES, "receipt": False}, "expense_kind"),
        ({"settings": ASSOCIATION, "kind": ExpenseKind.KILOMETRES, "receipt": False}, None),
        ({"receipt": False}, "expense_receipt"),
        ({"amount": 0}, "expense_amount"),
        ({"amount": 500_000}, None),
        ({"amount": 500_001}, "expense_amount"),
        ({"spent_on": None}, "date_invalid"),
        ({"spent_on": TODAY + timedelta(days=1)}, "expense_ahead"),
        ({"spent_on": TODAY - timedelta(days=180)}, None),
        ({"spent_on": TODAY - timedelta(days=181)}, "expense_old"),
    ],
)
def test_what_is_missing_or_wrong_is_named(changed, code):
    asked: dict[str, Any] = {
        "settings": USUAL,
        "kind": ExpenseKind.TRANSPORT,
        "amount": 9600,
        "spent_on": TODAY,
        "receipt": True,
    }
    asked |= changed
    found = wrongs(
        asked["settings"],
        asked["kind"],
        asked["amount"],
        asked["spent_on"],
        receipt=asked["receipt"],
        asked_on=TODAY,
        today=TODAY,
    )
    assert [*found.values()] == ([code] if code else [])


@given(st.lists(st.sampled_from(ExpenseState), max_size=12))
def test_nothing_is_paid_that_was_not_approved_and_nothing_twice(wishes):
    way = [ExpenseState.SENT]
    for wish in wishes:
        if may_become(way[-1], wish):
            way.append(wish)
    assert way.count(ExpenseState.PAID) <= 1
    if ExpenseState.PAID in way:
        assert way[-1] is ExpenseState.PAID
        assert way[-2] is ExpenseState.APPROVED
    if ExpenseState.WITHDRAWN in way:
        assert way.index(ExpenseState.WITHDRAWN) == len(way) - 1


def test_every_standing_says_what_may_follow():
    assert set(NEXT) == set(ExpenseState)


@pytest.mark.parametrize(("metres", "ore", "worth"), [(10_000, 223, 2230), (12_400, 223, 2765), (0, 223, 0), (1, 1, 0)])
def test_a_way_is_worth_its_rate_to_the_nearest_ore(metres, ore, worth):
    assert driven(metres, ore) == worth


@given(st.integers(0, 10**7), st.integers(0, 9999))
def test_two_halves_of_a_way_are_worth_the_whole_but_for_rounding(metres, ore):
    assert abs(driven(2 * metres, ore) - 2 * driven(metres, ore)) <= 1
