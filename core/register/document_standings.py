"""Where many documents stand, without composing each text again at every look.

Only a document that is still open has to be composed to know what is missing and whether its text has changed. What
comes out is kept in this process under everything it depends on, so that a list pays for a document once a change.
"""

from collections.abc import Collection, Hashable, Mapping
from uuid import UUID

from sqlmodel import Session

from core.documents.case import gather
from core.documents.rules import DocumentStanding

MOST_KEPT = 50_000

_kept: dict[Hashable, DocumentStanding] = {}


def standings(session: Session, open_documents: Mapping[UUID, Hashable]) -> dict[UUID, DocumentStanding]:
    """The standings of open documents; each value is everything its document's text and signatures depend on.

    A kept standing names capacities and nothing about a person.
    """
    unknown = [document_id for document_id, key in open_documents.items() if (document_id, key) not in _kept]
    fresh = _composed(session, unknown) if unknown else {}
    found = {
        document_id: fresh[document_id] if document_id in fresh else _kept[document_id, key]
        for document_id, key in open_documents.items()
    }
    if len(_kept) + len(fresh) > MOST_KEPT:
        _kept.clear()
    for document_id, standing in fresh.items():
        _kept[document_id, open_documents[document_id]] = standing
    return found


def _composed(session: Session, document_ids: Collection[UUID]) -> dict[UUID, DocumentStanding]:
    return {case.document.id: case.standing() for case in gather(session, document_ids)}
