"""Both sides at one table: a colleague's browser is handed to whoever signs for the association (L5, X2).

What a lent device can do, and how it is shown whose hands it is in, stands in `core.documents.signing.together`.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.documents.sealing.waiting import try_to_seal
from core.documents.signing.proving import Proof
from core.documents.signing.service import GivenConsent, TypedSignature
from core.documents.signing.together import Handover, handed, held, lend, proved
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.partnerships.document import load_agreement
from core.partnerships.rules import ASSOCIATION
from core.partnerships.signed import AgreementDocument, agreement_document
from core.partnerships.signing import say_yes
from db.documents import Consent
from db.engine import transaction


def hand_agreement_over(*, session: Session, actor: Actor, token: str, agreement_id: UUID, now: datetime) -> None:
    """Put the actor's browser of `token` into the hands of whoever signs for the association.

    Raises what `core.documents.signing.together.hand_over` raises.
    """
    with transaction(session):
        case = load_agreement(session, agreement_id, lock=True)
        require(actor, Action.MANAGE_PARTNERSHIPS, case.between.subject)
        lend(session, case, ASSOCIATION, actor=actor, token=token, now=now)


def agreement_shown(*, session: Session, token: str, now: datetime) -> AgreementDocument:
    """The one agreement of a browser that is handed over, as its guest reads it; else "handover_over"."""
    found = _found(handed(session=session, token=token, now=now))
    return agreement_document(session=session, actor=found.as_guest, agreement_id=found.document_id, now=now)


def confirm_agreement(
    *, session: Session, token: str, signature: TypedSignature, proof: Proof, now: datetime
) -> Consent:
    """The guest's yes to the text they read, shown to be theirs by `proof`; the second side's has it sealed.

    Raises what `core.documents.signing.together.confirm` raises, and "not_allowed" for who speaks for it no more.
    """
    found = _found(handed(session=session, token=token, now=now))

    def store(said: GivenConsent) -> Consent:
        still = held(session, token, now)
        return say_yes(session, still.document_id, said, actor=still.as_guest, now=now)

    given = proved(
        session=session,
        found=found,
        case=load_agreement(session, found.document_id),
        signature=signature,
        proof=proof,
        store=store,
        now=now,
    )
    try_to_seal(session=session, version_id=given.version_id, now=now)
    return given


def _found(found: Handover | None) -> Handover:
    if found is None:
        raise DomainError(ErrorCode.HANDOVER_OVER)
    return found
