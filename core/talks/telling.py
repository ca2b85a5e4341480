"""What a volunteer knows of a talk that is planned with them, and the mails that tell them of it.

They tell the day and with whom, never what it is about.
"""

from datetime import date, datetime, time

from sqlmodel import Session

from core.access.permissions import Actor
from core.i18n import COPENHAGEN, end_of_day
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span
from core.notices.service import Telling, tell
from db.people import Engagement, Person
from db.talks import Talk


def facts_of(session: Session, talk: Talk) -> dict[str, str]:
    """When it is, and who holds it."""
    engagement = session.get_one(Engagement, talk.engagement_id)
    holder = session.get(Person, engagement.coordinator_id) if engagement.coordinator_id else None
    facts = {"holder": holder.name if holder else ""}
    return facts | ({WHEN: _whole_day(talk.planned_on)} if talk.planned_on else {})


def tell_of(
    session: Session, actor: Actor, talk: Talk, before: Facts, now: datetime, *, called_off: bool = False
) -> None:
    """Tell the volunteer, and the coordinator where another planned it, what is other than `before`."""
    engagement = session.get_one(Engagement, talk.engagement_id)
    people = {engagement.person_id: "my-path"}
    if engagement.coordinator_id is not None:
        people[engagement.coordinator_id] = f"volunteer?id={engagement.id}"
    after = facts_of(session, talk) | ({OFF: "1"} if called_off else {})
    tell(session, actor, Telling(NoticeSubject.TALK, talk.id, talk.organisation_id, before, after, people), now)


def _whole_day(day: date) -> str:
    return span(datetime.combine(day, time(), COPENHAGEN), end_of_day(day))
