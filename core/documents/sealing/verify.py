"""Whether a file is one that was sealed here. Asks for no login and never tells who a document is about."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from core.documents.rules import number_as_printed
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.pdf.seal import NUMBER, inspect
from db.documents import SealRecord
from db.organisations import Organisation, SealingKey

LARGEST_MB = 10
# Readers accept some bytes before the header, so a file that a mail gateway prefixed still counts as a PDF.
HEADER_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a file, or of a number alone.

    "genuine": exactly the file that was sealed here. "altered": made from such a file. "unknown": nothing is known of
    it. "number_known": a document with this number was sealed here, and only the file itself can show more. What is
    not known is None.
    """

    status: Literal["genuine", "altered", "unknown", "number_known"]
    sealed_at: datetime | None = None
    kind: str | None = None
    template: str | None = None
    version: int | None = None
    organisation_name: str | None = None
    number: str | None = None


def verify(*, session: Session, data: bytes) -> Verdict:
    """Whether `data` is a document sealed here, also after its people were erased and the key replaced.

    Raises "upload_too_large", "upload_not_pdf", "upload_encrypted" or "upload_damaged".
    """
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise DomainError(ErrorCode.UPLOAD_TOO_LARGE, most=LARGEST_MB)
    if not data:
        raise DomainError(ErrorCode.UPLOAD_DAMAGED)
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        raise DomainError(ErrorCode.UPLOAD_NOT_PDF)
    record = session.get(SealRecord, hashlib.sha256(data).hexdigest())
    if record is not None:
        return _verdict(session, "genuine", record)
    found = inspect(data)
    if found.encrypted:
        raise DomainError(ErrorCode.UPLOAD_ENCRYPTED)
    record = _sealed_with_number(session, found.number or _number_in(data))
    if record is not None:
        return _verdict(session, "altered", record)
    if not found.readable:
        raise DomainError(ErrorCode.UPLOAD_DAMAGED)
    # The organisation's own certificate may seal other files elsewhere, and those are whole.
    broken = not (found.intact and found.whole_file)
    return _ours(session, found.certificate_sha256) if broken else Verdict("unknown")


def number_known(*, session: Session, number: str) -> Verdict:
    """What a number read off paper or from its QR code tells: "number_known" or "unknown"."""
    record = _sealed_with_number(session, number_as_printed(number))
    return Verdict("unknown") if record is None else _verdict(session, "number_known", record)


def _number_in(data: bytes) -> str | None:
    """The number in a file too damaged to be read, where its description survived."""
    found = NUMBER.search(data)
    return found[1].decode() if found else None


def _sealed_with_number(session: Session, number: str | None) -> SealRecord | None:
    if number is None:
        return None
    return session.exec(
        select(SealRecord).where(SealRecord.number == number).order_by(col(SealRecord.sealed_at).desc()).limit(1)
    ).one_or_none()


def _ours(session: Session, certificate_sha256: str | None) -> Verdict:
    """The verdict on a broken seal: altered where an organisation here seals with that certificate."""
    organisation_name = session.exec(
        select(Organisation.name)
        .join(SealingKey, col(SealingKey.organisation_id) == Organisation.id)
        .where(SealingKey.certificate_sha256 == certificate_sha256)
        .limit(1)
    ).one_or_none()
    return Verdict("altered", organisation_name=organisation_name) if organisation_name else Verdict("unknown")


def _verdict(session: Session, status: Literal["genuine", "altered", "number_known"], record: SealRecord) -> Verdict:
    return Verdict(
        status,
        sealed_at=record.sealed_at,
        kind=record.kind,
        template=record.template,
        version=record.version,
        organisation_name=session.exec(
            select(Organisation.name).where(Organisation.id == record.organisation_id)
        ).one_or_none(),
        number=record.number,
    )
