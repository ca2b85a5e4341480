"""Sealed documents handed out together: a ZIP made while it is sent, with a list of what is in it and its hashes."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.export.zipping import File, pieces, portions, safe_name
from core.documents.rules import ORGANISATION
from core.documents.template.publishing import templates
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import COPENHAGEN, N_, gettext, reading
from core.spreadsheet import as_csv
from db.documents import Document, DocumentFile, DocumentParty, DocumentVersion
from db.engine import transaction
from db.people import Engagement, Person

HEADING = (
    N_("File"),
    N_("Number"),
    N_("Document"),
    N_("Name"),
    N_("Version"),
    N_("Sealed at"),
    N_("SHA-256"),
    N_("Left out because"),
)
NOT_SEALED, WITHDRAWN = N_("Not signed by everyone"), N_("Withdrawn")
DISCUSSED = N_("Talked through, not signed")


def archive(
    *, session: Session, actor: Actor, document_ids: Sequence[UUID], language: str, now: datetime
) -> Iterator[bytes]:
    """A ZIP of these documents' sealed PDFs, piece by piece, its list in `language`; the same bytes each time.

    Whoever asks for one they may not have gets nothing ("not_allowed", "not_found", before the first byte). What is
    not sealed is named in the list with why it is left out. One PDF is held at a time, and between two of them
    `session` holds no transaction, however slowly the pieces are fetched.
    """
    wanted = list(dict.fromkeys(document_ids))
    numbers: dict[UUID, list[str]] = defaultdict(list)
    with transaction(session):
        for organisation_id, number in _allowed(session, actor, wanted):
            numbers[organisation_id].append(number)
        for organisation_id, taken in numbers.items():
            trace(session, organisation_id, actor, "documents.downloaded", "organisation", organisation_id, now, taken)
    contents = _Contents(language, [])
    return pieces(_files(session, wanted, contents), contents.manifest)


def require_all(session: Session, actor: Actor, document_ids: Sequence[UUID]) -> None:
    """Refuse whoever may not download every one of these documents, and the empty selection."""
    _allowed(session, actor, document_ids)


class _ArchiveRow(NamedTuple):
    document_id: UUID
    number: str
    template_version_id: UUID
    withdrawn_at: datetime | None
    discussed_on: date | None
    version: int | None
    version_id: UUID | None
    stored_at: datetime | None

    def left_out(self) -> str:
        if self.withdrawn_at is not None:
            return WITHDRAWN
        return DISCUSSED if self.discussed_on is not None else NOT_SEALED


_IDS: Any = bindparam("ids", expanding=True)
_SUBJECTS = (
    select(  # type: ignore[call-overload]
        Document.id, Document.organisation_id, Document.number, Engagement.workplace_id, Engagement.contact_person_id
    )
    .join(Engagement, col(Engagement.id) == Document.engagement_id)
    .where(col(Document.id).in_(_IDS))
)
_ROWS = (
    select(  # type: ignore[call-overload]
        Document.id,
        Document.number,
        Document.template_version_id,
        Document.withdrawn_at,
        Document.discussed_on,
        DocumentVersion.number,
        DocumentFile.version_id,
        DocumentFile.stored_at,
    )
    .join(
        DocumentVersion,
        (col(DocumentVersion.document_id) == Document.id) & col(DocumentVersion.replaced_at).is_(None),
        isouter=True,
    )
    .join(DocumentFile, col(DocumentFile.version_id) == DocumentVersion.id, isouter=True)
    .where(col(Document.id).in_(_IDS))
)
_NAMES = (
    select(DocumentParty.document_id, Person.name)
    .join(Person, col(Person.id) == DocumentParty.person_id)
    .where(col(DocumentParty.document_id).in_(_IDS), DocumentParty.capacity != ORGANISATION)
    .order_by(col(DocumentParty.capacity).desc())
)
_CONTENT = select(DocumentFile.content).where(DocumentFile.version_id == bindparam("version_id"))


def _allowed(session: Session, actor: Actor, document_ids: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """The organisation and number of each document, all of which `actor` may download."""
    found = []
    for ids in portions(document_ids):
        for _id, organisation_id, number, workplace_id, contact_id in session.exec(_SUBJECTS, params={"ids": ids}):
            subject = Subject(organisation_id, workplace_id=workplace_id, contact_person_id=contact_id)
            require(actor, Action.DOWNLOAD_DOCUMENTS, subject)
            found.append((organisation_id, number))
    if not found or len(found) < len(set(document_ids)):
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


@dataclass(slots=True)
class _Contents:
    """What the archive turned out to hold: a line for each document."""

    language: str
    lines: list[tuple[str, ...]]

    def add(self, row: _ArchiveRow, kind: str, name: str, pdf: bytes | None) -> File | None:
        """Take a document in; returns its file, None where it has none."""
        if pdf is None or row.stored_at is None:
            with reading(self.language):
                self.lines.append(("", row.number, kind, name, "", "", "", gettext(row.left_out())))
            return None
        file = File(f"{safe_name(kind, name, row.number)}.pdf", row.stored_at, hashlib.sha256(pdf).hexdigest(), pdf)
        sealed_at = row.stored_at.astimezone(COPENHAGEN)
        told = (file.name, row.number, kind, name, str(row.version), f"{sealed_at:%Y-%m-%d %H:%M}", file.sha256, "")
        self.lines.append(told)
        return file

    def manifest(self) -> bytes:
        """The list, a line for each document."""
        with reading(self.language):
            return as_csv([gettext(word) for word in HEADING], self.lines)


def _files(session: Session, document_ids: Sequence[UUID], contents: _Contents) -> Iterator[File]:
    for ids in portions(document_ids):
        for row, kind, name in _described(session, ids, contents.language):
            pdf = None
            if row.version_id is not None:
                pdf = session.exec(_CONTENT, params={"version_id": row.version_id}).one_or_none()
            session.rollback()
            if file := contents.add(row, kind, name, pdf):
                yield file


def _described(session: Session, ids: Sequence[UUID], language: str) -> list[tuple[_ArchiveRow, str, str]]:
    """What each document is called and whose it is, in the order of `ids`."""
    rows = {row[0]: _ArchiveRow(*row) for row in session.exec(_ROWS, params={"ids": ids})}
    known = templates(session, {row.template_version_id for row in rows.values()})
    names = _names(session, ids)
    return [
        (rows[key], known[rows[key].template_version_id].words(language).title, ", ".join(names[key]))
        for key in ids
        if key in rows
    ]


def _names(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    names = defaultdict(list)
    for document_id, name in session.exec(_NAMES, params={"ids": ids}):
        names[document_id].append(name)
    return names
