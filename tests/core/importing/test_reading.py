"""Any file is read or refused in words, whoever wrote it and however; and it costs no more than a moment."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from core.errors import DomainError, words
from core.importing import reader
from core.importing.reading import WITHHELD, read
from tests.core.importing.sheets import workbook
from tests.old_workbook import old_workbook

LINES = "Navn{0}Tlf{0}Start\nKåre Æbelø{0}20 30 40 50{0}1/3-2019\n"
ROWS = (("Navn", "Tlf", "Start"), ("Kåre Æbelø", "20 30 40 50", "1/3-2019"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_is_read_in_any_encoding_and_with_any_sign_between_cells(encoding: str, delimiter: str):
    (sheet,) = read(LINES.format(delimiter).encode(encoding))
    assert sheet.rows == ROWS


def test_a_workbook_gives_days_numbers_and_words_and_says_what_is_drawn_as_one():
    rows = [("Titel", None), ("Navn", "Start"), ("Bo", date(2020, 3, 1)), ("Ib", 44197.0), (None, 2.5)]
    (sheet,) = read(workbook(rows, merged=["A1:B1"]))
    assert sheet.rows[1:] == (("Navn", "Start"), ("Bo", date(2020, 3, 1)), ("Ib", 44197), (None, 2.5))
    assert [(each.first_row, each.last_column) for each in sheet.merged] == [(0, 1)]


def test_an_old_workbook_is_read_as_a_new_one_is():
    rows = [
        ("Navn", "Tlf", "Start", "Æble"),
        ("Kåre Æbelø", 20304050, date(2019, 3, 1), None),
        ("Ib", "20 30 40 51", 44197, 2.5),
        ("Bo 010190-1234", None, None, None),
    ]
    (sheet,) = read(old_workbook(rows, name="Frivillige"))
    assert sheet.name == "Frivillige"
    assert sheet.rows == (*rows[:3], (f"Bo {WITHHELD}", None, None, None))


# A cell, and what is kept of it.
CPR_CELLS = (
    ("010190-1234", WITHHELD),
    ("Bo, 010190 1234, ringer", f"Bo, {WITHHELD}, ringer"),
    ("0101901234", WITHHELD),
    (101901234, WITHHELD),
    (3112991234, WITHHELD),
    (20304050, 20304050),
    ("20 30 40 50", "20 30 40 50"),
    (4520304050, 4520304050),
    ("01.02.2019", "01.02.2019"),
)


def test_a_cpr_number_is_taken_out_of_any_cell_and_of_the_name_of_a_sheet():
    (sheet,) = read(workbook([(cell,) for cell, _kept in CPR_CELLS], name="Bo 010190-1234"))
    assert [row[0] for row in sheet.rows] == [kept for _cell, kept in CPR_CELLS]
    assert sheet.name == f"Bo {WITHHELD}"
    (sheet,) = read(";".join(str(cell) for cell, _kept in CPR_CELLS).encode())
    assert sheet.rows[0] == tuple(str(kept) for _cell, kept in CPR_CELLS)


def refused(data: bytes) -> str:
    with pytest.raises(DomainError) as refusal:
        read(data)
    return refusal.value.code


def test_an_old_workbook_that_is_cut_off_or_changed_is_refused_in_words():
    data = old_workbook([("Navn",), ("Bo",)])
    for spoiled in (data[:600], data[:512] + b"\xff" * 512 + data[1024:]):
        assert refused(spoiled) == "sheet_unreadable"


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def far_away() -> bytes:
    """One word in the last cell of the last row."""
    file = io.BytesIO()
    with Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Navn")
        sheet.write(1_048_575, 16_383, "x")
    return file.getvalue()


def said_again() -> bytes:
    """One long word in very many cells."""
    file = io.BytesIO()
    with Workbook(file) as book:
        sheet = book.add_worksheet()
        for row in range(400):
            for column in range(60):
                sheet.write_string(row, column, "x" * 32_000)
    return file.getvalue()


def test_what_is_no_sheet_or_too_much_is_refused_in_words_and_costs_little():
    cases = {
        "sheet_empty": [b"", b" \n ", workbook([])],
        "sheet_unreadable": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n\0\x01", b"PK\x03\x04", packed(x=b"y")],
        "sheet_large": [b"a;b\n" * 3_000_000, packed(x=b"0" * 130_000_000), far_away(), said_again()],
    }
    for code, files in cases.items():
        for number, data in enumerate(files):
            assert refused(data) == code, (code, number)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes):
    found: object = None
    try:
        found = read(data)
    except DomainError as refusal:
        found = words(refusal)
    assert found


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data):
    whole = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    # As the process reads it, and without starting one.
    for line in reader.lines(bytes(whole)):
        assert isinstance(line, list) or line.keys() & {"why", "sheet"}


WHOLE = workbook([("Navn", "Start"), ("Bo", date(2020, 3, 1))])
CELLS = st.one_of(
    st.none(),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.integers(0, 99_999_999),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_valid_workbook_arrives_as_it_was(rows):
    lines = [*reader.lines(workbook([("a", "b", "c"), *rows]))]
    assert lines[0]["sheet"] == "Ark1"
    arrived = [[date.fromisoformat(c["day"]) if isinstance(c, dict) else c for c in row] for row in lines[2:]]
    written = [[None if isinstance(cell, str) and not cell.strip() else cell for cell in row] for row in rows]
    while written and not any(cell is not None for cell in written[-1]):
        written.pop()
    assert arrived[: len(written)] == written
