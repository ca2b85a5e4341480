"""What an administrator sees of the organisation: its details, and what it seals and has sealed with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography import x509
from cryptography.x509.oid import NameOID
from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.documents import SealRecord
from db.organisations import Organisation, SealingKey


@dataclass(frozen=True, slots=True)
class SealingKeyRow:
    """A certificate the organisation seals with, or did until `until`; never its private key.

    `own` is whether the organisation brought it; otherwise the portal made it. `sealed` counts documents.
    """

    id: UUID
    own: bool
    holder: str
    issuer: str
    expires_at: datetime
    fingerprint: str
    since: datetime
    until: datetime | None
    sealed: int


def organisation_details(*, session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """The organisation as stored now, for whoever may change it."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return organisation


def sealing_keys(*, session: Session, actor: Actor, organisation_id: UUID) -> list[SealingKeyRow]:
    """What the organisation seals with now, and before that the former ones, newest first."""
    require(actor, Action.MANAGE_SEALING_KEY, Subject(organisation_id))
    rows = session.exec(
        select(SealingKey, func.count(col(SealRecord.sha256)))
        .join(SealRecord, col(SealRecord.sealing_key_id) == col(SealingKey.id), isouter=True)
        .where(SealingKey.organisation_id == organisation_id)
        .group_by(col(SealingKey.id))
        .order_by(col(SealingKey.retired_at).is_not(None), col(SealingKey.created_at).desc())
    ).all()
    return [_row(key, sealed) for key, sealed in rows]


def _row(key: SealingKey, sealed: int) -> SealingKeyRow:
    certificate = x509.load_der_x509_certificate(key.certificate_der)
    return SealingKeyRow(
        id=key.id,
        own=key.own_pki,
        holder=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        expires_at=certificate.not_valid_after_utc,
        fingerprint=key.certificate_sha256,
        since=key.created_at,
        until=key.retired_at,
        sealed=sealed,
    )


def _name(name: x509.Name) -> str:
    for wanted in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(wanted)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()
