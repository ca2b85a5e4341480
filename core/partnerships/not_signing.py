"""The framework agreement before both have signed it: saying no with a word, and taking one's own signature back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.drafting.changing import refuse_when_over
from core.documents.signing.declining import no_longer_signed, say_no
from core.partnerships.document import AgreementCase, load_agreement
from core.partnerships.signing import signer_of
from db import outbox
from db.documents import Consent, Document
from db.engine import transaction


def decline_agreement(*, session: Session, actor: Actor, agreement_id: UUID, word: str, now: datetime) -> Document:
    """Say no to the agreement as it is, with a word to the other side ("" for none).

    Nobody can sign it then; whoever manages the partnership sends another or takes it back. Saying no twice changes
    nothing. Raises what `sign_agreement` raises about who signs, and "already_sealed" or "document_withdrawn".
    """
    with transaction(session):
        case = load_agreement(session, agreement_id, lock=True)
        signer_of(actor, case)
        refuse_when_over(case)
        if say_no(session, case, actor=actor, word=word, now=now):
            _tell(session, case, "agreement_declined", actor, now)
        return case.document


def take_agreement_signature_back(*, session: Session, actor: Actor, agreement_id: UUID, now: datetime) -> Consent:
    """Take one's own signature back while the other side has not signed; they are told.

    Raises "nothing_to_take_back" where there is none, and what `decline_agreement` raises.
    """
    with transaction(session):
        case = load_agreement(session, agreement_id, lock=True)
        given = no_longer_signed(session, case, signer_of(actor, case), actor=actor, now=now)
        _tell(session, case, "agreement_signature_taken_back", actor, now)
        return given


def _tell(session: Session, case: AgreementCase, message: str, actor: Actor, now: datetime) -> None:
    """To whoever signs for the other side, and to our own contact, who follows it."""
    outbox.mail(
        session,
        message,
        {*(party.person_id for party in case.parties), case.between.association.followed_by_id} - {actor.person_id},
        organisation_id=case.document.organisation_id,
        now=now,
        about={"document_id": case.document.id, "who_id": actor.person_id},
    )
