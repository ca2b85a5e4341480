"""Signatures a colleague still owes, and what of their documents others have signed: for handing them over."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, select

from core.documents.rules import ORGANISATION
from db.documents import Consent, Document, DocumentParty, DocumentVersion


def open_signatures(person_id: UUID) -> Any:
    """The parties as which they are still to sign."""
    return (
        select(DocumentParty.id)
        .join(Document, col(Document.id) == DocumentParty.document_id)
        .where(
            DocumentParty.person_id == person_id,
            DocumentParty.capacity == ORGANISATION,
            col(Document.sealed_at).is_(None),
            col(Document.withdrawn_at).is_(None),
            col(Document.discussed_on).is_(None),
            col(Document.superseded_at).is_(None),
            ~_consented(),
        )
    )


def _consented() -> Any:
    return exists().where(
        col(Consent.party_id) == DocumentParty.id,
        col(Consent.version_id) == DocumentVersion.id,
        col(Consent.taken_back_at).is_(None),
        col(DocumentVersion.replaced_at).is_(None),
    )


def has_signed(session: Session, party_id: UUID) -> bool:
    return session.exec(select(DocumentParty.id).where(DocumentParty.id == party_id, _consented())).first() is not None


def signed_by_others(session: Session, party_ids: Collection[UUID]) -> int:
    if not party_ids:
        return 0
    documents = select(DocumentParty.document_id).where(col(DocumentParty.id).in_(party_ids))
    signed = select(DocumentParty.document_id).where(col(DocumentParty.document_id).in_(documents), _consented())
    return len(set(session.exec(signed)))
