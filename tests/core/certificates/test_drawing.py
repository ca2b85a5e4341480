"""Certificates are as good for archives and screen readers as the agreements, and lose no letter."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.certificates.drawing import CertificateIssue, CertificateSigner, festive, letter
from core.certificates.text import CertificateKind, Effort, certificate_text
from tests.core.documents.printing import test_document as paper
from tests.core.documents.printing import test_layout as layout
from tests.core.documents.readback import lines_on, opened, pages_of, tags_of

MILLIMETRE = 72 / 25.4
LONG_HOUSE = "Region Midtjylland, Hospitalsenhed Midt, Afdelingen for Frivillighed, Pårørende og Civilsamfund i Viborg"
KAREN = Effort(
    name="Karen Møller",
    organisation="Solbjerg Kommune",
    programme="Instruktør på LÆR AT TACKLE",
    workplace="Birkehuset",
    began_on=date(2016, 3, 1),
    approved_on=date(2017, 5, 3),
    courses=12,
    hours=150,
    years=10,
)
ISSUE = CertificateIssue(
    number=paper.NUMBER,
    edition=1,
    url=f"https://haandslag.example.dk/verify?n={paper.NUMBER}",
    made_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
    language="da",
    organisation="Solbjerg Kommune",
    logo=None,
    signed=CertificateSigner("Jonas Holm", "Koordinator", paper.a_logo()),
)


def drawn(
    kind: CertificateKind = CertificateKind.DIPLOMA, effort: Effort = KAREN, issue: CertificateIssue = ISSUE
) -> bytes:
    return (letter if kind is CertificateKind.PROOF else festive)(certificate_text(kind, effort, issue.language), issue)


SAMPLES = {
    "diploma": drawn,
    "certificate": lambda: drawn(CertificateKind.CERTIFICATE, issue=replace(ISSUE, logo=paper.a_logo(), language="en")),
    "vietnamese": lambda: drawn(effort=replace(KAREN, name="Nguyễn Thị Hương")),
    "unsigned": lambda: drawn(issue=replace(ISSUE, signed=CertificateSigner("Solbjerg Kommune", ""))),
    "proof": lambda: drawn(CertificateKind.PROOF),
}


@pytest.fixture(params=SAMPLES)
def pdf(request: pytest.FixtureRequest) -> bytes:
    return SAMPLES[request.param]()


@pytest.mark.parametrize(
    "holds",
    [
        paper.test_it_says_that_it_is_pdf_a_and_pdf_ua,
        paper.test_every_font_is_embedded_and_gives_its_letters_back,
        paper.test_everything_drawn_is_tagged_or_declared_decoration,
        paper.test_marked_content_and_the_structure_tree_point_at_each_other,
        paper.test_headings_begin_with_the_title_and_never_skip_a_level,
        layout.test_no_line_parts_a_number_from_what_it_belongs_to,
    ],
    ids=lambda check: check.__name__,
)
def test_what_holds_of_agreements_holds_of_certificates(pdf, holds):
    holds(pdf)


def test_a_checker_of_accessibility_finds_nothing(pdf, tmp_path):
    paper.test_a_checker_of_accessibility_finds_nothing(pdf, tmp_path)


def test_a_diploma_is_one_page_that_lies_on_its_side():
    with opened(drawn()) as file:
        (page,) = file.pages
        left, bottom, right, top = map(float, page.mediabox)
    assert right - left > top - bottom


def test_it_reads_as_it_looks_from_top_to_bottom():
    (page,) = pages_of(drawn())
    told = ["Solbjerg Kommune", "Diplom", "10 år som frivillig", "Med glæde og tak til", "Karen Møller", "Jonas Holm"]
    assert sorted(told, key=page.index) == told
    assert page.count(paper.NUMBER) >= 1


def test_pictures_are_told_in_words():
    with_logo = drawn(issue=replace(ISSUE, logo=paper.a_logo()))
    assert tags_of(with_logo).count("Figure") == 3
    assert tags_of(drawn(issue=replace(ISSUE, signed=CertificateSigner("Jonas Holm", "")))).count("Figure") == 1


def test_nothing_is_written_outside_the_frame(pdf):
    with opened(pdf) as file:
        for page in file.pages:
            _left, _bottom, right, top = map(float, page.mediabox)
            for line in lines_on(page):
                assert line.x >= 13 * MILLIMETRE, line
                assert line.right() <= right - 13 * MILLIMETRE, line
                assert 12 * MILLIMETRE <= line.y <= top - 12 * MILLIMETRE, line


@pytest.mark.parametrize(
    "name", ["Bo", "Anne-Sophie Charlotte Frederikke von Wolffhagen-Nørregaard y Espinosa", "Å" * 90]
)
def test_a_name_of_any_length_leaves_room_for_the_signature(name):
    with opened(drawn(effort=replace(KAREN, name=name), issue=replace(ISSUE, logo=paper.a_logo()))) as file:
        lines = list(lines_on(file.pages[0]))
    thanks = next(line for line in lines if line.text.startswith("Du har gjort"))
    assert thanks.y / MILLIMETRE > 210 - 150


@given(name=st.text(paper.LETTERS, min_size=1, max_size=80).filter(str.strip))
@settings(max_examples=25)
def test_no_letter_of_a_name_is_lost(name):
    assert paper.squeezed(name) in paper.squeezed(pages_of(drawn(effort=replace(KAREN, name=name)))[0])


def test_what_stands_behind_a_certificate_may_have_any_letters_and_signs():
    made = drawn(issue=replace(ISSUE, organisation="Fjordby ❤ 王", signed=CertificateSigner("Олена ☎", "Leder ★")))
    for said in ("Fjordby ❤ [cjk 738b]", "Олена ☎", "Leder ★"):
        assert said in " ".join(pages_of(made)[0].split())


def test_the_same_input_gives_the_same_bytes_and_another_number_others():
    assert drawn() == drawn()
    assert drawn(issue=replace(ISSUE, number="AAAA-BBBB-CCCC")) != drawn()


def test_a_diploma_counts_courses_and_hours_and_writes_the_name_in_a_lighter_weight() -> None:
    with opened(drawn()) as file:
        lines = {line.text: line for line in lines_on(file.pages[0])}
    assert not lines["Karen Møller"].bold
    assert lines["12"].bold
    assert lines["12"].y > lines["Kurser, der er holdt"].y
    assert lines["150 timer"].y == lines["12"].y
    # What is counted is read before how many there are.
    assert list(lines).index("Kurser, der er holdt") < list(lines).index("12")
    assert not {"Kurser, der er holdt", "0"} & set(
        pages_of(drawn(effort=replace(KAREN, courses=0, hours=0)))[0].splitlines()
    )


@pytest.mark.parametrize("name", ["Bo", "Wilhelmina Anastasia Elisabeth von Hohenstauffen-Christiansen Østergaard"])
@pytest.mark.parametrize("logo", [None, paper.a_logo()])
def test_nothing_of_a_diploma_lies_over_something_else(name: str, logo: bytes | None) -> None:
    issue = replace(ISSUE, logo=logo)
    with opened(
        drawn(effort=replace(KAREN, name=name, organisation=LONG_HOUSE if logo else KAREN.organisation), issue=issue)
    ) as file:
        middle = [line for line in lines_on(file.pages[0]) if 80 * MILLIMETRE < line.x < 190 * MILLIMETRE]
    # The rosette begins 150 millimetres from the top of a page that is 210 high.
    above = [line.y for line in middle if line.text not in ("10", "år")]
    assert min(above) > 62 * MILLIMETRE
