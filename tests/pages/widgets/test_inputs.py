"""Days and numbers that are asked for: inside their range, outside it, and blank."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import DomainError, words
from core.i18n import use
from tests.pages.drawn import html_of


def asked() -> None:
    from datetime import date

    import streamlit as st

    from pages.widgets.inputs import day_input, number_input

    first = st.session_state.get("first", date(2026, 1, 1))
    last = st.session_state.get("last", date(2026, 12, 31))
    st.session_state["day"] = day_input("Day", None, key="asked-day", first=first, last=last)
    st.session_state["number"] = number_input("Number", None, key="asked-number", least=1, most=7)


@pytest.fixture(autouse=True)
def _in_danish():
    use("da")


def test_what_is_inside_the_range_is_given_as_it_is():
    run = AppTest.from_function(asked).run()
    run.date_input[0].set_value(date(2026, 12, 31))
    run.number_input[0].set_value(7)
    run.run()
    assert html_of(run) == ""
    assert (run.session_state["day"].needed(), run.session_state["number"].needed()) == (date(2026, 12, 31), 7)


def test_what_is_outside_is_refused_below_its_field_and_is_not_taken_for_nothing():
    run = AppTest.from_function(asked).run()
    run.date_input[0].set_value(date(2027, 1, 1))
    run.number_input[0].set_value(0)
    run.run()
    told = html_of(run)
    assert "Vælg en dag fra 1. januar 2026 til 31. december 2026." in told
    assert "Skriv et helt tal fra 1 til 7." in told
    for key in ("day", "number"):
        assert run.session_state[key].value is None
        with pytest.raises(DomainError, match="outside"):
            run.session_state[key].optional()


@pytest.mark.parametrize(
    ("state", "day", "told"),
    [
        ({"last": date(2199, 12, 31)}, date(2025, 12, 31), "Vælg 1. januar 2026 eller en senere dag."),
        ({"first": date(1900, 1, 1)}, date(2027, 1, 1), "Vælg 31. december 2026 eller en tidligere dag."),
    ],
)
def test_a_range_that_is_open_names_its_one_end(state, day, told):
    run = AppTest.from_function(asked)
    for name, value in state.items():
        run.session_state[name] = value
    run.run().date_input[0].set_value(day).run()
    assert told in html_of(run)


def test_what_is_blank_is_nothing_and_is_missing_where_it_is_needed():
    run = AppTest.from_function(asked).run()
    assert html_of(run) == ""
    for key, told in (("day", "Vælg en dag, eller skriv den sådan"), ("number", "Skriv et helt tal.")):
        entered = run.session_state[key]
        assert entered.optional() is None
        with pytest.raises(DomainError, match=str(entered.if_blank)) as refused:
            entered.needed()
        assert told in words(refused.value)
