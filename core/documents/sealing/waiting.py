"""Documents that everybody has signed and that cannot be sealed yet: nobody is stopped by it, and it is told to whoever
can mend it."""

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, and_, col, or_, select

from core.access.clock import is_behind, newest
from core.access.permissions import Action, Actor, Subject, require
from core.documents.sealing.service import seal_pending
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.pdf.fonts import FontUnreadable
from core.pdf.key import expires_at
from db.documents import DocumentFile
from db.engine import transaction
from db.organisations import SealingKey
from db.outbox import OutboxItem

log = logging.getLogger("haandslag")
# A seal takes a second; one that nobody has tried by then is waited for too.
TAKES_AT_MOST = timedelta(minutes=5)
TOLD_AHEAD = timedelta(days=60)

_WAITS = (col(OutboxItem.kind) == "seal", col(OutboxItem.done_at).is_(None))


class Trouble(StrEnum):
    """Why a document cannot be sealed, as far as the portal knows."""

    EXPIRED = ErrorCode.CERTIFICATE_EXPIRED.value
    CLOCK = ErrorCode.CLOCK_BEHIND.value
    KEY = ErrorCode.SEALING_KEY_UNREADABLE.value
    FONT = "font"  # a font file that is gone or broken
    STORAGE = "storage"  # the disk or the database
    NOT_TRIED = "not_tried"  # no worker has come to it
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SealHealth:
    """How many documents wait for their seal, since when and why, and until when the certificate that seals holds.

    `since` and `trouble` are None where none waits; times are in UTC. `written_later` is when something was written
    that the clock says is to come, None where it is right.
    """

    waiting: int
    since: datetime | None
    trouble: Trouble | None
    expires_at: datetime
    written_later: datetime | None = None

    def expired(self, now: datetime) -> bool:
        """Whether the certificate holds no longer."""
        return self.expires_at < now

    def expires_soon(self, now: datetime) -> bool:
        """Whether it is time to think of another certificate."""
        return self.expires_at - now < TOLD_AHEAD

    def fine(self, now: datetime) -> bool:
        """Whether there is nothing to do."""
        return not self.waiting and not self.expires_soon(now) and self.written_later is None


def try_to_seal(*, session: Session, version_id: UUID, now: datetime) -> None:
    """Seal a version everyone has signed where it can be done now; what cannot is left to the worker, with the reason.

    Never raises: who has signed has signed, and whoever reads can read.
    """
    trouble = sealed_or_why(session=session, version_id=version_id, now=now)
    if trouble is None:
        return
    try:
        with transaction(session):
            of_version = OutboxItem.params["version_id"].as_string() == str(version_id)
            for item in session.exec(select(OutboxItem).where(*_WAITS, of_version)):
                item.problem = trouble
                session.add(item)
    except SQLAlchemyError as gone:
        log.error("nor could that be written down: %s", type(gone).__name__)


def sealed_or_why(*, session: Session, version_id: UUID, now: datetime) -> Trouble | None:
    """Seal what `core.documents.sealing.service.seal_pending` finds to seal; why not where it cannot be done."""
    try:
        seal_pending(session=session, version_id=version_id, now=now)
    except Exception as error:  # whatever goes wrong here, what was signed is stored and stays readable
        session.rollback()
        # Without the error's own words, which may hold a letter or a name of the document.
        at = traceback.extract_tb(error.__traceback__)[-1]
        log.error("version %s is not sealed: %s in %s, line %s", version_id, type(error).__name__, at.name, at.lineno)
        return trouble_of(error)
    return None


def trouble_of(error: Exception) -> Trouble:
    """What is told of a seal that failed."""
    if isinstance(error, DomainError) and error.code == ErrorCode.WRITTEN_LATER:
        return Trouble.CLOCK
    if isinstance(error, DomainError) and error.code.value in set(Trouble):
        return Trouble(error.code.value)
    if isinstance(error, FontUnreadable):
        return Trouble.FONT
    return Trouble.STORAGE if isinstance(error, OSError | SQLAlchemyError | MemoryError) else Trouble.OTHER


def seal_health(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> SealHealth:
    """Whether documents are sealed as they should, for whoever manages what they are sealed with.

    One query, two where documents wait.
    """
    require(actor, Action.MANAGE_SEALING_KEY, Subject(organisation_id))
    return health_of(session, organisation_id, now)


def health_of(session: Session, organisation_id: UUID, now: datetime) -> SealHealth:
    """As `seal_health`, for the command line, which asks nobody."""
    late = or_(col(OutboxItem.problem).is_not(None), col(OutboxItem.created_at) < now - TAKES_AT_MOST)
    waits = and_(*_WAITS, OutboxItem.organisation_id == organisation_id, late)
    rows = session.exec(
        select(SealingKey.certificate_der, OutboxItem, newest(organisation_id).scalar_subquery())
        .join(OutboxItem, waits, isouter=True)
        .where(SealingKey.organisation_id == organisation_id, col(SealingKey.retired_at).is_(None))
        .order_by(col(OutboxItem.created_at), col(OutboxItem.id))
    ).all()
    certificate, _item, newest_at = rows[0]
    found = {UUID(item.params["version_id"]): item for _, item, _at in rows if item is not None}
    # A document may have its file before the worker has looked at it.
    filed = select(DocumentFile.version_id).where(col(DocumentFile.version_id).in_(found))
    for version_id in session.exec(filed) if found else ():
        del found[version_id]
    items = list(found.values())
    reasons = [Trouble(item.problem) for item in items if item.problem in set(Trouble)]
    return SealHealth(
        waiting=len(items),
        since=items[0].created_at if items else None,
        trouble=(reasons[-1] if reasons else Trouble.NOT_TRIED) if items else None,
        expires_at=expires_at(certificate),
        written_later=newest_at if is_behind(now, newest_at) else None,
    )
