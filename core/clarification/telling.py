"""Telling a volunteer of the day of a clarification meeting: proposed, moved or called off; no word of what is said."""

from datetime import datetime

from sqlmodel import Session

from core.access.permissions import Actor
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span
from core.notices.service import Telling, tell
from db.clarification import ClarificationMeeting
from db.people import Engagement


def facts_of_day(meeting: ClarificationMeeting | None) -> Facts:
    """What the volunteer knows of it: when and where; nothing of one that has no day or is over."""
    if meeting is None or meeting.starts_at is None or meeting.outcome:
        return {}
    return {WHEN: span(meeting.starts_at, meeting.starts_at), "place": meeting.place}


def tell_of_day(
    session: Session,
    actor: Actor,
    engagement: Engagement,
    meeting: ClarificationMeeting,
    before: Facts,
    now: datetime,
) -> None:
    """Tell the volunteer what is other than `before`; of a meeting that was ended, that its day is off."""
    after = {**before, OFF: "1"} if meeting.outcome else facts_of_day(meeting)
    tell(
        session,
        actor,
        Telling(
            NoticeSubject.CLARIFICATION,
            meeting.id,
            engagement.organisation_id,
            before,
            after,
            {engagement.person_id: f"my-clarification?id={engagement.id}"},
        ),
        now,
    )
