"""Volunteers to get started: whether they have joined, which documents nobody began, and what to do next."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, case, col, func, or_, select

from core.access.permissions import Action, Actor
from core.access.reach import visible_to
from core.i18n import local_day
from core.journey.doing import Do
from core.people.filter import EVERYBODY, EngagementFilter, filter_conditions
from core.programmes.publishing import programme_of
from core.register.rules import Joining, days_between, joining, next_for_volunteer
from db.access import Invitation
from db.documents import Document, DocumentParty
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Account, Engagement, Person
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """One volunteer in a list. `programme` is an identifier, `undrafted` the kinds nobody has begun.

    `since` is when they were added or last invited; `mine` whether the reader coordinates them.
    """

    engagement_id: UUID
    person_id: UUID
    name: str
    workplace: str
    programme: str
    contact_person: str
    begins_on: date | None
    joining: Joining
    undrafted: tuple[str, ...]
    since: datetime
    days: int
    next: Do
    mine: bool


class _JoiningRow(NamedTuple):
    engagement_id: UUID
    person_id: UUID
    begins_on: date | None
    created_at: datetime
    coordinator_id: UUID
    name: str
    workplace: str
    contact_person: str
    programme: str
    programme_version_id: UUID
    joined: bool
    mailable: bool


def newcomers(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: EngagementFilter = EVERYBODY,
    most: int,
    now: datetime,
) -> tuple[list[VolunteerRow], int]:
    """The volunteers the actor may see who lack a document or a way in, no more than `most`, whoever waits longest
    first; and how many there are in all.

    A fixed number of queries however many there are. "not_allowed" without the right to see any.
    """
    waits = col(Invitation.person_id) == col(Engagement.person_id)
    open_links = (
        select(Invitation)
        .where(waits, col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
        .order_by(col(Invitation.created_at).desc())
        .limit(1)
    )
    made_at = open_links.with_only_columns(col(Invitation.created_at)).scalar_subquery()
    expires_at = open_links.with_only_columns(col(Invitation.expires_at)).scalar_subquery()
    since = case((made_at > col(Engagement.created_at), made_at), else_=col(Engagement.created_at))
    no_way_in = expires_at.is_(None) | ((expires_at <= now) & (col(Person.email) != ""))
    asked: Any = (
        select(Engagement.id, func.count().over())
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
        .where(
            EngagementNext.organisation_id == organisation_id,
            col(EngagementNext.newcomer).is_(True),
            *visible_to(actor, Action.SEE_VOLUNTEERS, organisation_id),
            *filter_conditions(filtered_by),
            or_(col(EngagementNext.undrafted).is_(True), col(Account.id).is_(None) & no_way_in),
        )
        .order_by(since, col(Engagement.id))
        .limit(most)
    )
    found = session.exec(asked).all()
    if not found:
        return [], 0
    rows = _rows(session, [engagement_id for engagement_id, _count in found], actor, now)
    return rows, found[0][1]


def _rows(session: Session, engagement_ids: Sequence[UUID], actor: Actor, now: datetime) -> list[VolunteerRow]:
    """A row for each of the engagements, in their order."""
    found = {row.engagement_id: row for row in _joining_rows(session, engagement_ids)}
    invited = _newest_invitations(session, [row.person_id for row in found.values()])
    begun = _begun(session, engagement_ids)
    rows = []
    for row in (found[engagement_id] for engagement_id in engagement_ids):
        made_at, expires_at = invited.get(row.person_id, (row.created_at, None))
        state = joining(joined=row.joined, expires_at=expires_at, now=now)
        since = max(row.created_at, made_at)
        asked = programme_of(session, row.programme_version_id).documents
        undrafted = tuple(kind for kind in asked if kind not in begun[row.engagement_id])
        rows.append(
            VolunteerRow(
                engagement_id=row.engagement_id,
                person_id=row.person_id,
                name=row.name,
                workplace=row.workplace,
                programme=row.programme,
                contact_person=row.contact_person,
                begins_on=row.begins_on,
                joining=state,
                undrafted=undrafted,
                since=since,
                days=days_between(since, local_day(now)),
                next=next_for_volunteer(undrafted=undrafted, joining=state, mailable=row.mailable),
                mine=row.coordinator_id == actor.person_id,
            )
        )
    return rows


def _joining_rows(session: Session, engagement_ids: Collection[UUID]) -> list[_JoiningRow]:
    contact = aliased(Person)
    asked = (
        select(  # type: ignore[call-overload]
            Engagement.id,
            Engagement.person_id,
            Engagement.begins_on,
            Engagement.created_at,
            Engagement.coordinator_id,
            Person.name,
            Workplace.name,
            contact.name,
            ProgrammeVersion.programme,
            Engagement.programme_version_id,
            col(Account.id).is_not(None),
            col(Person.email) != "",
        )
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(contact, contact.id == col(Engagement.contact_person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
        .where(col(Engagement.id).in_(engagement_ids))
    )
    return [_JoiningRow(*row) for row in session.exec(asked)]


def _newest_invitations(session: Session, person_ids: Collection[UUID]) -> dict[UUID, tuple[datetime, datetime]]:
    """When the newest link that is neither used nor withdrawn was made and when it ends, by person."""
    rows = session.exec(
        select(Invitation.person_id, Invitation.created_at, Invitation.expires_at)
        .where(
            col(Invitation.person_id).in_(person_ids),
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .order_by(col(Invitation.created_at))
    )
    return {person_id: (created_at, expires_at) for person_id, created_at, expires_at in rows}


def _begun(session: Session, engagement_ids: Collection[UUID]) -> Mapping[UUID | None, set[str]]:
    """The kinds of document each engagement stands in, as its journey counts them: those taken back aside."""
    begun = defaultdict(set)
    for engagement_id, kind in session.exec(
        select(DocumentParty.engagement_id, Document.kind)
        .join(Document, col(Document.id) == col(DocumentParty.document_id))
        .where(col(DocumentParty.engagement_id).in_(engagement_ids), col(Document.withdrawn_at).is_(None))
    ):
        begun[engagement_id].add(kind)
    return begun
