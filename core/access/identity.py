"""What makes a person one and the same: every column that names somebody, and what two people are to each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, UniqueConstraint, update
from sqlmodel import Session, col, exists, or_, select

from db.evidence import BY_TABLE as EVIDENCE_BY_TABLE
from db.pairs import Pair
from db.people import Engagement
from db.tables import METADATA


def naming_a_person() -> list[Column[Any]]:
    """Every column of every table that names a person."""
    own = METADATA.tables["person"].c.id
    return [
        column
        for table in METADATA.sorted_tables
        for column in table.columns
        if any(key.column is own for key in column.foreign_keys)
    ]


def held_by_both(column: Column[Any], person_id: UUID) -> ColumnElement[bool]:
    """That a row cannot name `person_id` in `column` too, because another row does of which there can be only one."""
    table, other = column.table, column.table.alias()
    alone = [tuple(table.primary_key.columns)]
    alone += [tuple(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    alone += [tuple(each.columns) for each in table.indexes if each.unique]
    return or_(
        False,
        *(
            exists().where(
                other.c[column.name] == person_id,
                *(other.c[each.name].is_not_distinct_from(each) for each in together if each is not column),
            )
            for together in alone
            if column in together
        ),
    )


def name_instead(session: Session, column: Column[Any], which: Sequence[ColumnElement[bool]], person_id: UUID) -> None:
    """Have the rows that meet all of `which` name `person_id` in `column`, inside the caller's transaction."""
    evidence = EVIDENCE_BY_TABLE.get(column.table.name)
    if evidence is None:
        session.execute(update(column.table).where(*which).values({column: person_id}))
        return
    # As objects, so that the log tells of it.
    for row in session.exec(select(evidence).where(*which)).all():
        setattr(row, column.name, person_id)
        session.add(row)
    session.flush()


def face_each_other(session: Session, first_id: UUID, second_id: UUID) -> bool:
    """Whether one of two people looks after the other as contact person or coordinator, or they are a pair."""
    both = (first_id, second_id)
    looked_after = select(Engagement.id).where(
        col(Engagement.person_id).in_(both),
        or_(
            col(Engagement.contact_person_id).in_(both) & (Engagement.contact_person_id != Engagement.person_id),
            col(Engagement.coordinator_id).in_(both) & (Engagement.coordinator_id != Engagement.person_id),
        ),
    )
    of_first = select(Engagement.id).where(Engagement.person_id == first_id)
    of_second = select(Engagement.id).where(Engagement.person_id == second_id)
    paired = select(Pair.id).where(
        or_(
            col(Pair.first_id).in_(of_first) & col(Pair.second_id).in_(of_second),
            col(Pair.first_id).in_(of_second) & col(Pair.second_id).in_(of_first),
        )
    )
    return any(session.exec(question).first() is not None for question in (looked_after, paired))
