"""What leaves the portal as a table is a table: days are days, and no name is worked out as a formula."""

from datetime import UTC, date, datetime

import pytest

from core.spreadsheet import TypedCell, as_csv, as_xlsx
from tests.workbooks import cells_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["=1+1", "+45 20 30 40 50", "-x", "@sum", "https://example.dk", "mailto:a@b.dk", "007"]
)
def test_what_somebody_wrote_stays_text(written: str) -> None:
    assert cells_of(as_xlsx("Frivillige", [written], [[written]], now=NOW)) == [[written], [written]]


def test_days_and_numbers_are_what_they_are_and_nothing_is_an_empty_cell() -> None:
    rows: list[list[TypedCell]] = [["Karen", date(2026, 11, 26), 3, None], ["Bo", None, 0, "x"]]
    told = cells_of(as_xlsx("Frivillige", ["a", "b", "c", "d"], rows, now=NOW))
    assert told[1:] == [["Karen", date(2026, 11, 26), 3], ["Bo", None, 0, "x"]]


def test_the_same_rows_give_the_same_file() -> None:
    assert as_xlsx("Frivillige", ["a"], [], now=NOW) == as_xlsx("Frivillige", ["a"], [], now=NOW)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-2+cmd", "'-2+cmd"),
        ("+45 20 30 40 50", "+45 20 30 40 50"),
        ("+45 20 30 40 50=1", "'+45 20 30 40 50=1"),
        ("-12,50", "-12,50"),
        ("-", "'-"),
        ("@sum", "'@sum"),
    ],
)
def test_a_cell_of_a_csv_is_no_formula_and_a_number_is_a_number(cell: str, written: str) -> None:
    assert as_csv(["a"], [[cell]]).decode("utf-8-sig") == f"a\r\n{written}\r\n"
