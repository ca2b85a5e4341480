"""Offers with meaningful defaults."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.i18n import local_day
from core.offers.attending import answer, invite, record_attendance
from core.offers.needs import answer_needs, my_needs
from core.offers.planning import OfferDetails, change_offer, plan_offer
from core.offers.proposing import find_invitees, to_invite
from core.offers.reading import coming_offers, my_offers
from core.offers.rules import NeedsQuestion, OfferKind, SignUpState
from db.offers import Offer, OfferAttendance
from db.outbox import OutboxItem
from tests.builders import Scene, look_again


def offer_details(now: datetime, **changed) -> OfferDetails:
    """A network meeting in ten days."""
    told: dict[str, Any] = {
        "kind": OfferKind.NETWORK_MEETING,
        "title": "Netværksmøde i foråret",
        "starts_at": now + timedelta(days=10),
        "ends_at": now + timedelta(days=10, hours=3),
        "place": "Rådhuset",
    }
    return OfferDetails(**told | changed)


def an_offer(session: Session, scene: Scene, now: datetime, **changed) -> Offer:
    """That meeting, planned."""
    return plan_offer(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=offer_details(now, **changed),
        now=now,
    )


def invited(session: Session, scene: Scene, offer: Offer, people: list[UUID], now: datetime) -> tuple[UUID, ...]:
    """These people, invited by the coordinator."""
    return invite(session=session, actor=scene.as_coordinator, offer_id=offer.id, person_ids=people, now=now)


def says(
    session: Session, scene: Scene, offer: Offer, person_id: UUID, now: datetime, *, coming: bool = True, actor=None
) -> SignUpState:
    """What somebody said, written down by the coordinator unless it is said who does it."""
    return answer(
        session=session,
        actor=actor or scene.as_coordinator,
        offer_id=offer.id,
        person_id=person_id,
        coming=coming,
        now=now,
    )


def standing(session: Session, offer: Offer, person_id) -> SignUpState | None:
    """Where somebody stands with an offer, read anew."""
    look_again(session)
    found = session.exec(
        select(OfferAttendance.standing).where(
            OfferAttendance.offer_id == offer.id, OfferAttendance.person_id == person_id
        )
    ).one_or_none()
    return SignUpState(found) if found else None


def mails(session: Session) -> list[tuple[str, str]]:
    """The mails that are on their way, with whom they are for."""
    rows = session.exec(select(OutboxItem).where(OutboxItem.kind == "mail").order_by(col(OutboxItem.created_at)))
    return [(row.params["message"], row.params["person_id"]) for row in rows]


def ahead(session, scene, now):
    """The coordinator's calendar."""
    return coming_offers(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now)


def proposed(session, scene, offer, now):
    """Who could be invited and why, by name."""
    own: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "offer_id": offer.id}
    found = to_invite(**own, today=local_day(now), most=50)
    others = find_invitees(**own, search="")
    assert (found.proposed, found.proposed + found.others) == (len(found.rows), len(others))
    return {each.name: each.reasons for each in (*others, *found.rows)}


def changes(session, scene, offer, now, version=1, **changed):
    """The offer with something else about it."""
    return change_offer(
        session=session,
        actor=scene.as_coordinator,
        offer_id=offer.id,
        details=offer_details(now, **changed),
        expected_version=version,
        now=now,
    )


def came(session, scene, offer, people, now, version=1):
    """Who was there, written down."""
    return record_attendance(
        session=session,
        actor=scene.as_coordinator,
        offer_id=offer.id,
        came=people,
        expected_version=version,
        now=now,
    )


def mine(session, scene, now):
    """What the volunteer sees."""
    return my_offers(session=session, actor=scene.as_volunteer, now=now)


def needs_of(session, scene, actor, now):
    """What somebody has answered and asks for."""
    return my_needs(session=session, actor=actor, organisation_id=scene.organisation.id, today=local_day(now))


def answers(session, scene, actor, now, version=0, **words):
    """Somebody answers the questions."""
    return answer_needs(
        session=session,
        actor=actor,
        organisation_id=scene.organisation.id,
        answers={NeedsQuestion(name): said for name, said in words.items()},
        expected_version=version,
        now=now,
    )
