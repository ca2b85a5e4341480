"""Sealed documents handed out together: a ZIP made while it is sent, with a list of what is in it and its hashes."""

import hashlib
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from anyascii import anyascii
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.publishing import templates
from core.documents.rules import ORGANISATION
from core.errors import DomainError
from core.i18n import COPENHAGEN, N_, gettext, reading
from core.spreadsheet import as_csv
from db.documents import Document, DocumentFile, DocumentParty, DocumentVersion
from db.engine import transaction
from db.people import Engagement, Person

MANIFEST, SUMS = "manifest.csv", "SHA256SUMS"
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
READ_AT_ONCE = 100
LONGEST_NAME = 60
AS_WRITTEN_IN_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
BEGINNING_OF_ZIP = (1980, 1, 1, 0, 0, 0)


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
    return _pieces(session, wanted, language)


def require_all(session: Session, actor: Actor, document_ids: Sequence[UUID]) -> None:
    """Refuse whoever may not download every one of these documents, and the empty selection."""
    _allowed(session, actor, document_ids)


def safe_name(*words: str) -> str:
    """`words` as a file's name that every system can keep: plain Latin letters and digits, with lines between."""
    spelled = (anyascii(word.translate(AS_WRITTEN_IN_DANISH)).lower() for word in words)
    slugs = (re.sub(r"[^a-z0-9]+", "-", word)[:LONGEST_NAME].strip("-") for word in spelled)
    return "-".join(slug for slug in slugs if slug)


class _Row(NamedTuple):
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
    for ids in _portions(document_ids):
        for _id, organisation_id, number, workplace_id, contact_id in session.exec(_SUBJECTS, params={"ids": ids}):
            subject = Subject(organisation_id, workplace_id=workplace_id, contact_person_id=contact_id)
            require(actor, Action.DOWNLOAD_DOCUMENTS, subject)
            found.append((organisation_id, number))
    if not found or len(found) < len(set(document_ids)):
        raise DomainError("not_found")
    return found


@dataclass(slots=True)
class _Contents:
    """What the archive turned out to hold: a line for each document, and the hashes."""

    language: str
    lines: list[tuple[str, ...]]
    sums: list[str]
    last: tuple[int, int, int, int, int, int] = BEGINNING_OF_ZIP

    def add(self, row: _Row, kind: str, name: str, pdf: bytes | None) -> str | None:
        """Take a document in; returns what its file is called, None where it has none."""
        if pdf is None or row.stored_at is None:
            with reading(self.language):
                self.lines.append(("", row.number, kind, name, "", "", "", gettext(row.left_out())))
            return None
        file, sha256 = f"{safe_name(kind, name, row.number)}.pdf", hashlib.sha256(pdf).hexdigest()
        sealed_at = row.stored_at.astimezone(COPENHAGEN)
        told = (file, row.number, kind, name, str(row.version), f"{sealed_at:%Y-%m-%d %H:%M}", sha256, "")
        self.lines.append(told)
        self.sums.append(f"{sha256}  {file}\n")
        self.last = max(self.last, _in_zip(row.stored_at))
        return file

    def manifest(self) -> bytes:
        """The list, a line for each document."""
        with reading(self.language):
            return as_csv([gettext(word) for word in HEADING], self.lines)


class _Sink:
    """Takes what the archive writes until it is fetched. It cannot be sought in, so nothing is written twice."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def close(self) -> None:
        """Nothing is open."""

    def fetch(self) -> bytes:
        """What was written since the last time."""
        written = b"".join(self._written)
        self._written.clear()
        return written


def _pieces(session: Session, document_ids: Sequence[UUID], language: str) -> Iterator[bytes]:
    sink, contents = _Sink(), _Contents(language, [], [])
    with zipfile.ZipFile(sink, "w") as zipped:
        for ids in _portions(document_ids):
            for row, kind, name in _described(session, ids, language):
                pdf = None
                if row.version_id is not None:
                    pdf = session.exec(_CONTENT, params={"version_id": row.version_id}).one_or_none()
                session.rollback()
                if (file := contents.add(row, kind, name, pdf)) and pdf is not None and row.stored_at:
                    _put(zipped, file, _in_zip(row.stored_at), pdf)
                    yield sink.fetch()
        manifest = contents.manifest()
        contents.sums.append(f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n")
        _put(zipped, MANIFEST, contents.last, manifest)
        _put(zipped, SUMS, contents.last, "".join(contents.sums).encode())
    yield sink.fetch()


def _described(session: Session, ids: Sequence[UUID], language: str) -> list[tuple[_Row, str, str]]:
    """What each document is called and whose it is, in the order of `ids`."""
    rows = {row[0]: _Row(*row) for row in session.exec(_ROWS, params={"ids": ids})}
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


def _put(zipped: zipfile.ZipFile, name: str, at: tuple[int, int, int, int, int, int], content: bytes) -> None:
    """Add a file that looks the same wherever the portal runs."""
    entry = zipfile.ZipInfo(name, at)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    # What is in a PDF is packed already, and packing it again takes longer than all the rest. Deflated without packing
    # rather than stored, because a program that reads as it goes could not tell where a stored file ends.
    zipped.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_NO_COMPRESSION)


def _in_zip(at: datetime) -> tuple[int, int, int, int, int, int]:
    local = at.astimezone(COPENHAGEN)
    return local.year, local.month, local.day, local.hour, local.minute, local.second


def _portions(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    wanted = list(ids)
    return (wanted[start : start + READ_AT_ONCE] for start in range(0, len(wanted), READ_AT_ONCE))
