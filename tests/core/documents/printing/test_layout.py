"""Where things stand on the pages: inside the margins, with what they belong to, and found at a glance."""

import re
from dataclasses import replace

import pytest

from core.documents.text.exact import FrozenText
from core.pdf.typeset import LEFT, RIGHT
from tests.core.documents.printing.test_document import MILLIMETRE, SAMPLES, drawn, on_paper, said, with_drawing
from tests.core.documents.readback import drawing_of, lines_on, links_of, opened, pages_of, parted
from tests.core.documents.samples import VERIFY_URL, a_text, marks


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
                assert 10 * MILLIMETRE <= line.y <= 284 * MILLIMETRE, line


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
    # Once among those who take part, and once where they signed.
    assert all(len(re.findall(rf"Frivillig nummer {n}\b", printed)) == 2 for n in range(30))


def test_names_stand_level_whoever_drew() -> None:
    with opened(drawn(signed=with_drawing())) as file:
        heights = [line.y for page in file.pages for line in lines_on(page) if line.size == 14]
    assert len(heights) >= 2
    assert heights[0] == heights[1]


def answered(*answers: str, point: int = 0) -> tuple[FrozenText, dict[str, tuple[str, ...]]]:
    """The text with these answers below a point of its first section, and where they stand."""
    text = a_text()
    clauses = list(text.sections[0].clauses)
    clause = clauses[point] = replace(clauses[point], text="\n".join(["Du hjælper til.", *answers]))
    section = replace(text.sections[0], clauses=tuple(clauses))
    return replace(text, sections=(section, *text.sections[1:])), {clause.id: answers}


def test_what_the_two_answered_stands_in_heavier_letters_beside_a_bar() -> None:
    text, answers = answered("Dage: mandag\nog onsdag", "Du begynder den 1. marts.")
    with opened(drawn(text, answers=answers)) as file, opened(drawn(text)) as plain:
        lines = {line.text: line for page in file.pages for line in lines_on(page)}
        of_page = [len([each for each in drawing_of(made.pages[0]) if each[0] == "re"]) for made in (file, plain)]
    assert [lines[text].bold for text in ("Dage:", "mandag", "og onsdag", "Du begynder den 1. marts.")] == [
        False, True, True, True,
    ]  # fmt: skip
    assert lines["Dage:"].x == lines["Du begynder den 1. marts."].x > lines["Du hjælper til."].x
    # A field and a bar behind each of them.
    assert of_page[0] == of_page[1] + 4


def test_answers_that_do_not_end_the_point_are_left_in_it() -> None:
    text, answers = answered("Dage: mandag")
    others = dict.fromkeys(answers, ("Dage: fredag",))
    assert drawn(text, answers=others) == drawn(text)
    alone = replace(text, sections=(replace(text.sections[0], clauses=text.sections[0].clauses[:1]),))
    (clause,) = alone.sections[0].clauses
    only = replace(alone, sections=(replace(alone.sections[0], clauses=(replace(clause, text="Dage: mandag"),)),))
    assert "Dage:\nmandag" in "\n".join(pages_of(drawn(only, answers=answers)))


LAST_POINTS = [1, 2, 4]
LENGTHS = [*range(0, 330, 15), 700, 1500]


@pytest.mark.parametrize("points", LAST_POINTS)
def test_no_page_has_the_signatures_alone_however_long_the_document_is(points: int) -> None:
    text = a_text()
    for words in LENGTHS:
        section = text.sections[-1]
        *others, last = section.clauses[:points]
        longer = replace(last, text=last.text + " og lidt mere" * (words // 3))
        made = replace(text, sections=(*text.sections[:-1], replace(section, clauses=(*others, longer))))
        pages = pages_of(drawn(made))
        (page,) = [page.splitlines() for page in pages if "Underskrifter" in page.splitlines()]
        assert page.index("Underskrifter") >= 2, (words, page[:3])
        assert made.fingerprint() in page


def test_a_long_last_point_goes_on_to_its_page_and_leaves_none_nearly_empty_before_the_signatures() -> None:
    text = a_text()
    *others, last = text.sections[-1].clauses
    longer = replace(last, text=last.text + " og lidt mere" * 100)
    section = replace(text.sections[-1], clauses=(*others, longer))
    *_before, former, signed = pages_of(drawn(replace(text, sections=(*text.sections[:-1], section))))
    assert former.count("og lidt mere") > signed.count("og lidt mere") > 0
    assert "Underskrifter" in signed


@pytest.mark.parametrize("before", [108, 120])
def test_a_list_breaks_after_its_first_point_where_that_saves_a_page(before: int) -> None:
    text = a_text()
    pages = pages_of(drawn(replace(text, opening=text.opening + " og lidt mere" * before)))
    assert len(pages) == 3
    assert any(f"{section.number}.1" in pages[0] and f"{section.number}.2" in pages[1] for section in text.sections)


@pytest.mark.parametrize("words", range(0, 240, 20))
def test_no_list_breaks_after_its_first_point(words: int) -> None:
    text = a_text()
    made = replace(text, opening=text.opening + " og lidt mere" * (words // 3))
    pages = [page.splitlines() for page in pages_of(drawn(made))]
    for section in text.sections:
        first, second = (next(i for i, page in enumerate(pages) if f"{section.number}.{n}" in page) for n in (1, 2))
        assert first == second, section.number


def test_every_page_but_the_first_says_on_top_what_it_belongs_to() -> None:
    text = a_text()
    with opened(drawn(replace(text, title=f"{text.title} {'og lidt mere ' * 10}"))) as file:
        above = [[line.text for line in lines_on(page) if line.y > 277 * MILLIMETRE] for page in file.pages]
    assert above[0] == []
    assert len(above) > 2
    for (head,) in above[1:]:
        assert head.startswith(text.title)
        assert head.endswith("…")


@pytest.mark.parametrize("name", ["Bo Dam", "Charlotte Amalie Rosenkrantz-Gyldenstjerne"])
def test_a_signature_names_its_signer_once_on_one_line_level_with_the_others(name: str) -> None:
    text = a_text(name=name)
    with opened(drawn(text)) as file:
        lines = list(lines_on(file.pages[-1]))
    found = [line for line in lines if line.text == name]
    assert [line.bold for line in found] == [True]
    (other,) = [line for line in lines if line.text == "Mette Kjær Lindqvist"]
    assert abs(found[0].y - other.y) < MILLIMETRE


def test_whoever_wrote_another_name_than_the_text_has_is_named_by_both() -> None:
    first, second = marks()
    printed = pages_of(drawn(signed=(replace(first, typed_name="Søren Ø."), second)))[-1]
    assert "Søren Ø.\nSøren Ågård Østergaard,\nfrivillig" in printed


def test_the_cover_of_a_paper_says_what_follows() -> None:
    text = a_text()
    pages = pages_of(drawn(signed=on_paper()))
    cover = pages[0].splitlines()
    follows = cover[cover.index("På de næste sider") + 1 :]
    listed = [line for section in text.sections for line in (section.number, section.title)]
    assert follows[: len(listed) + 2] == [*listed, "Underskrifter", "Er dokumentet ægte?"]
    assert "Mette Kjær Lindqvist,\nkontaktperson" in pages[0]


@pytest.mark.parametrize("before", range(0, 200, 8))
def test_short_answers_stand_on_the_page_of_the_words_they_answer(before: int) -> None:
    text, answers = answered("Dage: mandag", "Tid: kl. 16", "Sted: Birkehuset", point=2)
    made = replace(text, opening=text.opening + " og lidt mere" * before)
    (page,) = [page for page in pages_of(drawn(made, answers=answers)) if "Dage:" in page]
    assert all(each in page for each in ("Du hjælper til.", "Tid:", "Sted:"))
