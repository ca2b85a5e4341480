"""A clock that was set back: nothing that proves an agreement is dated before what it follows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import at_time
from db.audit import AuditEvent, AuditHead
from db.organisations import Deployment

# So far apart are the clocks of several machines, and so long may somebody's page have been open when it was pressed.
APART = timedelta(minutes=5)


def newest(organisation_id: UUID) -> Any:
    """The SELECT of the moment of the newest entry in an organisation's log; of none in a demonstration, whose day is
    set ahead and back."""
    pretended = select(Deployment.id).where(col(Deployment.demonstration)).exists()
    at_the_end = (col(AuditEvent.organisation_id) == col(AuditHead.organisation_id)) & (
        col(AuditEvent.sequence) == col(AuditHead.sequence)
    )
    asked = select(AuditEvent.at).join(AuditHead, at_the_end)
    return asked.where(AuditHead.organisation_id == organisation_id, ~pretended)


def is_behind(now: datetime, newest_at: datetime | None) -> bool:
    """Whether a clock that says `now` must be wrong, because something was written at `newest_at`."""
    return newest_at is not None and newest_at - now > APART


def moment(session: Session, organisation_id: UUID, now: datetime, after: Iterable[datetime] = ()) -> datetime:
    """When what is written now is dated: `now`, and never before the newest entry of the organisation's log, nor before
    any of what it follows itself, which is `after`.

    Raises "clock_behind" where the clock is further behind than clocks are apart; "written_later" where it goes with
    the log and only what this follows is to come: a clock was ahead then, or is behind now.
    """
    newest_at: datetime | None = session.exec(newest(organisation_id)).first()
    if newest_at is None:
        return now
    latest = max([newest_at, *after])
    if is_behind(now, latest):
        code = ErrorCode.CLOCK_BEHIND if is_behind(now, newest_at) else ErrorCode.WRITTEN_LATER
        raise DomainError(code, clock=at_time(now), newest=at_time(latest))
    return max(now, latest)
