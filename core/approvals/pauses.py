"""Pauses: illness, leave and the like stop the clocks of an engagement, and nothing else changes (O2, A2.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor
from core.access.trail import trace
from core.approvals.case import locked_engagement
from core.approvals.rules import PauseFact, PauseReason, overlaps
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day, short_date
from db.approvals import Pause
from db.engine import transaction


@dataclass(frozen=True, slots=True)
class PauseDetails:
    """From which day somebody pauses, to which and why, where that is known and said."""

    begins_on: date | None
    ends_on: date | None = None
    reason: PauseReason | None = None


def begin_pause(*, session: Session, actor: Actor, engagement_id: UUID, details: PauseDetails, now: datetime) -> Pause:
    """Record a pause from its first day, and to its last day where that is known.

    Raises by the names of `PauseDetails`: "date_invalid" without a first day, "pause_order" where it would end before
    it begins, and "pause_overlaps" with the first day of the other.
    """
    begins_on, ends_on = details.begins_on, details.ends_on
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.RECORD_PAUSE, engagement_id)
        with all_refused() as check:
            with check.at("begins_on"):
                if begins_on is None:
                    raise DomainError(ErrorCode.DATE_INVALID)
            with check.at("ends_on"):
                if begins_on is not None and ends_on is not None and ends_on < begins_on:
                    raise DomainError(ErrorCode.PAUSE_ORDER)
        assert begins_on is not None
        with all_refused() as check, check.at("begins_on"):
            _refuse_overlap(session, engagement_id, PauseFact(begins_on, ends_on), None)
        pause = Pause(
            organisation_id=engagement.organisation_id,
            engagement_id=engagement_id,
            reason=details.reason,
            begins_on=begins_on,
            ends_on=ends_on,
            recorded_by_id=actor.person_id,
            created_at=now,
        )
        session.add(pause)
        session.flush()
        trace(session, pause.organisation_id, actor, "pause.begun", "pause", pause.id, now)
        return pause


def end_pause(
    *, session: Session, actor: Actor, pause_id: UUID, ends_on: date, expected_version: int, now: datetime
) -> Pause:
    """Record the last day of a pause; a planned one can be moved until it is over.

    Raises "pause_over" where its last day has passed, "pause_order", "pause_overlaps" or "changed_meanwhile".
    """
    with transaction(session):
        found = session.get(Pause, pause_id)
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        locked_engagement(session, actor, Action.RECORD_PAUSE, found.engagement_id)
        # The engagement is held, and nobody writes its pauses without it.
        session.refresh(found)
        if found.ends_on is not None and found.ends_on < local_day(now):
            raise DomainError(ErrorCode.PAUSE_OVER, day=short_date(found.ends_on))
        if found.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if ends_on < found.begins_on:
            raise DomainError(ErrorCode.PAUSE_ORDER)
        _refuse_overlap(session, found.engagement_id, PauseFact(found.begins_on, ends_on), pause_id)
        found.ends_on = ends_on
        found.version += 1
        session.add(found)
        trace(session, found.organisation_id, actor, "pause.ended", "pause", found.id, now, ["ends_on"])
        return found


def _refuse_overlap(session: Session, engagement_id: UUID, wanted: PauseFact, but: UUID | None) -> None:
    rows = session.exec(select(Pause).where(Pause.engagement_id == engagement_id).order_by(col(Pause.begins_on)))
    for row in rows:
        if row.id != but and overlaps(wanted, PauseFact(row.begins_on, row.ends_on)):
            raise DomainError(ErrorCode.PAUSE_OVERLAPS, day=short_date(row.begins_on))
