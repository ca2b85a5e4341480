"""The sealed file: drawn from the frozen text and the consents to it, sealed, and stored once."""

import hashlib
from datetime import datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlmodel import Session, select

from core.access.clock import moment
from core.access.permissions import Actor
from core.documents.case import hold_document, load, require_reader, signing_case
from core.documents.drafting.changing import mail, trace_document
from core.documents.printing.document import render
from core.documents.printing.marks import signature_marks
from core.documents.rules import DocumentState, state_of
from core.documents.sealing.keys import sealing_material
from core.documents.signed import SigningCase
from core.documents.text.exact import FrozenText
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.pdf.seal import seal
from core.settings import settings
from db.documents import Document, DocumentFile, DocumentVersion, SealRecord
from db.engine import transaction
from db.organisations import Organisation


def seal_pending(*, session: Session, version_id: UUID, now: datetime) -> DocumentFile | None:
    """The sealed file of a version everyone has signed, made now where it is not there yet; None for any other.

    Called right after the last consent and by the worker: whoever comes second finds the file of the first. Nothing
    is stored unless all of it is, so it can be tried again after a crash at any point. Raises "clock_behind" too.
    """
    version = session.get(DocumentVersion, version_id)
    if version is None:
        return None
    case = signing_case(session, version.document_id)
    if not _to_seal(case, version_id):
        return session.get(DocumentFile, version_id)
    now = moment(session, case.document.organisation_id, now, case.moments)
    # Drawing takes a tenth of a second, in which nobody else should wait for the database.
    drawn = draw(session, case)
    key_id, material = sealing_material(session, case.document.organisation_id, now)
    return _store(session, case, seal(drawn, material, at=now), key_id, now)


def draw(session: Session, case: SigningCase) -> bytes:
    """The PDF of the current version before it is sealed; the same bytes however often it is drawn."""
    version = case.current
    if version is None:
        raise DomainError(ErrorCode.NOT_SEALED_YET)
    organisation = session.get_one(Organisation, case.document.organisation_id)
    text = FrozenText.from_canonical(version.text)
    consents = case.given(version.id)
    return render(
        text,
        signature_marks(session, case, text, consents),
        number=case.document.number,
        version=version.number,
        verify_url=verify_url(case.document.number),
        logo=organisation.logo,
        created_at=max(consent.given_at for consent in consents),
        answers=case.answers_in(text),
    )


def verify_url(number: str) -> str:
    """Where the QR code of a document leads."""
    return f"{settings().url.rstrip('/')}/verify?n={number}"


def sealed_file(*, session: Session, actor: Actor, document_id: UUID) -> bytes:
    """The sealed PDF, for whoever may read the document; "not_sealed_yet" before there is one."""
    case = load(session, document_id)
    require_reader(actor, case)
    return file_of(session, case)


def file_of(session: Session, case: SigningCase) -> bytes:
    """The sealed PDF of the current version, for whoever was found to read the document; "not_sealed_yet" before."""
    if case.current is None or case.filed is None:
        raise DomainError(ErrorCode.NOT_SEALED_YET)
    return session.exec(select(DocumentFile.content).where(DocumentFile.version_id == case.current.id)).one()


def _to_seal(case: SigningCase, version_id: UUID) -> bool:
    is_current = case.current is not None and case.current.id == version_id
    return is_current and state_of(case.standing()) is DocumentState.SEALING


def _store(session: Session, case: SigningCase, sealed: bytes, key_id: UUID, now: datetime) -> DocumentFile | None:
    version = case.current
    if version is None:
        return None
    version_id, number = version.id, version.number
    template = FrozenText.from_canonical(version.text).template
    with transaction(session):
        hold_document(session, case.document.id)
        case = signing_case(session, case.document.id)
        if not _to_seal(case, version_id):
            return session.get(DocumentFile, version_id)
        sha256 = hashlib.sha256(sealed).hexdigest()
        stored = DocumentFile(version_id=version_id, content=sealed, sha256=sha256, stored_at=now)
        record = SealRecord(
            sha256=sha256,
            number=case.document.number,
            organisation_id=case.document.organisation_id,
            sealing_key_id=key_id,
            kind=case.document.kind,
            template=template,
            version=number,
            sealed_at=now,
        )
        session.add_all([stored, record])
        case.document.sealed_at = now
        session.add(case.document)
        _holds_from_now(session, case, now)
        session.flush()
        mail(session, case, "document_sealed", [party.person_id for party in case.parties], now=now)
        trace_document(session, case, None, "document.sealed", now)
        return stored


def _holds_from_now(session: Session, case: SigningCase, now: datetime) -> None:
    """How long it holds (V2); what it follows holds no longer."""
    document, day = case.document, local_day(now)
    if validity := case.validity:
        document.valid_until = day + relativedelta(months=validity.months) if validity.months else None
        months = validity.look_again_months
        document.look_again_on = day + relativedelta(months=months) if months else None
        session.add(document)
    if document.supersedes_id:
        former = session.get_one(Document, document.supersedes_id)
        former.superseded_at = now
        session.add(former)
