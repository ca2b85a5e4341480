"""Saying goodbye: a small path of its own before the last day, and somebody who comes back after it (O1–O3, R10)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.case import engagement_for, locked_engagement
from core.approvals.rules import GoodbyePart, GoodbyeState
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.approvals import Goodbye
from db.engine import transaction
from db.people import Engagement


def say_goodbye(
    *, session: Session, actor: Actor, engagement_id: UUID, last_day: date | None, now: datetime
) -> Goodbye:
    """Somebody is to stop: what belongs to a goodbye is to be done by `last_day`. A second time moves that day.

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
            found = Goodbye(organisation_id=engagement.organisation_id, engagement_id=engagement_id, last_day=last_day)
        found.last_day = last_day
        session.add(found)
        trace(session, engagement.organisation_id, actor, "goodbye.begun", "engagement", engagement_id, now)
        return found


def tick_goodbye(
    *, session: Session, actor: Actor, engagement_id: UUID, part: GoodbyePart, done: bool, now: datetime
) -> None:
    """One part of a goodbye is done, or is not after all. Saying the same again changes nothing.

    Raises "not_found" where no goodbye is under way, or "engagement_over".
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        found = _row(session, engagement_id)
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if (part in state_of(found).done) is done:
            return
        setattr(found, part.value, local_day(now) if done else None)
        session.add(found)
        trace(
            session,
            engagement.organisation_id,
            actor,
            "goodbye.part_done" if done else "goodbye.part_undone",
            "engagement",
            engagement_id,
            now,
            [part.value],
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
        engagement.ended_at = engagement.ended_on = engagement.end_reason = None
        engagement.version += 1
        session.add(engagement)
        trace(session, engagement.organisation_id, actor, "engagement.resumed", "engagement", engagement_id, now)


def goodbye_of(*, session: Session, actor: Actor, engagement_id: UUID) -> GoodbyeState | None:
    """The goodbye of one volunteer, for those who look after them; None where none was begun."""
    engagement_for(session, actor, Action.SEE_VOLUNTEERS, engagement_id)
    found = _row(session, engagement_id)
    return None if found is None else state_of(found)


def state_of(row: Goodbye) -> GoodbyeState:
    """What a row says."""
    days = {
        GoodbyePart.HANDED_OVER: row.handed_over_on,
        GoodbyePart.TALKED: row.talked_on,
        GoodbyePart.THANKED: row.thanked_on,
        GoodbyePart.PROVED: row.proved_on,
    }
    return GoodbyeState(row.last_day, {part: day for part, day in days.items() if day is not None})


def _row(session: Session, engagement_id: UUID) -> Goodbye | None:
    return session.exec(select(Goodbye).where(col(Goodbye.engagement_id) == engagement_id)).one_or_none()
