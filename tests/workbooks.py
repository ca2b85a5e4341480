"""What stands in a workbook, read without a spreadsheet."""

import io
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_ZERO = date(1899, 12, 30)

Held = str | int | Decimal | date | None


def cells_of(file: bytes) -> list[list[Held]]:
    """The rows of the first sheet. A number that is written as a day, a moment or an amount is one; there must be
    no formula and no link."""
    with ZipFile(io.BytesIO(file)) as book:
        texts = ["".join(each.itertext()) for each in _read(book, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
        written = [each.get("numFmtId", "0") for each in _found(_read(book, "xl/styles.xml"), "cellXfs")]
        sheet = _read(book, "xl/worksheets/sheet1.xml")
    assert not [*sheet.iter(f"{MAIN}f"), *sheet.iter(f"{MAIN}hyperlink")]
    rows = []
    for row in sheet.iter(f"{MAIN}row"):
        told: list[Held] = []
        for cell in row:
            told += [None] * (_column(cell.get("r", "")) - len(told))
            told.append(_held(cell, texts, written))
        rows.append(told)
    return rows


def _held(cell: ElementTree.Element, texts: list[str], written: list[str]) -> Held:
    value = cell.findtext(f"{MAIN}v")
    if value is None:
        return None
    if cell.get("t") == "s":
        return texts[int(value)]
    match written[int(cell.get("s", "0"))]:
        case "0":
            return int(value)
        case "4":
            return Decimal(value)
    days = timedelta(seconds=round(float(value) * 86_400))
    return datetime.combine(DAY_ZERO, time()) + days if "." in value else DAY_ZERO + days


def _column(reference: str) -> int:
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _read(book: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))


def _found(root: ElementTree.Element, name: str) -> ElementTree.Element:
    found = root.find(f"{MAIN}{name}")
    assert found is not None
    return found
