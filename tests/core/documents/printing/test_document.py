"""The printed document: archivable, read aloud in order, with every letter, and the same bytes every time."""

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfua import validate
from PIL import Image

from core.documents.printing.clauses import Answers
from core.documents.printing.document import WORDS, render, words_of
from core.documents.printing.signatures import PaperMark, SignatureMark
from core.documents.printing.typography import as_printed
from core.documents.text.exact import FrozenText
from tests.core.documents.readback import drawing_of, elements_of, lines_on, opened, pages_of, tags_of
from tests.core.documents.samples import NUMBER, SIGNED_AT, VERIFY_URL, a_text, marks

MILLIMETRE = 72 / 25.4
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen von der Lippe"
ELSEWHERE = """
from tests.core.documents.printing.test_document import drawn
import hashlib
print(hashlib.sha256(drawn()).hexdigest())
"""
LETTERS = st.sampled_from("abcøåæÅØłŻğďțüñéАБВіїєґжΩμέγάễọưđ'’-. ")


def drawn(
    text: FrozenText | None = None,
    signed: Sequence[SignatureMark] | None = None,
    *,
    logo: bytes | None = None,
    created_at: datetime = SIGNED_AT,
    answers: Answers = MappingProxyType({}),
) -> bytes:
    text = text or a_text()
    return render(
        text,
        marks(text) if signed is None else signed,
        number=NUMBER,
        version=2,
        verify_url=VERIFY_URL,
        logo=logo,
        created_at=created_at,
        answers=answers,
    )


def a_logo(mode: str = "RGBA", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (300, 100), "black").save(out, kind)
    return out.getvalue()


def said(pdf: bytes) -> str:
    """All text of `pdf` with the line breaks of the page taken out."""
    return " ".join("\n".join(pages_of(pdf)).split())


def squeezed(text: str) -> str:
    """`text` without white space, so that a name broken over lines is found again."""
    return re.sub(r"\s+", "", text)


def on_paper(language: str = "da") -> list[SignatureMark]:
    """Both signed one paper, and a picture of it is kept."""
    paper = PaperMark(date(2026, 11, 10), "Jonas Holm", SIGNED_AT, "Åse Møller", "ab" * 32)
    return [replace(mark, how="paper", paper=paper) for mark in marks(a_text(language))]


def with_drawing(language: str = "da") -> list[SignatureMark]:
    """The first of both drew a signature too, a wide one."""
    picture = Image.new("L", (600, 150), 255)
    picture.paste(0, (0, 60, 600, 80))
    out = io.BytesIO()
    picture.save(out, "PNG")
    first, *others = marks(a_text(language))
    return [replace(first, drawing=out.getvalue()), *others]


SAMPLES = {
    "drawn signature": lambda: drawn(signed=with_drawing()),
    "danish": lambda: drawn(),
    "english": lambda: drawn(a_text("en"), logo=a_logo()),
    "cyrillic": lambda: drawn(a_text(name="Наталія Nguyễn Ωμέγα")),
    "not signed": lambda: drawn(signed=()),
    "on paper": lambda: drawn(signed=on_paper()),
    "long name": lambda: drawn(a_text(name=LONG_NAME)),
    "endless words": lambda: drawn(replace(a_text("en", name="m" * 300), title="W" * 90)),
}


@pytest.fixture(params=SAMPLES)
def pdf(request: pytest.FixtureRequest) -> bytes:
    return SAMPLES[request.param]()


def test_it_says_that_it_is_pdf_a_and_pdf_ua(pdf: bytes) -> None:
    with opened(pdf) as file, file.open_metadata() as description:
        assert description["pdfaid:part"] == "2"
        assert description["pdfaid:conformance"] == "U"
        assert description["pdfuaid:part"] == "1"
        assert description["dc:identifier"] == NUMBER
        assert description["dc:title"]
        assert [str(intent.S) for intent in file.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        # Browsers look for the title here alone. What stood here besides it would have to be said twice alike.
        assert {key: str(told) for key, told in file.trailer.Info.items()} == {"/Title": description["dc:title"]}
        assert "/Encrypt" not in file.trailer


def test_a_checker_of_accessibility_finds_nothing(pdf: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "document.pdf").write_bytes(pdf)
    found = {finding.rule_id: finding.message for finding in validate(str(path)).findings}
    assert not found, found


def test_every_font_is_embedded_and_gives_its_letters_back(pdf: bytes) -> None:
    with opened(pdf) as file:
        fonts = [font for page in file.pages for font in page.obj.Resources.Font.values()]
        assert fonts
        for font in fonts:
            (inner,) = font.DescendantFonts
            assert len(inner.FontDescriptor.FontFile2.read_bytes()) == inner.FontDescriptor.FontFile2.Length1
            assert "/ToUnicode" in font
            assert re.fullmatch(r"/[A-Z]{6}\+NotoSans-(Regular|Bold)", str(font.BaseFont))


def test_everything_drawn_is_tagged_or_declared_decoration(pdf: bytes) -> None:
    with opened(pdf) as file:
        for page in file.pages:
            depth = 0
            for operator, _operands in drawing_of(page):
                if operator in ("BMC", "BDC"):
                    depth += 1
                elif operator == "EMC":
                    depth -= 1
                elif operator in ("Tj", "f", "re", "Do"):
                    # A word of another language is a span inside.
                    assert 1 <= depth <= 2, operator
            assert depth == 0


def test_marked_content_and_the_structure_tree_point_at_each_other(pdf: bytes) -> None:
    with opened(pdf) as file:
        numbers = file.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        for page in file.pages:
            drawn_tags = [
                str(operands[0])
                for operator, operands in drawing_of(page)
                if operator == "BDC" and "/MCID" in operands[1]
            ]
            elements = owners[int(page.obj.StructParents)]
            assert [str(element.S) for element in elements] == drawn_tags
            own = [[kid for kid in element.K if isinstance(kid, int)] for element in elements]
            assert all(number in numbers for number, numbers in enumerate(own))
            assert all(element.Pg.objgen == page.obj.objgen for element in elements)


def test_headings_begin_with_the_title_and_never_skip_a_level(pdf: bytes) -> None:
    levels = [int(tag[1]) for tag in tags_of(pdf) if re.fullmatch("H[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_section_without_a_title_skips_no_level_either() -> None:
    text = a_text()
    bare = replace(text, in_short="", parties=(), sections=(replace(text.sections[0], title="", number=""),))
    assert "H3" not in tags_of(drawn(bare, ()))


def test_lists_hold_items_and_items_hold_bodies(pdf: bytes) -> None:
    allowed = {"/L": {"/LI"}, "/LI": {"/Lbl", "/LBody"}}
    with opened(pdf) as file:
        for element in elements_of(file.Root.StructTreeRoot):
            kinds = {str(kid.S) for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid}
            assert kinds <= allowed.get(str(element.S), kinds)


def test_pictures_are_told_in_words() -> None:
    with opened(drawn(logo=a_logo())) as file:
        told = [str(e.Alt) for e in elements_of(file.Root.StructTreeRoot) if str(e.S) == "/Figure"]
    assert told == ["Logo for Fjordby Kommune", f"QR-kode, der fører til {VERIFY_URL}"]


@pytest.mark.parametrize(("language", "told"), [("da", "Underskrift tegnet af"), ("en", "Signature drawn by")])
def test_a_drawn_signature_stands_above_its_typed_name_and_is_told_in_words(language: str, told: str) -> None:
    signed = with_drawing(language)
    with opened(drawn(a_text(language), signed)) as file:
        figures = [e for e in elements_of(file.Root.StructTreeRoot) if str(e.S) == "/Figure"]
        assert str(figures[0].Alt) == f"{told} {signed[0].name}"
        left, bottom, right, top = (float(length) for length in figures[0].A.BBox)
        assert (right - left) / (top - bottom) == pytest.approx(4, abs=0.01)
        assert right - left <= 58.1 * MILLIMETRE
        assert top - bottom <= 16.1 * MILLIMETRE
        names = [line for page in file.pages for line in lines_on(page) if line.text == signed[0].typed_name]
        below = max((line for line in names if line.size == 14), key=lambda line: line.y)
        assert 0 < bottom - below.y < 10 * MILLIMETRE


def test_a_dot_stays_a_dot() -> None:
    out = io.BytesIO()
    Image.new("L", (6, 6)).save(out, "PNG")
    with opened(drawn(signed=[replace(marks()[0], drawing=out.getvalue())])) as file:
        figure = next(e for e in elements_of(file.Root.StructTreeRoot) if str(e.S) == "/Figure")
        left, _bottom, right, _top = (float(length) for length in figure.A.BBox)
    assert right - left == pytest.approx(0.6 * MILLIMETRE, abs=0.1)


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_language_is_the_signing_language(language: str, tag: str) -> None:
    with opened(drawn(a_text(language))) as file:
        assert str(file.Root.Lang) == tag


def test_a_page_says_of_itself_in_the_language_that_is_signed() -> None:
    assert words_of("en") == {**WORDS, "lang": "en-GB"}
    assert (words_of("da")["signatures"], words_of("da")["lang"]) == ("Underskrifter", "da-DK")


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_word_of_the_text_is_printed_in_order(language: str) -> None:
    printed = said(drawn(a_text(language)))
    text = as_printed(a_text(language))
    place = 0
    parts = [text.title, text.in_short, text.opening]
    for party in text.parties:
        parts += [party.label, party.name, party.on_behalf_of, *party.lines]
    for section in text.sections:
        parts += [section.title, section.intro]
        parts += [part for clause in section.clauses for part in (clause.number, clause.title, clause.text)]
    for part in [*parts, text.not_binding, text.declaration]:
        found = printed.find(" ".join(part.split()), place)
        assert found >= 0, part
        place = found


def test_the_number_and_the_page_stand_at_the_foot_of_every_page() -> None:
    pages = pages_of(drawn())
    assert len(pages) == 3
    for index, page in enumerate(pages, start=1):
        assert page.splitlines()[-2].startswith(f"Dokumentnummer {NUMBER}, version 2")
        assert page.splitlines()[-1] == f"Side {index} af 3"


def test_the_last_page_tells_who_signed_and_how_to_check() -> None:
    text = a_text()
    last = " ".join(pages_of(drawn(text))[-1].split())
    assert text.fingerprint() in last
    assert VERIFY_URL in last
    assert "12. november 2026 kl. 14.03 Underskrevet på egen enhed" in last
    assert "Underskrevet sammen med Lise Bach, som lånte sin enhed ud" in last
    assert "Mette Kjær Lindqvist Kontaktperson på vegne af Fjordby Kommune, Sundhed og Forebyggelse" in last


def test_summer_time_is_told_in_the_time_of_copenhagen() -> None:
    (mark, _other) = marks()
    summer = replace(mark, signed_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC), how="paper")
    printed = said(drawn(a_text("en"), (summer,)))
    assert "1 July 2026 at 00:30 Signed on paper" in printed


def test_whoever_has_not_signed_gets_a_line_to_sign_on() -> None:
    (first, _second) = marks()
    printed = said(drawn(signed=(first,)))
    assert printed.count("Dato og underskrift") == 1
    assert "Mette Kjær Lindqvist, kontaktperson på vegne af Fjordby Kommune, Sundhed og Forebyggelse Dato" in printed


def test_a_reworded_clause_is_marked_and_explained() -> None:
    printed = said(drawn())
    assert "1.4 Tid · tilpasset Du regner" in printed
    assert "Punkter mærket »tilpasset«" in printed
    text = a_text()
    sections = tuple(
        replace(section, clauses=tuple(replace(clause, reworded=False) for clause in section.clauses))
        for section in text.sections
    )
    assert "tilpasset" not in said(drawn(replace(text, sections=sections)))


def test_answers_stand_on_lines_of_their_own() -> None:
    text = a_text()
    section = text.sections[0]
    clause = replace(section.clauses[0], text="Du hjælper til.\nDage: mandag\nTid: kl. 16")
    printed = pages_of(drawn(replace(text, sections=(replace(section, clauses=(clause,)),))))[1]
    assert "Du hjælper til.\nDage: mandag\nTid: kl. 16" in printed


def test_the_same_input_gives_the_same_bytes_also_in_another_process() -> None:
    other = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True)
    assert len({drawn(), drawn()}) == 1
    assert hashlib.sha256(drawn()).hexdigest() == other.stdout.strip()


def test_another_time_or_text_gives_other_bytes() -> None:
    later = datetime(2026, 11, 13, tzinfo=UTC)
    assert len({drawn(), drawn(created_at=later), drawn(a_text(name="Søren Lund"))}) == 3


@given(name=st.text(LETTERS, min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=40)
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    text = a_text(name=name)
    printed = squeezed(said(drawn(replace(text, sections=()))))
    assert printed.count(squeezed(name)) >= 2


def test_letters_that_look_alike_are_told_apart_when_copied() -> None:
    name = "Đorđe Ðór Aa Аа Αα µμ"
    assert name in said(drawn(a_text(name=name)))


def test_a_title_of_one_endless_word_is_broken_inside_the_margins() -> None:
    printed = drawn(replace(a_text(), title="Ø" * 400))
    assert squeezed(pages_of(printed)[0]).count("Ø" * 400) == 1


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG")])
def test_a_logo_of_any_colours_is_printed_in_the_one_the_file_declares(mode: str, kind: str) -> None:
    with opened(drawn(logo=a_logo(mode, kind))) as file:
        (picture,) = file.pages[0].get_images().values()
        assert str(picture.ColorSpace) == "/DeviceRGB"
        assert "/SMask" not in picture


@pytest.mark.parametrize("logo", [b"", b"not a picture", a_logo()[:60], b"GIF89a" + bytes(50)])
def test_a_logo_that_cannot_be_read_gives_way_to_the_name(logo: bytes) -> None:
    assert pages_of(drawn(logo=logo))[0].startswith("Fjordby Kommune")


def test_the_outline_leads_to_every_section() -> None:
    text = a_text()
    with opened(drawn(text)) as file, file.open_outline() as outline:
        (title,) = outline.root
        below = [item.title for item in title.children]
    assert title.title == text.title
    assert [f"{s.number} {s.title}" for s in text.sections] == below[1:5]
    assert below[5:] == ["Underskrifter", "Er dokumentet ægte?"]
