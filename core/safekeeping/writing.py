"""All that a portal holds, or one organisation of it, as a ZIP that anybody can read without the portal.

Everything is read in one snapshot, while the portal is used, a portion at a time, and written as it is read.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, select, type_coerce
from sqlmodel import SQLModel

from core.documents.export.zipping import Sink, in_zip
from core.safekeeping.dictionary import DICTIONARY, README, dictionary, read_me
from core.safekeeping.locking import locked
from core.safekeeping.shapes import FORMAT, LEFT_OUT, CellKind, KeptColumn, KeptTable, kept, written
from db.crypto import KeyMissing
from db.migrate import newest_step
from db.places import UNREADABLE

import db.tables  # noqa: F401, isort: skip

MANIFEST, KEYS = "manifest.json", "keys.locked"
AT_ONCE, FILES_AT_ONCE = 500, 20
BEGINNINGS = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}


@dataclass(frozen=True, slots=True)
class Locking:
    """What is locked with which passphrase: the portal's keys as they are, by the id of their row."""

    passphrase: str
    keys: Mapping[UUID, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken out: the rows that meet a condition of their table, or all of them (None); and how it is locked.
    Where it is not, what would be is left out, and no portal takes the file in."""

    now: datetime
    organisation_id: UUID | None = None
    conditions: Mapping[str, ColumnElement[bool]] | None = None
    locking: Locking | None = None


def pieces(connection: Connection, chosen: Selection) -> Iterator[bytes]:
    """The ZIP, piece by piece. `connection` is in a snapshot that lasts until the end."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as zipped:
        book = _Book(zipped, chosen.now)
        tables = [each for each in SQLModel.metadata.sorted_tables if _is_wanted(each, chosen)]
        shapes = [kept(each) for each in tables]
        book.put(README, read_me(chosen.now, locked=chosen.locking is not None).encode())
        book.put(DICTIONARY, dictionary(shapes, tables))
        for table, shape in zip(tables, shapes, strict=True):
            if shape.readable:
                for _written in _table(connection, book, table, shape, chosen):
                    yield sink.fetch()
        if chosen.locking is not None:
            with book.file(KEYS) as file:
                secret = _secrets(connection, tables, shapes, chosen, chosen.locking)
                for piece in locked(secret, chosen.locking.passphrase):
                    file.write(piece)
                    yield sink.fetch()
        book.put(MANIFEST, _manifest(book, shapes, chosen))
    yield sink.fetch()


def _is_wanted(table: Table, chosen: Selection) -> bool:
    if chosen.conditions is None:
        return table.name not in LEFT_OUT
    return table.name in chosen.conditions and bool(kept(table).readable or chosen.locking)


def _manifest(book: "_Book", shapes: Sequence[KeptTable], chosen: Selection) -> bytes:
    told = {
        "format": FORMAT,
        "step": newest_step(),
        "made_at": chosen.now.astimezone(UTC).isoformat(),
        "organisation": str(chosen.organisation_id) if chosen.organisation_id else None,
        "tables": [
            {
                "name": shape.name,
                "rows": book.rows.get(shape.name, 0),
                "columns": [
                    {
                        "name": each.name,
                        "kind": each.kind,
                        "encrypted": each.encrypted,
                        "key": each.key,
                        "refers": each.refers,
                        "locked": each.locked,
                    }
                    for each in shape.columns
                ],
            }
            for shape in shapes
        ],
        "files": book.sums,
        "unreadable": book.unreadable,
    }
    return json.dumps(told, indent=1).encode()


class _Book:
    """The ZIP that is written, and what stands in it so far: the SHA-256 of each file, how many rows of each table, and
    what could not be read in the database."""

    def __init__(self, zipped: zipfile.ZipFile, now: datetime) -> None:
        self._zipped, self._at = zipped, in_zip(now)
        self.sums: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.unreadable: list[str] = []

    def file(self, name: str) -> "_Summed":
        """A file of the ZIP to be written into; one at a time."""
        entry = zipfile.ZipInfo(name, self._at)
        entry.create_system, entry.external_attr = 3, 0o600 << 16
        packed = name.endswith((".pdf", ".png", ".jpg", ".locked"))
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        return _Summed(self._zipped.open(entry, "w", force_zip64=True), name, self.sums)

    def put(self, name: str, content: bytes) -> None:
        """A whole file."""
        with self.file(name) as file:
            file.write(content)


class _Summed:
    """A file of the ZIP that is written; at its end its SHA-256 is noted."""

    def __init__(self, file: IO[bytes], name: str, sums: dict[str, str]) -> None:
        self._file, self._name, self._sums, self._sum = file, name, sums, hashlib.sha256()

    def __enter__(self) -> "_Summed":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        self._sums[self._name] = self._sum.hexdigest()

    def write(self, data: bytes) -> None:
        """Write on."""
        self._sum.update(data)
        self._file.write(data)


def _table(connection: Connection, book: _Book, table: Table, shape: KeptTable, chosen: Selection) -> Iterator[None]:
    names: dict[tuple[str, str], str] = {}
    for column in shape.readable:
        if column.kind is CellKind.FILE:
            for name, key, content in _files(connection, table, shape, column, chosen):
                if content is None:
                    book.unreadable.append(f"{table.name}.{column.name} {key}")
                    continue
                names[column.name, key] = name
                book.put(name, content)
                yield
    columns = [each for each in shape.readable if each.kind is not CellKind.FILE]
    told: list[list[str]] = []
    count = 0
    with book.file(f"tables/{table.name}.csv") as file:
        file.write(_as_csv([[each.name for each in shape.readable]], first=True))
        for row in _rows(connection, table, columns, chosen):
            cells = {each.name: written(value, each.kind) for each, value in zip(columns, row, strict=True)}
            key = _key(cells, shape)
            if UNREADABLE in row:
                book.unreadable.append(f"{table.name} {key}")
            told.append([cells.get(each.name, names.get((each.name, key), "")) for each in shape.readable])
            count += 1
            if len(told) == AT_ONCE:
                file.write(_as_csv(told))
                told.clear()
                yield
        file.write(_as_csv(told))
    book.rows[table.name] = count
    yield


def _as_csv(rows: Sequence[Sequence[str]], *, first: bool = False) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig" if first else "utf-8")


def _files(
    connection: Connection, table: Table, shape: KeptTable, column: KeptColumn, chosen: Selection
) -> Iterator[tuple[str, str, bytes | None]]:
    """The files in a column: the name of each, the key of its row, and its content, None where it cannot be read."""
    keys = [table.c[each.name] for each in shape.keys]
    there = type_coerce(table.c[column.name], LargeBinary).is_not(None)
    asked = select(*keys).where(there, *_condition(table, chosen)).order_by(*keys)
    for row in connection.execute(asked).all():
        told = {each.name: written(value, each.kind) for each, value in zip(shape.keys, row, strict=True)}
        this = (each == value for each, value in zip(keys, row, strict=True))
        try:
            content = connection.execute(select(table.c[column.name]).where(*this)).scalar_one()
        except (InvalidTag, KeyMissing):
            content = None
        key = _key(told, shape)
        ending = next((word for start, word in BEGINNINGS.items() if (content or b"").startswith(start)), "bin")
        yield f"files/{table.name}/{column.name}/{key.replace('/', '-')}.{ending}", key, content


def _secrets(
    connection: Connection, tables: Sequence[Table], shapes: Sequence[KeptTable], chosen: Selection, locking: Locking
) -> Iterator[bytes]:
    """What is locked, a row a line."""
    for table, shape in zip(tables, shapes, strict=True):
        for row in _rows(connection, table, shape.locked, chosen) if shape.locked else ():
            values = dict(zip((each.name for each in shape.locked), row, strict=True))
            if table.name == "wrapped_key":
                values["wrapped"] = locking.keys[values["id"]]
            told = {each.name: written(values[each.name], each.kind) for each in shape.locked}
            yield json.dumps([table.name, told], ensure_ascii=False).encode() + b"\n"


def _rows(connection: Connection, table: Table, columns: Sequence[KeptColumn], chosen: Selection) -> Iterator[Any]:
    asked = select(*(table.c[each.name] for each in columns)).where(*_condition(table, chosen))
    ordered = asked.order_by(*table.primary_key)
    with connection.execute(ordered, execution_options={"yield_per": AT_ONCE}) as found:
        yield from found


def _condition(table: Table, chosen: Selection) -> tuple[ColumnElement[bool], ...]:
    return () if chosen.conditions is None else (chosen.conditions[table.name],)


def _key(told: Mapping[str, str], shape: KeptTable) -> str:
    return "/".join(told[each.name] for each in shape.keys)
