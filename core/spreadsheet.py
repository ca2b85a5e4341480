"""Tables as files that a spreadsheet opens with a double click."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter import Workbook

from core.i18n import COPENHAGEN

# A spreadsheet would work these out as a formula, and a name may begin with anything.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A phone number and an amount below nothing: a sign and figures, with which nothing is worked out.
PLAIN_NUMBER = re.compile(r"[+-]\d+(?:[ .,]\d+)*", re.ASCII)
# The number that the format #,##0.00 has in every workbook, which each program writes as its reader does.
TWO_DECIMALS = 4
NARROWEST, WIDEST = 8, 42
NOTHING_BY_ITSELF = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
TypedCell = str | int | Decimal | date | datetime | None


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """`heading` and `rows` with semicolons between them, in UTF-8 with its mark; nothing in it is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heading)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(called: str, heading: Sequence[str], rows: Sequence[Sequence[TypedCell]], *, now: datetime) -> bytes:
    """A workbook of one sheet: days are days, moments those of Copenhagen, numbers numbers and amounts (Decimal) have
    two decimals; all else is text, never a formula or a link.

    The heading stays in sight and can be filtered and sorted by; `called` is the sheet's name.
    """
    file = io.BytesIO()
    with Workbook(file, NOTHING_BY_ITSELF) as book:
        book.set_properties({"title": called, "created": now.replace(tzinfo=None)})
        sheet = book.add_worksheet(called[:31])
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd-mm-yyyy"})
        moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        amount = book.add_format({"num_format": TWO_DECIMALS})
        for column, words in enumerate(heading):
            sheet.write_string(0, column, words, bold)
            longest = max(len(words), *(len(_told(row[column])) for row in rows)) if rows else len(words)
            sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 2)))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell.astimezone(COPENHAGEN).replace(tzinfo=None), moment)
                elif isinstance(cell, Decimal):
                    sheet.write_number(number, column, cell, amount)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(heading) - 1)
    return file.getvalue()


def _told(cell: TypedCell) -> str:
    if isinstance(cell, date):
        return "00-00-0000 00:00" if isinstance(cell, datetime) else "00-00-0000"
    return "" if cell is None else str(cell)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(cell) else cell
