"""All that a document was before: the sealed ones it followed, readable by its parties for ever."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, may
from core.documents.case import load, require_reader
from core.documents.text.exact import FrozenText
from db.documents import Document, DocumentFile, DocumentParty, DocumentVersion
from db.people import Person


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """One sealed document of the same kind between the same people; `superseded_at` is None for the one that holds."""

    document_id: UUID
    number: str
    sealed_at: datetime
    superseded_at: datetime | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class FixedText:
    """A text that was fixed when somebody began to sign; `replaced_at` is when something in it was changed."""

    at: datetime
    by: str
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentOrigin:
    """The texts a document was fixed with, oldest first, and who noted that it was talked through."""

    fixed: tuple[FixedText, ...]
    discussed_by: str


def document_origin(*, session: Session, actor: Actor, document_id: UUID) -> DocumentOrigin:
    """When and by whom the document's texts were fixed, for its readers."""
    case = load(session, document_id)
    require_reader(actor, case)
    rows = session.exec(
        select(DocumentVersion.frozen_at, Person.name, DocumentVersion.replaced_at)
        .join(Person, col(Person.id) == col(DocumentVersion.frozen_by_id))
        .where(DocumentVersion.document_id == document_id)
        .order_by(col(DocumentVersion.number))
    ).all()
    noted = session.get(Person, case.document.discussed_by_id) if case.document.discussed_by_id else None
    return DocumentOrigin(tuple(FixedText(*row) for row in rows), noted.name if noted else "")


def history(*, session: Session, actor: Actor, document_id: UUID) -> tuple[SealedDocument, ...]:
    """The sealed documents of the same kind about the same volunteer or pair, newest first, the one asked for with
    them; those the actor neither stands in nor looks after are left out."""
    case = load(session, document_id)
    require_reader(actor, case)
    own = case.document
    rows = session.exec(
        select(Document, DocumentFile.stored_at)
        .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
        .join(DocumentFile, col(DocumentFile.version_id) == DocumentVersion.id)
        .where(
            Document.engagement_id == own.engagement_id,
            col(Document.pair_id).is_not_distinct_from(own.pair_id),
            Document.kind == own.kind,
        )
        .order_by(col(DocumentFile.stored_at).desc())
    ).all()
    mine = set(
        session.exec(
            select(DocumentParty.document_id).where(
                DocumentParty.person_id == actor.person_id,
                col(DocumentParty.document_id).in_([document.id for document, _at in rows]),
            )
        )
    )
    sees_all = may(actor, Action.SEE_DOCUMENTS, case.subject)
    return tuple(
        SealedDocument(document.id, document.number, sealed_at, document.superseded_at, document.valid_until)
        for document, sealed_at in rows
        if sees_all or document.id in mine
    )


def former_text(*, session: Session, actor: Actor, document_id: UUID) -> FrozenText | None:
    """The sealed text this document follows, None where it is the first; for the same readers."""
    case = load(session, document_id)
    require_reader(actor, case)
    former_id = case.document.supersedes_id
    if former_id is None:
        return None
    former = load(session, former_id)
    return FrozenText.from_canonical(former.current.text) if former.current else None
