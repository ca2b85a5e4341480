"""A row for any table, with as little in it as it takes: for what has to hold of every table there is."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Table, insert, select
from sqlmodel import Session, SQLModel

from core.i18n import local_day, utc_now
from db.places import in_place

Fill = Callable[[Column[Any]], Any]


def plain_value(column: Column[Any]) -> Any:
    """Something that the column holds."""
    if isinstance(column.type, JSON):
        return {}
    kind = getattr(column.type, "impl_instance", column.type).python_type
    now = utc_now()
    values: dict[type, Any] = {str: "x", int: 1, bool: False, datetime: now, date: local_day(now), UUID: uuid4()}
    # What is encrypted says that it is bytes, and some of it is text.
    return values.get(kind, "x" if "Text" in type(column.type).__name__ else b"x")


def a_row(session: Session, table: Table, needed: Column[Any] | None = None, fill: Fill = plain_value) -> None:
    """Add a row to `table`, inside the caller's transaction, and to those it points to where they have none.

    Columns that may be empty are, but for the one `needed`.
    """
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.nullable and column is not needed:
            continue
        values[column.name] = _pointed_to(session, column, fill) if column.foreign_keys else fill(column)
    # Past the session, which would ask whose path it is a fact of.
    model = next(each.class_ for each in SQLModel._sa_registry.mappers if each.local_table is table)
    session.connection().execute(insert(table).values(in_place(model, values)))


def _pointed_to(session: Session, column: Column[Any], fill: Fill) -> Any:
    (key,) = column.foreign_keys
    wanted = key.column
    found = session.execute(select(wanted).limit(1)).scalar()
    if found is None:
        a_row(session, wanted.table, fill=fill)
        found = session.execute(select(wanted).limit(1)).scalar()
    return found
