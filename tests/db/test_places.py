"""A value that was encrypted for one place is not read in another, and the page that shows it still opens."""

from datetime import datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import LargeBinary, insert, type_coerce
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db.encrypting import unreadable
from db.engine import transaction
from db.organisations import Organisation
from db.people import Person
from db.places import UNREADABLE, in_place
from db.tables import METADATA


@pytest.fixture
def two(session: Session, now: datetime) -> tuple[Person, Person]:
    """Two people with all that is encrypted about somebody."""
    people = [
        Person(name=name, phone=phone, address=f"{name}s vej", next_of_kin_name="Åse", created_at=now)
        for name, phone in (("Karen", "+45 20 30 40 50"), ("Lise", "+45 20 30 40 51"))
    ]
    with transaction(session):
        session.add_all(people)
    session.expunge_all()
    return people[0], people[1]


def raw(column: Any) -> Any:
    return type_coerce(column, LargeBinary)


def pasted(session: Session, one: Person, other: Person, *, what: str = "phone", to: str = "phone") -> None:
    """What is stored of the other's, put in the place of one's."""
    stored = session.exec(select(raw(getattr(Person, what))).where(Person.id == other.id)).one()
    with transaction(session):
        table = METADATA.tables["person"]
        session.connection().execute(table.update().where(table.c.id == one.id).values({to: raw(stored)}))
    session.expunge_all()


@pytest.mark.parametrize(("what", "to"), [("phone", "phone"), ("address", "phone")])
def test_a_value_of_another_row_or_column_is_not_read_and_is_named(
    session: Session, two: tuple[Person, Person], what: str, to: str
) -> None:
    karen, lise = two
    assert unreadable(session) == []
    pasted(session, karen, karen if what != to else lise, what=what, to=to)
    found = session.get_one(Person, karen.id)
    assert (found.phone, found.address) == (UNREADABLE, "Karens vej")
    assert session.exec(select(Person.phone).where(Person.id == lise.id)).one() == "+45 20 30 40 51"
    assert unreadable(session) == [f"person.phone {karen.id}"]


def test_every_way_of_asking_reads_what_was_written(session: Session, two: tuple[Person, Person]) -> None:
    karen, lise = two
    other = aliased(Person)
    beside = select(Person.phone, other.address).join(other, col(other.id) != Person.id).where(Person.id == karen.id)
    assert session.exec(beside).one() == ("+45 20 30 40 50", "Lises vej")
    within = select(Person).where(Person.id == lise.id).subquery()
    assert session.exec(select(aliased(Person, within))).one().phone == "+45 20 30 40 51"
    both = select(Person.phone).where(Person.id == karen.id).union_all(select(Person.phone).where(Person.id == lise.id))
    assert sorted(row[0] for row in session.execute(both)) == ["+45 20 30 40 50", "+45 20 30 40 51"]


def test_what_is_changed_moved_and_emptied_is_read_as_it_is_then(session: Session, two: tuple[Person, Person]) -> None:
    with transaction(session):
        karen, lise = (session.get_one(Person, each.id) for each in two)
        karen.phone, karen.address = lise.phone, ""
    session.expunge_all()
    found = session.get_one(Person, two[0].id)
    assert (found.phone, found.address, found.next_of_kin_name) == ("+45 20 30 40 51", "", "Åse")
    assert unreadable(session) == []


def test_many_rows_are_added_in_place_and_not_without_one(session: Session, now: datetime) -> None:
    rows = [Person(name=f"{number}", phone="+45 20 30 40 50", created_at=now).model_dump() for number in range(3)]
    with pytest.raises(StatementError, match="in_place"), transaction(session):
        session.connection().execute(insert(Person), rows)
    with transaction(session):
        session.connection().execute(insert(Person), [in_place(Person, row) for row in rows])
    assert session.exec(select(Person.phone)).all() == ["+45 20 30 40 50"] * 3


def test_a_file_that_cannot_be_read_is_refused(session: Session, now: datetime) -> None:
    made = [Organisation(name=name, logo=name.encode(), created_at=now) for name in ("Solbjerg", "Fjordby")]
    with transaction(session):
        session.add_all(made)
    one, other = (each.id for each in made)
    stored = session.exec(select(raw(Organisation.logo)).where(Organisation.id == other)).one()
    with transaction(session):
        table = METADATA.tables["organisation"]
        session.connection().execute(table.update().where(table.c.id == one).values(logo=raw(stored)))
    session.expunge_all()
    assert session.exec(select(Organisation.logo).where(Organisation.id == other)).one() == b"Fjordby"
    with pytest.raises(InvalidTag):
        session.exec(select(Organisation.logo).where(Organisation.id == one)).one()
