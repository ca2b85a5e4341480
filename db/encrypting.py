"""Encrypting anew all that is encrypted, with the key that is written with now."""

from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, and_, bindparam, or_, tuple_, type_coerce
from sqlmodel import Session, SQLModel, col, select

from db.crypto import KeyMissing, decrypt, encrypt
from db.journey import EngagementNext
from db.people import Engagement, Person
from db.places import EncryptedColumn, key_of, place_of

AT_ONCE = 200


def encrypt_anew(session: Session) -> int:
    """Encrypt every value with the newest key, in the caller's transaction; how many. What cannot be read stays."""
    return sum(_table_anew(session.connection(), table) for table in SQLModel.metadata.sorted_tables)


def index_anew(session: Session) -> None:
    """Write what people are found by anew, for the marks of their phone numbers follow from the key."""
    connection = session.connection()
    people = [{"who": person.id, "by": person.sought_by()} for person in session.exec(select(Person))]
    write = Person.__table__.update().where(col(Person.id) == bindparam("who"))  # type: ignore[attr-defined]
    if people:
        connection.execute(write.values(found_by=bindparam("by")), people)
    theirs = (
        select(Person.found_by)
        .join(Engagement, col(Engagement.person_id) == col(Person.id))
        .where(col(Engagement.id) == col(EngagementNext.engagement_id))
    )
    connection.execute(EngagementNext.__table__.update().values(found_by=theirs.scalar_subquery()))  # type: ignore[attr-defined]
    session.expire_all()


def unreadable(session: Session) -> list[str]:
    """What is altered or stands in another place than it was written for: "table.column" and the key of its row."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for keys, name, stored in _values(session.connection(), table):
            try:
                decrypt(stored, place_of(name, key_of(keys)))
            except (InvalidTag, KeyMissing):
                found.append(f"{name} {'/'.join(str(key) for key in keys)}")
    return found


def _table_anew(connection: Connection, table: Table) -> int:
    by_column: dict[str, list[dict[str, Any]]] = {}
    written = 0
    for keys, name, stored in _values(connection, table):
        place = place_of(name, key_of(keys))
        try:
            anew = encrypt(decrypt(stored, place), place)
        except (InvalidTag, KeyMissing):
            continue
        rows = by_column.setdefault(name.partition(".")[2], [])
        rows.append({"anew": anew, **{f"key_{number}": key for number, key in enumerate(keys)}})
        written += 1
        if len(rows) == AT_ONCE:
            _write(connection, table, name.partition(".")[2], rows)
            rows.clear()
    for column, rows in by_column.items():
        if rows:
            _write(connection, table, column, rows)
    return written


def _write(connection: Connection, table: Table, column: str, rows: list[dict[str, Any]]) -> None:
    this = and_(*(key == bindparam(f"key_{number}", type_=key.type) for number, key in enumerate(table.primary_key)))
    connection.execute(table.update().where(this).values({column: bindparam("anew", type_=LargeBinary)}), rows)


def _values(connection: Connection, table: Table) -> Any:
    """Every encrypted value of a table as it is stored: the key of its row, "table.column", and the bytes."""
    encrypted = [each for each in table.columns if isinstance(each.type, EncryptedColumn)]
    if not encrypted:
        return
    keys: list[ColumnElement[Any]] = list(table.primary_key)
    there = or_(*(each.is_not(None) for each in encrypted))
    ids = [tuple(row) for row in connection.execute(select(*keys).where(there).order_by(*keys))]
    raw = [type_coerce(each, LargeBinary) for each in encrypted]
    for first in range(0, len(ids), AT_ONCE):
        some = tuple_(*keys).in_(ids[first : first + AT_ONCE])
        for row in connection.execute(select(*keys, *raw).where(some)).all():
            for column, stored in zip(encrypted, row[len(keys) :], strict=True):
                if stored is not None:
                    # What was written in past the portal may be words.
                    raw_bytes = stored.encode() if isinstance(stored, str) else bytes(stored)
                    yield tuple(row[: len(keys)]), str(column), raw_bytes
