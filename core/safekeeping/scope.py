"""Which rows are of one organisation: its own, what hangs on them, what is shipped with the portal, and its people."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, or_, select, true, union
from sqlmodel import SQLModel

from core.safekeeping.shapes import LEFT_OUT

import db.tables  # noqa: F401, isort: skip

# What is published by the portal itself stands in the same table as what an organisation published.
SHIPPED = frozenset({"template_version", "programme_version", "guideline_version"})
# Of the portal, and of no organisation in it.
THE_PORTALS = frozenset({"deployment", "wrapped_key", "portal_operator", *LEFT_OUT})
NEEDED = ("deployment", "wrapped_key")
PERSON, ORGANISATION = "person", "organisation"


def conditions(organisation_id: UUID) -> Mapping[str, ColumnElement[bool]]:
    """What a row of each table has to meet, by the table's name; a table of the portal alone is not there."""
    found: dict[str, ColumnElement[bool]] = {}
    tables = [each for each in SQLModel.metadata.sorted_tables if each.name not in THE_PORTALS]
    people = SQLModel.metadata.tables[PERSON]
    late = _late(tables)
    for table in tables:
        if table is not people and table not in late:
            found[table.name] = _own(table, organisation_id, found)
    named = [
        select(column).where(found[table.name], column.is_not(None))
        for table in tables
        if table.name in found
        for column in _to_people(table)
    ]
    found[PERSON] = people.c.id.in_(union(*named))
    for table in late:
        found[table.name] = _own(table, organisation_id, found)
    return found


def with_its_keys(found: Mapping[str, ColumnElement[bool]]) -> Mapping[str, ColumnElement[bool]]:
    """The same with what a portal of its own needs to read them: the keys, and that it is set up."""
    return {**found, **dict.fromkeys(NEEDED, true())}


def _late(tables: Sequence[Table]) -> list[Table]:
    """What is of a person and of no organisation, as an account or a choice that holds everywhere, and what hangs on
    that: it is known when the people are."""
    found: list[Table] = []
    for table in tables:
        if "organisation_id" not in table.c and table.name not in (PERSON, ORGANISATION):
            parents = [parent for column, parent in _parents(table) if not column.nullable]
            if not parents or any(parent in found for parent in parents):
                found.append(table)
    return found


def _own(table: Table, organisation_id: UUID, found: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    if table.name == ORGANISATION:
        return table.c.id == organisation_id
    if "organisation_id" in table.c:
        own = table.c.organisation_id == organisation_id
        return or_(own, table.c.organisation_id.is_(None)) if table.name in SHIPPED else own
    hangs_on = [(column, parent) for column, parent in _parents(table) if not column.nullable]
    if not hangs_on:
        hangs_on = [(column, SQLModel.metadata.tables[PERSON]) for column in _to_people(table) if not column.nullable]
    within = true()
    for column, parent in hangs_on:
        key = next(iter(parent.primary_key))
        within &= column.in_(select(key).where(found[parent.name]))
    return within


def _parents(table: Table) -> list[tuple[Any, Table]]:
    """What a row hangs on: its columns that point to other tables than people, and those tables."""
    pointing = [(each.parent, each.column.table) for each in table.foreign_keys]
    return [(column, parent) for column, parent in pointing if parent.name != PERSON and parent is not table]


def _to_people(table: Table) -> list[Any]:
    """The columns of another table than that of people that name one."""
    return [each.parent for each in table.foreign_keys if each.column.table.name == PERSON and table.name != PERSON]
