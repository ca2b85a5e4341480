"""A sheet that came in is taken out again as a whole, within a day, where nothing has come to hang on it since."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, delete
from sqlmodel import Session, SQLModel, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.people.rules import CAN_BE_UNDONE
from db.engine import transaction
from db.importing import ImportRun
from db.journey import EngagementNext, OccasionDays
from db.people import Person
from db.tables import METADATA

AT_ONCE = 500
# They follow from what was made, and go with it.
FOLLOWS = (EngagementNext, OccasionDays)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A sheet that came in and can still be undone: how many are new and how many were added to, by whom, and when."""

    run_id: UUID
    new: int
    changed: int
    by: str
    at: datetime


def imports(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[ImportRow]:
    """What can still be undone, newest first."""
    require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
    found = session.exec(
        select(ImportRun.id, ImportRun.new, ImportRun.changed, Person.name, ImportRun.imported_at)  # type: ignore[call-overload]
        .join(Person, col(Person.id) == ImportRun.imported_by_id)
        .where(
            ImportRun.organisation_id == organisation_id,
            ImportRun.imported_at >= now - CAN_BE_UNDONE,
            col(ImportRun.undone_at).is_(None),
        )
        .order_by(col(ImportRun.imported_at).desc())
    )
    return [ImportRow(*row) for row in found]


def undo_import(*, session: Session, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Take out all that a sheet brought in, and empty again what it filled and nobody has changed since.

    Raises "too_late" after a day, "import_used" with how many rows hang on it since, as where somebody has joined or
    has a document, and "not_found".
    """
    with transaction(session):
        run = session.exec(select(ImportRun).where(ImportRun.id == run_id).with_for_update()).one_or_none()
        if run is None or run.undone_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.IMPORT_PEOPLE, Subject(run.organisation_id))
        if now - run.imported_at > CAN_BE_UNDONE:
            raise DomainError(ErrorCode.TOO_LATE)
        made = _by_table(run.made)
        if hanging := sum(1 for _each in _hanging_on(session, made)):
            raise DomainError(ErrorCode.IMPORT_USED, count=hanging)
        _empty_again(session, json.loads(run.filled))
        for table in reversed(METADATA.sorted_tables):
            if table.name == "engagement":
                for some in _parts(made.get(table.name, ())):
                    for follows in FOLLOWS:
                        session.exec(delete(follows).where(col(follows.engagement_id).in_(some)))
            for some in _parts(made.get(table.name, ())):
                session.exec(delete(_MODELS[table.name]).where(_MODELS[table.name].id.in_(some)))
        run.undone_at, run.made, run.filled, run.kept = now, [], "[]", False
        session.add(run)
        session.flush()
        trace(session, run.organisation_id, actor, "import.undone", "import_run", run.id, now)


def _by_table(made: Iterable[Sequence[Any]]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for table, key in made:
        found.setdefault(table, []).append(UUID(key))
    return found


def _hanging_on(session: Session, made: dict[str, list[UUID]]) -> Iterator[Any]:
    """The rows that name what was made and were not made with it, by foreign keys, so that no table is forgotten."""
    follows = {each.__tablename__ for each in FOLLOWS}
    for table in METADATA.sorted_tables:
        own = set(made.get(table.name, ()))
        for column in table.columns:
            to = {key.column.table.name for key in column.foreign_keys} & made.keys()
            if table.name in follows or not to:
                continue
            for name in to:
                for some in _parts(made[name]):
                    keys = [*table.primary_key.columns]
                    for row in session.execute(select(*keys).where(column.in_(some))):
                        if row[0] not in own:
                            yield row


def _empty_again(session: Session, filled: Iterable[Sequence[Any]]) -> None:
    """What was filled is as before, where it still says what it was filled with."""
    by_row: dict[tuple[str, UUID], list[tuple[str, Any, Any]]] = {}
    for table, key, name, before, after in filled:
        by_row.setdefault((table, UUID(key)), []).append((name, before, after))
    for (table, key), values in by_row.items():
        row = session.get(_MODELS[table], key)
        if row is None:
            continue
        for name, before, after in values:
            column = METADATA.tables[table].columns[name]
            if getattr(row, name) == _read(column, after):
                setattr(row, name, _read(column, before))
        row.version += 1
        session.add(row)
    session.flush()


def _read(column: Column[Any], told: Any) -> Any:
    return date.fromisoformat(told) if isinstance(column.type, Date) and told is not None else told


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


_MODELS: dict[str, Any] = {str(each.class_.__tablename__): each.class_ for each in SQLModel._sa_registry.mappers}
