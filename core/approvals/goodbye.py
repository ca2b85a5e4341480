"""Saying goodbye: a small path of its own before the last day, and somebody who comes back after it (O1–O3, R10)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.case import locked_engagement
from core.approvals.rules import EndReason
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.approvals import Goodbye
from db.engine import transaction
from db.people import Engagement


def say_goodbye(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    last_day: date | None,
    reason: EndReason | None = None,
    now: datetime,
) -> Goodbye:
    """Somebody is to stop: what belongs to a goodbye is to be done by `last_day`. A second time moves that day,
    and says the `reason` anew; None is where nobody chose to say one.

    Raises "engagement_over", "date_invalid" for no day, and "goodbye_past" for one gone by.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.END_ENGAGEMENT, engagement_id)
        if last_day is None:
            raise DomainError(ErrorCode.DATE_INVALID)
        if last_day < local_day(now):
            raise DomainError(ErrorCode.GOODBYE_PAST)
        found = _row(session, engagement_id)
        if found is None:
            found = Goodbye(
                organisation_id=engagement.organisation_id,
                engagement_id=engagement_id,
                begun_on=local_day(now),
                last_day=last_day,
            )
        found.last_day, found.reason = last_day, reason
        session.add(found)
        trace(session, engagement.organisation_id, actor, "goodbye.begun", "engagement", engagement_id, now)
        return found


def tick_handed_over(*, session: Session, actor: Actor, engagement_id: UUID, done: bool, now: datetime) -> None:
    """Their tasks are handed over, or are not after all. Saying the same again changes nothing.

    The other parts of a goodbye follow from what is done. Raises "not_found" where no goodbye is under way, or
    "engagement_over".
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        found = _row(session, engagement_id)
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if (found.handed_over_on is not None) is done:
            return
        found.handed_over_on = local_day(now) if done else None
        session.add(found)
        trace(
            session,
            engagement.organisation_id,
            actor,
            "goodbye.part_done" if done else "goodbye.part_undone",
            "engagement",
            engagement_id,
            now,
        )


def take_goodbye_back(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> None:
    """They stay after all: the goodbye under way is gone. A second time is nothing. Raises "engagement_over"."""
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.END_ENGAGEMENT, engagement_id)
        found = _row(session, engagement_id)
        if found is not None:
            session.delete(found)
            trace(session, engagement.organisation_id, actor, "goodbye.taken_back", "engagement", engagement_id, now)


def come_back(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> None:
    """Somebody who had stopped is a volunteer again, under the same engagement; a second time is nothing.

    What ended with them, a pair, open documents and supervisions, is to be made anew.
    """
    with transaction(session):
        asked = select(Engagement).where(Engagement.id == engagement_id).with_for_update()
        engagement = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.END_ENGAGEMENT, Subject.of(engagement))
        if engagement.ended_at is None:
            return
        found = _row(session, engagement_id)
        if found is not None:
            session.delete(found)
        engagement.ended_at = engagement.ended_on = engagement.end_reason = engagement.cleared_on = None
        engagement.version += 1
        session.add(engagement)
        trace(session, engagement.organisation_id, actor, "engagement.resumed", "engagement", engagement_id, now)


def _row(session: Session, engagement_id: UUID) -> Goodbye | None:
    return session.exec(select(Goodbye).where(col(Goodbye.engagement_id) == engagement_id)).one_or_none()
