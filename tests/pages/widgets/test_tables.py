"""Figures that are drawn in their own table."""

import re

from streamlit.testing.v1 import AppTest

from pages.widgets.tables import Bar, Cell, Dot, Spread, TableLine
from tests.pages.drawn import html_of


def drawn(*cells: Cell, standing: bool = False, address: str = "", short: tuple[str, ...] = ()) -> str:
    """The table of one line called "Broen"."""

    def page(line, count, standing):
        from pages.widgets.tables import table

        table("Kurser", ("Sted", *("Halvår" for _ in range(count))), [line], standing=standing)

    line = TableLine("Broen", cells, address, short)
    run = AppTest.from_function(page, kwargs={"line": line, "count": len(cells), "standing": standing})
    return html_of(run.run())


def test_a_bar_is_as_long_as_its_figure_is_to_the_greatest_and_the_figure_is_written():
    told = drawn(Bar(4), Bar(1, ahead=True))
    assert re.findall(r'class="(hs-bar[^"]*)" style="--of:([\d.]+)"><span>(\d)', told) == [
        ("hs-bar", "1.000", "4"),
        ("hs-bar hs-ahead", "0.250", "1"),
    ]


def test_nothing_at_all_has_no_length_and_is_written_too():
    assert '--of:0.000"><span>0</span>' in drawn(Bar(0), standing=True)


def test_the_middle_of_many_stands_between_the_ends_it_is_measured_by():
    assert 'style="--low:0.250;--high:1.000;--of:0.500"><span>4</span>' in drawn(Spread(4, 2, 8))


def test_a_dot_is_told_in_words_to_who_does_not_see_it():
    assert '<td class="hs-dot hs-hollow"><span>ingen gjorde</span></td>' in drawn(Dot("ingen gjorde", hollow=True))


def test_a_name_and_a_figure_lead_to_their_lists_and_are_escaped():
    told = drawn(Bar(2, address="courses?term=2026-2&workplace=1"), "<b>", address="courses")
    assert '<a href="courses" target="_self">Broen</a>' in told
    assert 'href="courses?term=2026-2&amp;workplace=1"' in told
    assert "<b>" not in told


def test_a_table_that_can_be_wider_than_a_phone_is_reached_by_key_and_a_narrow_one_is_no_stop():
    assert 'role="region" aria-label="Kurser" tabindex="0"' in drawn(Bar(1), Bar(2))
    assert "tabindex" not in drawn(Bar(1))


def test_standing_months_are_a_table_to_a_screen_reader_though_they_are_laid_out_as_columns():
    told = drawn(Bar(1), standing=True, short=("jan", "2027"))
    assert re.findall(r'role="(\w+)"', told) == ["table", *["rowgroup", "row"], *["columnheader"] * 2] + [
        *["rowgroup", "row"],
        *["rowheader", "cell"],
    ]
    assert '<span class="hs-short" aria-hidden="true"><span>jan</span><span>2027</span></span>' in told
