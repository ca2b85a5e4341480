"""Consent and, after the last one, sealing at once; what is interrupted or cannot be sealed is finished by the worker.

Each step is a transaction of its own: drawing and sealing take a while, in which nobody else waits for the database.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.reading import DocumentView, read
from core.documents.rules import DocumentState
from core.documents.sealing.waiting import try_to_seal
from core.documents.signing.paper import SignedPaper, record_paper
from core.documents.signing.proving import Proof
from core.documents.signing.service import TypedSignature, begin_signing, consent
from core.documents.signing.together import confirm
from db.documents import Consent, PaperRecord


def consent_and_seal(
    *, session: Session, actor: Actor, document_id: UUID, signature: TypedSignature, now: datetime
) -> Consent:
    """Freeze the text where it is not, and consent to exactly what was read.

    Raises what `core.documents.signing.service` raises; what was frozen by then stays so.
    """
    begin_signing(session=session, actor=actor, document_id=document_id, now=now)
    given = consent(session=session, actor=actor, document_id=document_id, signature=signature, now=now)
    try_to_seal(session=session, version_id=given.version_id, now=now)
    return given


def confirm_and_seal(
    *, session: Session, token: str, signature: TypedSignature, proof: Proof, now: datetime
) -> Consent:
    """The yes of whoever signs on a colleague's device; raises what `core.documents.signing.together.confirm` does."""
    given = confirm(session=session, token=token, signature=signature, proof=proof, now=now)
    try_to_seal(session=session, version_id=given.version_id, now=now)
    return given


def record_paper_and_seal(
    *, session: Session, actor: Actor, document_id: UUID, paper: SignedPaper, now: datetime
) -> PaperRecord:
    """What was signed on paper; raises what `core.documents.signing.paper.record_paper` does."""
    kept = record_paper(session=session, actor=actor, document_id=document_id, paper=paper, now=now)
    try_to_seal(session=session, version_id=kept.version_id, now=now)
    return kept


def read_sealed(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> DocumentView:
    """The document for one of its readers; one that all have signed and that has no file yet is sealed on the way."""
    found = read(session=session, actor=actor, document_id=document_id)
    if found.state is not DocumentState.SEALING or found.version is None:
        return found
    try_to_seal(session=session, version_id=found.version.id, now=now)
    return read(session=session, actor=actor, document_id=document_id)
