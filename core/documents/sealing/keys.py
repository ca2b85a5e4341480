"""What an organisation seals with now, what it sealed with before, and another in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn1crypto import parser
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID
from sqlmodel import Session, col, func, select, update

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.sealing.trial import try_out
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.pdf.key import SealingMaterial, expires_at, load_pkcs12, make_key
from db import outbox
from db.crypto import KeyMissing
from db.documents import SealRecord
from db.engine import transaction
from db.organisations import Organisation, SealingKey


@dataclass(frozen=True, slots=True)
class SealingKeyRow:
    """A certificate as it is shown. `until` is when it was retired, None for the one that seals now; `sealed` how many
    documents it has sealed. All times are in UTC."""

    id: UUID
    own: bool
    holder: str
    issuer: str
    expires_at: datetime
    fingerprint: str
    since: datetime
    until: datetime | None
    sealed: int


def sealing_key(session: Session, organisation_id: UUID) -> SealingKey:
    """What the organisation seals with now."""
    return session.exec(
        select(SealingKey)
        .where(SealingKey.organisation_id == organisation_id, col(SealingKey.retired_at).is_(None))
        .order_by(col(SealingKey.created_at).desc())
        .limit(1)
    ).one()


def sealing_material(session: Session, organisation_id: UUID, now: datetime) -> tuple[UUID, SealingMaterial]:
    """What the organisation seals with now, and which of its keys that is.

    Raises "certificate_expired", for readers call a seal broken that was made with one; "sealing_key_unreadable" where
    it was written with another secret or altered.
    """
    try:
        key = sealing_key(session, organisation_id)
    except (KeyMissing, InvalidTag):
        raise DomainError(ErrorCode.SEALING_KEY_UNREADABLE) from None
    if expires_at(key.certificate_der) < now:
        raise DomainError(ErrorCode.CERTIFICATE_EXPIRED)
    return key.id, SealingMaterial(key.key_der, key.certificate_der, tuple(_certificates(key.chain_der)))


def replace_sealing_key(
    *, session: Session, actor: Actor, organisation_id: UUID, pkcs12: bytes, passphrase: str, now: datetime
) -> SealingKey:
    """Seal with the organisation's own PKCS#12 from now on, also what waits; a document of each kind is sealed with it
    first, to try it. The former key is kept, so older documents verify.

    Raises what `core.pdf.key.load_pkcs12` raises, and "pkcs12_unsuitable" where a trial seal does not hold.
    """
    require(actor, Action.MANAGE_SEALING_KEY, Subject(organisation_id))
    material = load_pkcs12(pkcs12, passphrase, now=now)
    try_out(session, organisation_id, material, now)
    return _replace(session, actor, organisation_id, material, own_pki=True, now=now)


def seal_with_new_key(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> SealingKey:
    """Seal with a new certificate of the portal's own making from now on, also what waits; the former key is kept."""
    require(actor, Action.MANAGE_SEALING_KEY, Subject(organisation_id))
    name = session.get_one(Organisation, organisation_id).name
    return _replace(session, actor, organisation_id, make_key(name, now=now), own_pki=False, now=now)


def first_key(session: Session, organisation: Organisation, now: datetime) -> SealingKey:
    """The certificate a new organisation seals with until it has its own; within the caller's transaction."""
    return _store(session, organisation.id, make_key(organisation.name, now=now), own_pki=False, now=now)


def sealing_keys(*, session: Session, actor: Actor, organisation_id: UUID) -> list[SealingKeyRow]:
    """What the organisation seals with now, and before that the former ones, newest first."""
    require(actor, Action.MANAGE_SEALING_KEY, Subject(organisation_id))
    # Without the keys themselves: the page opens also where one cannot be read.
    rows = session.exec(
        select(  # type: ignore[call-overload]
            SealingKey.id,
            SealingKey.own_pki,
            SealingKey.certificate_der,
            SealingKey.certificate_sha256,
            SealingKey.created_at,
            SealingKey.retired_at,
            func.count(col(SealRecord.sha256)),
        )
        .join(SealRecord, col(SealRecord.sealing_key_id) == col(SealingKey.id), isouter=True)
        .where(SealingKey.organisation_id == organisation_id)
        .group_by(col(SealingKey.id))
        .order_by(col(SealingKey.retired_at).is_not(None), col(SealingKey.created_at).desc())
    ).all()
    return [_row(*row) for row in rows]


def _row(
    key_id: UUID, own: bool, der: bytes, fingerprint: str, since: datetime, until: datetime | None, sealed: int
) -> SealingKeyRow:
    certificate = x509.load_der_x509_certificate(der)
    return SealingKeyRow(
        id=key_id,
        own=own,
        holder=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        expires_at=certificate.not_valid_after_utc,
        fingerprint=fingerprint,
        since=since,
        until=until,
        sealed=sealed,
    )


def _name(name: x509.Name) -> str:
    for wanted in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(wanted)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()


def _replace(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    material: SealingMaterial,
    *,
    own_pki: bool,
    now: datetime,
) -> SealingKey:
    with transaction(session):
        # Not read: what is to be replaced may be a key that nobody can read any more.
        session.execute(
            update(SealingKey)
            .where(col(SealingKey.organisation_id) == organisation_id, col(SealingKey.retired_at).is_(None))
            .values(retired_at=now)
        )
        stored = _store(session, organisation_id, material, own_pki=own_pki, now=now)
        outbox.hurry(session, kind="seal", organisation_id=organisation_id, now=now)
        trace(session, organisation_id, actor, "sealing_key.replaced", "sealing_key", stored.id, now)
        return stored


def _store(
    session: Session, organisation_id: UUID, material: SealingMaterial, *, own_pki: bool, now: datetime
) -> SealingKey:
    certificate = x509.load_der_x509_certificate(material.certificate_der)
    stored = SealingKey(
        organisation_id=organisation_id,
        key_der=material.key_der,
        certificate_der=material.certificate_der,
        chain_der=b"".join(material.chain_der),
        certificate_sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        own_pki=own_pki,
        created_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def _certificates(joined: bytes) -> Iterator[bytes]:
    """DER certificates that were stored one after the other."""
    while joined:
        length = parser.peek(joined)
        yield joined[:length]
        joined = joined[length:]
