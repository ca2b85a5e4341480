"""Planning, changing and calling off offers (K1, K3); the organisation pays, and it costs nobody else anything
(A1.8)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, FieldCheck, all_refused
from core.i18n import local_day
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span, spanned
from core.notices.service import Telling, take_back, tell
from core.offers.case import attendances, line_of, mail, planned, store_line
from core.offers.rules import Audience, OfferKind, SignUpState, taken, with_seats
from core.people.colleagues import check_place
from core.programmes.publishing import newest
from db.engine import transaction
from db.offers import Offer

MOST_COST, MOST_SEATS = 10_000_000, 2_000
COMING = frozenset({SignUpState.INVITED, SignUpState.SIGNED_UP, SignUpState.WAITING})


@dataclass(frozen=True, slots=True)
class OfferDetails:
    """What a coordinator writes of an offer; see `db.offers.Offer`."""

    kind: OfferKind
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    about: str = ""
    place: str = ""
    whom: Audience = Audience.EVERYBODY
    programme: str = ""
    workplace_id: UUID | None = None
    seats: int = 0
    sign_up_by: date | None = None
    cost: int = 0
    material: str = ""


def plan_offer(*, session: Session, actor: Actor, organisation_id: UUID, details: OfferDetails, now: datetime) -> Offer:
    """A new offer.

    Raises all that is refused at once: "name_missing" without a title, "date_invalid" with no day, "offer_dates" where
    it ends before it begins, "offer_deadline" for a last day to sign up after it has begun, "cost_invalid",
    "number_outside" for seats, "choice_invalid" for a programme that cannot be, "workplace_unknown", or what a text is
    refused for.
    """
    with transaction(session):
        require(actor, Action.PLAN_OFFERS, Subject(organisation_id))
        made = Offer(
            organisation_id=organisation_id,
            kind="",
            title="",
            starts_at=now,
            ends_at=now,
            whom="",
            created_by_id=actor.person_id,
            created_at=now,
        )
        _write(session, made, details)
        session.add(made)
        session.flush()
        trace(session, organisation_id, actor, "offer.planned", "offer", made.id, now)
        return made


def change_offer(
    *,
    session: Session,
    actor: Actor,
    offer_id: UUID,
    details: OfferDetails,
    expected_version: int,
    words: str = "",
    now: datetime,
) -> Offer:
    """Another time, place, price or whatever else. More seats are given to those who wait, and who comes is told of
    another time or place, with `words` to them.

    Raises as `plan_offer`, "changed_meanwhile", "offer_called_off", or "offer_seats" for fewer seats than are taken.
    """
    with transaction(session):
        offer = planned(session, actor, offer_id, lock=True)
        _still_so(offer, expected_version)
        rows = attendances(session, offer.id)
        line = line_of(rows)
        if 0 < details.seats < taken(line):
            raise DomainError(ErrorCode.OFFER_SEATS, count=taken(line))
        before = _facts(offer)
        _write(session, offer, details)
        offer.version += 1
        session.add(offer)
        if now < offer.starts_at:
            up = store_line(session, offer, rows, with_seats(line, offer.seats), (), now)
            mail(session, offer, "offer_seat", up, now)
        _tell(session, actor, offer, before, words, now)
        trace(session, offer.organisation_id, actor, "offer.changed", "offer", offer.id, now)
        return offer


def call_off_offer(
    *, session: Session, actor: Actor, offer_id: UUID, expected_version: int, words: str = "", now: datetime
) -> None:
    """Call the offer off; whoever was invited or comes is told, with `words` to them.

    Raises as `change_offer`, and "offer_begun".
    """
    with transaction(session):
        offer = planned(session, actor, offer_id, lock=True)
        _still_so(offer, expected_version)
        if now >= offer.starts_at:
            raise DomainError(ErrorCode.OFFER_BEGUN)
        before = _facts(offer)
        offer.called_off_at, offer.version = now, offer.version + 1
        session.add(offer)
        trace(session, offer.organisation_id, actor, "offer.called_off", "offer", offer.id, now)
        _tell(session, actor, offer, before, words, now)


def undo_offer_change(*, session: Session, actor: Actor, offer_id: UUID, notice_id: UUID, now: datetime) -> Offer:
    """The offer's name, time and place as people knew them, where their mails have not gone yet; "notice_sent"
    otherwise."""
    with transaction(session):
        offer = planned(session, actor, offer_id, lock=True)
        known = take_back(session, offer_id, notice_id, now)
        offer.title, offer.place, offer.called_off_at = known["what"], known["place"], None
        offer.starts_at, offer.ends_at = spanned(known[WHEN])
        offer.version += 1
        session.add(offer)
        trace(session, offer.organisation_id, actor, "offer.undone", "offer", offer.id, now)
        return offer


def _facts(offer: Offer) -> dict[str, str]:
    facts = {"what": offer.title, "place": offer.place, WHEN: span(offer.starts_at, offer.ends_at)}
    return facts if offer.called_off_at is None else facts | {OFF: "1"}


def _tell(session: Session, actor: Actor, offer: Offer, before: Facts, words: str, now: datetime) -> None:
    """Tell whoever was invited or comes what is other than `before`."""
    people = {
        row.person_id: f"my-offers?id={offer.id}" for row in attendances(session, offer.id) if row.standing in COMING
    }
    telling = Telling(NoticeSubject.OFFER, offer.id, offer.organisation_id, before, _facts(offer), people, words)
    tell(session, actor, telling, now)


def _still_so(offer: Offer, expected_version: int) -> None:
    if offer.called_off_at is not None:
        raise DomainError(ErrorCode.OFFER_CALLED_OFF)
    if offer.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)


def _write(session: Session, offer: Offer, details: OfferDetails) -> None:
    kept = _checked(session, offer, details)
    offer.kind, offer.whom, offer.title, offer.about = kept.kind, kept.whom, kept.title, kept.about
    offer.material, offer.place, offer.programme = kept.material, kept.place, kept.programme
    offer.workplace_id, offer.sign_up_by = kept.workplace_id, kept.sign_up_by
    offer.seats, offer.cost = kept.seats, kept.cost
    assert kept.starts_at is not None
    assert kept.ends_at is not None
    offer.starts_at, offer.ends_at = kept.starts_at, kept.ends_at


def _checked(session: Session, offer: Offer, details: OfferDetails) -> OfferDetails:
    """The details as they are kept; see `plan_offer`. Fields are named as in `OfferDetails`."""
    starts, ends = details.starts_at, details.ends_at
    kept = details
    with all_refused() as check:
        with check.at("title"):
            kept = replace(kept, title=offer_title(details.title))
        with check.at("about"):
            kept = replace(kept, about=contact.text(details.about))
        with check.at("starts_at"):
            if starts is None:
                raise DomainError(ErrorCode.DATE_INVALID)
        with check.at("ends_at"):
            if starts is not None and ends is not None and ends <= starts:
                raise DomainError(ErrorCode.OFFER_DATES)
        with check.at("place"):
            kept = replace(kept, place=contact.line(details.place))
        new_place = details.workplace_id if details.workplace_id != offer.workplace_id else None
        check_narrowed(session, offer.organisation_id, check, details.programme, new_place)
        with check.at("seats"):
            if not 0 <= details.seats <= MOST_SEATS:
                raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=0, most=MOST_SEATS)
        with check.at("sign_up_by"):
            if details.sign_up_by is not None and starts is not None and details.sign_up_by > local_day(starts):
                raise DomainError(ErrorCode.OFFER_DEADLINE)
        with check.at("cost"):
            if not 0 <= details.cost <= MOST_COST:
                raise DomainError(ErrorCode.COST_INVALID)
        with check.at("material"):
            kept = replace(kept, material=contact.text(details.material))
    return kept


def check_narrowed(
    session: Session, organisation_id: UUID, check: FieldCheck, programme: str, workplace_id: UUID | None
) -> None:
    """Look at whom something is narrowed to: "choice_invalid" for a programme that cannot be, "workplace_unknown"."""
    with check.at("programme"):
        if programme and programme not in newest(session, organisation_id):
            raise DomainError(ErrorCode.CHOICE_INVALID)
    with check.at("workplace_id"):
        if workplace_id is not None:
            check_place(session, organisation_id, workplace_id)


def offer_title(written: str) -> str:
    """What an offer is called; raises "name_missing", or what a line is refused for."""
    if not (title := contact.line(written)):
        raise DomainError(ErrorCode.NAME_MISSING)
    return title
