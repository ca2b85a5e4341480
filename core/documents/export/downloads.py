"""One-time tickets by which a browser fetches an archive: a selection that only the session that made it can use."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, require
from core.documents.export.archive import require_all
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.access import Download, LoginSession
from db.crypto import token_hash
from db.engine import transaction

LASTS = timedelta(seconds=60)
MOST = 2000
DOCUMENTS = "documents"


def make_download(
    *, session: Session, actor: Actor, session_token: str, document_ids: Sequence[UUID], now: datetime
) -> str:
    """A ticket to these documents as an archive, for the browser of `session_token`, once and within a minute.

    Refused for whoever may not download every one of them; "too_many" for more than `MOST` at once.
    """
    with transaction(session):
        require_all(session, actor, document_ids)
        return store_ticket(session, session_token, DOCUMENTS, document_ids, now)


def store_ticket(session: Session, session_token: str, what: str, ids: Sequence[UUID], now: datetime) -> str:
    """A ticket to `ids` of this kind, for who was found to be allowed all of them; inside the caller's transaction.
    "too_many" for more than `MOST`."""
    if len(ids) > MOST:
        raise DomainError(ErrorCode.TOO_MANY, most=MOST)
    ticket = secrets.token_urlsafe(32)
    session.exec(delete(Download).where(col(Download.expires_at) < now))
    session.add(
        Download(
            token_hash=token_hash(ticket),
            session_hash=token_hash(session_token),
            what=what,
            document_ids=[str(each) for each in ids],
            expires_at=now + LASTS,
        )
    )
    return ticket


def take_download(
    *,
    session: Session,
    actor: Actor,
    session_token: str,
    ticket: str,
    now: datetime,
    what: str = DOCUMENTS,
    action: Action = Action.DOWNLOAD_DOCUMENTS,
) -> tuple[UUID, ...]:
    """What an unused ticket of this session and kind leads to, for who may do `action`; of two at once only one gets
    them.

    "not_allowed" for a ticket that is used, too old, unknown or somebody else's, and while the browser is in another
    person's hands; they look alike.
    """
    require(actor, action)
    with transaction(session):
        waiting = select(Download).where(
            Download.token_hash == token_hash(ticket), Download.what == what, Download.expires_at > now
        )
        row = session.exec(waiting.with_for_update()).one_or_none()
        if row is None or not secrets.compare_digest(row.session_hash, token_hash(session_token)):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        handed_over = select(LoginSession.handed_to_id).where(LoginSession.token_hash == row.session_hash)
        if session.exec(handed_over).first() is not None:
            raise DomainError(ErrorCode.NOT_ALLOWED)
        session.delete(row)
        return tuple(UUID(document_id) for document_id in row.document_ids)
