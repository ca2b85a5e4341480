"""A file of all that a portal held, checked, and taken into an empty one: whole or not at all.

The file says itself which tables it has and how they were at the time. They are made as they were then, filled, and
brought to today's, so that a file from before an update is taken in after it.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    inspect,
    select,
)
from sqlalchemy.types import TypeEngine

from core.safekeeping.fitting import Fitting
from core.safekeeping.locking import TITLE, opened
from core.safekeeping.refusing import NotOpened
from core.safekeeping.shapes import FORMAT, CellKind, KeptColumn, KeptTable, read
from core.safekeeping.writing import AT_ONCE, FILES_AT_ONCE, KEYS, MANIFEST
from db.base import UtcTime
from db.crypto import encrypt
from db.engine import alone
from db.keys import take_in
from db.migrate import FOLDER, alembic_config, tables_can_be_made_anew
from db.places import key_of, place_of

NO_ZIP = "This is no file of the portal's, or only the beginning of one."
BACKUP = "This is a backup, which a passphrase opens. Take it in by python -m core restore FILE."
NEWER = "The file was written by a newer version of the portal. Bring the portal up to date first."
DAMAGED = "{name} in the file is missing or was changed. Take another copy of it."
FOR_READING = (
    "This file is for reading: it holds no keys, so no portal takes it in. Make one by python -m core export FILE, "
    "with --to-move for one organisation alone."
)
NOT_EMPTY = (
    "The portal there is in use already, and nothing was changed. Take the file into an empty one: give it another "
    "DATABASE_URL, or another HANDSLAG_DATA."
)
NOT_OURS = "The database there holds something that is not the portal's, and nothing was changed. Give it an empty one."
TOO_LONG = 2**31 - 1
TYPES: dict[CellKind, type[TypeEngine[Any]]] = {
    CellKind.TEXT: Text,
    CellKind.NUMBER: Integer,
    CellKind.YES_OR_NO: Boolean,
    CellKind.DAY: Date,
    CellKind.MOMENT: UtcTime,
    CellKind.ID: Uuid,
    CellKind.FILE: LargeBinary,
}
Locked = dict[str, dict[tuple[str, ...], dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file says it holds: when it was made, of which organisation alone (None: of the whole portal), how many
    rows, and what could not be read in the database it was made from. The rows of tables that are locked whole are
    known by `Archive.check_all` alone."""

    made_at: datetime
    organisation_id: UUID | None
    rows: int
    unreadable: tuple[str, ...]


class Archive:
    """An opened file. Raises `NotOpened` where it is none, or of a newer version."""

    def __init__(self, file: BinaryIO | io.BufferedReader) -> None:
        if file.read(len(TITLE)) == TITLE:
            raise NotOpened(BACKUP)
        try:
            self._zip = zipfile.ZipFile(file)
            self._told: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
            newer = self._told["format"] > FORMAT or self._told["step"] not in _steps()
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError):
            raise NotOpened(NO_ZIP) from None
        if newer:
            raise NotOpened(NEWER)

    @property
    def step(self) -> str:
        """The step of the migrations that its tables are of."""
        return str(self._told["step"])

    def tables(self) -> Iterator[tuple[KeptTable, int]]:
        """Its tables, those that others point to first, and how many readable rows of each."""
        for told in self._told["tables"]:
            columns = (KeptColumn(**{**each, "kind": CellKind(each["kind"])}) for each in told["columns"])
            yield KeptTable(told["name"], tuple(columns)), told["rows"]

    def check(self) -> Contents:
        """What it holds. Reads all of it; raises `NotOpened` where a part is missing or is not as it was written."""
        there = set(self._zip.namelist())
        for name, expected in self._told["files"].items():
            if name not in there or self._sum(name) != expected:
                raise NotOpened(DAMAGED.format(name=name))
        organisation = self._told["organisation"]
        return Contents(
            made_at=datetime.fromisoformat(self._told["made_at"]),
            organisation_id=UUID(organisation) if organisation else None,
            rows=sum(rows for _table, rows in self.tables()),
            unreadable=tuple(self._told["unreadable"]),
        )

    def check_all(self, passphrase: str) -> Contents:
        """The same with what is locked in it, whose rows count as well: as many as are taken in. Raises `NotOpened`."""
        found, locked = self.check(), self.locked(passphrase)
        hidden = sum(len(locked.get(shape.name, {})) for shape, _rows in self.tables() if shape.all_locked)
        return replace(found, rows=found.rows + hidden)

    def locked(self, passphrase: str) -> Locked:
        """What is locked in it, by table and key. `NotOpened` for one without, or with another passphrase."""
        if KEYS not in self._told["files"]:
            raise NotOpened(FOR_READING)
        keys = {shape.name: [each.name for each in shape.keys] for shape, _rows in self.tables()}
        found: Locked = {}
        with opened(io.BytesIO(self._zip.read(KEYS)), passphrase) as lines:
            for line in lines:
                table, told = json.loads(line)
                found.setdefault(table, {})[tuple(told[name] for name in keys[table])] = told
        return found

    def rows(self, shape: KeptTable, locked: Locked) -> Iterator[dict[str, Any]]:
        """The rows of a table, as values by column."""
        secret = locked.get(shape.name, {})
        kinds = {each.name: each.kind for each in shape.columns}
        for told in self._cells(shape) if shape.readable else secret.values():
            known = {**told, **secret.get(tuple(told[each.name] for each in shape.keys), {})}
            values = {name: read(cell, kinds[name]) for name, cell in known.items() if not _is_name(cell, kinds[name])}
            values |= {name: self._zip.read(cell) for name, cell in known.items() if _is_name(cell, kinds[name])}
            yield values

    def _cells(self, shape: KeptTable) -> Iterator[dict[str, str]]:
        csv.field_size_limit(TOO_LONG)
        with self._zip.open(f"tables/{shape.name}.csv") as file:
            yield from csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))

    def _sum(self, name: str) -> str:
        try:
            with self._zip.open(name) as file:
                return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except (zipfile.BadZipFile, EOFError):
            return ""


def _steps() -> set[str]:
    """The steps of the migrations that this version knows."""
    return {each.revision for each in ScriptDirectory(str(FOLDER)).walk_revisions()}


def _is_name(cell: str, kind: CellKind) -> bool:
    """Whether a cell names a file, rather than telling its content."""
    return kind is CellKind.FILE and cell.startswith("files/")


def take_in_all(engine: Engine, archive: Archive, *, passphrase: str, secret: str) -> int:
    """Fill the empty database of `engine` with `archive`, encrypted anew for the portal with `secret`; how many rows.

    One transaction: it is done, or nothing is. Of one organisation, what points to another is let go. Raises
    `NotOpened`.
    """
    alone_it_comes = archive.check().organisation_id is not None
    locked = archive.locked(passphrase)
    count = 0
    with ExitStack() as ends:
        connection = ends.enter_context(engine.connect().execution_options(immediate=True))
        ends.enter_context(tables_can_be_made_anew(connection))
        ends.enter_context(connection.begin())
        alone(connection)
        _make_tables(connection, archive.step)
        shapes = {shape.name: shape for shape, _rows in archive.tables()}
        keys = shapes.pop("wrapped_key")
        # Everything else is encrypted with them.
        count += _fill(connection, keys, take_in(archive.rows(keys, locked), secret))
        fitting = Fitting(connection, shapes.values()) if alone_it_comes else None
        for shape in shapes.values():
            count += _fill(connection, shape, archive.rows(shape, locked), fitting)
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise NotOpened(DAMAGED.format(name="tables"))
        command.upgrade(alembic_config(connection), "head")
    return count


def _make_tables(connection: Connection, step: str) -> None:
    """The tables as they were at `step`, in a database that is empty or of a portal that was opened and not set up."""
    there = set(inspect(connection).get_table_names())
    if there:
        if not {"alembic_version", "deployment"} <= there:
            raise NotOpened(NOT_OURS)
        deployment = Table("deployment", MetaData(), Column("claimed_at", UtcTime))
        if connection.scalar(select(deployment.c.claimed_at)) is not None:
            raise NotOpened(NOT_EMPTY)
        known = MetaData()
        known.reflect(connection)
        known.drop_all(connection)
    command.upgrade(alembic_config(connection), step)


def _fill(
    connection: Connection, shape: KeptTable, rows: Iterator[dict[str, Any]], fitting: Fitting | None = None
) -> int:
    """Put the rows into their table; how many. One that points to another of its own table does so when all are in."""
    rows = fitting.of(shape, rows) if fitting else rows
    table = Table(shape.name, MetaData(), *(_column(each) for each in shape.columns))
    own = [each.name for each in shape.columns if each.refers.partition(".")[0] == shape.name]
    at_once = FILES_AT_ONCE if any(each.kind is CellKind.FILE for each in shape.columns) else AT_ONCE
    pointing: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    count = 0

    def write() -> None:
        if waiting:
            connection.execute(table.insert(), waiting)
            waiting.clear()

    for row in rows:
        if any(row[name] is not None for name in own):
            pointing.append(
                {f"_{each.name}": row[each.name] for each in shape.keys} | {name: row[name] for name in own}
            )
        waiting.append(_stored(shape, {**row, **dict.fromkeys(own)}))
        count += 1
        if len(waiting) == at_once:
            write()
    write()
    if fitting:
        pointing = [fitting.within(shape, each) for each in pointing]
    if pointing:
        this = (table.c[each.name] == bindparam(f"_{each.name}") for each in shape.keys)
        connection.execute(table.update().where(*this), pointing)
    return count


def _column(column: KeptColumn) -> Column[Any]:
    if column.encrypted:
        return Column(column.name, LargeBinary, primary_key=column.key)
    type_ = JSON(none_as_null=True) if column.kind is CellKind.LIST else TYPES[column.kind]()
    return Column(column.name, type_, primary_key=column.key)


def _stored(shape: KeptTable, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with what is encrypted in the database encrypted for its place."""
    place = key_of(tuple(row[each.name] for each in shape.keys))
    return {
        each.name: encrypt(_bytes(row[each.name]), place_of(f"{shape.name}.{each.name}", place))
        if each.encrypted and row[each.name] is not None
        else row[each.name]
        for each in shape.columns
    }


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value
