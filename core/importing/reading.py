"""What stands in a file that somebody calls a spreadsheet: sheets of plain cells, whatever it was written by.

A CPR number is taken out of each cell here, before anybody sees, keeps or logs what was read.
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from core.contact import CPR
from core.error_codes import ErrorCode
from core.errors import DomainError

MOST_MB = 10
MOST_CELLS = 600_000
LONGEST_CELL = 4000
READER = Path(__file__).with_name("reader.py")
# Longer than the process takes itself, so that this is only met where the system cannot hold it.
PATIENCE = 40
PACKED, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCODINGS = ["utf_8", "cp1252", "utf_16_le", "utf_16_be", "mac_roman", "cp850"]
DELIMITERS = ";\t,|"
# What stands in a cell instead of a CPR number.
WITHHELD = "██████-████"
# As a number, the nought that a day may begin with is gone.
BARE_CPR = re.compile(r"\d{9,10}")
NOT_TEXT = re.compile("[\0-\x08\x0e-\x1f]")

Cell = str | int | float | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells drawn as one, from its first to its last row and column, both included and counted from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet: its name, its rows from the first, all of one length, and which cells are drawn as one."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[MergedCells, ...] = ()
    hidden: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def read(data: bytes) -> tuple[SheetRead, ...]:
    """The sheets with anything in them, those in sight first.

    Raises "sheet_large" for what is more than anybody keeps people in, "sheet_locked", "sheet_unreadable" for what is
    no spreadsheet, or "sheet_empty".
    """
    if len(data) > MOST_MB * 1024 * 1024:
        raise DomainError(ErrorCode.SHEET_LARGE)
    found = _workbook(data) if data.startswith((PACKED, COMPOUND)) else [SheetRead("", _text(data))]
    filled = [each for each in map(_trimmed, found) if each.rows]
    if not filled:
        raise DomainError(ErrorCode.SHEET_EMPTY)
    return tuple(sorted(filled, key=lambda each: each.hidden))


def is_withheld(cell: Cell) -> bool:
    """Whether a CPR number stood there."""
    return isinstance(cell, str) and WITHHELD in cell


def _workbook(data: bytes) -> list[SheetRead]:
    try:
        # -I: nothing of ours and nothing of the folder it stands in is on its path.
        done = subprocess.run(
            [sys.executable, "-I", str(READER)], input=data, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise DomainError(ErrorCode.SHEET_LARGE) from None
    # One that was ended took too much; one that ended by itself before its time met what nobody can read.
    why = "large" if done.returncode < 0 else "unreadable" if done.returncode else None
    if why is not None:
        raise DomainError(_WHY[why])
    told: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    why = told[-1].get("why") if told and isinstance(told[-1], dict) else None
    if why is not None:
        raise DomainError(_WHY[why])
    found: list[SheetRead] = []
    rows: list[Row] = []
    each: Any
    for each in (*told, None):
        if isinstance(each, list):
            rows.append(tuple(_cell(cell) for cell in each))
            continue
        if found:
            found[-1] = SheetRead(found[-1].name, tuple(rows), found[-1].merged, found[-1].hidden)
            rows = []
        if each is not None:
            merged = tuple(MergedCells(*first, *last) for first, last in each["merged"])
            found.append(SheetRead(str(_withheld(each["sheet"])), (), merged, each["hidden"]))
    return found


_WHY = {
    "large": ErrorCode.SHEET_LARGE,
    "locked": ErrorCode.SHEET_LOCKED,
    "unreadable": ErrorCode.SHEET_UNREADABLE,
}


def _cell(told: Any) -> Cell:
    return date.fromisoformat(told["day"]) if isinstance(told, dict) else _withheld(told)


def _withheld(cell: Any) -> Cell:
    """The cell as it is kept: words without blanks around them, and without a CPR number."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int | float):
        written = str(cell)
        return WITHHELD if BARE_CPR.fullmatch(written) and CPR.fullmatch(written.zfill(10)) else cell
    words = CPR.sub(WITHHELD, cell.strip()[:LONGEST_CELL])
    return WITHHELD if BARE_CPR.fullmatch(words) and CPR.fullmatch(words.zfill(10)) else words or None


def _text(data: bytes) -> tuple[Row, ...]:
    written = _decoded(data)
    if not written.strip():
        raise DomainError(ErrorCode.SHEET_EMPTY)
    if NOT_TEXT.search(written):
        raise DomainError(ErrorCode.SHEET_UNREADABLE)
    first, _, rest = written.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)
    if told is not None:
        written = rest
    delimiter = told[1] if told is not None else _delimiter(written)
    rows, cells = [], 0
    try:
        for row in _split(written, delimiter):
            cells += len(row)
            if cells > MOST_CELLS:
                raise DomainError(ErrorCode.SHEET_LARGE)
            rows.append(tuple(_withheld(cell) for cell in row))
    except csv.Error:
        raise DomainError(ErrorCode.SHEET_UNREADABLE) from None
    return tuple(rows)


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        # Two of a hundred bytes at least are nought where letters take two bytes each, and none where they take one.
        if b"\0" not in data:
            return data.decode()
    except UnicodeDecodeError:
        pass
    best = from_bytes(data[:200_000], cp_isolation=ENCODINGS).best()
    if best is None:
        raise DomainError(ErrorCode.SHEET_UNREADABLE)
    return data.decode(best.encoding, errors="replace")


def _delimiter(written: str) -> str:
    """What stands between cells: the sign that gives most lines the same number of cells, and more than one."""
    beginning = written[:20_000]

    def fits(delimiter: str) -> tuple[int, int]:
        try:
            counts = [len(row) for row in _split(beginning, delimiter) if any(row)]
        except csv.Error:
            return (0, 0)
        usual = max((count for count in counts if count > 1), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(DELIMITERS, key=fits)


def _split(written: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)


def _trimmed(sheet: SheetRead) -> SheetRead:
    """Without blank rows and columns at the end, and every row as long as the longest."""
    rows = list(sheet.rows)
    while rows and _is_blank(rows[-1]):
        rows.pop()
    width = max((_filled(row) for row in rows), default=0)
    return SheetRead(sheet.name, tuple(_as_long(row, width) for row in rows), sheet.merged, sheet.hidden)


def _is_blank(row: Iterable[Cell]) -> bool:
    return all(cell is None for cell in row)


def _filled(row: Sequence[Cell]) -> int:
    return next((at + 1 for at in reversed(range(len(row))) if row[at] is not None), 0)


def _as_long(row: Row, width: int) -> Row:
    return (*row[:width], *(None for _missing in range(width - len(row))))
