"""Certificates handed out together: a ZIP made while it is sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.certificates.reading import years_in
from core.certificates.text import CertificateKind
from core.documents.export.downloads import store_ticket
from core.documents.export.zipping import File, pieces, portions, safe_name
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import N_, gettext, local_day, ngettext, reading
from core.spreadsheet import as_csv
from db.certificates import Certificate, CertificateFile
from db.engine import transaction
from db.people import Engagement, Person

CERTIFICATES = "certificates"
TITLES = {
    CertificateKind.CERTIFICATE: N_("Certificate"),
    CertificateKind.DIPLOMA: N_("Diploma"),
    CertificateKind.PROOF: N_("Proof of volunteering"),
}
HEADING = (N_("File"), N_("Number"), N_("Document"), N_("Name"), N_("Sealed at"), N_("SHA-256"))


def title(kind: CertificateKind, years: int) -> str:
    """What a certificate is called, in the reader's language."""
    called = gettext(TITLES[kind])
    return f"{called}, {ngettext('{count} year', '{count} years', years).format(count=years)}" if years else called


def archive(
    *, session: Session, actor: Actor, certificate_ids: Sequence[UUID], language: str, now: datetime
) -> Iterator[bytes]:
    """A ZIP of these certificates piece by piece, with a list and the hashes; one PDF is held at a time.

    Whoever asks for one they may not have gets nothing ("not_allowed", "not_found", before the first byte).
    """
    wanted = list(dict.fromkeys(certificate_ids))
    with transaction(session):
        for organisation_id in require_all(session, actor, wanted):
            trace(session, organisation_id, actor, "certificates.downloaded", "organisation", organisation_id, now)
    lines: list[tuple[str, ...]] = []
    return pieces(_files(session, wanted, language, lines), lambda: _manifest(language, lines))


def make_certificates_download(
    *, session: Session, actor: Actor, session_token: str, certificate_ids: Sequence[UUID], now: datetime
) -> str:
    """A ticket to these certificates as an archive; see `core.documents.export.downloads.make_download`."""
    with transaction(session):
        require_all(session, actor, certificate_ids)
        return store_ticket(session, session_token, CERTIFICATES, certificate_ids, now)


def require_all(session: Session, actor: Actor, certificate_ids: Sequence[UUID]) -> set[UUID]:
    """The organisations of these certificates, all of which `actor` may take out."""
    found: set[UUID] = set()
    count = 0
    for ids in portions(certificate_ids):
        rows = session.exec(select(Certificate.organisation_id).where(col(Certificate.id).in_(ids))).all()
        count += len(rows)
        found |= set(rows)
    for organisation_id in found:
        require(actor, Action.RECOGNISE, Subject(organisation_id))
        require(actor, Action.DOWNLOAD_DOCUMENTS, Subject(organisation_id))
    if not found or count < len(set(certificate_ids)):
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def _files(
    session: Session, certificate_ids: Sequence[UUID], language: str, lines: list[tuple[str, ...]]
) -> Iterator[File]:
    for ids in portions(certificate_ids):
        rows = session.exec(
            select(Certificate, Person.name)
            .join(Engagement, col(Engagement.id) == col(Certificate.engagement_id))
            .join(Person, col(Person.id) == col(Engagement.person_id))
            .where(col(Certificate.id).in_(ids))
        ).all()
        told = {made.id: (made.number, CertificateKind(made.kind), made.key, made.made_at, name) for made, name in rows}
        for certificate_id in ids:
            number, kind, key, made_at, name = told[certificate_id]
            with reading(language):
                called = title(kind, years_in(key))
            held = select(CertificateFile).where(CertificateFile.certificate_id == certificate_id)
            found = session.exec(held).one()
            content, sha256 = found.content, found.sha256
            session.expunge(found)
            session.rollback()
            file = File(f"{safe_name(called, name, number)}.pdf", made_at, sha256, content)
            lines.append((file.name, number, called, name, f"{local_day(made_at):%Y-%m-%d}", sha256))
            yield file


def _manifest(language: str, lines: Sequence[tuple[str, ...]]) -> bytes:
    with reading(language):
        return as_csv([gettext(word) for word in HEADING], lines)
