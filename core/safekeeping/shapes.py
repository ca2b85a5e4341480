"""How rows stand in a file that anybody can read and any later portal can take in, and what is locked in it.

A table is a CSV. A cell of a text that nothing is known of is `\\N`, as PostgreSQL writes it; a text that a spreadsheet
would work out, or that looks like an escape, has a `'` before it. Everything else is empty where it is not known.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, Table, Uuid
from sqlalchemy.types import TypeEngine

from core.spreadsheet import FORMULA
from db.base import UtcTime
from db.places import EncryptedBytes, EncryptedColumn

# The newest format of the file that is read here and the one that is written.
FORMAT = 1
NOTHING, MARK = "\\N", "'"
MARKED = (*FORMULA, MARK, "\\")

# Tables that no file takes along: what lives for a minute or a day, and nobody misses.
LEFT_OUT = frozenset({"login_attempts", "ticket", "download"})
ALL = frozenset({"*"})
# What opens, proves or seals something, and what is for so few eyes that no file that is simply opened may hold it.
LOCKED: dict[str, frozenset[str]] = {
    "account": frozenset({"passphrase_hash", "works_in_id"}),
    "application": frozenset({"token", "token_hash", "accommodations"}),
    "calendar_feed": frozenset({"token", "token_hash"}),
    "clarification_answer": frozenset({"words"}),
    "clarification_point": frozenset({"words"}),
    "cover_asked": frozenset({"token", "token_hash"}),
    "deployment": frozenset({"setup_code"}),
    "invitation": frozenset({"token", "token_hash"}),
    "mail_key": frozenset({"token", "token_hash"}),
    "network_member": frozenset({"shares", "reach"}),
    "personal_log": frozenset({"salt", "by_passphrase", "by_code"}),
    "personal_log_page": frozenset({"sealed"}),
    "questionnaire": frozenset({"answers"}),
    "questionnaire_draft": frozenset({"content"}),
    "sealing_key": frozenset({"key_der"}),
    "session_row": ALL,
    "shared_log_page": frozenset({"words"}),
    "signing_code": ALL,
    "support_talk": frozenset({"kind"}),
    "team_follow_up": frozenset({"in_the_way"}),
    "team_member": frozenset({"accommodations", "shown_to"}),
    "training_day": frozenset({"reflection"}),
    "worry": frozenset({"about", "about_id", "words", "answer", "outcome"}),
    "wrapped_key": ALL,
}


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    YES_OR_NO = "yes or no"
    DAY = "day"
    MOMENT = "moment, UTC"
    ID = "id"
    LIST = "list as JSON"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """One column as a file tells it. `refers` is "table.column" of what it points to, "" for nothing."""

    name: str
    kind: CellKind
    encrypted: bool
    key: bool
    refers: str
    locked: bool


@dataclass(frozen=True, slots=True)
class KeptTable:
    """One table as a file tells it."""

    name: str
    columns: tuple[KeptColumn, ...]

    @property
    def keys(self) -> tuple[KeptColumn, ...]:
        """What tells a row from the others."""
        return tuple(each for each in self.columns if each.key)

    @property
    def readable(self) -> tuple[KeptColumn, ...]:
        """What stands in the CSV: nothing where all of it is locked."""
        return () if self.all_locked else tuple(each for each in self.columns if not each.locked)

    @property
    def all_locked(self) -> bool:
        """Whether no row of it stands in a CSV."""
        return all(each.locked for each in self.columns)

    @property
    def locked(self) -> tuple[KeptColumn, ...]:
        """What is locked, with the keys of its rows; nothing where nothing is."""
        found = tuple(each for each in self.columns if each.locked)
        return (*self.keys, *(each for each in found if not each.key)) if found else ()


def kept(table: Table) -> KeptTable:
    """A table of today's portal as a file tells it."""
    locked = LOCKED.get(table.name, frozenset())
    columns = (
        KeptColumn(
            name=column.name,
            kind=_kind(column.type),
            encrypted=isinstance(column.type, EncryptedColumn),
            key=column.primary_key,
            refers=next((str(each.target_fullname) for each in column.foreign_keys), ""),
            locked=locked == ALL or column.name in locked,
        )
        for column in table.columns
    )
    return KeptTable(table.name, tuple(columns))


def written(value: Any, kind: CellKind) -> str:
    """A value as its cell. A file's own content is told in hexadecimal; a CSV has its name instead."""
    if value is None:
        return NOTHING if kind is CellKind.TEXT else ""
    match kind:
        case CellKind.TEXT:
            return f"{MARK}{value}" if value.startswith(MARKED) else str(value)
        case CellKind.YES_OR_NO:
            return "yes" if value else "no"
        case CellKind.MOMENT:
            return str(value.astimezone(UTC).isoformat())
        case CellKind.LIST:
            return json.dumps(value, ensure_ascii=False)
        case CellKind.FILE:
            return f"x{value.hex()}"
    return str(value)


def read(cell: str, kind: CellKind) -> Any:
    """What `written` was given."""
    if kind is CellKind.TEXT:
        return None if cell == NOTHING else cell.removeprefix(MARK)
    if not cell:
        return None
    match kind:
        case CellKind.NUMBER:
            return int(cell)
        case CellKind.YES_OR_NO:
            return cell == "yes"
        case CellKind.DAY:
            return date.fromisoformat(cell)
        case CellKind.MOMENT:
            return datetime.fromisoformat(cell)
        case CellKind.ID:
            return UUID(cell)
        case CellKind.LIST:
            return json.loads(cell)
    return bytes.fromhex(cell[1:])


def _kind(type_: TypeEngine[Any]) -> CellKind:
    for known, kind in (
        ((EncryptedBytes, LargeBinary), CellKind.FILE),
        (Uuid, CellKind.ID),
        (UtcTime, CellKind.MOMENT),
        (Date, CellKind.DAY),
        (Boolean, CellKind.YES_OR_NO),
        (Integer, CellKind.NUMBER),
        (JSON, CellKind.LIST),
    ):
        if isinstance(type_, known):
            return kind
    return CellKind.TEXT
