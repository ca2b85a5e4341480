"""The next thing in words, as a line of Markdown and on paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pytest

from core.i18n import reading
from pages.journey.next_words import due_words, what_words

TODAY = date(2026, 11, 23)


@dataclass
class Row:
    step: str
    kind: str
    reason: str = ""


def words(step: str, kind: str, reason: str = "", **how) -> str:
    with reading("da"):
        return what_words(cast(Any, Row(step, kind, reason)), **how)


def test_a_line_that_begins_with_a_number_is_no_list():
    assert words("supervision:3", "supervision") == "3\\. vejledning skal bestilles"
    assert words("supervision:3", "supervision", written=str) == "3. vejledning skal bestilles"


@pytest.mark.parametrize(
    ("step", "kind", "reason", "said"),
    [
        ("", "", "", "Alt er på plads"),
        ("courses:2026", "courses", "1", "Mangler 1 kursus i år"),
        ("courses:2026", "courses", "2", "Mangler 2 kurser i år"),
        ("talk:1", "talk", "", "Der er aftalt en snak"),
        ("x", "nobody_knows", "", "Der er noget at gøre"),
    ],
)
def test_what_is_to_be_done_is_said_in_one_sentence(step, kind, reason, said):
    assert words(step, kind, reason) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(-400, "400 dage over tiden"), (-1, "1 dag over tiden"), (0, "i dag"), (1, "i morgen")],
)
def test_when_it_is_due_is_said_as_one_says_it(days, said):
    with reading("da"):
        assert due_words(date.fromordinal(TODAY.toordinal() + days), TODAY) == said
