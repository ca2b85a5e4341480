"""An .xls workbook as Excel 97 to 2003 wrote it, for tests: BIFF8 records in an OLE2 file, laid out by hand.

After [MS-XLS] and [MS-CFB], with no more than a reader asks for: one sheet of words, numbers and days.
"""

import struct
from collections.abc import Sequence
from datetime import date

SECTOR, SHORT_STREAMS = 512, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
DAY_ZERO = date(1899, 12, 30)
# The numbers of the formats that are built in: as it is, and a day.
AS_IT_IS, A_DAY = 0, 14


def old_workbook(rows: Sequence[Sequence[object]], *, name: str = "Ark1") -> bytes:
    """A workbook of one sheet."""
    return _in_ole2(_records(rows, name))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _words(words: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(words.encode("utf-16-le")) // 2, 1) + words.encode("utf-16-le")


def _records(rows: Sequence[Sequence[object]], name: str) -> bytes:
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    formats = b"".join(_record(0x00E0, struct.pack("<HHH", 0, each, 0) + bytes(14)) for each in (AS_IT_IS, A_DAY))
    ending = _record(0x000A)
    named = _words(name, "B")
    length = len(begin) + len(formats) + 4 + 6 + len(named) + len(ending)
    told = begin + formats + _record(0x0085, struct.pack("<IBB", length, 0, 0) + named) + ending
    assert len(told) == length
    widest = max(map(len, rows))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, widest, 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet += _cell(number, column, cell)
    return told + sheet + ending


def _cell(row: int, column: int, cell: object) -> bytes:
    if isinstance(cell, str):
        return _record(0x0204, struct.pack("<HHH", row, column, 0) + _words(cell, "H"))
    if isinstance(cell, date):
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, (cell - DAY_ZERO).days))
    if isinstance(cell, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
    assert cell is None
    return b""


def _in_ole2(stream: bytes) -> bytes:
    """The stream "Workbook" in a file of sectors: one says which follows upon which, one names it, the rest are it."""
    stream = stream.ljust(SHORT_STREAMS, b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [FAT, END, *(number + 3 for number in range(sectors - 1)), END]
    assert len(chain) <= SECTOR // 4, "one sector of the table is enough for a test"
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIIII", 0, 1, 1, 0, SHORT_STREAMS, END, 0, END, 0, 0, FREE)
    head += struct.pack("<I", FREE) * ((SECTOR - len(head)) // 4)
    return head + table + entries.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, first: int, size: int, *, child: int = FREE) -> bytes:
    named = (name + "\0").encode("utf-16-le")
    return (
        named.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(named), kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
