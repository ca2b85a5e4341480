"""Where things stand on the pages: inside the margins, with what they belong to, and found at a glance."""

from dataclasses import replace

import pytest

from core.pdf.typeset import LEFT, RIGHT
from tests.core.documents.printing.test_document import MILLIMETRE, SAMPLES, drawn, said, with_drawing
from tests.core.documents.readback import lines_on, links_of, opened, pages_of, parted
from tests.core.documents.samples import VERIFY_URL, a_text


@pytest.fixture(params=SAMPLES)
def pdf(request: pytest.FixtureRequest) -> bytes:
    return SAMPLES[request.param]()


def test_addresses_phones_and_the_page_to_check_on_are_links_that_say_what_they_do(pdf: bytes) -> None:
    found = dict(links_of(pdf))
    assert found.keys() >= {VERIFY_URL, "mailto:soeren@example.org"}
    assert all(told for told in found.values())


def test_a_link_says_what_it_does_in_the_language_of_the_document() -> None:
    party = replace(a_text().parties[0], lines=("Åvej 1", "+45 20 12 34 56", "anne@example.org"))
    assert links_of(drawn(replace(a_text(), parties=(party,), sections=()), ())) == [
        ("tel:+4520123456", "Ring til +45 20 12 34 56"),
        ("mailto:anne@example.org", "Skriv til anne@example.org"),
        (VERIFY_URL, f"Åbn {VERIFY_URL}"),
    ]


def test_no_line_parts_a_number_from_what_it_belongs_to(pdf: bytes) -> None:
    assert parted(pdf) == []


def test_nothing_is_written_outside_the_margins(pdf: bytes) -> None:
    with opened(pdf) as file:
        for page in file.pages:
            for line in lines_on(page):
                assert line.x >= LEFT * MILLIMETRE - 0.1, line
                assert line.right() <= RIGHT * MILLIMETRE + 0.1, line
                assert 10 * MILLIMETRE <= line.y <= 280 * MILLIMETRE, line


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    text = a_text()
    for extra in range(0, 40, 3):
        section = replace(text.sections[1], intro="Et ord mere. " * extra)
        pages = pages_of(drawn(replace(text, sections=(text.sections[0], section, *text.sections[2:]))))
        titles = [line for section in text.sections for line in (section.title, *(c.title for c in section.clauses))]
        assert [page for page in pages if page.splitlines()[-3] in titles] == []


def test_the_signatures_stand_together_with_what_is_confirmed() -> None:
    text = a_text()
    for count in range(1, 5):
        shorter = replace(text, sections=text.sections[:count])
        pages = pages_of(drawn(shorter))
        (page,) = [page for page in pages if "Underskrifter" in page.splitlines()]
        assert text.declaration in page
        assert "Underskrevet på egen enhed" in page
        assert shorter.fingerprint() in page


def test_very_many_signers_flow_over_pages_and_none_is_lost() -> None:
    text = a_text()
    party = text.parties[0]
    many = replace(text, parties=tuple(replace(party, name=f"Frivillig nummer {n}") for n in range(30)))
    printed = said(drawn(many))
    assert all(printed.count(f"Frivillig nummer {n},") == 1 for n in range(30))


def test_names_stand_level_whoever_drew() -> None:
    with opened(drawn(signed=with_drawing())) as file:
        heights = [line.y for page in file.pages for line in lines_on(page) if line.size == 14]
    assert len(heights) >= 2
    assert heights[0] == heights[1]
