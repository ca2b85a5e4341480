"""Tables as files that a Danish spreadsheet opens with a double click."""

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet would work these out as a formula, and a name may begin with anything.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """`heading` and `rows` with semicolons between them, in UTF-8 with its mark; nothing in it is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heading)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
