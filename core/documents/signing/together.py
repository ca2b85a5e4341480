"""Signing together: a colleague's browser is handed to a volunteer, who reads and confirms on it, and gets it back.

While it is handed over the session belongs to nobody (`core.access.sessions.actor_for`), in every tab and after a
restart; what can be done with it stands here, and all of it concerns one document and one of its parties (L5). What is
agreed with an association is lent a device for in `core.partnerships.together`, from the same parts.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Grant, Role, require
from core.access.sessions import actor_for
from core.access.trail import trace
from core.documents.case import hold_document, load, load_locked
from core.documents.drafting.changing import trace_document
from core.documents.reading import DocumentView
from core.documents.rules import ORGANISATION, signing_refused
from core.documents.signed import SigningCase
from core.documents.signing.proving import Proof, ProofWays, by_code, by_passphrase, is_demonstration, ways_of
from core.documents.signing.proving import send_code as send_to
from core.documents.signing.service import GivenConsent, SigningWay, TypedSignature, give, ready_to_sign
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.access import LoginSession
from db.crypto import token_hash
from db.documents import Consent, Document, DocumentParty
from db.engine import transaction
from db.people import Account, Person


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who could sign on the reader's device now, and how they would show that it is them."""

    capacity: str
    name: str
    ways: ProofWays


@dataclass(frozen=True, slots=True)
class Handover:
    """In whose hands a browser is (`guest`), for which document, and who lent it (`host`).

    `association_id` is set where the document is agreed with an association.
    """

    document_id: UUID
    organisation_id: UUID
    association_id: UUID | None
    party_id: UUID
    guest_id: UUID
    guest_name: str
    guest_language: str
    host_id: UUID
    host_name: str

    @property
    def as_guest(self) -> Actor:
        """The guest with nothing but their part in this document; never the actor of a page or another service."""
        role = Role.VOLUNTEER if self.association_id is None else Role.ASSOCIATION
        grant = Grant(self.organisation_id, role)
        return Actor(self.guest_id, UUID(int=0), self.guest_name, self.guest_language, (grant,))


def guests(*, session: Session, actor: Actor, document_id: UUID) -> tuple[Guest, ...]:
    """The volunteers who can sign this document now, for whoever may hand a device over; empty where nobody can."""
    case = load(session, document_id)
    require(actor, Action.DRAFT_DOCUMENT, case.subject)
    return () if case.hidden_until_both_answered(actor.person_id) else guests_of(session, case, actor)


def guests_of(session: Session, case: SigningCase, actor: Actor) -> tuple[Guest, ...]:
    """Those who can sign this document now on the device of `actor`, as themselves."""
    standing = case.standing()
    if signing_refused(standing):
        return ()
    return tuple(
        Guest(party.capacity, case.people[party.person_id].name, ways_of(session, case.people[party.person_id]))
        for party in case.parties
        if _is_guest(party, actor) and party.capacity not in standing.signed
    )


def hand_over(*, session: Session, actor: Actor, token: str, document_id: UUID, capacity: str, now: datetime) -> None:
    """Put the actor's browser of `token` into the hands of the party who stands in the document as `capacity`.

    The text is frozen where it is not. Raises "not_allowed", "has_signed", "together_no_proof" for a volunteer who
    has neither login nor e-mail, and what `begin_signing` raises about the document.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        if case.hidden_until_both_answered(actor.person_id):
            # What the host may not read yet must not come up on the host's own device.
            raise DomainError(signing_refused(case.standing()) or ErrorCode.ANSWERS_MISSING)
        lend(session, case, capacity, actor=actor, token=token, now=now)


def lend(session: Session, case: SigningCase, capacity: str, *, actor: Actor, token: str, now: datetime) -> None:
    """Put the browser into the hands of that party, inside the caller's transaction with the document locked.

    Raises what `hand_over` raises about the document and the guest.
    """
    party = next((each for each in case.parties if each.capacity == capacity and _is_guest(each, actor)), None)
    if party is None:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    guest, standing = case.people[party.person_id], case.standing()
    if code := signing_refused(standing):
        raise DomainError(code)
    if party.capacity in standing.signed:
        raise DomainError(ErrorCode.HAS_SIGNED, name=guest.name)
    if not ways_of(session, guest).any:
        raise DomainError(ErrorCode.TOGETHER_NO_PROOF, name=guest.name)
    ready_to_sign(session, case, actor=actor, now=now)
    row = _row(session, token, now)
    if row is None or row.account_id != actor.account_id:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    row.handed_to_id = party.id
    session.add(row)
    trace_document(session, case, actor, "document.handed_over", now)


def _is_guest(party: DocumentParty, actor: Actor) -> bool:
    return party.capacity != ORGANISATION and party.required and party.person_id != actor.person_id


def handed(*, session: Session, token: str, now: datetime) -> Handover | None:
    """In whose hands the browser of `token` is; None where its session has ended or is its owner's own."""
    host, guest = aliased(Person), aliased(Person)
    found = session.exec(
        select(  # type: ignore[call-overload]
            Document.id,
            Document.organisation_id,
            Document.association_id,
            DocumentParty.id,
            guest.id,
            guest.name,
            guest.language,
            host.id,
            host.name,
        )
        .select_from(LoginSession)
        .join(Account, col(Account.id) == LoginSession.account_id)
        .join(host, col(host.id) == Account.person_id)
        .join(DocumentParty, col(DocumentParty.id) == LoginSession.handed_to_id)
        .join(guest, col(guest.id) == DocumentParty.person_id)
        .join(Document, col(Document.id) == DocumentParty.document_id)
        .where(
            LoginSession.token_hash == token_hash(token),
            col(LoginSession.ended_at).is_(None),
            LoginSession.expires_at > now,
        )
    ).one_or_none()
    return Handover(*found) if found else None


def shown(*, session: Session, token: str, now: datetime) -> DocumentView:
    """The one document of a browser that is handed over, as its guest reads it; else "handover_over"."""
    found = _handed(session, token, now)
    return DocumentView(load(session, found.document_id), found.as_guest)


def ways(*, session: Session, token: str, now: datetime) -> ProofWays:
    """How the guest can show that it is them."""
    return ways_of(session, session.get_one(Person, _handed(session, token, now).guest_id))


def send_code(*, session: Session, token: str, now: datetime) -> None:
    """Leave a mail with six digits for the guest. Only the newest counts, and one just sent is not sent again.

    Raises "signing_codes_sent" after three in an hour and "together_no_proof" where no mail can reach them.
    """
    with transaction(session):
        found = _handed(session, token, now)
        hold_document(session, found.document_id)
        guest = session.get_one(Person, found.guest_id)
        if not ways_of(session, guest).code:
            raise DomainError(ErrorCode.TOGETHER_NO_PROOF, name=guest.name)
        send_to(
            session,
            party_id=found.party_id,
            person_id=guest.id,
            organisation_id=found.organisation_id,
            now=now,
        )


def confirm(*, session: Session, token: str, signature: TypedSignature, proof: Proof, now: datetime) -> Consent:
    """The guest's yes to the text they read, shown to be theirs by `proof`; a second click returns the first.

    Raises "passphrase_wrong" and "login_locked", counted as at login, "signing_code_wrong" or "signing_code_over",
    "handover_over" where the device was taken back meanwhile, and what `core.documents.signing.service.consent` raises.
    """
    found = _handed(session, token, now)
    return proved(
        session=session,
        found=found,
        case=load(session, found.document_id),
        signature=signature,
        proof=proof,
        store=lambda given: _store(session, token, given, now),
        now=now,
    )


def proved(
    *,
    session: Session,
    found: Handover,
    case: SigningCase,
    signature: TypedSignature,
    proof: Proof,
    store: Callable[[GivenConsent], Consent],
    now: datetime,
) -> Consent:
    """What `store` makes of the guest's yes, once `proof` has shown that it is theirs, in the same transaction."""
    for given in case.given(case.current.id) if case.current else ():
        if given.party_id == found.party_id and given.fingerprint == signature.fingerprint and not case.outdated():
            return given
    said = GivenConsent(**asdict(signature), how=SigningWay.TOGETHER, host_person_id=found.host_id)
    if is_demonstration(session):
        with transaction(session):
            return store(said)
    if proof.passphrase:
        return by_passphrase(
            session=session, person_id=found.guest_id, passphrase=proof.passphrase, then=lambda: store(said), now=now
        )
    return by_code(session=session, party_id=found.party_id, written=proof.code, then=lambda: store(said), now=now)


def _store(session: Session, token: str, given: GivenConsent, now: datetime) -> Consent:
    found = held(session, token, now)
    guest = found.as_guest
    ready_to_sign(session, load_locked(session, found.document_id), actor=guest, now=now)
    case = load(session, found.document_id)
    party = next(each for each in case.parties if each.id == found.party_id)
    return give(session, case, party, given, actor=guest, now=now)


def held(session: Session, token: str, now: datetime) -> Handover:
    """In whose hands the browser of `token` is, with its session held until the transaction ends; or
    "handover_over"."""
    _row(session, token, now)
    return _handed(session, token, now)


def take_back(*, session: Session, token: str, passphrase: str, now: datetime) -> None:
    """Give the browser back to its owner, who shows with their own passphrase that it is they who hold it.

    Otherwise whoever it was handed to could read on as the owner. In a demonstration nobody has a passphrase, so none
    is asked for. Raises "passphrase_wrong" and "login_locked", counted as at login, and "handover_over".
    """
    found = _handed(session, token, now)

    def back() -> None:
        row = _row(session, token, now)
        if row is None:
            raise DomainError(ErrorCode.HANDOVER_OVER)
        row.handed_to_id = None
        session.add(row)
        session.flush()
        host = actor_for(session=session, token=token, now=now)
        if host is not None:
            subject = ("document", found.document_id)
            trace(session, found.organisation_id, host, "document.handed_back", *subject, now)

    if is_demonstration(session):
        with transaction(session):
            back()
    else:
        by_passphrase(session=session, person_id=found.host_id, passphrase=passphrase, then=back, now=now)


def _handed(session: Session, token: str, now: datetime) -> Handover:
    found = handed(session=session, token=token, now=now)
    if found is None:
        raise DomainError(ErrorCode.HANDOVER_OVER)
    return found


def _row(session: Session, token: str, now: datetime) -> LoginSession | None:
    """The open session of `token`, held until the transaction ends."""
    return session.exec(
        select(LoginSession)
        .where(
            LoginSession.token_hash == token_hash(token),
            col(LoginSession.ended_at).is_(None),
            LoginSession.expires_at > now,
        )
        .with_for_update()
    ).one_or_none()
