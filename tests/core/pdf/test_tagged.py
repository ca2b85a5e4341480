"""What is taken from fpdf2's private parts still behaves as this was written for."""

import gc
from datetime import UTC, datetime
from pathlib import Path

import fpdf

from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import Run, Sheet, Style
from tests.core.documents.readback import drawing_of, elements_of, opened, pages_of, tags_of

BLACK = (0.0, 0.0, 0.0)


def a_pdf(title: str = "Prøve") -> TaggedPDF:
    pdf = TaggedPDF(
        language="da-DK",
        title=title,
        author="Fjordby & Omegn <Kommune>",
        identifier="H7F3-K92Q-X4PL",
        created_at=datetime(2026, 11, 12, tzinfo=UTC),
    )
    pdf.add_page()
    return pdf


def write(pdf: TaggedPDF, text: str, tag: str = "P", *, bold: bool = False) -> None:
    with pdf.tagged(tag):
        pdf.words(30, 40, text, 10, bold=bold, colour=BLACK)


def test_the_version_is_the_one_this_was_written_for() -> None:
    assert f"fpdf2=={fpdf.FPDF_VERSION}" in Path("requirements.txt").read_text(encoding="utf-8").splitlines()


def test_elements_lie_in_each_other_as_they_were_written() -> None:
    pdf = a_pdf()
    write(pdf, "Titel", "H1", bold=True)
    with pdf.group("L"), pdf.group("LI"):
        write(pdf, "1", "Lbl")
        with pdf.group("LBody"):
            write(pdf, "Punkt")
    write(pdf, "Slut")
    finished = pdf.finished()
    assert tags_of(finished) == ["Document", "H1", "L", "LI", "Lbl", "LBody", "P", "P"]
    with opened(finished) as file:
        by_tag = {str(element.S): element for element in elements_of(file.Root.StructTreeRoot)}
        assert str(by_tag["/Lbl"].P.S) == "/LI"
        assert str(by_tag["/LBody"].P.P.S) == "/L"


def test_going_back_to_an_earlier_page_keeps_the_numbers_of_each_page_apart() -> None:
    pdf = a_pdf()
    write(pdf, "første")
    pdf.add_page()
    write(pdf, "anden")
    pdf.page = 1
    write(pdf, "igen")
    finished = pdf.finished()
    assert pages_of(finished) == ["første\nigen", "anden"]
    with opened(finished) as file:
        numbers = file.Root.StructTreeRoot.ParentTree.Nums
        assert [len(numbers[1]), len(numbers[3])] == [2, 1]


def test_a_font_that_is_not_used_is_not_carried() -> None:
    pdf = a_pdf()
    write(pdf, "kun fed", bold=True)
    with opened(pdf.finished()) as file:
        (font,) = file.pages[0].obj.Resources.Font.values()
    assert font is not None


def test_the_description_survives_signs_that_xml_minds() -> None:
    pdf = a_pdf("Aftale <1> & “mere”")
    write(pdf, "tekst")
    with opened(pdf.finished()) as file, file.open_metadata() as description:
        assert description["dc:title"] == "Aftale <1> & “mere”"
        assert description["dc:creator"] == ["Fjordby & Omegn <Kommune>"]
        assert description["xmp:CreateDate"] == "2026-11-12T00:00:00+00:00"


def test_a_picture_has_words_and_a_place() -> None:
    pdf = a_pdf()
    with pdf.tagged("Figure", alt="Æble", box=(20, 30, 10, 10)):
        pdf.squares(20, 30, 10, [[True, False], [False, True]], BLACK)
    with opened(pdf.finished()) as file:
        (figure,) = [e for e in elements_of(file.Root.StructTreeRoot) if str(e.S) == "/Figure"]
        assert str(figure.Alt) == "Æble"
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        assert (right - left, top - bottom) == (28.35, 28.35) or abs(right - left - 28.35) < 0.02
        assert bottom > 700


def test_a_finished_document_leaves_nothing_behind_in_memory() -> None:
    for _ in range(3):
        pdf = a_pdf()
        write(pdf, "Navn")
        pdf.finished()
    del pdf
    gc.collect()
    assert [thing for thing in gc.get_objects() if isinstance(thing, TaggedPDF)] == []


def test_a_danish_name_in_another_language_is_read_aloud_in_danish() -> None:
    for language, spans in (("en-GB", ["LÆR AT TACKLE", "straffeloven"]), ("da-DK", [])):
        pdf = TaggedPDF(
            language=language, title="x", author="x", identifier="", created_at=datetime(2026, 11, 12, tzinfo=UTC)
        )
        sheet = Sheet(pdf)
        sheet.block([Run("The LÆR AT TACKLE courses (straffeloven).", Style(10, 5, (0, 0, 0)))], 26, 150)
        made = pdf.finished()
        assert pages_of(made) == ["The LÆR AT TACKLE courses (straffeloven)."]
        with opened(made) as file:
            drawn = list(drawing_of(file.pages[0]))
        languages = [
            str(operands[1].Lang) for operator, operands in drawn if operator == "BDC" and "/Lang" in operands[1]
        ]
        assert languages == ["da-DK"] * len(spans)
