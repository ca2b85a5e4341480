"""The path of each engagement, read from the facts every time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.documents.case import Case, gather
from core.documents.fonts import unprintable
from core.documents.publishing import newest_of, templates
from core.documents.rules import VOLUNTEER, DocumentState, state_of, waiting_for
from core.documents.template import Template
from core.errors import DomainError
from core.guidelines.reading import Reading, readings
from core.guidelines.rules import Standing
from core.journey.rules import NEEDED_DETAILS, DocumentFacts, PathFacts, Step, journey, next_step
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from db.documents import Document, DocumentParty
from db.organisations import Organisation
from db.people import Account, Engagement, Person


@dataclass(frozen=True, slots=True)
class Path:
    """One engagement's steps, and `next`: the one thing the volunteer does now, None where there is nothing."""

    engagement: Engagement
    organisation: str
    contact_person: str
    programme: Programme
    steps: tuple[Step, ...]
    next: Step | None


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document in somebody's own list. `waits_for` are the names of those whose turn it is."""

    document_id: UUID
    kind: str
    organisation: str
    volunteer: str
    is_own: bool
    state: DocumentState
    my_turn: bool
    waits_for: tuple[str, ...]


def my_path(*, session: Session, actor: Actor, today: date) -> list[Path]:
    """The paths of the person who asks, oldest first; ended engagements are left out."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    own = _ENGAGED.where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
    return _paths(session, session.exec(own).all(), today)


def path_of(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> Path:
    """The path of one volunteer, for those who look after them; "not_found" or "not_allowed"."""
    found = session.exec(_ENGAGED.where(Engagement.id == engagement_id)).all()
    if not found:
        raise DomainError("not_found")
    engagement = found[0][0]
    subject = Subject(
        engagement.organisation_id,
        frozenset({engagement.person_id}),
        engagement.workplace_id,
        engagement.contact_person_id,
    )
    require(actor, Action.SEE_VOLUNTEERS, subject)
    return _paths(session, found, today)[0]


def own_documents(*, session: Session, actor: Actor) -> list[OwnDocument]:
    """The documents sent to the actor or signed by them in any capacity, newest first; withdrawn ones stay in it."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    standing_in = select(DocumentParty.document_id).where(DocumentParty.person_id == actor.person_id)
    document_ids = session.exec(
        select(Document.id)
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .where(
            col(Document.shared_at).is_not(None),
            or_(Engagement.person_id == actor.person_id, col(Document.id).in_(standing_in)),
        )
        .order_by(col(Document.shared_at).desc())
    ).all()
    found = []
    for case in gather(session, document_ids):
        standing = case.standing()
        waits = {capacity: person for capacity in waiting_for(standing) if (person := case.person_of(capacity))}
        found.append(
            OwnDocument(
                document_id=case.document.id,
                kind=case.document.kind,
                organisation=case.organisation.name,
                volunteer=case.people[case.engagement.person_id].name,
                is_own=case.engagement.person_id == actor.person_id,
                state=state_of(standing),
                my_turn=any(person.id == actor.person_id for person in waits.values()),
                waits_for=tuple(person.name for person in waits.values()),
            )
        )
    return found


def details_missing(person: Person) -> tuple[str, ...]:
    """The contact details somebody has yet to give: `NEEDED_DETAILS`, and a Latin spelling of a name that no document
    can print (L5)."""
    needed = [*NEEDED_DETAILS, *(["latin_name"] if unprintable(person.name) else [])]
    return tuple(detail for detail in needed if not getattr(person, detail).strip())


def _engaged() -> Any:
    contact = aliased(Person)
    return (
        select(Engagement, Person, Organisation.name, contact.name, col(Account.id).is_not(None))  # type: ignore[call-overload]
        .join(Person, col(Person.id) == Engagement.person_id)
        .join(Organisation, col(Organisation.id) == Engagement.organisation_id)
        .join(contact, contact.id == Engagement.contact_person_id)
        .join(Account, col(Account.person_id) == Engagement.person_id, isouter=True)
        .order_by(col(Engagement.created_at))
    )


_ENGAGED = _engaged()


def _paths(session: Session, engaged: Sequence[Any], today: date) -> list[Path]:
    """The paths of these rows of `_ENGAGED`, in a fixed number of queries however many there are."""
    document_ids = session.exec(
        select(Document.id)
        .join(DocumentParty, col(DocumentParty.document_id) == Document.id)
        .where(
            col(DocumentParty.engagement_id).in_([engagement.id for engagement, *_rest in engaged]),
            col(Document.withdrawn_at).is_(None),
        )
        .order_by(col(Document.created_at))
    ).all()
    cases = gather(session, document_ids)
    programmes = [programme_of(session, engagement.programme_version_id) for engagement, *_rest in engaged]
    owners = {engagement.organisation_id for engagement, *_rest in engaged}
    to_draft = _newest_templates(session, programmes, owners, today)
    to_read = readings(session, [engagement for engagement, *_rest in engaged])
    found = []
    for (engagement, person, organisation, contact_person, joined), programme in zip(engaged, programmes, strict=True):
        own = {case.document.kind: case for case in cases if case.capacity_of(engagement.id)}
        facts = PathFacts(
            joined=joined,
            details_missing=details_missing(person),
            documents={
                kind: DocumentFacts(case.document.id, case.standing(), case.capacity_of(engagement.id) or VOLUNTEER)
                for kind, case in own.items()
            },
            writers=_writers(programme, own, to_draft[engagement.organisation_id]),
            begins_on=engagement.begins_on,
            unread=_unread(to_read[engagement.id]),
        )
        steps = journey(programme, facts, today)
        found.append(Path(engagement, organisation, contact_person, programme, steps, next_step(steps)))
    return found


def _newest_templates(
    session: Session, programmes: Iterable[Programme], owners: Collection[UUID], today: date
) -> dict[UUID | None, dict[str, Template]]:
    """What new documents are made from, by organisation and kind."""
    wanted = {kind for programme in programmes for kind in programme.documents}
    versions = newest_of(session, wanted, organisation_ids=owners, today=today)
    read = templates(session, {version_id for of_one in versions.values() for version_id in of_one.values()})
    return {owner: {kind: read[id_] for kind, id_ in of_one.items()} for owner, of_one in versions.items()}


def _unread(own: Sequence[Reading]) -> int | None:
    return sum(reading.standing is not Standing.HOLDS for reading in own) if own else None


def _writers(programme: Programme, own: Mapping[str, Case], to_draft: Mapping[str, Template]) -> dict[str, str]:
    """Who acts for the organisation in each kind: as the drafted document says, else as its newest template does."""
    found = {kind: to_draft[kind] for kind in programme.documents if kind in to_draft}
    found |= {kind: case.template for kind, case in own.items()}
    return {
        kind: party.role for kind, template in found.items() for party in template.parties if party.role is not None
    }
