"""Saying no, taking a signature back, and choosing to leave it at the talk: before everyone has signed."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core import contact
from core.access.permissions import Action, Actor, require
from core.documents.case import load_locked
from core.documents.drafting.changing import mail, refuse_when_over, trace_document
from core.documents.rules import VOLUNTEERS, DocumentState, state_of
from core.documents.signed import SigningCase
from core.documents.signing.service import party_of
from core.documents.template.model import PAIR_KINDS
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db import outbox
from db.documents import Consent, Document, DocumentParty
from db.engine import transaction


def decline(*, session: Session, actor: Actor, document_id: UUID, word: str, now: datetime) -> Document:
    """Say no to the text as it is, with a word to those one would have signed with ("" for none).

    It waits for the organisation from then on, which changes it and sends it again, or withdraws it. Saying no twice
    changes nothing. The others it names hear of it, and the coordinator; colleagues are led to where they answer it.
    Raises "not_shared_yet", "not_a_party", and what a text is refused for.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        party_of(actor, case)
        refuse_when_over(case)
        if state_of(case.standing()) is DocumentState.DRAFT:
            raise DomainError(ErrorCode.NOT_SHARED_YET)
        if say_no(session, case, actor=actor, word=word, now=now):
            volunteers = [party.person_id for party in case.parties if party.capacity in VOLUNTEERS]
            colleagues = [party.person_id for party in case.parties if party.capacity not in VOLUNTEERS]
            told = {"document_declined": volunteers}
            told["document_to_answer"] = [*colleagues, case.engagement.coordinator_id]
            for message, people in told.items():
                mail(session, case, message, [each for each in people if each != actor.person_id], now=now)
        return case.document


def say_no(session: Session, case: SigningCase, *, actor: Actor, word: str, now: datetime) -> bool:
    """Whether the no of a party is new, stored inside the caller's transaction with the document locked."""
    document = case.document
    if document.declined_at is not None:
        return False
    document.declined_at, document.declined_by_id = now, actor.person_id
    document.decline_word = contact.text(word) or None
    session.add(document)
    # What the person who says no had signed before does not stand beside the no.
    for consent in case.given(case.current.id) if case.current else ():
        if consent.person_id == actor.person_id:
            consent.taken_back_at = now
            session.add(consent)
    session.flush()
    trace_document(session, case, actor, "document.declined", now)
    return True


def take_back(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> Consent:
    """Take one's own signature back while somebody else has not signed. The others it names hear of it, and those who
    look after the volunteer. Raises "nothing_to_take_back" where there is none."""
    with transaction(session):
        case = load_locked(session, document_id)
        party = party_of(actor, case)
        given = no_longer_signed(session, case, party, actor=actor, now=now)
        named = [party.person_id for party in case.parties]
        outbox.mail(
            session,
            "signature_taken_back",
            {*named, case.engagement.contact_person_id, case.engagement.coordinator_id} - {actor.person_id},
            organisation_id=case.document.organisation_id,
            now=now,
            about={"document_id": document_id, "who_id": actor.person_id},
        )
        return given


def no_longer_signed(
    session: Session, case: SigningCase, party: DocumentParty, *, actor: Actor, now: datetime
) -> Consent:
    """The signature `party` takes back, inside the caller's transaction with the document locked.

    Raises "nothing_to_take_back", and what a change to the document is refused for.
    """
    refuse_when_over(case)
    own = [each for each in case.given(case.current.id) if each.party_id == party.id] if case.current else []
    if not own:
        raise DomainError(ErrorCode.NOTHING_TO_TAKE_BACK)
    own[0].taken_back_at = now
    session.add(own[0])
    session.flush()
    trace_document(session, case, actor, "document.consent_taken_back", now)
    return own[0]


def record_discussed(
    *, session: Session, actor: Actor, document_id: UUID, discussed_on: date, now: datetime
) -> Document:
    """Record that two instructors talked their agreement through and chose not to sign it (B0).

    Raises "choice_invalid" for another kind of document, "date_invalid" for a day to come.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        if case.document.kind not in PAIR_KINDS:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        if discussed_on > local_day(now):
            raise DomainError(ErrorCode.DATE_INVALID)
        case.document.discussed_on, case.document.discussed_by_id = discussed_on, actor.person_id
        session.add(case.document)
        trace_document(session, case, actor, "document.discussed", now)
        return case.document
