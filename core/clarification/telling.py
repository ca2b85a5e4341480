"""Telling a volunteer of the day of a clarification meeting: proposed, moved or called off; no word of what is said."""

from datetime import datetime

from sqlmodel import Session

from core.access.permissions import Actor
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span, spanned
from core.notices.service import Telling, tell
from db.clarification import ClarificationMeeting
from db.people import Engagement

# What the volunteer had answered to the day: kept to be put back, and told nobody.
ACCEPTED, ASKED, WISH = "_accepted", "_asked", "_wish"


def facts_of_day(meeting: ClarificationMeeting | None) -> Facts:
    """What the volunteer knows of it: when and where; nothing of one that has no day or is over."""
    if meeting is None or meeting.starts_at is None or meeting.outcome:
        return {}
    answered = {ACCEPTED: meeting.accepted_at, ASKED: meeting.asked_another_at}
    kept = {name: at.isoformat() for name, at in answered.items() if at is not None}
    return {WHEN: span(meeting.starts_at, meeting.starts_at), "place": meeting.place, WISH: meeting.wish, **kept}


def put_day_back(meeting: ClarificationMeeting, known: Facts) -> None:
    """Make its day what was known, with what the volunteer had answered to that; none where none was known."""
    meeting.starts_at = spanned(known[WHEN])[0] if WHEN in known else None
    meeting.place, meeting.wish = known.get("place", ""), known.get(WISH, "")
    meeting.accepted_at = datetime.fromisoformat(known[ACCEPTED]) if ACCEPTED in known else None
    meeting.asked_another_at = datetime.fromisoformat(known[ASKED]) if ASKED in known else None


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
