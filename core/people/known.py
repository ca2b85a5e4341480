"""Whether somebody who is about to be added may be here already: by name, mail or phone, however they are written."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from core import contact
from core.access.permissions import Action, Actor, Role, Subject, may, require
from core.access.reach import narrowed_to
from core.i18n import N_
from core.people.search import phone_marks
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement, Membership, Person
from db.programmes import ProgrammeVersion
from db.sought import folded, words_of

# More than a few tell nobody anything.
TOLD = 5


class Alike(StrEnum):
    """What two people have in common."""

    NAME = "same_name"
    EMAIL = "same_email"
    PHONE = "same_phone"


ALIKE_CALLED = {Alike.NAME: N_("name"), Alike.EMAIL: N_("e-mail"), Alike.PHONE: N_("phone number")}


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody as they are written down, by whoever does it."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class KnownEngagement:
    """Where somebody volunteers or did, and in which programme."""

    engagement_id: UUID
    workplace: str
    programme: str
    ended: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is here already, and what of them is `alike`; no more of them than the reader may see."""

    person_id: UUID
    name: str
    alike: tuple[Alike, ...]
    engagements: tuple[KnownEngagement, ...]
    roles: tuple[Role, ...]


def known_already(
    *, session: Session, actor: Actor, organisation_id: UUID, like: Described, but: Collection[UUID] = ()
) -> list[KnownPerson]:
    """Those in the organisation who may be the one described: the same name in any order and spelling, the same mail,
    or the same phone number. Who is most alike comes first; at most `TOLD`, and nobody of `but`.

    A reader who sees no volunteers is told of colleagues, and one who sees no colleagues of volunteers; who sees
    neither is refused with "not_allowed". Two queries.
    """
    subject = Subject(organisation_id)
    sees, manages = may(actor, Action.ADD_VOLUNTEER, subject), may(actor, Action.MANAGE_COLLEAGUES, subject)
    if not sees:
        require(actor, Action.MANAGE_COLLEAGUES, subject)
    wanted = Sought.of(like)
    found: dict[UUID, tuple[Person, list[KnownEngagement], list[Role]]] = {}
    if sees and wanted.conditions:
        volunteers = (
            select(Person, Engagement, Workplace.name, ProgrammeVersion.programme)
            .join(Engagement, col(Engagement.person_id) == Person.id)
            .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
            .join(ProgrammeVersion, col(ProgrammeVersion.id) == Engagement.programme_version_id)
            .where(
                Engagement.organisation_id == organisation_id,
                *narrowed_to(actor, Action.SEE_VOLUNTEERS, organisation_id),
                or_(*wanted.conditions),
            )
            .order_by(col(Engagement.created_at).desc())
        )
        for person, engagement, workplace, programme in session.exec(volunteers):
            there = KnownEngagement(engagement.id, workplace, programme, engagement.ended_at is not None)
            found.setdefault(person.id, (person, [], []))[1].append(there)
    if manages and wanted.conditions:
        colleagues = (
            select(Person, Membership.role)
            .join(Membership, col(Membership.person_id) == Person.id)
            .where(Membership.organisation_id == organisation_id, or_(*wanted.conditions))
            .order_by(col(Membership.created_at))
        )
        for person, role in session.exec(colleagues):
            held = found.setdefault(person.id, (person, [], []))[2]
            if Role(role) not in held:
                held.append(Role(role))
    told = [
        KnownPerson(person.id, person.name, alike, tuple(engagements), tuple(roles))
        for person, engagements, roles in found.values()
        if person.id not in but and (alike := wanted.alike(person))
    ]
    return sorted(told, key=lambda each: (-len(each.alike), each.name.casefold()))[:TOLD]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two volunteers of one name who have a workplace, a mail or a phone number in common."""

    name: str
    person_ids: tuple[UUID, UUID]
    places: tuple[str, ...]


def look_alikes(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_ids: Collection[UUID]
) -> list[LookAlike]:
    """Which of these volunteers may be there twice, each two once. One query, along the names of the list."""
    require(actor, Action.MERGE_PEOPLE, Subject(organisation_id))
    shown, other = aliased(EngagementNext), aliased(EngagementNext)
    engaged, engaged_too, person, person_too = (
        aliased(Engagement),
        aliased(Engagement),
        aliased(Person),
        aliased(Person),
    )
    place, place_too = aliased(Workplace), aliased(Workplace)
    rows = session.exec(
        select(person, person_too, place, place_too)
        .select_from(shown)
        .join(
            other,
            and_(other.organisation_id == shown.organisation_id, col(other.sought) == shown.sought),
        )
        .join(engaged, col(engaged.id) == shown.engagement_id)
        .join(engaged_too, and_(col(engaged_too.id) == other.engagement_id, engaged_too.person_id != engaged.person_id))
        .join(person, col(person.id) == engaged.person_id)
        .join(person_too, col(person_too.id) == engaged_too.person_id)
        .join(place, col(place.id) == engaged.workplace_id)
        .join(place_too, col(place_too.id) == engaged_too.workplace_id)
        .where(shown.organisation_id == organisation_id, col(shown.engagement_id).in_(engagement_ids))
        .order_by(col(shown.sought))
    ).all()
    found: dict[frozenset[UUID], LookAlike] = {}
    for first, second, here, there in rows:
        like = Sought.of(Described(first.name, first.email, first.phone)).alike(second)
        if here.id == there.id or set(like) - {Alike.NAME}:
            places = tuple(sorted({here.name, there.name}))
            found.setdefault(frozenset((first.id, second.id)), LookAlike(first.name, (first.id, second.id), places))
    return list(found.values())


class Findable(Protocol):
    """Somebody as they can be found; a person is, and so is what is read of one alone."""

    @property
    def name(self) -> str: ...
    @property
    def latin_name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def found_by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody described is looked for by, in the spelling people are found by."""

    words: tuple[str, ...]
    email: str
    phones: tuple[str, ...]

    @classmethod
    def of(cls, like: Described) -> "Sought":
        return cls(tuple(words_of(like.name)), folded(contact.pasted_address(like.email)), phone_marks(like.phone))

    @property
    def conditions(self) -> list[Any]:
        """Whoever fits meets one of these; some do who do not fit, as parts of words are found too."""
        found_by = col(Person.found_by)
        said = [found_by.contains(part, autoescape=True) for part in (self.email, *self.phones) if part]
        if self.words:
            said.append(and_(*(found_by.contains(word, autoescape=True) for word in self.words)))
        return said

    def alike(self, person: Findable) -> tuple[Alike, ...]:
        """What of `person` is the same."""
        held = person.found_by.split()
        same = {
            Alike.NAME: any(self._is_called(name) for name in (person.name, person.latin_name)),
            Alike.EMAIL: bool(self.email) and folded(person.email) == self.email,
            Alike.PHONE: any(mark in held for mark in self.phones),
        }
        return tuple(each for each in Alike if same[each])

    def _is_called(self, name: str) -> bool:
        words = words_of(name)
        # Anne Marie and Annemarie are one, and so are Anne Marie and Marie Anne.
        return bool(words) and (sorted(words) == sorted(self.words) or "".join(words) == "".join(self.words))
