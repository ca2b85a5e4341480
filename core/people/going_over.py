"""Everything of one person becoming another's, and going back; found by foreign keys, so that no table is forgotten.

What a person can have only once, and both have, is taken out of the one and kept to be put back. An account stays where
it is then: sessions hang on it.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, String, Table, cast, delete, inspect, tuple_
from sqlmodel import Session, SQLModel, and_, col, or_, select

from core.access.identity import held_by_both, name_instead, naming_a_person
from core.access.links import PASSPHRASE
from db.access import Invitation
from db.documents import DocumentRevision
from db.journey import SavedView
from db.notices import ChangeNotice
from db.outbox import OutboxItem
from db.people import Account, DutyHandover, Membership, PersonMerge
from db.places import EncryptedText
from db.tables import METADATA

# Where people are named among other things.
NAMED_AMONG: tuple[tuple[type[SQLModel], str], ...] = (
    (OutboxItem, "params"),
    (ChangeNotice, "people"),
    (ChangeNotice, "told"),
    (ChangeNotice, "after"),
    (DocumentRevision, "content"),
    (DutyHandover, "moved"),
    (SavedView, "settings"),
)
# What stays with the record it was made for, whoever that is.
OWN = frozenset({PersonMerge.__tablename__})


@dataclass(frozen=True, slots=True)
class GoneOver:
    """What went over, as `db.people.PersonMerge` keeps it."""

    moved: list[list[Any]] = field(default_factory=list)
    rewritten: list[list[Any]] = field(default_factory=list)
    taken_out: list[list[Any]] = field(default_factory=list)


def go_over(session: Session, merged_id: UUID, kept_id: UUID) -> GoneOver:
    """Make all that names `merged_id` name `kept_id`, inside the caller's transaction."""
    gone = GoneOver()
    _take_out(session, gone, col(Membership.person_id), kept_id, merged_id, col(Membership.ended_at).is_not(None))
    for column in _columns():
        if column.table.name != Account.__tablename__:
            _take_out(session, gone, column, merged_id, kept_id)
        _move(session, gone, column, merged_id, kept_id)
    for model, name in NAMED_AMONG:
        for row in _naming(session, model, name, merged_id):
            before = getattr(row, name)
            key = [_written(each) for each in inspect(row).identity]
            gone.rewritten.append([model.__tablename__, name, key, before])
            setattr(row, name, _renamed(before, merged_id, kept_id))
            session.add(row)
    session.flush()
    session.expire_all()
    return gone


def go_back(session: Session, gone: GoneOver, merged_id: UUID, kept_id: UUID) -> None:
    """Undo it: what went over goes back where it still names `kept_id`, what has come since to engagements that go back
    goes with them, and what was taken out is put in again."""
    keys: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for table, name, key in gone.moved:
        keys.setdefault((table, name), []).append(_read_key(METADATA.tables[table], key))
    engagements = [key for (key,) in keys.get(("engagement", "person_id"), ())]
    for column in _columns():
        table = column.table
        which = [_key(table).in_(keys[table.name, column.name])] if (table.name, column.name) in keys else []
        which += _of_engagements(column, engagements)
        if which:
            name_instead(session, column, [column == kept_id, or_(*which)], merged_id)
    for table_name, name, key, before in gone.rewritten:
        model = _model(table_name)
        row = session.get(model, _read_key(model.__table__, key))
        if row is not None and getattr(row, name) == _renamed(before, merged_id, kept_id):
            setattr(row, name, before)
            session.add(row)
    for table_name, values in gone.taken_out:
        table = METADATA.tables[table_name]
        session.add(_model(table_name)(**{name: _read(table.c[name], value) for name, value in values.items()}))
    session.flush()
    session.expire_all()


def _columns() -> Iterator[Column[Any]]:
    return (column for column in naming_a_person() if column.table.name not in OWN)


def _take_out(session: Session, gone: GoneOver, column: Any, from_id: UUID, other_id: UUID, also: Any = True) -> None:
    """Remove the rows of `from_id` that `other_id` has too; what they held is kept."""
    column = METADATA.tables[column.table.name].c[column.name]
    which = and_(column == from_id, held_by_both(column, other_id), also)
    rows = session.execute(select(column.table).where(which)).mappings().all()
    for row in rows:
        gone.taken_out.append([column.table.name, {name: _written(value) for name, value in row.items()}])
    if rows:
        session.execute(
            delete(column.table).where(_key(column.table).in_([_key_of(column.table, row) for row in rows]))
        )


def _move(session: Session, gone: GoneOver, column: Column[Any], merged_id: UUID, kept_id: UUID) -> None:
    table = column.table
    which = [column == merged_id, ~held_by_both(column, kept_id)]
    if table.name == Invitation.__tablename__:
        # Who holds a link to a new passphrase does not get that of another login.
        which.append(col(Invitation.purpose) != PASSPHRASE)
    found = [tuple(key) for key in session.execute(select(*table.primary_key.columns).where(*which))]
    if not found:
        return
    name_instead(session, column, [_key(table).in_(found)], kept_id)
    now = [
        tuple(kept_id if own is column else value for own, value in zip(table.primary_key.columns, key, strict=True))
        for key in found
    ]
    gone.moved.extend([table.name, column.name, [_written(each) for each in key]] for key in now)


def _of_engagements(column: Column[Any], engagement_ids: Collection[UUID]) -> list[Any]:
    """The rows that name in `column` whose they are, and are about one of the engagements or a party of theirs."""
    if column.name != "person_id" or not engagement_ids:
        return []
    found: list[Any] = []
    for key in column.table.foreign_keys:
        parent = key.column.table
        if parent.name == "engagement":
            found.append(key.parent.in_(engagement_ids))
        elif parent.name == "document_party":
            of_party = select(parent.c.id).where(parent.c.engagement_id.in_(engagement_ids))
            found.append(key.parent.in_(of_party))
    return found


def _naming(session: Session, model: Any, name: str, person_id: UUID) -> list[Any]:
    """The rows of `model` that name somebody in what they hold as `name`; what is encrypted is read to find out."""
    asked = select(model).order_by(*model.__table__.primary_key.columns).with_for_update()
    if isinstance(model.__table__.c[name].type, EncryptedText):
        return [row for row in session.exec(asked) if str(person_id) in getattr(row, name)]
    return list(session.exec(asked.where(cast(getattr(model, name), String).contains(str(person_id)))))


def _renamed(value: Any, from_id: UUID, to_id: UUID) -> Any:
    return json.loads(json.dumps(value).replace(str(from_id), str(to_id)))


def _model(table: str) -> Any:
    return next(mapper.class_ for mapper in SQLModel._sa_registry.mappers if mapper.class_.__tablename__ == table)


def _key(table: Table) -> Any:
    return tuple_(*table.primary_key.columns)


def _key_of(table: Table, row: Any) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)


def _read_key(table: Table, key: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_read(column, value) for column, value in zip(table.primary_key.columns, key, strict=True))


def _written(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(column: Column[Any], value: Any) -> Any:
    """A value of JSON as the column holds it."""
    # A type of ours says what it is made of, not what it holds.
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if value is None or not isinstance(value, str):
        return value
    if kind is UUID:
        return UUID(value)
    return kind.fromisoformat(value) if kind in (date, datetime) else value
