"""Lines hold what fits and lose nothing; pages break where a reader would break them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import BOTTOM, TOP, Line, Run, Sheet, Style, leading_of
from tests.core.documents.readback import pages_of

PLAIN = Style(10, 5, (0, 0, 0))
BOLD = Style(12, 6, (0, 0, 0), bold=True)
TEXT = st.text(alphabet="aiWm øÅ-.@\n\tẋ\u0323", max_size=80)


def a_sheet() -> Sheet:
    return Sheet(
        TaggedPDF(
            language="da-DK",
            title="Prøve",
            author="Fjordby",
            identifier="",
            created_at=datetime(2026, 11, 12, tzinfo=UTC),
        )
    )


def words_in(lines: Sequence[Line]) -> str:
    return "".join("".join(piece.text.split()) for line in lines for piece in line)


@given(st.lists(st.tuples(TEXT, st.sampled_from([PLAIN, BOLD])), max_size=4), st.floats(8, 120))
@settings(max_examples=200)
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(runs: list[tuple[str, Style]], width: float) -> None:
    sheet = a_sheet()
    lines = sheet.wrapped([Run(text, style) for text, style in runs], width)
    for line in lines:
        for piece in line:
            font = sheet.pdf.face(bold=piece.style.bold)
            assert piece.offset + font.width(piece.text) * piece.style.size / 1000 * 25.4 / 72 <= width + 0.001
    assert sorted(words_in(lines)) == sorted(words_in(a_sheet().wrapped([Run(t, s) for t, s in runs], 1000)))


def test_a_word_too_long_for_the_line_is_cut_after_a_hyphen_where_there_is_one() -> None:
    lines = a_sheet().wrapped([Run("mette-kjær.lindqvist@sundhedshuset-fjordby.example.dk", PLAIN)], 45)
    assert [line[0].text for line in lines] == ["mette-kjær.lindqvist@", "sundhedshuset-fjordby.", "example.dk"]


def test_an_accent_is_never_cut_from_its_letter() -> None:
    lines = a_sheet().wrapped([Run("q\u0323" * 60, PLAIN)], 30)
    assert len(lines) > 1
    assert all(line[0].text.startswith("q") for line in lines)


def test_an_answer_begins_on_a_line_of_its_own() -> None:
    lines = a_sheet().wrapped([Run("Dage:\nmandag  og\ttorsdag", PLAIN)], 100)
    assert [line[0].text for line in lines] == ["Dage:", "mandag og torsdag"]


def test_a_line_is_as_high_as_its_highest_piece() -> None:
    lines = a_sheet().wrapped([Run("Navn,", BOLD), Run("frivillig", PLAIN)], 100)
    assert len(lines) == 1
    assert leading_of(lines) == 6


@pytest.mark.parametrize("used", range(0, 50, 5))
@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_a_paragraph_never_leaves_one_line_behind_or_ahead(used: int, count: int) -> None:
    sheet = a_sheet()
    sheet.y = BOTTOM - used
    sheet.flow([sheet.wrapped([Run(f"linje {n}", PLAIN)], 100)[0] for n in range(count)], 30)
    parts = [page.splitlines() for page in pages_of(sheet.pdf.finished()) if page]
    assert [line for part in parts for line in part] == [f"linje {n}" for n in range(count)]
    assert all(len(part) >= min(2, count) for part in parts)


def test_room_is_left_between_things_but_not_at_the_top_of_a_page() -> None:
    sheet = a_sheet()
    sheet.space(10)
    assert sheet.y == TOP
    sheet.y += 20
    sheet.space(10)
    assert sheet.y == TOP + 30


def test_what_is_higher_than_a_page_does_not_leave_an_empty_page() -> None:
    sheet = a_sheet()
    sheet.need(1000)
    assert sheet.pdf.pages_count == 1
