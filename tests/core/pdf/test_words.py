"""Numbers stay with what they count, and addresses lead somewhere, also for those who do not see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf.typeset import Run
from core.pdf.words import Link, paragraphs, parts
from tests.core.documents.readback import links_of, pages_of
from tests.core.pdf.test_typeset import PLAIN, a_sheet

TOGETHER = [
    "1. marts 2016",
    "3 December 2027",
    "2. år",
    "14 dage",
    "150 hours",
    "kl. 14.03",
    "+45 70 10 20 30",
    "§ 152",
    "§ 264 d",
    "art. 9",
    "nr. 12",
    "25 %",
    "2 til 3 vejledninger",
    "2 to 3 supervisions",
]


def lines_of(text: str, width: float) -> list[str]:
    return ["".join(piece.text for piece in line) for line in a_sheet().wrapped([Run(text, PLAIN)], width)]


@pytest.mark.parametrize("whole", TOGETHER)
def test_a_line_never_parts_a_number_from_what_it_counts(whole: str) -> None:
    # Every place on the line is tried by letters of growing width before it.
    for before in range(1, 40):
        lines = lines_of(f"{'i' * before} ord {whole} og så videre til den næste linje", 40)
        assert any(whole in line for line in lines), lines


@given(st.integers(1, 99), st.sampled_from(["ord", "meget lange ord her"]), st.floats(30, 90))
def test_the_last_line_of_a_paragraph_is_never_one_word(count: int, more: str, width: float) -> None:
    lines = lines_of("et lille " * count + more, width)
    assert len(lines) == 1 or len(lines[-1].split()) > 1


def test_what_is_held_together_is_let_go_where_no_line_holds_it() -> None:
    assert lines_of("siden 1. december 2016", 18.5) == ["siden 1.", "december", "2016"]


def test_the_space_inside_is_an_ordinary_one_when_it_is_copied() -> None:
    assert list(paragraphs("den 1. marts 2016")) == [["den", "1.\u00a0marts\u00a02016"]]
    assert lines_of("den 1. marts 2016 begyndte det", 200) == ["den 1. marts 2016 begyndte det"]


@pytest.mark.parametrize(
    ("word", "links"),
    [
        ("(mette@fjordby.dk),", [("(", None), ("mette@fjordby.dk", "mailto:mette@fjordby.dk"), ("),", None)]),
        ("+45\u00a070\u00a010.", [("+45\u00a070\u00a010", "tel:+457010"), (".", None)]),
        ("https://a.dk/verify?n=H7-K9.", [("https://a.dk/verify?n=H7-K9", "https://a.dk/verify?n=H7-K9"), (".", None)]),
        ("åse@fjordby.dk", [("åse@fjordby.dk", "mailto:%C3%A5se@fjordby.dk")]),
        ("70\u00a010", [("70\u00a010", None)]),
        ("2+2", [("2+2", None)]),
    ],
)  # fmt: skip
def test_addresses_are_found_without_what_stands_around_them(word: str, links: list[tuple[str, str | None]]) -> None:
    assert [(text, link and link.target()) for text, link in parts(word)] == links


def test_a_link_is_tagged_and_says_what_it_does_in_the_language_of_the_document() -> None:
    sheet = a_sheet()
    said = "Skriv til mette@fjordby.dk, eller ring på +45 70 10 20 30."
    sheet.block([Run(said, PLAIN)], 26, 150)
    with sheet.pdf.artifact():
        sheet.draw(sheet.wrapped([Run("bo@fjordby.dk", PLAIN)], 100), 26, 200)
    made = sheet.pdf.finished()
    assert links_of(made) == [
        ("mailto:mette@fjordby.dk", "Skriv til mette@fjordby.dk"),
        ("tel:+4570102030", "Ring til +45 70 10 20 30"),
    ]
    assert said in pages_of(made)[0]


def test_each_half_of_an_address_that_no_line_holds_leads_to_the_whole() -> None:
    sheet = a_sheet()
    sheet.block([Run("mette-kjær.lindqvist@sundhedshuset-fjordby.example.dk", PLAIN)], 26, 45)
    targets = {target for target, _told in links_of(sheet.pdf.finished())}
    assert targets == {"mailto:mette-kj%C3%A6r.lindqvist@sundhedshuset-fjordby.example.dk"}


def test_every_kind_of_link_says_what_it_does() -> None:
    assert [Link(kind, "x").told("en") for kind in ("url", "mail", "phone")] == ["Open x", "Write to x", "Call x"]
