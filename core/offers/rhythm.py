"""Gatherings that come up by themselves to be planned, as often as an organisation has set (H6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core import contact
from core.access.permissions import Action, Actor, Subject, may, require, require_in
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.offers.planning import OfferDetails, check_narrowed, offer_title, plan_offer
from core.offers.rules import MOST_MONTHS, Audience, OfferKind, turn_due
from db.engine import transaction
from db.offers import Offer, OfferRhythm, RhythmTurn

MOST_RHYTHMS = 50


@dataclass(frozen=True, slots=True)
class RhythmDetails:
    """What comes up, how often in months, and when for the first time; whom it is for as in `OfferDetails`."""

    kind: OfferKind
    title: str
    first_on: date | None
    every_months: int | None
    whom: Audience = Audience.EVERYBODY
    programme: str = ""
    workplace_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """A rhythm that holds. `due_on` is the gathering that is to be planned now, None for none."""

    rhythm: OfferRhythm
    due_on: date | None


def set_rhythm(
    *, session: Session, actor: Actor, organisation_id: UUID, details: RhythmDetails, now: datetime
) -> OfferRhythm:
    """From now on it comes up by itself.

    Raises all that is refused at once: what `offer_title` refuses, "date_invalid" without a first day, "number_outside"
    for months outside 1 to `MOST_MONTHS`; and "choice_invalid" or "workplace_unknown" as `plan_offer` does, or
    "rhythms_many" where there are `MOST_RHYTHMS` already.
    """
    with transaction(session):
        require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
        with all_refused() as check:
            with check.at("title"):
                offer_title(details.title)
            with check.at("first_on"):
                if details.first_on is None:
                    raise DomainError(ErrorCode.DATE_INVALID)
            with check.at("every_months"):
                if not 1 <= (details.every_months or 0) <= MOST_MONTHS:
                    raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=1, most=MOST_MONTHS)
            check_narrowed(session, organisation_id, check, details.programme, details.workplace_id)
        held = select(func.count()).select_from(OfferRhythm).where(*_of(organisation_id))
        if session.exec(held).one() >= MOST_RHYTHMS:
            raise DomainError(ErrorCode.RHYTHMS_MANY, most=MOST_RHYTHMS)
        assert details.first_on is not None
        assert details.every_months is not None
        made = OfferRhythm(
            organisation_id=organisation_id,
            kind=details.kind,
            title=offer_title(details.title),
            first_on=details.first_on,
            every_months=details.every_months,
            whom=details.whom,
            programme=details.programme,
            workplace_id=details.workplace_id,
            created_by_id=actor.person_id,
            created_at=now,
        )
        session.add(made)
        session.flush()
        trace(session, organisation_id, actor, "rhythm.set", "rhythm", made.id, now)
        return made


def end_rhythm(*, session: Session, actor: Actor, rhythm_id: UUID, now: datetime) -> None:
    """It comes up no more; what was planned stays. A second time changes nothing."""
    with transaction(session):
        rhythm = _locked(session, actor, rhythm_id)
        if rhythm.ended_at is None:
            rhythm.ended_at = now
            session.add(rhythm)
            trace(session, rhythm.organisation_id, actor, "rhythm.ended", "rhythm", rhythm.id, now)


def plan_turn(
    *, session: Session, actor: Actor, rhythm_id: UUID, due_on: date, details: OfferDetails, now: datetime
) -> Offer:
    """Plan the gathering that has come up. Raises "rhythm_answered" where somebody has planned or left it meanwhile,
    or as `plan_offer` does."""
    with transaction(session):
        rhythm = _locked(session, actor, rhythm_id)
        _still_due(session, rhythm, due_on, local_day(now))
        offer = plan_offer(
            session=session, actor=actor, organisation_id=rhythm.organisation_id, details=details, now=now
        )
        session.add(_turn(rhythm, due_on, actor, now, offer_id=offer.id))
        return offer


def leave_turn(*, session: Session, actor: Actor, rhythm_id: UUID, due_on: date, words: str, now: datetime) -> None:
    """There is no such gathering this time, and a word on why. Raises as `plan_turn`, "words_missing", or what
    `core.contact` refuses."""
    with transaction(session):
        rhythm = _locked(session, actor, rhythm_id)
        said = contact.line(words)
        if not said:
            raise DomainError(ErrorCode.WORDS_MISSING)
        _still_due(session, rhythm, due_on, local_day(now))
        session.add(_turn(rhythm, due_on, actor, now, words=said))
        trace(session, rhythm.organisation_id, actor, "rhythm.left", "rhythm", rhythm.id, now)


def rhythms_of(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> tuple[RhythmRow, ...]:
    """The rhythms that hold, those with something to plan first; one query."""
    require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
    rows = [
        RhythmRow(rhythm, turn_due(rhythm.first_on, rhythm.every_months, answered, today))
        for rhythm, answered in session.exec(
            select(OfferRhythm, _ANSWERED).where(*_of(organisation_id)).order_by(col(OfferRhythm.created_at))
        )
    ]
    return tuple(sorted(rows, key=lambda row: row.due_on or date.max))


def gatherings_to_plan(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> int:
    """How many gatherings have come up to be planned; 0 for who plans none. One query."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    if not may(actor, Action.PLAN_OFFERS, Subject(organisation_id)):
        return 0
    asked: Any = select(col(OfferRhythm.first_on), col(OfferRhythm.every_months), _ANSWERED)
    rows = session.exec(asked.where(*_of(organisation_id)))
    return sum(turn_due(first_on, months, answered, today) is not None for first_on, months, answered in rows)


def rhythm_to_plan(*, session: Session, actor: Actor, rhythm_id: UUID, today: date) -> RhythmRow:
    """One rhythm and what is to be planned of it now, for the form that is filled from it."""
    rhythm = session.get(OfferRhythm, rhythm_id)
    if rhythm is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.PLAN_OFFERS, Subject(rhythm.organisation_id))
    answered = session.exec(select(func.max(RhythmTurn.due_on)).where(RhythmTurn.rhythm_id == rhythm_id)).one()
    return RhythmRow(rhythm, turn_due(rhythm.first_on, rhythm.every_months, answered, today))


# The newest gathering of each rhythm that was planned or left.
_ANSWERED: Any = (
    select(func.max(RhythmTurn.due_on))
    .where(RhythmTurn.rhythm_id == OfferRhythm.id)
    .correlate(OfferRhythm)
    .scalar_subquery()
)


def _of(organisation_id: UUID) -> Sequence[Any]:
    return OfferRhythm.organisation_id == organisation_id, col(OfferRhythm.ended_at).is_(None)


def _locked(session: Session, actor: Actor, rhythm_id: UUID) -> OfferRhythm:
    rhythm = session.exec(select(OfferRhythm).where(OfferRhythm.id == rhythm_id).with_for_update()).one_or_none()
    if rhythm is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.PLAN_OFFERS, Subject(rhythm.organisation_id))
    return rhythm


def _still_due(session: Session, rhythm: OfferRhythm, due_on: date, today: date) -> None:
    answered = session.exec(select(func.max(RhythmTurn.due_on)).where(RhythmTurn.rhythm_id == rhythm.id)).one()
    due = turn_due(rhythm.first_on, rhythm.every_months, answered, today)
    if rhythm.ended_at is not None or due != due_on:
        raise DomainError(ErrorCode.RHYTHM_ANSWERED)


def _turn(
    rhythm: OfferRhythm, due_on: date, actor: Actor, now: datetime, *, offer_id: UUID | None = None, words: str = ""
) -> RhythmTurn:
    return RhythmTurn(
        rhythm_id=rhythm.id,
        due_on=due_on,
        offer_id=offer_id,
        words=words,
        answered_by_id=actor.person_id,
        answered_at=now,
    )
