"""Reading offers: the coordinator's calendar, one offer with its attendees, and one's own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from core.access.permissions import Action, Actor, Role, Subject, require
from core.approvals.case import engagement_for
from core.i18n import COPENHAGEN, local_day
from core.offers.case import planned
from core.offers.rules import (
    HAS_A_SEAT,
    Audience,
    OfferKind,
    Opening,
    PlaceInLine,
    Reason,
    SignUpState,
    counts,
    opening,
    place_in_line,
)
from core.programmes.publishing import programme_of
from db.offers import Offer, OfferAttendance
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion

MOST_AHEAD, MOST_BEFORE = 200, 200
ON_THE_WAY = (SignUpState.INVITED, SignUpState.SIGNED_UP, SignUpState.WAITING)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer with how many are where: `taken` have a seat or came, `waiting` wait, `invited` have not answered."""

    offer: Offer
    workplace: str
    taken: int
    waiting: int
    invited: int
    attended: int

    @property
    def left(self) -> int | None:
        """Seats that are free; None where there is room for everybody."""
        return max(0, self.offer.seats - self.taken) if self.offer.seats else None


@dataclass(frozen=True, slots=True)
class YearOfOffers:
    """What a calendar year of offers cost in øre, how many there were, and how often somebody came."""

    year: int
    count: int
    attended: int
    cost: int


@dataclass(frozen=True, slots=True)
class OfferAttendee:
    """Somebody on the list of an offer."""

    person_id: UUID
    name: str
    latin_name: str
    workplace: str
    volunteer: bool
    standing: SignUpState
    number: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MyOffer:
    """An offer as somebody it is for reads it. `standing` is None where nobody has invited them and they have not
    signed up; `place` is theirs on the waiting list, `left` the free seats, None for room for everybody."""

    offer: Offer
    organisation: str
    workplace: str
    standing: SignUpState | None
    reasons: tuple[Reason, ...]
    place: int | None
    left: int | None
    opening: Opening
    counts: bool


def coming_offers(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> tuple[OfferRow, ...]:
    """What is ahead or under way, soonest first; three queries."""
    require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
    ahead = [Offer.organisation_id == organisation_id, col(Offer.called_off_at).is_(None), col(Offer.ends_at) >= now]
    return _rows(session, ahead, [col(Offer.starts_at), col(Offer.id)], MOST_AHEAD)


def former_offers(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> tuple[OfferRow, ...]:
    """What is over or was called off, the newest first."""
    require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
    over = or_(col(Offer.called_off_at).is_not(None), col(Offer.ends_at) < now)
    own = [Offer.organisation_id == organisation_id, over]
    return _rows(session, own, [col(Offer.starts_at).desc(), col(Offer.id)], MOST_BEFORE)


def years_of_offers(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[YearOfOffers, ...]:
    """What each year cost the organisation, the newest first; the day it begins says which year it is."""
    require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
    rows = session.exec(
        select(Offer.id, Offer.starts_at, Offer.cost).where(
            Offer.organisation_id == organisation_id, col(Offer.called_off_at).is_(None)
        )
    ).all()
    came = dict(
        session.exec(
            select(OfferAttendance.offer_id, func.count())
            .join(Offer, col(Offer.id) == col(OfferAttendance.offer_id))
            .where(
                Offer.organisation_id == organisation_id,
                col(Offer.called_off_at).is_(None),
                OfferAttendance.standing == SignUpState.ATTENDED,
            )
            .group_by(col(OfferAttendance.offer_id))
        ).all()
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for offer_id, starts_at, cost in rows:
        found[starts_at.astimezone(COPENHAGEN).year].append((came.get(offer_id, 0), cost))
    return tuple(
        YearOfOffers(year, len(told), sum(each for each, _cost in told), sum(cost for _came, cost in told))
        for year, told in sorted(found.items(), reverse=True)
    )


def one_offer(*, session: Session, actor: Actor, offer_id: UUID) -> tuple[OfferRow, tuple[OfferAttendee, ...]]:
    """An offer with everybody on its list: those with a seat and those who wait in their order, the rest by name."""
    offer = planned(session, actor, offer_id)
    (row,) = _rows(session, [Offer.id == offer.id], [], None)
    rows = session.exec(
        select(OfferAttendance, Person.name, Person.latin_name, Workplace.name)
        .join(Person, col(Person.id) == col(OfferAttendance.person_id))
        .join(Engagement, col(Engagement.id) == col(OfferAttendance.engagement_id), isouter=True)
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id), isouter=True)
        .where(OfferAttendance.offer_id == offer.id)
    )
    people = [
        OfferAttendee(
            each.person_id,
            name,
            latin_name,
            workplace or "",
            each.engagement_id is not None,
            SignUpState(each.standing),
            each.number,
            _why(each.reasons),
        )
        for each, name, latin_name, workplace in rows
    ]
    return row, tuple(sorted(people, key=lambda each: (each.number, each.name.casefold())))


def my_offers(*, session: Session, actor: Actor, now: datetime) -> tuple[tuple[MyOffer, ...], tuple[MyOffer, ...]]:
    """What is ahead for the person who asks, soonest first, and where they have been, the newest first."""
    require(actor, Action.ATTEND_OFFERS)
    engaged = session.exec(
        select(Engagement.organisation_id, ProgrammeVersion.programme, Engagement.workplace_id, ProgrammeVersion.id)
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
    ).all()
    counting = {
        (organisation_id, kind)
        for organisation_id, _programme, _place, version_id in engaged
        for kind in OfferKind
        if counts(programme_of(session, version_id).competence, kind)
    }
    places = [(organisation_id, programme, place) for organisation_id, programme, place, _version in engaged]
    mine = {
        row.offer_id: row
        for row in session.exec(select(OfferAttendance).where(OfferAttendance.person_id == actor.person_id))
    }
    organisations = {*actor.organisations(), *(each for each, *_rest in places)}
    rows = session.exec(
        select(Offer, Organisation.name, Workplace.name)
        .join(Organisation, col(Organisation.id) == col(Offer.organisation_id))
        .join(Workplace, col(Workplace.id) == col(Offer.workplace_id), isouter=True)
        .where(
            or_(
                col(Offer.id).in_(mine),
                col(Offer.organisation_id).in_(organisations)
                & col(Offer.called_off_at).is_(None)
                & (col(Offer.starts_at) > now),
            )
        )
        .order_by(col(Offer.starts_at), col(Offer.id))
    ).all()
    shown = [each for each in rows if each[0].id in mine or _is_for(actor, each[0], places)]
    seats = _counts(session, [offer.id for offer, *_names in shown if offer.ends_at >= now])
    waits = _waiting(session, [row.offer_id for row in mine.values() if row.standing == SignUpState.WAITING])
    ahead, before = [], []
    for offer, organisation, workplace in shown:
        row = mine.get(offer.id)
        standing = SignUpState(row.standing) if row else None
        taken = sum(seats.get((offer.id, each), 0) for each in HAS_A_SEAT)
        told = MyOffer(
            offer=offer,
            organisation=organisation,
            workplace=workplace or "",
            standing=standing,
            reasons=_why(row.reasons) if row else (),
            place=place_in_line(waits.get(offer.id, ()), actor.person_id),
            left=max(0, offer.seats - taken) if offer.seats else None,
            opening=opening(
                starts_at=offer.starts_at,
                sign_up_by=offer.sign_up_by,
                called_off=offer.called_off_at is not None,
                now=now,
            ),
            counts=(offer.organisation_id, offer.kind) in counting,
        )
        if offer.ends_at >= now:
            ahead.append(told)
        elif standing is SignUpState.ATTENDED:
            before.append(told)
    return tuple(ahead), tuple(reversed(before))


@dataclass(frozen=True, slots=True)
class OfferAhead:
    """An offer ahead that somebody is invited to or comes to, in short."""

    title: str
    starts_at: datetime
    place: str
    standing: SignUpState


def my_offers_ahead(*, session: Session, actor: Actor, now: datetime) -> tuple[OfferAhead, ...]:
    """What waits for an answer, and what one has signed up for, soonest first; one query."""
    require(actor, Action.ATTEND_OFFERS)
    rows = session.exec(
        select(Offer.title, Offer.starts_at, Offer.place, OfferAttendance.standing)
        .join(OfferAttendance, col(OfferAttendance.offer_id) == col(Offer.id))
        .where(
            OfferAttendance.person_id == actor.person_id,
            col(OfferAttendance.standing).in_(ON_THE_WAY),
            col(Offer.called_off_at).is_(None),
            Offer.starts_at > now,
        )
        .order_by(col(Offer.starts_at))
    ).all()
    return tuple(
        OfferAhead(title, starts_at, place, SignUpState(standing)) for title, starts_at, place, standing in rows
    )


@dataclass(frozen=True, slots=True)
class ListedOffer:
    """An offer that somebody is or was on the list of."""

    title: str
    kind: OfferKind
    starts_at: datetime
    standing: SignUpState


def offers_of(*, session: Session, actor: Actor, engagement_id: UUID) -> tuple[ListedOffer, ...]:
    """What one volunteer was invited to and was not called off, the newest first; "not_found" or "not_allowed"."""
    engagement = engagement_for(session, actor, Action.PLAN_OFFERS, engagement_id)
    rows = session.exec(
        select(Offer.title, Offer.kind, Offer.starts_at, OfferAttendance.standing)
        .join(OfferAttendance, col(OfferAttendance.offer_id) == col(Offer.id))
        .where(
            OfferAttendance.person_id == engagement.person_id,
            Offer.organisation_id == engagement.organisation_id,
            col(Offer.called_off_at).is_(None),
        )
        .order_by(col(Offer.starts_at).desc(), col(Offer.id))
    )
    return tuple(
        ListedOffer(title, OfferKind(kind), starts_at, SignUpState(standing))
        for title, kind, starts_at, standing in rows
    )


def learned_by(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[tuple[OfferKind, date, bool]]]:
    """What the volunteers of these engagements have been at or have a seat at: the kind, the day, and whether they
    were there; one query."""
    if not engagement_ids:
        return {}
    rows = session.exec(
        select(Engagement.id, Offer.kind, Offer.starts_at, OfferAttendance.standing)
        .join(OfferAttendance, col(OfferAttendance.person_id) == col(Engagement.person_id))
        .join(Offer, col(Offer.id) == col(OfferAttendance.offer_id))
        .where(
            col(Engagement.id).in_(engagement_ids),
            col(Offer.organisation_id) == col(Engagement.organisation_id),
            col(Offer.called_off_at).is_(None),
            col(OfferAttendance.standing).in_((SignUpState.SIGNED_UP, SignUpState.ATTENDED)),
        )
        .order_by(col(Offer.starts_at), col(Offer.id))
    )
    found: dict[UUID, list[tuple[OfferKind, date, bool]]] = defaultdict(list)
    for engagement_id, kind, starts_at, standing in rows:
        found[engagement_id].append((OfferKind(kind), local_day(starts_at), standing == SignUpState.ATTENDED))
    return found


def _is_for(actor: Actor, offer: Offer, engaged: Iterable[tuple[UUID, str, UUID]]) -> bool:
    here = (
        (offer.organisation_id == organisation_id)
        and offer.programme in ("", programme)
        and offer.workplace_id in (None, place)
        for organisation_id, programme, place in engaged
    )
    staff = (
        grant.organisation_id == offer.organisation_id
        and grant.role is not Role.VOLUNTEER
        and offer.workplace_id in (None, grant.workplace_id)
        for grant in actor.grants
    )
    return (offer.whom != Audience.STAFF and any(here)) or (offer.whom != Audience.VOLUNTEERS and any(staff))


def _why(stored: str) -> tuple[Reason, ...]:
    return tuple(Reason(each) for each in stored.split(",") if each)


def _rows(session: Session, conditions: Sequence[Any], order: Sequence[Any], most: int | None) -> tuple[OfferRow, ...]:
    rows = session.exec(
        select(Offer, Workplace.name)
        .join(Workplace, col(Workplace.id) == col(Offer.workplace_id), isouter=True)
        .where(*conditions)
        .order_by(*order)
        .limit(most)
    ).all()
    found = _counts(session, [offer.id for offer, _name in rows])
    return tuple(
        OfferRow(
            offer=offer,
            workplace=workplace or "",
            taken=sum(found.get((offer.id, each), 0) for each in HAS_A_SEAT),
            waiting=found.get((offer.id, SignUpState.WAITING), 0),
            invited=found.get((offer.id, SignUpState.INVITED), 0),
            attended=found.get((offer.id, SignUpState.ATTENDED), 0),
        )
        for offer, workplace in rows
    )


def _counts(session: Session, offer_ids: Collection[UUID]) -> dict[tuple[UUID, SignUpState], int]:
    if not offer_ids:
        return {}
    rows = session.exec(
        select(OfferAttendance.offer_id, OfferAttendance.standing, func.count())
        .where(col(OfferAttendance.offer_id).in_(offer_ids))
        .group_by(col(OfferAttendance.offer_id), col(OfferAttendance.standing))
    )
    return {(offer_id, SignUpState(standing)): count for offer_id, standing, count in rows}


def _waiting(session: Session, offer_ids: Collection[UUID]) -> dict[UUID, list[PlaceInLine]]:
    if not offer_ids:
        return {}
    rows = session.exec(
        select(OfferAttendance.offer_id, OfferAttendance.person_id, OfferAttendance.number).where(
            col(OfferAttendance.offer_id).in_(offer_ids), OfferAttendance.standing == SignUpState.WAITING
        )
    )
    found: dict[UUID, list[PlaceInLine]] = defaultdict(list)
    for offer_id, person_id, number in rows:
        found[offer_id].append(PlaceInLine(person_id, SignUpState.WAITING, number))
    return found
