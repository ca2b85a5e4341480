"""Reads a workbook as a process of its own, which may take so much memory and time and no more.

A workbook of a few kilobytes can hold one word in the last cell of the last row, or one word a million times, and no
library keeps within bounds then. It is started by `core.importing.reading` with the bytes on its standard input, and
writes one line of JSON for each sheet and each row; or one that says why not. It imports nothing of ours.
"""

import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MOST_CELLS = 600_000
MOST_UNPACKED = 120 * 1024 * 1024
# The largest sheet that is read takes less than half of it.
MOST_MEMORY = 320 * 1024 * 1024
MOST_SECONDS = 20


def limit() -> None:
    """Take no more than that from now on, where the system can hold one to it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lines(data: bytes) -> Iterator[Any]:
    """What is to be written, one by one; the last is {"why": …} where it cannot be read."""
    if (why := _packed_wrong(data)) is not None:
        yield {"why": why}
        return
    try:
        yield from _sheets(data)
    except PasswordError:
        yield {"why": "locked"}
    except (CalamineError, ValueError, OSError, MemoryError):
        yield {"why": "unreadable"}


def _packed_wrong(data: bytes) -> str | None:
    """Why a packed workbook is not opened at all; None where it is, or where it is not packed."""
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                return "large"
            # No more of each is unpacked than it says it holds, and one that says too little is damaged.
            return None if packed.testzip() is None else "unreadable"
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return "unreadable"


def _sheets(data: bytes) -> Iterator[Any]:
    book, cells = CalamineWorkbook.from_filelike(io.BytesIO(data)), 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            yield {"why": "large"}
            return
        merged = sheet.merged_cell_ranges or []
        yield {"sheet": about.name, "hidden": about.visible is not SheetVisibleEnum.Visible, "merged": merged}
        for row in sheet.to_python(skip_empty_area=False):
            yield [_told(cell) for cell in row]


def _told(cell: object) -> object:
    """A cell in JSON: a day as {"day": …}, a whole number as one, a blank as null."""
    if isinstance(cell, datetime):
        cell = date(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, str):
        return cell if cell.strip() else None
    return cell if isinstance(cell, int) else str(cell)


if __name__ == "__main__":
    limit()
    for line in lines(sys.stdin.buffer.read()):
        sys.stdout.write(json.dumps(line, allow_nan=True) + "\n")
