import io
from datetime import datetime

import pytest
from fpdf import FPDF
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from db.documents import Document, DocumentFile, SealRecord
from tests.builders import a_scene, tell
from tests.core.documents.stories import a_sealed_letter
from tests.pages.as_admin import text, visit

PAGE = "public/verify.py"


@pytest.fixture
def sealed(session: Session, now: datetime) -> DocumentFile:
    return a_sealed_letter(session, a_scene(session, now), now)


def answer(session: Session, data: bytes, name: str = "fil.pdf") -> AppTest:
    """The page after a stranger has chosen a file."""
    app = visit(session, None, PAGE)
    app.file_uploader[0].upload(name, data, "application/pdf")
    return app.run()


def a_pdf(*, locked: bool = False) -> bytes:
    pdf = FPDF()
    if locked:
        pdf.set_encryption(owner_password="ejer", user_password="laeser")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="Noget andet")
    return bytes(pdf.output())


def test_a_genuine_file_is_told_with_what_is_known_and_nobodys_name(session: Session, sealed: DocumentFile) -> None:
    app = answer(session, sealed.content)
    assert app.success[0].value.startswith("Ægte")
    said = text(app)
    assert "Velkomstbrev" in said
    assert "Solbjerg Kommune" in said
    assert "2. november 2026" in said
    assert not any(name in said for name in ("Karen", "Møller", "Lise", "Bach", "karen@", "Engvej"))


def test_a_letter_with_a_task_description_inside_tells_both(session: Session, sealed: DocumentFile) -> None:
    record = session.exec(select(SealRecord)).one()
    record.template = "welcome_letter 2 + task_description 1"
    session.add(record)
    tell(session, record.sealed_at)
    session.commit()
    said = text(answer(session, sealed.content))
    assert "Dokument: **Velkomstbrev og opgavebeskrivelse**" in said
    assert "Skabelonens version: **2 og 1**" in said


def test_an_altered_file_is_told(session: Session, sealed: DocumentFile) -> None:
    changed = bytearray(sealed.content)
    changed[len(changed) // 2] ^= 1
    assert answer(session, bytes(changed)).error[0].value.startswith("Ændret")


def test_another_pdf_is_unknown(session: Session, sealed: DocumentFile) -> None:
    assert answer(session, a_pdf()).warning[0].value.startswith("Ukendt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n" + bytes(10 * 1024 * 1024), "10 MB"),
        (b"\x89PNG not a pdf", "ikke en PDF"),
        (a_pdf(locked=True), "Filen er låst"),
        (b"%PDF-1.7\nbroken off", "beskadiget"),
        (b"", "beskadiget"),
    ],
    ids=["too large", "not a pdf", "encrypted", "damaged", "empty"],
)
def test_what_cannot_be_checked_gets_a_clear_answer(session: Session, data: bytes, said: str) -> None:
    app = answer(session, data)
    assert said in app.error[0].value
    assert not app.exception


def test_a_number_from_a_code_is_explained_and_asks_for_the_file(session: Session, sealed: DocumentFile) -> None:
    number = session.exec(select(Document.number)).one()
    app = visit(session, None, PAGE, n=number)
    assert number in text(app)
    assert "Solbjerg Kommune" in text(app)
    assert app.file_uploader
    assert not app.success
    assert "Karen" not in text(app)
    assert sealed.sha256 not in text(app)


def test_an_unknown_number_still_lets_a_file_be_checked(session: Session) -> None:
    app = visit(session, None, PAGE, n="0000-0000-0000")
    assert len(app.warning) == 1
    assert app.file_uploader


def test_a_number_that_is_no_number_does_no_harm(session: Session) -> None:
    app = visit(session, None, PAGE, n="<script>alert(1)</script>")
    assert len(app.warning) == 1
    assert "script" not in text(app)


def test_a_file_is_read_in_memory_only(session: Session, sealed: DocumentFile) -> None:
    before = len(session.exec(select(DocumentFile)).all())
    answer(session, io.BytesIO(sealed.content).getvalue())
    assert len(session.exec(select(DocumentFile)).all()) == before
