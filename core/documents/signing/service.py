"""Signing: the text is frozen, and each party says yes to exactly that text (A0, L5)."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from core.access.clock import moment
from core.access.permissions import Action, Actor, require
from core.access.trail import trace
from core.documents.case import DocumentCase, load_locked, require_reader
from core.documents.drafting.changing import retire_when_changed, trace_document
from core.documents.rules import ORGANISATION, START_DATE, name_meant, signing_refused
from core.documents.signed import SigningCase
from core.error_codes import ErrorCode
from core.errors import DomainError
from db import outbox
from db.documents import Consent, ConsentDrawing, DocumentParty, DocumentVersion
from db.engine import transaction
from db.places import UNREADABLE


class SigningWay(StrEnum):
    """The way in which a party said yes."""

    OWN_DEVICE = "own_device"
    TOGETHER = "together"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class TypedSignature:
    """What somebody writes who signs: a yes to the text with `fingerprint`, and their name.

    `drawn` is a signature drawn beside the typed name, cleaned already.
    """

    fingerprint: str
    typed_name: str
    drawn: bytes | None = None


@dataclass(frozen=True, slots=True)
class GivenConsent(TypedSignature):
    """What a party says yes to and how: with `host_person_id`, a colleague's device; with `paper_id`, on paper."""

    how: SigningWay = SigningWay.OWN_DEVICE
    host_person_id: UUID | None = None
    paper_id: UUID | None = None


def begin_signing(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> DocumentVersion:
    """Freeze the text as it reads now, and return the version to sign; the same version while nothing changes.

    A text that reads otherwise than the one frozen before replaces it, and who had signed that is told. Raises
    "answers_missing" while something is missing, "not_shared_yet", "document_withdrawn" or "not_a_party".
    """
    with transaction(session):
        case = load_locked(session, document_id)
        party_of(actor, case)
        return ready_to_sign(session, case, actor=actor, now=now)


def ready_to_sign(session: Session, case: SigningCase, *, actor: Actor, now: datetime) -> DocumentVersion:
    """The version to sign, frozen now where it is not, inside the caller's transaction with the document locked.

    Raises what `begin_signing` raises about the document.
    """
    standing = case.standing()
    current = case.current
    if current is not None and standing.everyone_signed and not standing.withdrawn:
        return current
    if code := signing_refused(standing):
        raise DomainError(code)
    if current is not None and not case.outdated():
        return current
    retire_when_changed(session, case, actor=actor, now=now)
    return freeze(session, case, actor=actor, now=now)


def freeze(session: Session, case: SigningCase, *, actor: Actor, now: datetime) -> DocumentVersion:
    """The next version, as the text reads now, inside the caller's transaction with the document locked.

    Raises "kept_unreadable" where something that it says was altered past the portal, and "clock_behind".
    """
    now = moment(session, case.document.organisation_id, now, case.moments)
    text = case.composed()
    if UNREADABLE in text.canonical():
        raise DomainError(ErrorCode.KEPT_UNREADABLE)
    version = DocumentVersion(
        document_id=case.document.id,
        number=len(case.versions) + 1,
        text=text.canonical(),
        fingerprint=text.fingerprint(),
        frozen_by_id=actor.person_id,
        frozen_at=now,
    )
    session.add(version)
    session.flush()
    trace_document(session, case, actor, "document.frozen", now)
    return version


def consent(*, session: Session, actor: Actor, document_id: UUID, signature: TypedSignature, now: datetime) -> Consent:
    """The actor's yes to the text they read; a second click returns the first consent.

    Raises "text_changed" where the text now reads otherwise than what was read, "typed_name_missing" or
    "typed_name_differs", and what `begin_signing` raises.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        party = party_of(actor, case)
        return give(session, case, party, GivenConsent(**asdict(signature)), actor=actor, now=now)


def give(
    session: Session, case: SigningCase, party: DocumentParty, given: GivenConsent, *, actor: Actor, now: datetime
) -> Consent:
    """Store what `party` says yes to, inside the caller's transaction with the document locked; `actor` wrote it down.

    The one place that makes a consent: the last one leaves the seal to be made, in the same transaction. A second one
    of the same party to the same text is the first. Raises what `consent` raises, and "clock_behind".
    """
    current = case.current
    before = [each for each in case.consents[current.id] if each.party_id == party.id] if current else []
    for each in before:
        if each.taken_back_at is None and each.fingerprint == given.fingerprint and not _outdated(case):
            return each
    now = moment(session, case.document.organisation_id, now, case.moments)
    standing = case.standing()
    if code := signing_refused(standing):
        raise DomainError(code)
    if current is None or current.fingerprint != given.fingerprint or case.outdated():
        raise DomainError(ErrorCode.TEXT_CHANGED)
    stored = _stored(session, before, current, party, replace(given, typed_name=_own_spelling(case, party, given)), now)
    if standing.signed | {party.capacity} >= set(standing.signers):
        if isinstance(case, DocumentCase):
            _begin_as_agreed(session, case, actor, now)
        outbox.post(
            session,
            kind="seal",
            params={"version_id": str(current.id)},
            organisation_id=case.document.organisation_id,
            now=now,
        )
    else:
        here = {actor.person_id, given.host_person_id}
        _tell_who_is_left(session, case, standing.signed | {party.capacity}, here, now)
    if given.how is SigningWay.PAPER:
        # Whoever writes down what stands on paper has not signed by that.
        trace_document(session, case, actor, "document.signed_on_paper", now)
    else:
        trace_document(session, case, actor, "document.consented", now)
    return stored


def _tell_who_is_left(
    session: Session, case: SigningCase, signed: Collection[str], here: Collection[UUID | None], now: datetime
) -> None:
    """Tell the colleague who signs that it waits for them alone; volunteers were asked as it was sent."""
    left = set(case.standing().signers) - set(signed)
    if case.document.association_id is None and left == {ORGANISATION}:
        outbox.mail(
            session,
            "document_half_signed",
            [party.person_id for party in case.parties if party.capacity in left and party.person_id not in here],
            organisation_id=case.document.organisation_id,
            now=now,
            about={"document_id": case.document.id},
            gathers=True,
        )


def _stored(
    session: Session,
    before: list[Consent],
    version: DocumentVersion,
    party: DocumentParty,
    given: GivenConsent,
    now: datetime,
) -> Consent:
    """The row of this consent; one that was taken back is given again in the same row, for a party has only one."""
    stored = (
        before[0]
        if before
        else Consent(
            version_id=version.id,
            party_id=party.id,
            person_id=party.person_id,
            typed_name="",
            fingerprint=given.fingerprint,
            given_at=now,
        )
    )
    stored.typed_name, stored.given_at, stored.taken_back_at = given.typed_name, now, None
    stored.how, stored.host_person_id, stored.paper_id = given.how, given.host_person_id, given.paper_id
    session.add(stored)
    session.flush()
    if before:
        drawn = session.get(ConsentDrawing, stored.id)
        if drawn is not None:
            session.delete(drawn)
            session.flush()
    if given.drawn:
        session.add(ConsentDrawing(consent_id=stored.id, image=given.drawn))
        session.flush()
    return stored


def party_of(actor: Actor, case: DocumentCase) -> DocumentParty:
    """As whom `actor` signs. Nobody signs for another: "not_a_party" for a reader who is none of the signers."""
    require_reader(actor, case)
    own = [party for party in case.parties if party.person_id == actor.person_id and party.required]
    if not own:
        raise DomainError(ErrorCode.NOT_A_PARTY)
    require(actor, Action.SIGN_DOCUMENT, case.subject)
    return own[0]


def _outdated(case: SigningCase) -> bool:
    return not case.standing().everyone_signed and case.outdated()


def _own_spelling(case: SigningCase, party: DocumentParty, given: GivenConsent) -> str:
    """The name that was typed, as its owner writes it: that is what the document shows."""
    person = case.people[party.person_id]
    if not given.typed_name.strip():
        raise DomainError(ErrorCode.TYPED_NAME_MISSING)
    meant = name_meant(given.typed_name, (person.name, person.latin_name))
    if meant is None:
        raise DomainError(ErrorCode.TYPED_NAME_DIFFERS, name=person.name)
    return meant


def _begin_as_agreed(session: Session, case: DocumentCase, actor: Actor, now: datetime) -> None:
    """The first day that all have signed for is the engagement's, so that nobody is told another."""
    agreed = case.values().get(START_DATE, "")
    if case.document.kind != "welcome_letter" or not agreed:
        return
    day = date.fromisoformat(agreed)
    if case.engagement.begins_on != day:
        case.engagement.begins_on = day
        case.engagement.version += 1
        session.add(case.engagement)
        trace(
            session,
            case.document.organisation_id,
            actor,
            "engagement.first_day_agreed",
            "engagement",
            case.engagement.id,
            now,
            ["begins_on"],
        )
