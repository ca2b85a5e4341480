"""Documents with which nothing more happens, and the others, as SQL: what long lists are narrowed by."""

from typing import Any

from sqlmodel import col

from db.documents import Document


def is_finished() -> Any:
    """SQL: a document that is withdrawn or was talked through, or whose file is there."""
    return (
        col(Document.withdrawn_at).is_not(None)
        | col(Document.discussed_on).is_not(None)
        | col(Document.sealed_at).is_not(None)
    )


def is_open() -> Any:
    """SQL: any other document; said by what it is not yet, so that an index leads to these alone."""
    return (
        col(Document.sealed_at).is_(None) & col(Document.withdrawn_at).is_(None) & col(Document.discussed_on).is_(None)
    )
