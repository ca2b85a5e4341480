"""Documents that hold and are due to be looked at together again (V2, F7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, case, col, exists, func, or_, select

from core.access.permissions import Action, Actor
from core.access.reach import narrowed_to
from core.people.filter import EVERYBODY, EngagementFilter, filter_conditions
from db.documents import Document, DocumentParty
from db.people import Engagement, Person

AHEAD = timedelta(days=30)
_successor = aliased(Document)
_BEING_RENEWED = exists().where(
    col(_successor.supersedes_id) == col(Document.id), col(_successor.withdrawn_at).is_(None)
)


@dataclass(frozen=True, slots=True)
class RenewalDue:
    """A document that holds and is due to be looked at; `partner_name` is the second of a pair, "" for none.

    `on` is the day for it, `valid_until` the last day it holds, None where it holds until further notice.
    """

    document_id: UUID
    engagement_id: UUID
    volunteer_name: str
    partner_name: str
    kind: str
    on: date
    valid_until: date | None


def to_look_at_again(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: EngagementFilter = EVERYBODY,
    most: int | None = None,
    today: date,
) -> list[RenewalDue]:
    """The sealed documents whose day to look again has come, or comes within `AHEAD`, earliest first.

    No more than `most`. One that is being renewed already is left out.
    """
    partner = aliased(Person)
    rows = session.exec(
        select(Document, Engagement.id, Person.name, partner.name)
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .join(
            DocumentParty,
            (col(DocumentParty.document_id) == Document.id) & (col(DocumentParty.capacity) == "partner"),
            isouter=True,
        )
        .join(partner, col(partner.id) == DocumentParty.person_id, isouter=True)
        .where(
            *narrowed_to(actor, Action.SEE_DOCUMENTS, organisation_id),
            *filter_conditions(filtered_by),
            *_due(organisation_id, today),
        )
        .order_by(_DAY, col(Document.id))
        .limit(most)
    ).all()
    return [
        RenewalDue(
            document_id=document.id,
            engagement_id=engagement_id,
            volunteer_name=name,
            partner_name=partner_name or "",
            kind=document.kind,
            on=min(day for day in (document.look_again_on, document.valid_until) if day),
            valid_until=document.valid_until,
        )
        for document, engagement_id, name, partner_name in rows
    ]


def count_to_look_at_again(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: EngagementFilter = EVERYBODY,
    today: date,
) -> int:
    """How many `to_look_at_again` tells of, without what they are."""
    return session.exec(
        select(func.count())
        .select_from(Document)
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .where(
            *narrowed_to(actor, Action.SEE_DOCUMENTS, organisation_id),
            *filter_conditions(filtered_by),
            *_due(organisation_id, today),
        )
    ).one()


def to_look_at_on(
    session: Session, organisation_id: UUID, first: date, last: date
) -> list[tuple[UUID, date, UUID, UUID]]:
    """Each document that holds and is to be looked at on one of these days: its id, the day, and each party with the
    engagement it is under. For whoever may know it of all of them."""
    asked = (
        select(Document.id, Document.look_again_on, DocumentParty.person_id, Engagement.id)  # type: ignore[type-var]
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .join(DocumentParty, col(DocumentParty.document_id) == Document.id)
        .where(
            Document.organisation_id == organisation_id,
            col(Document.look_again_on).between(first, last),
            col(Document.superseded_at).is_(None),
            col(Document.withdrawn_at).is_(None),
            col(Engagement.ended_at).is_(None),
            ~_BEING_RENEWED,
        )
    )
    return [(document_id, day, person_id, of) for document_id, day, person_id, of in session.exec(asked) if day]


# The earlier of the two days, where there are both.
_DAY = case(
    (col(Document.valid_until).is_(None), col(Document.look_again_on)),
    (col(Document.look_again_on) < col(Document.valid_until), col(Document.look_again_on)),
    else_=col(Document.valid_until),
)


def _due(organisation_id: UUID, today: date) -> list[Any]:
    """SQL conditions on `Document` and `Engagement`: it holds, its day is near, and nobody has begun to renew it."""
    soon = today + AHEAD
    here = col(Document.organisation_id) == organisation_id
    # Each half with the organisation, so that each is answered from an index of its own.
    return [
        or_(here & (col(Document.look_again_on) <= soon), here & (col(Document.valid_until) <= soon)),
        col(Document.superseded_at).is_(None),
        col(Document.withdrawn_at).is_(None),
        col(Engagement.ended_at).is_(None),
        ~_BEING_RENEWED,
    ]
