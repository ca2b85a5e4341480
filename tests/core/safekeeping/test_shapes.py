"""What stands in a cell is read as it was, whatever somebody wrote; and what is locked is there to be locked."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from core.safekeeping.shapes import ALL, LEFT_OUT, LOCKED, CellKind, read, written

VALUES: dict[CellKind, list[Any]] = {
    CellKind.TEXT: ["", "Karen", "=1+1", "'", "''", "\\N", "'\\N", "-", "\t", "a\r\nb", '"', "0012"],
    CellKind.NUMBER: [0, -3, 2**40],
    CellKind.YES_OR_NO: [True, False],
    CellKind.DAY: [date(2026, 11, 27)],
    CellKind.MOMENT: [datetime(2026, 11, 27, 12, 0, 0, 123456, tzinfo=UTC)],
    CellKind.ID: [UUID(int=7)],
    CellKind.LIST: [[], {}, ["å"], {"a": None}],
    CellKind.FILE: [b"", b"\x00\xff"],
}


@pytest.mark.parametrize("kind", CellKind)
def test_a_value_is_read_as_it_was_and_so_is_none(kind: CellKind) -> None:
    for value in (None, *VALUES[kind]):
        assert read(written(value, kind), kind) == value


@given(st.text())
@settings(max_examples=40)
def test_any_text_is_read_as_it_was_and_no_spreadsheet_works_it_out(words: str) -> None:
    cell = written(words, CellKind.TEXT)
    assert read(cell, CellKind.TEXT) == words
    assert not cell.startswith(("=", "+", "-", "@"))


def test_what_is_locked_or_left_out_is_a_table_or_column_there_is() -> None:
    tables = SQLModel.metadata.tables
    assert set(LOCKED) | LEFT_OUT <= set(tables)
    for table, columns in LOCKED.items():
        assert columns == ALL or columns <= set(tables[table].c.keys())


# What opens or proves something is called so; the days of it, and what is public, are not.
SECRETIVE = ("token", "passphrase", "secret", "key_der", "setup_code", "code", "wrapped")


def test_what_is_called_like_a_secret_is_locked_or_left_out() -> None:
    found = {
        str(column)
        for table in SQLModel.metadata.sorted_tables
        for column in table.c
        if any(word in column.name.split("_") or word == column.name for word in SECRETIVE)
        and table.name not in LEFT_OUT
        and LOCKED.get(table.name) != ALL
        and column.name not in LOCKED.get(table.name, ())
    }
    assert found == set()
