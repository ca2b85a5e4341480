"""Who should be invited to an offer and why, and who else it is for; a fixed number of queries for any number."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.approvals.reading import decided_for
from core.approvals.rules import approved_until, is_paused
from core.i18n import local_day
from core.offers.case import Learner, attendances, audience, planned
from core.offers.rules import LearnerFacts, OfferKind, Reason, SignUpState, reasons
from core.programmes.programme import Competence
from core.programmes.publishing import programme_of
from db.offers import Offer, OfferAttendance, Wish


@dataclass(frozen=True, slots=True)
class ProposedInvitee:
    """Somebody the offer is for who is not on its list; `reasons` is empty for who can be invited all the same."""

    person_id: UUID
    name: str
    workplace: str
    volunteer: bool
    reasons: tuple[Reason, ...]


def to_invite(*, session: Session, actor: Actor, offer_id: UUID, today: date) -> tuple[ProposedInvitee, ...]:
    """Everybody the offer is for who is not on its list yet: those with a reason first, then by name."""
    offer = planned(session, actor, offer_id)
    here = {row.person_id for row in attendances(session, offer.id)}
    people = [each for each in audience(session, offer) if each.person_id not in here]
    why = reasons_of(session, offer, people, today)
    found = [
        ProposedInvitee(each.person_id, each.name, each.workplace, each.engagement_id is not None, why[each.person_id])
        for each in people
    ]
    return tuple(sorted(found, key=lambda each: (not each.reasons, each.name.casefold())))


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
