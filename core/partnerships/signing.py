"""The framework agreement signed by both managements in the browser: sent, signed by each, taken back, sealed (X2).

What is frozen, who said yes and what is sealed are the rows of any document, written by the same services below; what
differs is who stands in it and what it says, which is `core.partnerships.document.AgreementCase`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import TABLE, Action, Actor, Reach, Subject, require
from core.documents.drafting.changing import mail, refuse_when_over, trace_document
from core.documents.drafting.service import new_number
from core.documents.rules import ORGANISATION
from core.documents.sealing.waiting import try_to_seal
from core.documents.signing.service import GivenConsent, TypedSignature, freeze, give, ready_to_sign
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import LANGUAGES
from core.partnerships.case import AssociationCase, load
from core.partnerships.document import AgreementCase, held_now, load_agreement, said_now, take_back, under_way
from core.partnerships.rules import ASSOCIATION, KIND
from db.documents import Consent, Document, DocumentParty
from db.engine import transaction
from db.people import Membership, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigners:
    """Who signs for each side, and in which language the agreement is signed."""

    ours_id: UUID | None
    theirs_id: UUID | None
    language: str


@dataclass(frozen=True, slots=True)
class PossibleSigners:
    """Who can sign for each side, by name: of ours whoever may sign for the organisation, of theirs who speaks for it.
    Nobody stands on both sides."""

    ours: dict[UUID, str]
    theirs: dict[UUID, str]


def possible_signers(*, session: Session, actor: Actor, association_id: UUID) -> PossibleSigners:
    """Who can sign for each side, for whoever manages the partnership."""
    case = load(session, association_id)
    require(actor, Action.MANAGE_PARTNERSHIPS, case.subject)
    return _possible(session, case)


def send_agreement(
    *, session: Session, actor: Actor, association_id: UUID, signers: AgreementSigners, now: datetime
) -> Document:
    """Send the agreement as it reads now to be signed by both sides; it is frozen at once, and each is mailed.

    It follows the one that holds, which holds until the new one is sealed. Raises by field "choice_invalid" for
    somebody who cannot sign for that side or an unknown language; "agreement_empty" where it says nothing,
    "document_exists" while one is under way that nobody has said no to,
    "not_found" where the partnership has ended, and "clock_behind".
    """
    with transaction(session):
        case = load(session, association_id, lock=True)
        require(actor, Action.MANAGE_PARTNERSHIPS, case.subject)
        if case.association.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if sent_id := under_way(session, association_id):
            _replace_declined(session, sent_id, actor, now)
        if not said_now(session, association_id):
            raise DomainError(ErrorCode.AGREEMENT_EMPTY)
        parties = _checked(session, case, signers)
        document = Document(
            organisation_id=case.association.organisation_id,
            association_id=association_id,
            kind=KIND,
            number=new_number(),
            signing_language=signers.language,
            supersedes_id=held_now(session, association_id),
            created_by_id=actor.person_id,
            created_at=now,
            shared_at=now,
        )
        session.add(document)
        session.flush()
        for capacity, person_id in parties.items():
            session.add(DocumentParty(document_id=document.id, capacity=capacity, person_id=person_id))
        session.flush()
        sent = load_agreement(session, document.id)
        trace_document(session, sent, actor, "document.shared", now)
        freeze(session, sent, actor=actor, now=now)
        mail(session, sent, "document_shared", [each for each in parties.values() if each != actor.person_id], now=now)
        return document


def sign_agreement(
    *, session: Session, actor: Actor, agreement_id: UUID, signature: TypedSignature, now: datetime
) -> Consent:
    """One side's yes to the text it read; the second one has it sealed. A second click returns the first.

    Raises "not_found", "not_allowed", "not_a_party" for whoever is not the one to sign, and what
    `core.documents.signing.service.consent` raises.
    """
    with transaction(session):
        said = GivenConsent(signature.fingerprint, signature.typed_name, signature.drawn)
        given = say_yes(session, agreement_id, said, actor=actor, now=now)
    try_to_seal(session=session, version_id=given.version_id, now=now)
    return given


def say_yes(session: Session, agreement_id: UUID, said: GivenConsent, *, actor: Actor, now: datetime) -> Consent:
    """The yes of whom `actor` is on their side, inside the caller's transaction; raises what `sign_agreement` does."""
    case = load_agreement(session, agreement_id, lock=True)
    party = signer_of(actor, case)
    ready_to_sign(session, case, actor=actor, now=now)
    case = load_agreement(session, agreement_id)
    before = case.signed_capacities()
    given = give(session, case, party, said, actor=actor, now=now)
    if not before and party.capacity == ASSOCIATION:
        # They were told when it was sent; ours may be somebody else than who sent it, and waits for nothing.
        ours = case.person_of(ORGANISATION).id
        mail(session, case, "agreement_half_signed", [] if ours == said.host_person_id else [ours], now=now)
    return given


def withdraw_agreement(*, session: Session, actor: Actor, agreement_id: UUID, now: datetime) -> Document:
    """Take back an agreement that not both have signed. It stays readable, and nobody can sign it any more.

    Raises "already_sealed" where both have, and "document_withdrawn".
    """
    with transaction(session):
        case = load_agreement(session, agreement_id, lock=True)
        require(actor, Action.MANAGE_PARTNERSHIPS, case.between.subject)
        refuse_when_over(case)
        take_back(session, case, actor, now)
        return case.document


def _replace_declined(session: Session, sent_id: UUID, actor: Actor, now: datetime) -> None:
    """Another takes the place of one that somebody said no to; one that can still be signed is not replaced."""
    sent = load_agreement(session, sent_id, lock=True)
    if sent.document.declined_at is None:
        raise DomainError(ErrorCode.DOCUMENT_EXISTS)
    take_back(session, sent, actor, now)


def _checked(session: Session, case: AssociationCase, signers: AgreementSigners) -> dict[str, UUID]:
    """Who signs, by capacity."""
    possible = _possible(session, case)
    with all_refused() as check:
        with check.at("ours_id"):
            if signers.ours_id not in possible.ours:
                raise DomainError(ErrorCode.CHOICE_INVALID)
        with check.at("theirs_id"):
            if signers.theirs_id not in possible.theirs:
                raise DomainError(ErrorCode.CHOICE_INVALID)
        with check.at("language"):
            if signers.language not in LANGUAGES:
                raise DomainError(ErrorCode.CHOICE_INVALID)
    assert signers.ours_id is not None
    assert signers.theirs_id is not None
    return {ORGANISATION: signers.ours_id, ASSOCIATION: signers.theirs_id}


def _possible(session: Session, case: AssociationCase) -> PossibleSigners:
    theirs = {each.person.id: each.person.name for each in case.speakers}
    roles = [role for role, reach in TABLE[Action.SIGN_PARTNERSHIP].items() if reach is Reach.ORGANISATION]
    rows = session.exec(
        select(Person.id, Person.name)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            Membership.organisation_id == case.association.organisation_id,
            col(Membership.role).in_(roles),
            col(Membership.ended_at).is_(None),
        )
        .distinct()
        .order_by(Person.name)
    )
    return PossibleSigners({person_id: name for person_id, name in rows if person_id not in theirs}, theirs)


def signer_of(actor: Actor, case: AgreementCase) -> DocumentParty:
    """As whom `actor` signs: for the side they were chosen for, and only while they still may for that one."""
    association = case.between.association
    speaks = actor.person_id in case.between.subject.people
    require(actor, Action.SIGN_PARTNERSHIP, case.between.subject)
    own = [party for party in case.parties if party.person_id == actor.person_id]
    if not own or association.ended_at is not None:
        raise DomainError(ErrorCode.NOT_A_PARTY)
    if speaks != (own[0].capacity == ASSOCIATION):
        raise DomainError(ErrorCode.NOT_A_PARTY)
    require(actor, Action.SIGN_PARTNERSHIP, case.between.subject if speaks else Subject(association.organisation_id))
    return own[0]
