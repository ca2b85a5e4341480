"""The path of each engagement, read from the facts every time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.documents.case import Case, gather
from core.documents.fonts import unprintable
from core.documents.publishing import newest, templates
from core.documents.rules import DocumentState, state_of, waiting_for
from core.errors import DomainError
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
    volunteer: str
    is_own: bool
    state: DocumentState
    my_turn: bool
    waits_for: tuple[str, ...]


def my_path(*, session: Session, actor: Actor, today: date) -> list[Path]:
    """The paths of the person who asks, oldest first; ended engagements are left out."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    engagements = session.exec(
        select(Engagement)
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
        .order_by(col(Engagement.created_at))
    ).all()
    return _paths(session, engagements, today)


def path_of(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> Path:
    """The path of one volunteer, for those who look after them; "not_found" or "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError("not_found")
    subject = Subject(
        engagement.organisation_id,
        frozenset({engagement.person_id}),
        engagement.workplace_id,
        engagement.contact_person_id,
    )
    require(actor, Action.SEE_VOLUNTEERS, subject)
    return _paths(session, [engagement], today)[0]


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


def _paths(session: Session, engagements: Collection[Engagement], today: date) -> list[Path]:
    engagement_ids = [engagement.id for engagement in engagements]
    document_ids = session.exec(
        select(Document.id)
        .where(col(Document.engagement_id).in_(engagement_ids), col(Document.withdrawn_at).is_(None))
        .order_by(col(Document.created_at))
    ).all()
    cases = gather(session, document_ids)
    joined = _joined(session, (engagement.person_id for engagement in engagements))
    found = []
    for engagement in engagements:
        programme = programme_of(session, engagement.programme_version_id)
        own = {case.document.kind: case for case in cases if case.engagement.id == engagement.id}
        facts = PathFacts(
            joined=engagement.person_id in joined,
            details_missing=details_missing(session.get_one(Person, engagement.person_id)),
            documents={kind: DocumentFacts(case.document.id, case.standing()) for kind, case in own.items()},
            writers=_writers(session, programme, own),
            begins_on=engagement.begins_on,
        )
        steps = journey(programme, facts, today)
        organisation = session.exec(select(Organisation.name).where(Organisation.id == engagement.organisation_id))
        contact_person = session.get_one(Person, engagement.contact_person_id).name
        found.append(Path(engagement, organisation.one(), contact_person, programme, steps, next_step(steps)))
    return found


def _joined(session: Session, person_ids: Iterable[UUID]) -> frozenset[UUID]:
    return frozenset(session.exec(select(Account.person_id).where(col(Account.person_id).in_(list(person_ids)))))


def _writers(session: Session, programme: Programme, own: Mapping[str, Case]) -> dict[str, str]:
    """Who acts for the organisation in each kind: as the drafted document says, else as its newest template does."""
    found = {kind: case.template for kind, case in own.items()}
    undrafted = {
        kind: version.id for kind in programme.documents if kind not in own and (version := newest(session, kind))
    }
    read = templates(session, undrafted.values()) if undrafted else {}
    found |= {kind: read[version_id] for kind, version_id in undrafted.items()}
    return {
        kind: party.role for kind, template in found.items() for party in template.parties if party.role is not None
    }
