"""Loading an offer for its services, with the people it is for and the line of those who signed up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, false, select

from core.access.permissions import Action, Actor, Role, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.offers.rules import Audience, Line, PlaceInLine, SignUpState
from db import outbox
from db.offers import Offer, OfferAttendance
from db.organisations import Workplace
from db.people import Engagement, Membership, Person
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody an offer is for. For a colleague there is no engagement, no programme and no first day."""

    person_id: UUID
    name: str
    workplace: str
    engagement_id: UUID | None = None
    programme_version_id: UUID | None = None
    began_on: date | None = None


def load(session: Session, offer_id: UUID, *, lock: bool = False) -> Offer:
    """The offer, locked until the transaction ends where two could take one seat; "not_found" where there is none."""
    asked = select(Offer).where(Offer.id == offer_id)
    found = session.exec(asked.with_for_update() if lock else asked).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def planned(session: Session, actor: Actor, offer_id: UUID, *, lock: bool = False) -> Offer:
    """The offer for whoever plans there: "not_found" or "not_allowed"."""
    found = load(session, offer_id, lock=lock)
    require(actor, Action.PLAN_OFFERS, Subject(found.organisation_id))
    return found


def audience(session: Session, offer: Offer, person_ids: Iterable[UUID] | None = None) -> list[Learner]:
    """The people the offer is for, by name, each once; only those of `person_ids` where given. Two queries."""
    only = None if person_ids is None else [*person_ids]
    found: dict[UUID, Learner] = {}
    if offer.whom != Audience.STAFF:
        found |= {each.person_id: each for each in _volunteers(session, offer, only)}
    if offer.whom != Audience.VOLUNTEERS:
        for each in _staff(session, offer, only):
            found.setdefault(each.person_id, each)
    return sorted(found.values(), key=lambda each: each.name.casefold())


class ForSome(Protocol):
    """Whom something is for: an offer, or what one is written to become."""

    @property
    def whom(self) -> str:
        """One of `Audience`."""

    @property
    def programme(self) -> str:
        """ "" for all."""

    @property
    def workplace_id(self) -> UUID | None:
        """None for all."""


def for_volunteers(offer: ForSome) -> list[Any]:
    """SQL on `Engagement`: it goes on and the offer is for it. Of which organisation is asked beside it, of the table
    that a list is read along."""
    if offer.whom == Audience.STAFF:
        return [false()]
    conditions: list[Any] = [col(Engagement.ended_at).is_(None)]
    if offer.workplace_id:
        conditions.append(col(Engagement.workplace_id) == offer.workplace_id)
    if offer.programme:
        versions = select(ProgrammeVersion.id).where(ProgrammeVersion.programme == offer.programme)
        conditions.append(col(Engagement.programme_version_id).in_(versions))
    return conditions


def for_staff(offer: Offer) -> list[Any]:
    """SQL on `Membership`: it is of a colleague the offer is for."""
    if offer.whom == Audience.VOLUNTEERS:
        return [false()]
    conditions: list[Any] = [
        col(Membership.organisation_id) == offer.organisation_id,
        col(Membership.ended_at).is_(None),
        col(Membership.role) != Role.VOLUNTEER,
    ]
    if offer.workplace_id:
        conditions.append(col(Membership.workplace_id) == offer.workplace_id)
    return conditions


def _volunteers(session: Session, offer: Offer, only: Sequence[UUID] | None) -> Iterable[Learner]:
    conditions = for_volunteers(offer)
    if only is None:
        conditions.append(col(Engagement.organisation_id) == offer.organisation_id)
    else:
        # Of few people it is quicker to read all they are than to look for them among everybody here.
        conditions.append(col(Engagement.person_id).in_(only))
    rows = session.exec(
        select(Engagement, Person.name, Workplace.name)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(*conditions)
        # Who is here twice stands once, by the engagement they began with.
        .order_by(col(Engagement.created_at).desc(), col(Engagement.id))
    )
    for engagement, name, workplace in rows:
        if engagement.organisation_id != offer.organisation_id:
            continue
        yield Learner(
            engagement.person_id,
            name,
            workplace,
            engagement.id,
            engagement.programme_version_id,
            engagement.begins_on or local_day(engagement.created_at),
        )


def _staff(session: Session, offer: Offer, only: Sequence[UUID] | None) -> Iterable[Learner]:
    conditions = for_staff(offer)
    if only is not None:
        conditions.append(col(Membership.person_id).in_(only))
    rows = session.exec(
        select(Membership.person_id, Person.name, Workplace.name)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .join(Workplace, col(Workplace.id) == col(Membership.workplace_id), isouter=True)
        .where(*conditions)
    )
    for person_id, name, workplace in rows:
        yield Learner(person_id, name, workplace or "")


def attendances(session: Session, offer_id: UUID) -> list[OfferAttendance]:
    """Everybody on the list of an offer."""
    asked = select(OfferAttendance).where(OfferAttendance.offer_id == offer_id)
    return list(session.exec(asked.execution_options(populate_existing=True)))


def line_of(rows: Iterable[OfferAttendance]) -> Line:
    """The list as the rules read it."""
    return tuple(PlaceInLine(row.person_id, SignUpState(row.standing), row.number) for row in rows)


def store_line(
    session: Session, offer: Offer, rows: Sequence[OfferAttendance], line: Line, new: Iterable[Learner], now: datetime
) -> list[UUID]:
    """Write down what is different in `line`; returns who got a seat that they had waited for."""
    known = {row.person_id: row for row in rows}
    learners = {each.person_id: each for each in new}
    up = []
    for each in line:
        row = known.get(each.person_id)
        if row is None:
            learner = learners.get(each.person_id)
            row = OfferAttendance(
                offer_id=offer.id,
                person_id=each.person_id,
                engagement_id=learner.engagement_id if learner else None,
                standing="",
                at=now,
                version=0,
            )
        if (row.standing, row.number) == (each.standing, each.number):
            continue
        if row.standing == SignUpState.WAITING and each.standing is SignUpState.SIGNED_UP:
            up.append(each.person_id)
        row.standing, row.number, row.at = each.standing, each.number, now
        row.version += 1
        session.add(row)
    session.flush()
    return up


def mail(session: Session, offer: Offer, message: str, person_ids: Iterable[UUID], now: datetime) -> None:
    """Leave `message` for each of these people; a mail says nothing but that there is something to see."""
    about = {"offer_id": offer.id}
    outbox.mail(session, message, person_ids, organisation_id=offer.organisation_id, now=now, about=about)
