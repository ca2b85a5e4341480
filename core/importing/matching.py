"""Who is here already, read once for all rows of a sheet, and compared with each as `core.people.known` compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.importing.choices import House
from core.importing.columns import SheetField
from core.people.known import Alike, Described, Sought
from db.people import Engagement, Membership, Person
from db.programmes import ProgrammeVersion
from db.sought import folded, phone_mark, words_of


@dataclass(frozen=True, slots=True)
class EngagedHere:
    """An engagement as far as a row may add to it."""

    id: UUID
    workplace_id: UUID
    programme: str
    days: Mapping[SheetField, date | None]


@dataclass(frozen=True, slots=True)
class PersonHere:
    """Somebody who is known, or whom an earlier row is about, as `core.people.known` compares them."""

    key: str
    name: str
    latin_name: str
    email: str
    found_by: str
    id: UUID | None = None


class PeopleHere:
    """All who are known, by what they can be found by, read once for all rows."""

    def __init__(self) -> None:
        self._by: dict[str, list[PersonHere]] = {}
        self.engaged: dict[UUID, list[EngagedHere]] = {}

    @classmethod
    def read(cls, session: Session, house: House) -> "PeopleHere":
        people = cls()
        here = house.organisation_id
        engaged = select(Engagement.person_id).where(Engagement.organisation_id == here)
        employed = select(Membership.person_id).where(Membership.organisation_id == here)
        rows = session.exec(
            select(Person.id, Person.name, Person.latin_name, Person.email, Person.found_by).where(  # type: ignore[call-overload]
                or_(col(Person.id).in_(engaged), col(Person.id).in_(employed)), col(Person.merged_into_id).is_(None)
            )
        )
        for id_, name, latin_name, email, found_by in rows:
            people.add(PersonHere(str(id_), name, latin_name, email, found_by, id_))
        engagements = session.exec(
            select(  # type: ignore[call-overload]
                Engagement.id,
                Engagement.person_id,
                Engagement.workplace_id,
                ProgrammeVersion.programme,
                Engagement.begins_on,
                Engagement.trained_on,
            )
            .join(ProgrammeVersion, col(ProgrammeVersion.id) == Engagement.programme_version_id)
            .where(Engagement.organisation_id == here, col(Engagement.ended_at).is_(None))
            .order_by(col(Engagement.created_at))
        )
        for id_, person_id, workplace_id, programme, begins_on, trained_on in engagements:
            days = {SheetField.BEGINS_ON: begins_on, SheetField.TRAINED_ON: trained_on}
            people.engaged.setdefault(person_id, []).append(EngagedHere(id_, workplace_id, programme, days))
        return people

    def add(self, person: PersonHere) -> None:
        """Have them found from now on."""
        # Of what they are found by, the hash of a phone number alone holds no letter.
        marks = [word for word in person.found_by.split() if not any(map(str.isalnum, word))]
        for by in {*name_keys(person.name), *name_keys(person.latin_name), folded(person.email), *marks} - {""}:
            self._by.setdefault(by, []).append(person)

    def like(self, described: Described) -> list[tuple[PersonHere, tuple[Alike, ...]]]:
        """Who may be the one described, in the spelling that is kept, those most alike first."""
        phones = (phone_mark(described.phone),) if described.phone else ()
        sought = Sought(tuple(words_of(described.name)), folded(described.email), phones)
        met = {
            person.key: person
            for by in (*name_keys(described.name), sought.email, *sought.phones)
            for person in self._by.get(by, ())
        }
        alike = [(person, same) for person in met.values() if (same := sought.alike(person))]
        return sorted(alike, key=lambda each: (-len(each[1]), each[0].name.casefold()))


def name_keys(name: str) -> tuple[str, ...]:
    """What two names have in common that are alike: their words in any order, or all in one."""
    words = words_of(name)
    return (" ".join(sorted(words)), "".join(words)) if words else ()
