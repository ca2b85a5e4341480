"""Encrypted columns, and the place each value is bound to: its table, its column and the key of its row.

What is encrypted for one place cannot be read in another, so whoever writes to the database cannot give one row what
stands in another's. Every SELECT of such a column brings the row's key along in SQL; what is written gets its place
when its object is flushed. A text that cannot be read is `UNREADABLE`, so that a page with one such value still opens.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, ColumnElement, Connection, Dialect, LargeBinary, Table, Uuid, event, inspect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from db.crypto import KeyMissing, decrypt, encrypt

# What stands for a text that was altered, or is not where it was written. Nobody types it.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
END_OF_KEY = b"\0"


class PlacedText(str):
    """A text with the place it is encrypted for."""

    place: bytes


class PlacedBytes(bytes):
    """Bytes with the place they are encrypted for."""

    place: bytes


class WithItsKey(FunctionElement[Any]):
    """The key of a row before an encrypted value of it, as one value of bytes."""

    inherit_cache = True

    def __init__(self, *parts: ColumnElement[Any], of: "EncryptedColumn") -> None:
        super().__init__(*parts)
        self.type = of


class EncryptedColumn(TypeDecorator[Any]):
    """What texts and bytes that only this deployment can read have in common."""

    impl = LargeBinary
    cache_ok = True
    column_name = ""

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Ask for the row's key too, whatever alias the table has in a statement."""
        keys = column.table.primary_key
        return WithItsKey(*keys, column, of=self)

    def stored(self, value: Any, plain: bytes) -> bytes:
        """What is stored of a value that knows its place."""
        if not isinstance(value, PlacedText | PlacedBytes):
            raise TypeError(f"{self.column_name}: add it as an object, or by `in_place`: its row is not known")
        return encrypt(plain, value.place)

    def plain(self, value: Any) -> bytes:
        """What was encrypted; raises InvalidTag or `KeyMissing` where it was altered, or written in another place."""
        key, _, stored = bytes(value).partition(END_OF_KEY)
        return decrypt(stored, place_of(self.column_name, key))


class EncryptedText(EncryptedColumn):
    """Text that only this deployment can read; compared and searched nowhere in SQL."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else self.stored(value, value.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        try:
            return None if value is None else self.plain(value).decode()
        except (InvalidTag, KeyMissing):
            return UNREADABLE


class EncryptedBytes(EncryptedColumn):
    """Bytes that only this deployment can read. Raises where they cannot be: nothing could stand for a file."""

    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else self.stored(value, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else self.plain(value)


@compiles(WithItsKey, "sqlite")
def _on_sqlite(element: WithItsKey, compiler: SQLCompiler, **options: Any) -> str:
    *keys, value = (compiler.process(part, **options) for part in element.clauses)
    joined = " || '/' || ".join(keys)
    return f"CAST({joined} || x'00' || {value} AS BLOB)"


@compiles(WithItsKey, "postgresql")
def _on_postgresql(element: WithItsKey, compiler: SQLCompiler, **options: Any) -> str:
    *keys, value = element.clauses
    written = []
    for key in keys:
        spelled = f"CAST({compiler.process(key, **options)} AS TEXT)"
        written.append(f"replace({spelled}, '-', '')" if isinstance(key.type, Uuid) else spelled)
    joined = " || '/' || ".join(written)
    return f"(convert_to({joined}, 'UTF8') || decode('00', 'hex') || {compiler.process(value, **options)})"


def place_of(column_name: str, key: bytes) -> bytes:
    """What a value is bound to; `column_name` is "table.column"."""
    return column_name.encode() + END_OF_KEY + key


def key_of(values: tuple[Any, ...]) -> bytes:
    """The key of a row as both databases write it before a value."""
    return "/".join(value.hex if isinstance(value, UUID) else str(value) for value in values).encode()


def in_place(kind: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new row of `kind` for a statement that adds many, each encrypted one with its place."""
    key = key_of(tuple(values[each.name] for each in inspect(kind).primary_key))
    return {**values, **_placed(inspect(kind), key, values)}


def _placed(mapper: Mapper[Any], key: bytes, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, column_name in _encrypted(mapper):
        value = values.get(name)
        if value is not None:
            placed = (PlacedText if isinstance(value, str) else PlacedBytes)(value)
            placed.place = place_of(column_name, key)
            found[name] = placed
    return found


@cache
def _encrypted(mapper: Mapper[Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.name, each.type.column_name) for each in mapper.columns if isinstance(each.type, EncryptedColumn)
    )


def _place(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    if _encrypted(mapper):
        held = inspect(row).dict
        held.update(_placed(mapper, key_of(tuple(mapper.primary_key_from_instance(row))), held))


def _name(column: Column[Any], table: Table) -> None:
    if isinstance(column.type, EncryptedColumn):
        column.type.column_name = f"{table.name}.{column.name}"


event.listen(Mapper, "before_insert", _place)
event.listen(Mapper, "before_update", _place)
event.listen(Column, "after_parent_attach", _name)
