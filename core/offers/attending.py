"""Inviting, signing up, the waiting list and attendance (K1, A2.8), by each person or by the coordinator."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, may, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.offers.case import Learner, attendances, audience, line_of, load, mail, planned, store_line
from core.offers.proposing import reasons_of
from core.offers.rules import HAS_A_SEAT, Opening, PlaceInLine, SignUpState, opening, signed_up, stepped_back
from db.engine import transaction
from db.offers import Offer, OfferAttendance


def invite(
    *, session: Session, actor: Actor, offer_id: UUID, person_ids: Collection[UUID], now: datetime
) -> tuple[UUID, ...]:
    """Invite these people, volunteers and colleagues; returns those who were not on the list yet.

    Why the rules propose somebody is kept, so that they can read it. Raises "offer_nobody", "offer_not_for" for
    somebody it is not for, "offer_called_off" or "offer_begun".
    """
    with transaction(session):
        offer = planned(session, actor, offer_id, lock=True)
        _ahead(offer, now)
        if not person_ids:
            raise DomainError(ErrorCode.OFFER_NOBODY)
        here = {row.person_id for row in attendances(session, offer.id)}
        wanted = audience(session, offer, person_ids)
        if set(person_ids) - {each.person_id for each in wanted} - here:
            raise DomainError(ErrorCode.OFFER_NOT_FOR)
        new = [each for each in wanted if each.person_id not in here]
        why = reasons_of(session, offer, new, local_day(now))
        for each in new:
            session.add(
                OfferAttendance(
                    offer_id=offer.id,
                    person_id=each.person_id,
                    engagement_id=each.engagement_id,
                    standing=SignUpState.INVITED,
                    reasons=",".join(why[each.person_id]),
                    at=now,
                )
            )
        session.flush()
        if new:
            mail(session, offer, "offer_invitation", [each.person_id for each in new], now)
            trace(session, offer.organisation_id, actor, "offer.invited", "offer", offer.id, now)
        return tuple(each.person_id for each in new)


def answer(
    *, session: Session, actor: Actor, offer_id: UUID, person_id: UUID, coming: bool, now: datetime
) -> SignUpState:
    """Say yes or no, for oneself or as the coordinator for somebody who told them; returns where they stand now.

    With a yes they get a seat, or a place on the waiting list; with a no the seat goes to who has waited longest, and
    they are told. Saying the same again changes nothing. Raises "offer_not_for", "offer_called_off", "offer_begun",
    or "offer_closed" after the last day to sign up, which does not bind the coordinator.
    """
    with transaction(session):
        offer = load(session, offer_id, lock=True)
        plans = may(actor, Action.PLAN_OFFERS, Subject(offer.organisation_id))
        if not plans:
            require(actor, Action.ATTEND_OFFERS, Subject(offer.organisation_id, frozenset({person_id})))
        rows = attendances(session, offer.id)
        line = line_of(rows)
        here = next((each for each in line if each.person_id == person_id), None)
        if here is not None and coming and here.standing in (SignUpState.SIGNED_UP, SignUpState.WAITING):
            return here.standing
        if here is not None and not coming and here.standing is SignUpState.DECLINED:
            return here.standing
        opened = _ahead(offer, now)
        if coming and opened is Opening.CLOSED and not plans:
            raise DomainError(ErrorCode.OFFER_CLOSED)
        new: list[Learner] = []
        if here is None:
            new = audience(session, offer, [person_id])
            if not new or not coming:
                raise DomainError(ErrorCode.OFFER_NOT_FOR if coming else ErrorCode.NOT_FOUND)
        after = (signed_up if coming else stepped_back)(line, person_id, offer.seats)
        up = store_line(session, offer, rows, after, new, now)
        mail(session, offer, "offer_seat", [each for each in up if each != person_id], now)
        # A coordinator writes down what others say: the log knows whose answer it is.
        given = next(row.id for row in attendances(session, offer.id) if row.person_id == person_id)
        if coming:
            trace(session, offer.organisation_id, actor, "offer.signed_up", "offer_attendance", given, now)
        else:
            trace(session, offer.organisation_id, actor, "offer.declined", "offer_attendance", given, now)
        return next(each.standing for each in after if each.person_id == person_id)


def record_attendance(
    *,
    session: Session,
    actor: Actor,
    offer_id: UUID,
    came: Collection[UUID],
    expected_version: int,
    now: datetime,
) -> Offer:
    """Who was there: everybody in `came`, also who came without signing up; others with a seat were absent.

    It can be written down anew. Raises "offer_ahead" before it has begun, "changed_meanwhile", "offer_called_off", or
    "offer_not_for".
    """
    with transaction(session):
        offer = planned(session, actor, offer_id, lock=True)
        if offer.called_off_at is not None:
            raise DomainError(ErrorCode.OFFER_CALLED_OFF)
        if now < offer.starts_at:
            raise DomainError(ErrorCode.OFFER_AHEAD)
        if offer.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        rows = attendances(session, offer.id)
        line = line_of(rows)
        unknown = set(came) - {each.person_id for each in line}
        new = audience(session, offer, unknown) if unknown else []
        if unknown - {each.person_id for each in new}:
            raise DomainError(ErrorCode.OFFER_NOT_FOR)
        after = [PlaceInLine(each.person_id, _after(each, came), each.number) for each in line]
        after += [PlaceInLine(each.person_id, SignUpState.ATTENDED) for each in new]
        store_line(session, offer, rows, tuple(after), new, now)
        offer.version += 1
        session.add(offer)
        trace(session, offer.organisation_id, actor, "offer.attended", "offer", offer.id, now)
        return offer


def _after(each: PlaceInLine, came: Collection[UUID]) -> SignUpState:
    if each.person_id in came:
        return SignUpState.ATTENDED
    return SignUpState.ABSENT if each.standing in HAS_A_SEAT else each.standing


def _ahead(offer: Offer, now: datetime) -> Opening:
    """Whether one can still sign up; "offer_called_off" or "offer_begun" where nobody can do anything any more."""
    found = opening(
        starts_at=offer.starts_at, sign_up_by=offer.sign_up_by, called_off=offer.called_off_at is not None, now=now
    )
    if found is Opening.CALLED_OFF:
        raise DomainError(ErrorCode.OFFER_CALLED_OFF)
    if found is Opening.BEGUN:
        raise DomainError(ErrorCode.OFFER_BEGUN)
    return found
