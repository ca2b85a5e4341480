"""What a coordinator sees in the morning: documents and volunteers, whom they wait for, and since when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, may, organisations_where, require_in
from core.access.reach import narrowed_to
from core.documents.finished import is_finished, is_open
from core.documents.rules import ORGANISATION, PARTNER, DocumentStanding, DocumentState, state_of, waiting_for
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day, words_in
from core.journey.doing import Do, Way, way_to
from core.people.filter import EVERYBODY, EngagementFilter, filter_conditions
from core.programmes.programme import Programme
from core.programmes.publishing import newest, programme_of
from core.register.document_facts import RecordedDocument, find, whose
from core.register.document_standings import standings
from core.register.rules import FINISHED, days_between, next_for_document, waiting_since
from db.documents import Document, DocumentParty
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class WaitingParty:
    """A party whose turn it is, and in which capacity."""

    capacity: str
    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in a list. `partner_name` is the second of a pair, "" for none; `programme` is an identifier.

    `days` are calendar days since `waiting_since`; `mine` is whether it waits for the reader; `reminded_on` is when
    those it waits for were last reminded of it.
    """

    document_id: UUID
    engagement_id: UUID
    volunteer_name: str
    partner_name: str
    kind: str
    workplace: str
    programme: str
    contact_person: str
    state: DocumentState
    waiting_for: tuple[WaitingParty, ...]
    waiting_since: datetime
    days: int
    next: Do
    mine: bool
    reminded_on: date | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing more happens with it."""
        return self.state in FINISHED


@dataclass(frozen=True, slots=True)
class DocumentTurn:
    """Whom a document waits for and since when. Until `remind_from` they are left in peace, if a day stands there."""

    document_id: UUID
    engagement_id: UUID
    waiting_for: tuple[WaitingParty, ...]
    since: datetime
    remind_from: date | None


def documents_waiting(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: EngagementFilter = EVERYBODY,
    engagement_id: UUID | None = None,
    finished: bool | None = None,
    today: date,
) -> list[DocumentRow]:
    """Every document the actor may see, longest waiting first, and the finished ones last, newest first.

    `finished` asks for the sealed and withdrawn ones alone, or for the others alone. A fixed number of queries however
    many there are; no file is read. "not_allowed" without the right to see any.
    """
    conditions = _conditions(actor, organisation_id, filtered_by, finished)
    if engagement_id is not None:
        # Read first, because a database that does not know how large an organisation is begins with all of it.
        standing_in = select(DocumentParty.document_id).where(DocumentParty.engagement_id == engagement_id)
        conditions.append(col(Document.id).in_(session.exec(standing_in).all()))
    found = find(session, conditions)
    settled = {item.row.id: item.settled() for item in found}
    under_way = standings(session, {item.row.id: item.depends_on() for item in found if not settled[item.row.id]})
    rows = [_row(item, settled[item.row.id] or under_way[item.row.id], actor, today) for item in found]
    waiting = sorted((row for row in rows if not row.finished), key=lambda row: row.waiting_since)
    over = sorted((row for row in rows if row.finished), key=lambda row: row.waiting_since, reverse=True)
    return waiting + over


def turns(session: Session, conditions: Iterable[Any]) -> list[DocumentTurn]:
    """Of each document that meets these conditions on `Document` and `Engagement`: whose turn it is, and since when.
    For whoever may know it of all of them."""
    found = find(session, conditions)
    settled = {item.row.id: item.settled() for item in found}
    under_way = standings(session, {item.row.id: item.depends_on() for item in found if not settled[item.row.id]})
    turned = []
    for item in found:
        standing = settled[item.row.id] or under_way[item.row.id]
        waits = tuple(_waits(item, capacity, state_of(standing)) for capacity in waiting_for(standing))
        turned.append(DocumentTurn(item.row.id, item.row.engagement_id, waits, _since(item), item.row.remind_from))
    return turned


def programme_names(
    *, session: Session, actor: Actor, language: str, organisation_id: UUID | None = None
) -> dict[str, str]:
    """What each programme is called in `language`, by its id; see `programmes_there`."""
    found = programmes_there(session=session, actor=actor, organisation_id=organisation_id)
    return {id_: words_in(programme.name, language) for id_, programme in found.items()}


def programmes_there(*, session: Session, actor: Actor, organisation_id: UUID | None = None) -> dict[str, Programme]:
    """Each programme by its id, for whoever sees volunteers.

    As the organisation has it now; without one, as the actor's own do, the first of them first.
    """
    own = [organisation_id] if organisation_id else organisations_where(actor, Action.SEE_VOLUNTEERS)
    if not own:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    versions: dict[str, UUID] = {}
    for owner in reversed(own):
        require_in(actor, Action.SEE_VOLUNTEERS, owner)
        versions |= newest(session, owner)
    return {programme: programme_of(session, version) for programme, version in versions.items()}


def kinds_to_make(*, session: Session, actor: Actor, engagement_id: UUID) -> tuple[str, ...]:
    """The kinds of document an engagement's programme asks for or may use, in order; empty for who makes none."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    if not may(actor, Action.DRAFT_DOCUMENT, Subject.of(engagement)):
        return ()
    programme = programme_of(session, engagement.programme_version_id)
    return (*programme.documents, *programme.may_use)


def finished_documents(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: EngagementFilter = EVERYBODY,
) -> int:
    """How many documents of those the actor may see are sealed or withdrawn."""
    conditions = _conditions(actor, organisation_id, filtered_by, True)
    return session.exec(select(func.count()).select_from(Document).where(*conditions)).one()


def _conditions(actor: Actor, organisation_id: UUID, filtered_by: EngagementFilter, finished: bool | None) -> list[Any]:
    narrowed = [*narrowed_to(actor, Action.SEE_DOCUMENTS, organisation_id), *filter_conditions(filtered_by)]
    conditions = [col(Document.organisation_id) == organisation_id, *whose(narrowed)]
    if finished is not None:
        conditions.append(is_finished() if finished else is_open())
    return conditions


def _row(item: RecordedDocument, standing: DocumentStanding, actor: Actor, today: date) -> DocumentRow:
    row, state = item.row, state_of(standing)
    waits = tuple(_waits(item, capacity, state) for capacity in waiting_for(standing))
    ids = {each.person_id for each in waits}
    since = _since(item)
    return DocumentRow(
        document_id=row.id,
        engagement_id=row.engagement_id,
        volunteer_name=row.volunteer_name,
        partner_name=next((party.name for party in item.parties if party.capacity == PARTNER), ""),
        kind=row.kind,
        workplace=row.workplace,
        programme=row.programme,
        contact_person=row.contact_person_name,
        state=state,
        waiting_for=waits,
        waiting_since=since,
        days=days_between(since, today),
        next=next_for_document(
            standing,
            reader=actor.person_id,
            waits_for=ids,
            way=_way(item, state, ids),
            reminded=row.remind_from is not None and today < row.remind_from,
        ),
        mine=actor.person_id in ids,
        reminded_on=local_day(row.reminded_at) if row.reminded_at else None,
    )


def _since(item: RecordedDocument) -> datetime:
    row = item.row
    return waiting_since(
        created_at=row.created_at,
        shared_at=row.shared_at,
        handed_over=(row.withdrawn_at, row.declined_at, *item.signed.values(), *item.replaced_at),
    )


def _way(item: RecordedDocument, state: DocumentState, waits_for: Collection[UUID]) -> Way:
    """How those are reached it waits for; of a draft, those who are to get it."""
    return way_to(
        (party.mailable, party.joined)
        for party in item.parties
        if (party.capacity != ORGANISATION if state is DocumentState.DRAFT else party.person_id in waits_for)
    )


def _waits(item: RecordedDocument, capacity: str, state: DocumentState) -> WaitingParty:
    """Who it is: whoever began it sends it and answers a no; else the party, or the coordinator for nobody named."""
    row = item.row
    if state in (DocumentState.DRAFT, DocumentState.DECLINED):
        return WaitingParty(capacity, row.created_by_id, row.created_by_name)
    for party in item.parties:
        if party.capacity == capacity:
            return WaitingParty(capacity, party.person_id, party.name)
    if capacity == ORGANISATION:
        return WaitingParty(capacity, row.coordinator_id, row.coordinator_name)
    return WaitingParty(capacity, row.volunteer_id, row.volunteer_name)
