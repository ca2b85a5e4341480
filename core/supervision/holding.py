"""What was written down of a supervision's day, put right: another day, or that it was not held after all."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.supervision.case import locked, progress_of, subject_of
from core.supervision.rules import check_day_held, check_feedback
from db.engine import transaction
from db.supervision import Supervision


def correct_held(
    *, session: Session, actor: Actor, supervision_id: UUID, held_on: date, expected_version: int, now: datetime
) -> Supervision:
    """It was held on another day, whether or not feedback was given.

    Raises "supervision_not_held", "supervision_called_off", "supervision_ahead", "supervision_long_ago" or
    "changed_meanwhile".
    """
    with transaction(session):
        found = _held(session, actor, supervision_id, expected_version)
        check_day_held(held_on, ordered_on=local_day(found.created_at), today=local_day(now))
        found.held_on = held_on
        found.version += 1
        session.add(found)
        session.flush()
        trace(session, found.organisation_id, actor, "supervision.corrected", "supervision", found.id, now)
        return found


def take_held_back(
    *, session: Session, actor: Actor, supervision_id: UUID, expected_version: int, now: datetime
) -> Supervision:
    """It was not held after all: it is as it was before. What was written is kept.

    Raises "supervision_not_held", "supervision_called_off", or "feedback_given" where an instructor can read theirs.
    """
    with transaction(session):
        found = _held(session, actor, supervision_id, expected_version)
        if any(progress_of(session, found).feedback):
            raise DomainError(ErrorCode.FEEDBACK_GIVEN)
        found.held_on = None
        found.version += 1
        session.add(found)
        session.flush()
        trace(session, found.organisation_id, actor, "supervision.not_held", "supervision", found.id, now)
        return found


def _held(session: Session, actor: Actor, supervision_id: UUID, expected_version: int) -> Supervision:
    found = locked(session, supervision_id)
    require(actor, Action.HOLD_SUPERVISION, subject_of(found))
    if found.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    check_feedback(progress_of(session, found))
    return found
