"""Who should be invited to an offer and why, and who else it is for: counted in the database, and read a page at a
time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import true
from sqlmodel import Session, col, exists, false, func, or_, select

from core.access.permissions import Actor
from core.approvals.reading import decided_for
from core.approvals.rules import approved_until, is_paused
from core.i18n import end_of_day, local_day
from core.offers.case import Learner, attendances, audience, for_staff, for_volunteers, planned
from core.offers.rules import (
    BEFORE_RENEWAL,
    FOR_BEGINNERS,
    ONCE,
    LearnerFacts,
    OfferKind,
    Reason,
    SignUpState,
    counts,
    last_day_before,
    reasons,
)
from core.people.search import ASKED_FOR, finds
from core.programmes.programme import Competence
from core.programmes.publishing import programme_of, versions_where
from db.approvals import Approval, Pause
from db.journey import EngagementNext
from db.offers import Offer, OfferAttendance, Wish
from db.people import Engagement, Membership, Person


@dataclass(frozen=True, slots=True)
class ProposedInvitee:
    """Somebody the offer is for who is not on its list, and why they should be invited; a colleague has no
    engagement."""

    person_id: UUID
    name: str
    workplace: str
    engagement_id: UUID | None
    reasons: tuple[Reason, ...] = ()

    @property
    def volunteer(self) -> bool:
        """Whether they are a volunteer."""
        return self.engagement_id is not None


@dataclass(frozen=True, slots=True)
class ToInvite:
    """The first of those who should be invited, by name, how many they are, and how many others it is for."""

    rows: tuple[ProposedInvitee, ...]
    proposed: int
    others: int


def to_invite(*, session: Session, actor: Actor, offer_id: UUID, today: date, most: int) -> ToInvite:
    """Who should be invited, no more than `most`, and how many the offer is for who are not on its list yet."""
    offer = planned(session, actor, offer_id)
    asked = _asked_for_it(session, offer)
    staff = _staff_who(session, offer, asked)
    first = session.exec(_who_should_be(session, offer, asked, today).limit(most)).all()
    people = audience(session, offer, [*(person_id for person_id, _of in first), *staff])
    why = reasons_of(session, offer, people, today)
    proposed = (first[0][1] if first else 0) + len(staff)
    everybody = session.exec(_count_volunteers(offer)).one() + session.exec(_count_staff(offer)).one()
    return ToInvite(tuple(_told(each, why[each.person_id]) for each in people)[:most], proposed, everybody - proposed)


def ids_to_invite(
    *, session: Session, actor: Actor, offer_id: UUID, today: date, everybody: bool = False
) -> tuple[UUID, ...]:
    """All who should be invited, or `everybody` the offer is for, who are not on its list yet."""
    offer = planned(session, actor, offer_id)
    if everybody:
        listed = {row.person_id for row in attendances(session, offer.id)}
        return tuple(each.person_id for each in audience(session, offer) if each.person_id not in listed)
    asked = _asked_for_it(session, offer)
    volunteers = session.exec(_who_should_be(session, offer, asked, today))
    return (*(person_id for person_id, _of in volunteers), *_staff_who(session, offer, asked))


def find_invitees(*, session: Session, actor: Actor, offer_id: UUID, search: str) -> list[ProposedInvitee]:
    """Those the offer is for who are not on its list and whom `search` finds, by name; at most `ASKED_FOR`."""
    offer = planned(session, actor, offer_id)
    volunteers = _by_name(offer, *finds(col(EngagementNext.found_by), search)).limit(ASKED_FOR)
    staff = (
        select(Membership.person_id)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(*for_staff(offer), _not_listed(offer, col(Membership.person_id)), *finds(col(Person.found_by), search))
        .order_by(func.lower(Person.name), col(Person.id))
        .limit(ASKED_FOR)
    )
    people = audience(session, offer, [*session.exec(volunteers), *session.exec(staff)])
    return [_told(each) for each in people][:ASKED_FOR]


def reasons_of(
    session: Session, offer: Offer, people: Sequence[Learner], today: date
) -> dict[UUID, tuple[Reason, ...]]:
    """Why each of these should be invited, by person."""
    if not people:
        return {}
    ids = [each.person_id for each in people]
    facts = decided_for(session, [each.engagement_id for each in people if each.engagement_id is not None])
    attended = attended_by(session, offer.organisation_id, ids)
    asked = _asked(session, offer.organisation_id, ids)
    found = {}
    for each in people:
        known = facts.get(each.engagement_id) if each.engagement_id is not None else None
        settings = (
            programme_of(session, each.programme_version_id).competence if each.programme_version_id else Competence()
        )
        told = LearnerFacts(
            began_on=each.began_on,
            approved_until=approved_until(known, today) if known is not None else None,
            paused=known is not None and is_paused(known.pauses, today),
            attended=tuple(attended[each.person_id]),
            asked=asked[each.person_id],
        )
        found[each.person_id] = reasons(OfferKind(offer.kind), settings, told, today)
    return found


def attended_by(
    session: Session, organisation_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, list[tuple[OfferKind, date]]]:
    """The kinds of offer that each of these has been at, with the day."""
    rows = session.exec(
        select(OfferAttendance.person_id, Offer.kind, Offer.starts_at)
        .join(Offer, col(Offer.id) == col(OfferAttendance.offer_id))
        .where(
            col(OfferAttendance.person_id).in_(person_ids),
            OfferAttendance.standing == SignUpState.ATTENDED,
            Offer.organisation_id == organisation_id,
        )
        .order_by(col(Offer.starts_at))
    )
    found: dict[UUID, list[tuple[OfferKind, date]]] = defaultdict(list)
    for person_id, kind, starts_at in rows:
        found[person_id].append((OfferKind(kind), local_day(starts_at)))
    return found


def _asked(session: Session, organisation_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, dict[OfferKind, date]]:
    rows = session.exec(
        select(Wish).where(col(Wish.person_id).in_(person_ids), Wish.organisation_id == organisation_id)
    )
    found: dict[UUID, dict[OfferKind, date]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][OfferKind(row.kind)] = row.asked_on
    return found


def _told(each: Learner, why: tuple[Reason, ...] = ()) -> ProposedInvitee:
    return ProposedInvitee(each.person_id, each.name, each.workplace, each.engagement_id, why)


def _not_listed(offer: Offer, who: Any) -> Any:
    """SQL: not on the list of the offer."""
    return who.not_in(select(OfferAttendance.person_id).where(OfferAttendance.offer_id == offer.id))


def _by_name(offer: Offer, *conditions: Any) -> Any:
    """The volunteers it is for, found along the names so that the first few are enough."""
    return (
        select(Engagement.person_id)
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .where(
            EngagementNext.organisation_id == offer.organisation_id,
            *for_volunteers(offer),
            _not_listed(offer, col(Engagement.person_id)),
            *conditions,
        )
        .order_by(col(EngagementNext.sought), col(EngagementNext.engagement_id))
    )


def _who_should_be(session: Session, offer: Offer, asked: Collection[UUID], today: date) -> Any:
    """The volunteers who should be invited, by name, each with how many they are.

    They are few or many, so they are found first and put in order then: along the names, everybody would be looked at.
    """
    found = select(Engagement.id).where(
        Engagement.organisation_id == offer.organisation_id,
        *for_volunteers(offer),
        _not_listed(offer, col(Engagement.person_id)),
        _should_be(session, offer, asked, today),
    )
    return (
        select(Engagement.person_id, func.count().over())
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .where(col(Engagement.id).in_(found))
        .order_by(col(EngagementNext.sought), col(EngagementNext.engagement_id))
    )


def _count_volunteers(offer: Offer) -> Any:
    here = [col(Engagement.organisation_id) == offer.organisation_id, *for_volunteers(offer)]
    counted = select(func.count(func.distinct(Engagement.person_id)))
    return counted.where(*here, _not_listed(offer, col(Engagement.person_id)))


def _count_staff(offer: Offer) -> Any:
    """The colleagues it is for who are not on its list, and are no volunteers it is for."""
    volunteer = exists().where(
        col(Engagement.person_id) == col(Membership.person_id),
        col(Engagement.organisation_id) == offer.organisation_id,
        *for_volunteers(offer),
    )
    return select(func.count(func.distinct(Membership.person_id))).where(
        *for_staff(offer), _not_listed(offer, col(Membership.person_id)), ~volunteer
    )


def _staff_who(session: Session, offer: Offer, asked: Collection[UUID]) -> list[UUID]:
    """The colleagues who asked for it and are not on its list: there is no other reason to invite a colleague."""
    listed = {row.person_id for row in attendances(session, offer.id)} if asked else set()
    people = audience(session, offer, asked) if asked else []
    return [each.person_id for each in people if each.engagement_id is None and each.person_id not in listed]


def _asked_for_it(session: Session, offer: Offer) -> list[UUID]:
    """Who asks for such an offer and has not been at one since."""
    wishes = session.exec(
        select(col(Wish.person_id), col(Wish.asked_on)).where(
            Wish.organisation_id == offer.organisation_id, Wish.kind == offer.kind
        )
    ).all()
    attended = attended_by(session, offer.organisation_id, [who for who, _on in wishes]) if wishes else {}
    return [
        who
        for who, asked_on in wishes
        if not any(kind == offer.kind and day >= asked_on for kind, day in attended.get(who, ()))
    ]


def _should_be(session: Session, offer: Offer, asked: Collection[UUID], today: date) -> Any:
    """SQL on `Engagement`: `reasons` finds one. Each programme has its own settings, and most have the same."""
    alike: dict[Competence, list[UUID]] = defaultdict(list)
    for version in versions_where(session, offer.organisation_id, lambda _programme: True):
        alike[programme_of(session, version).competence].append(version)
    person, kind = col(Engagement.person_id), OfferKind(offer.kind)
    ahead_days = max((each.ahead_days for each in alike), default=0)
    until = _approved_until(session, offer, ahead_days, today) if kind in BEFORE_RENEWAL else {}
    on_a_break = select(Pause.engagement_id).where(
        Pause.organisation_id == offer.organisation_id,
        col(Pause.begins_on) <= today,
        or_(col(Pause.ends_on).is_(None), col(Pause.ends_on) >= today),
    )
    anew = person.not_in(_been_at(offer, [kind])) if kind in ONCE else true()
    by_programme = [
        col(Engagement.programme_version_id).in_(versions) & _due(offer, settings, until, today) & anew
        for settings, versions in alike.items()
    ]
    twice = _begun_later(session, offer)
    first = col(Engagement.id).not_in(twice) if twice else true()
    return first & col(Engagement.id).not_in(on_a_break) & or_(person.in_(asked), *by_programme)


def _begun_later(session: Session, offer: Offer) -> list[UUID]:
    """The engagements of those who are here twice, but the one that they began with: that one alone gives reasons."""
    here = [col(Engagement.organisation_id) == offer.organisation_id, *for_volunteers(offer)]
    twice = select(Engagement.person_id).where(*here).group_by(col(Engagement.person_id)).having(func.count() > 1)
    rows = session.exec(
        select(Engagement.person_id, Engagement.id)
        .where(*here, col(Engagement.person_id).in_(twice))
        .order_by(col(Engagement.created_at), col(Engagement.id).desc())
    ).all()
    first = dict(reversed(rows))
    return [engagement_id for person_id, engagement_id in rows if first[person_id] != engagement_id]


def _due(offer: Offer, settings: Competence, until: dict[UUID, date], today: date) -> Any:
    person, kind = col(Engagement.person_id), OfferKind(offer.kind)
    found: list[Any] = [false()]
    if kind in BEFORE_RENEWAL:
        soon = today + timedelta(days=settings.ahead_days)
        found.append(col(Engagement.id).in_([each for each, day in until.items() if today <= day <= soon]))
    if kind in FOR_BEGINNERS:
        found.append(_began(today) & ~_began(last_day_before(today, 1)))
    if settings.every_years is not None and counts(settings, kind):
        since = last_day_before(today, settings.every_years)
        later = _been_at(offer, settings.counts).where(col(Offer.starts_at) >= end_of_day(since))
        ever = _been_at(offer, settings.counts)
        found.append(person.not_in(later) & or_(_began(since), person.in_(ever)))
    return or_(*found)


def _began(by: date) -> Any:
    """SQL: the first day was no later than `by`."""
    begins = col(Engagement.begins_on)
    return or_(begins <= by, begins.is_(None) & (col(Engagement.created_at) < end_of_day(by))).self_group()


def _been_at(offer: Offer, kinds: Collection[str]) -> Any:
    """Who has been at an offer of one of these kinds."""
    return (
        select(OfferAttendance.person_id)
        .join(Offer, col(Offer.id) == col(OfferAttendance.offer_id))
        .where(
            Offer.organisation_id == offer.organisation_id,
            col(Offer.kind).in_(kinds),
            OfferAttendance.standing == SignUpState.ATTENDED,
        )
    )


def _approved_until(session: Session, offer: Offer, ahead_days: int, today: date) -> dict[UUID, date]:
    """Of those whose approval may end within so many days the last day of it: a break puts one off that is over."""
    here = col(Approval.organisation_id) == offer.organisation_id
    paused = select(Pause.engagement_id).where(Pause.organisation_id == offer.organisation_id)
    until = col(Approval.valid_until)
    near = until.between(today, today + timedelta(days=ahead_days))
    ids = session.exec(
        select(Approval.engagement_id)
        .where(here, or_(near, (until < today) & col(Approval.engagement_id).in_(paused)))
        .distinct()
    ).all()
    facts = decided_for(session, ids)
    return {each: day for each, known in facts.items() if (day := approved_until(known, today)) is not None}
