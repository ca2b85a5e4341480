"""What people need: CFSA's four questions, asked of volunteers and staff each year, and what they ask for (K2)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from core import contact
from core.access.permissions import Action, Actor, Role, Subject, require
from core.access.trail import trace
from core.approvals.case import engagement_for
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import end_of_day, local_day
from core.offers.rules import NeedsQuestion, OfferKind, SignUpState
from db.engine import transaction
from db.offers import Need, Offer, OfferAttendance, Wish
from db.people import Membership, Person


@dataclass(frozen=True, slots=True)
class MyNeeds:
    """What somebody has answered this year and asks for; `version` is 0 where they have answered nothing yet."""

    organisation_id: UUID
    year: int
    answers: Mapping[NeedsQuestion, str]
    wishes: frozenset[OfferKind]
    version: int


@dataclass(frozen=True, slots=True)
class NeedsAnswer:
    """What one person answered to a question."""

    name: str
    staff: bool
    words: str


@dataclass(frozen=True, slots=True)
class NeedsOfYear:
    """What is needed in a year: the answers by question, and for each kind how many ask for it and how many are ahead.

    Answers stand by name; nothing is ranked.
    """

    year: int
    answers: Mapping[NeedsQuestion, tuple[NeedsAnswer, ...]]
    people: int
    asked: Mapping[OfferKind, int]
    offered: Mapping[OfferKind, int]


def my_needs(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> MyNeeds:
    """One's own answers of this year, and what one has asked for and not been at since; three queries."""
    _own(actor, organisation_id)
    found = _need(session, actor, organisation_id, today.year)
    return MyNeeds(
        organisation_id=organisation_id,
        year=today.year,
        answers={each: getattr(found, each) if found else "" for each in NeedsQuestion},
        wishes=frozenset(_open_wishes(session, organisation_id, actor.person_id)[actor.person_id]),
        version=found.version if found else 0,
    )


def asked_by(*, session: Session, actor: Actor, engagement_id: UUID) -> tuple[OfferKind, ...]:
    """The kinds of offer one volunteer asks for, for who plans; "not_found" or "not_allowed"."""
    engagement = engagement_for(session, actor, Action.PLAN_OFFERS, engagement_id)
    asked = _open_wishes(session, engagement.organisation_id, engagement.person_id)[engagement.person_id]
    return tuple(kind for kind in OfferKind if kind in asked)


def answer_needs(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    answers: Mapping[NeedsQuestion, str],
    expected_version: int,
    now: datetime,
) -> Need:
    """Answer this year's questions, or change the answers; a question can be left open.

    Raises "changed_meanwhile" where they were changed in another window, or what is refused in the text.
    """
    with transaction(session):
        _own(actor, organisation_id)
        # Two windows of one person: the second waits here and then sees what the first wrote.
        session.exec(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()
        found = _need(session, actor, organisation_id, local_day(now).year)
        if (found.version if found else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        need = found or Need(
            organisation_id=organisation_id, person_id=actor.person_id, year=local_day(now).year, at=now, version=0
        )
        for question in NeedsQuestion:
            setattr(need, question, contact.text(answers.get(question, "")))
        need.at, need.version = now, need.version + 1
        session.add(need)
        session.flush()
        trace(session, organisation_id, actor, "needs.answered", "need", need.id, now)
        return need


def wish_for(
    *, session: Session, actor: Actor, organisation_id: UUID, kinds: Collection[OfferKind], now: datetime
) -> None:
    """Ask for these kinds of offer, and for no others any more. What was asked for keeps its day, unless one has been
    at one since."""
    with transaction(session):
        _own(actor, organisation_id)
        session.exec(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()
        own = select(Wish).where(Wish.person_id == actor.person_id, Wish.organisation_id == organisation_id)
        rows = {OfferKind(row.kind): row for row in session.exec(own)}
        still = _open_wishes(session, organisation_id, actor.person_id)[actor.person_id]
        if still == set(kinds):
            return
        for kind in OfferKind:
            row = rows.get(kind)
            if kind not in kinds and kind in still and row is not None:
                session.delete(row)
            elif kind in kinds and row is not None and kind not in still:
                row.asked_on = local_day(now)
                session.add(row)
            elif kind in kinds and row is None:
                session.add(
                    Wish(
                        organisation_id=organisation_id,
                        person_id=actor.person_id,
                        kind=kind,
                        asked_on=local_day(now),
                    )
                )
        trace(session, organisation_id, actor, "needs.wished", "person", actor.person_id, now)


def plan_of_needs(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> NeedsOfYear:
    """What volunteers and staff need this year, for who plans; a fixed number of queries."""
    require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
    year = local_day(now).year
    rows = session.exec(
        select(Need, Person.name)
        .join(Person, col(Person.id) == col(Need.person_id))
        .where(Need.organisation_id == organisation_id, Need.year == year)
    ).all()
    staff = set(
        session.exec(
            select(Membership.person_id).where(
                Membership.organisation_id == organisation_id,
                col(Membership.ended_at).is_(None),
                Membership.role != Role.VOLUNTEER,
            )
        )
    )
    told = sorted(rows, key=lambda each: each[1].casefold())
    answers = {
        question: tuple(
            NeedsAnswer(name, need.person_id in staff, words)
            for need, name in told
            if (words := getattr(need, question))
        )
        for question in NeedsQuestion
    }
    kinds = session.exec(
        select(Offer.kind).where(
            Offer.organisation_id == organisation_id, col(Offer.called_off_at).is_(None), Offer.starts_at > now
        )
    )
    return NeedsOfYear(
        year=year,
        answers=answers,
        people=sum(any(getattr(need, each) for each in NeedsQuestion) for need, _name in rows),
        asked=Counter(kind for asked in _open_wishes(session, organisation_id).values() for kind in asked),
        offered=Counter(OfferKind(kind) for kind in kinds),
    )


def unplanned_wishes(organisation_id: UUID, today: date) -> Any:
    """SQL: how many wishes there are for which nothing is planned from today on, and that nobody was at since."""
    asked: Any = aliased(Wish)
    ahead: Any = aliased(Offer)
    coming = exists().where(
        ahead.organisation_id == organisation_id,
        ahead.kind == asked.kind,
        ahead.called_off_at.is_(None),
        ahead.starts_at > end_of_day(today - timedelta(days=1)),
    )
    met = (
        exists()
        .where(
            col(OfferAttendance.person_id) == asked.person_id,
            col(OfferAttendance.standing) == SignUpState.ATTENDED,
            col(OfferAttendance.offer_id) == col(Offer.id),
            col(Offer.organisation_id) == organisation_id,
            col(Offer.kind) == asked.kind,
            col(Offer.starts_at) >= asked.asked_on,
        )
        .correlate(asked)
    )
    return select(func.count()).select_from(asked).where(asked.organisation_id == organisation_id, ~coming, ~met)


def fresh_needs(organisation_id: UUID, since: datetime) -> Any:
    """SQL: how many people said since then what they need."""
    return select(func.count()).select_from(Need).where(Need.organisation_id == organisation_id, Need.at >= since)


def _open_wishes(session: Session, organisation_id: UUID, person_id: UUID | None = None) -> dict[UUID, set[OfferKind]]:
    """What people ask for and have not been at since, by person; one who asks for nothing has an empty set."""
    own = [Wish.organisation_id == organisation_id]
    if person_id is not None:
        own.append(Wish.person_id == person_id)
    # Of those alone who ask for something: many more have been somewhere.
    met = (
        select(OfferAttendance.person_id, Offer.kind, Offer.starts_at)
        .join(Offer, col(Offer.id) == col(OfferAttendance.offer_id))
        .where(
            col(OfferAttendance.person_id).in_(select(Wish.person_id).where(*own)),
            Offer.organisation_id == organisation_id,
            OfferAttendance.standing == SignUpState.ATTENDED,
        )
    )
    latest: dict[tuple[UUID, str], date] = {}
    for who, kind, starts_at in session.exec(met):
        latest[who, kind] = max(latest.get((who, kind), date.min), local_day(starts_at))
    found: dict[UUID, set[OfferKind]] = {} if person_id is None else {person_id: set()}
    for row in session.exec(select(Wish).where(*own)):
        if latest.get((row.person_id, row.kind), date.min) < row.asked_on:
            found.setdefault(row.person_id, set()).add(OfferKind(row.kind))
    return found


def _own(actor: Actor, organisation_id: UUID) -> None:
    require(actor, Action.ATTEND_OFFERS, Subject(organisation_id, frozenset({actor.person_id})))


def _need(session: Session, actor: Actor, organisation_id: UUID, year: int) -> Need | None:
    return session.exec(
        select(Need).where(
            Need.organisation_id == organisation_id, Need.person_id == actor.person_id, Need.year == year
        )
    ).one_or_none()
