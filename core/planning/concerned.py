"""Which volunteers something on a day concerns, so that it can be said who of them can hardly be there."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.offers.case import for_volunteers, planned
from core.offers.planning import OfferDetails
from core.offers.rules import SignUpState
from db.offers import OfferAttendance
from db.people import Engagement
from db.recognition import Recognised, Recognition

# Of more people it is said when somebody chooses among them, and not of all at once.
MOST = 60


def concerned_by_offer(*, session: Session, actor: Actor, offer_id: UUID) -> tuple[UUID, ...]:
    """The engagements of those who are asked to an offer and have not said no; none of more than `MOST`."""
    offer = planned(session, actor, offer_id)
    listed = select(OfferAttendance.engagement_id).where(
        OfferAttendance.offer_id == offer.id,
        OfferAttendance.standing != SignUpState.DECLINED,
        col(OfferAttendance.engagement_id).is_not(None),
    )
    return _few(session, listed)


def concerned_by_plan(
    *, session: Session, actor: Actor, organisation_id: UUID, details: OfferDetails
) -> tuple[UUID, ...]:
    """The engagements of those an offer would be for; none of more than `MOST`."""
    require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
    return _few(
        session,
        select(Engagement.id).where(col(Engagement.organisation_id) == organisation_id, *for_volunteers(details)),
    )


def concerned_by_thanks(*, session: Session, actor: Actor, recognition_id: UUID) -> tuple[UUID, ...]:
    """The engagements of those a planned thank-you is for who have not said no to it; none of more than `MOST`."""
    made = session.get(Recognition, recognition_id)
    if made is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.RECOGNISE, Subject(made.organisation_id))
    theirs = select(Recognised.engagement_id).where(
        Recognised.recognition_id == recognition_id,
        col(Recognised.engagement_id).is_not(None),
        col(Recognised.comes).is_not(False),
    )
    return _few(session, theirs)


def _few(session: Session, asked: Any) -> tuple[UUID, ...]:
    found = session.exec(asked.limit(MOST + 1)).all()
    return tuple(found) if len(found) <= MOST else ()
