"""Who works and helps in a large organisation, and the rows of its history until they are written in bulk."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel, insert, select

from core.access.permissions import Role
from core.programmes.publishing import newest
from db.access import Invitation
from db.engine import transaction
from db.organisations import SealingKey, Workplace
from db.people import Account, Engagement, Membership, Person
from db.places import in_place
from tests.builders import an_organisation

YEARS = 5
FIRST = ("Åse", "Bo", "Cæcilie", "Dorthe", "Erik", "Freja", "Gitte", "Henning", "Ib", "Jørgen", "Karen", "Lars")
MIDDLE = ("", "", "Bech", "Dahl", "Holm", "Krogh", "Lund", "Nør", "Skov", "Toft")
LAST = ("Andersen", "Bæk", "Christensen", "Dam", "Fisker", "Hansen", "Jensen", "Møller", "Nygård", "Østergaard", "Aaen")
KINDS = ("laer_at_tackle",) * 16 + ("kommunal_frivillig",) * 3 + ("peer_stoette",)
ONE_DAY = timedelta(days=1)


@dataclass
class House:
    """Who works in the organisation, and the rows that are to be written."""

    organisation_id: UUID
    places: list[Workplace]
    contacts: list[Person]
    coordinators: list[Person]
    supervisors: list[Person]
    versions: Mapping[str, UUID]
    sealing_key_id: UUID
    today: date
    dice: Random
    rows: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def write(self, row: SQLModel) -> None:
        """Keep `row` to be inserted with the others of its table."""
        self.rows[type(row)].append(row.model_dump())

    def at(self, day: date) -> datetime:
        """Noon of a day."""
        return datetime.combine(day, time(11), UTC)

    def past(self, day: date) -> bool:
        """Whether a day is over."""
        return day < self.today


def begun(engagement: Engagement) -> date:
    """The first day of an engagement."""
    assert engagement.begins_on is not None
    return engagement.begins_on


def staff(session: Session, volunteers: int, today: date, dice: Random) -> House:
    """An organisation with a workplace for every eighty volunteers, and its colleagues."""
    organisation = an_organisation(session, datetime.combine(today, time(11), UTC), name="Storby Kommune")
    many = max(2, volunteers // 80)
    house = House(
        organisation_id=organisation.id,
        places=[
            Workplace(organisation_id=organisation.id, name=f"Sundhedshus {number + 1}", address="Torvet 1")
            for number in range(many)
        ],
        contacts=[],
        coordinators=[],
        supervisors=[],
        versions=newest(session),
        sealing_key_id=session.exec(select(SealingKey.id).where(SealingKey.organisation_id == organisation.id)).one(),
        today=today,
        dice=dice,
    )
    for place in house.places:
        house.write(place)
    for role, people, count in (
        (Role.CONTACT_PERSON, house.contacts, many),
        (Role.COORDINATOR, house.coordinators, 3),
        (Role.SUPERVISOR, house.supervisors, max(2, many // 2)),
    ):
        for number in range(count):
            person = _person(house, number, today - timedelta(days=YEARS * 366), "ansat")
            people.append(person)
            house.write(
                Membership(
                    organisation_id=organisation.id,
                    person_id=person.id,
                    role=role,
                    workplace_id=house.places[number].id if role is Role.CONTACT_PERSON else None,
                    created_at=person.created_at,
                )
            )
    return house


def _person(house: House, number: int, day: date, mailbox: str) -> Person:
    names = (house.dice.choice(FIRST), house.dice.choice(MIDDLE), house.dice.choice(LAST))
    person = Person(
        name=" ".join(name for name in names if name),
        email=f"{mailbox}{number}@example.dk" if house.dice.random() < 0.95 else "",
        phone=f"+45 {20_000_000 + number}",
        address="Engvej 7\n4999 Storby",
        next_of_kin_name="Åse Møller",
        next_of_kin_phone="+45 30 40 50 60",
        next_of_kin_relation="søster",
        created_at=house.at(day),
    )
    person.found_by = person.sought_by()
    house.write(person)
    return person


def engage(house: House, number: int, day: date) -> tuple[Engagement, str]:
    """A person and what ties them to the organisation since `day`; who is new has not come in yet."""
    person = _person(house, number, day, "frivillig")
    programme = house.dice.choice(KINDS)
    place = number % len(house.places)
    trained = programme == "laer_at_tackle" and house.past(day + timedelta(days=40))
    ended = house.past(day + timedelta(days=700)) and house.dice.random() < 0.1
    engagement = Engagement(
        organisation_id=house.organisation_id,
        person_id=person.id,
        programme_version_id=house.versions[programme],
        workplace_id=house.places[place].id,
        contact_person_id=house.contacts[place].id,
        coordinator_id=house.dice.choice(house.coordinators).id,
        begins_on=day,
        trained_on=day + timedelta(days=40) if trained else None,
        created_at=house.at(day),
        ended_at=house.at(house.today) if ended else None,
        ended_on=house.today if ended else None,
    )
    house.write(engagement)
    joined = house.past(day + timedelta(days=10))
    house.write(
        Invitation(
            person_id=person.id,
            organisation_id=house.organisation_id,
            purpose="join",
            token_hash=sha256(person.id.bytes).hexdigest(),
            created_by_id=engagement.coordinator_id,
            created_at=house.at(day),
            expires_at=house.at(day + timedelta(days=30)),
            used_at=house.at(day + timedelta(days=3)) if joined else None,
        )
    )
    if joined:
        house.write(
            Account(
                person_id=person.id,
                login_name=str(person.id),
                passphrase_hash="!",
                created_at=house.at(day + timedelta(days=3)),
            )
        )
    return engagement, programme


def insert_all(session: Session, rows: Mapping[type[SQLModel], list[dict[str, Any]]]) -> None:
    """All rows, those others point at first; past the session, as what follows from so many is written afterwards."""
    order = [table.name for table in SQLModel.metadata.sorted_tables]
    with transaction(session):
        for model in sorted(rows, key=lambda each: order.index(str(each.__tablename__))):
            session.connection().execute(insert(model), [in_place(model, row) for row in rows[model]])
