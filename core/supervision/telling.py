"""What people know of a supervision, and the mails that tell them of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span, spanned
from core.notices.service import Telling, tell
from db import outbox
from db.people import Engagement, Person
from db.supervision import Supervision, SupervisionSubject

MODULE, HOLDER = "_module", "_holder"


def facts_of(session: Session, found: Supervision) -> dict[str, str]:
    """What those it concerns know: when and where it is and who holds it; nothing before it was given a day."""
    facts = {MODULE: str(found.course_module_id or ""), HOLDER: str(found.supervisor_id or "")}
    if found.cancelled_at is not None:
        facts[OFF] = "1"
    if found.planned_at is None:
        return facts
    holder = session.get(Person, found.supervisor_id) if found.supervisor_id else None
    named = {"place": found.place, "holder": holder.name if holder else ""}
    return facts | named | {WHEN: span(found.planned_at, found.planned_at)}


def put_back(found: Supervision, known: Facts) -> None:
    """Make a supervision what it was by what was known."""
    found.planned_at = spanned(known[WHEN])[0] if WHEN in known else None
    found.place = known.get("place", "")
    found.course_module_id = UUID(known[MODULE]) if known[MODULE] else None
    found.supervisor_id = UUID(known[HOLDER]) if known[HOLDER] else None
    found.cancelled_at = None


def tell_of(session: Session, actor: Actor, found: Supervision, before: Facts, words: str, now: datetime) -> None:
    """Tell the instructors and whoever holds it, or was to hold it, what is other than `before`."""
    people = dict.fromkeys(_instructors(session, found), "log-book")
    if found.supervisor_id is not None:
        people[found.supervisor_id] = f"supervision?id={found.id}"
    if before[HOLDER] and before[HOLDER] != str(found.supervisor_id):
        people[UUID(before[HOLDER])] = "my-supervisions"
    after = facts_of(session, found)
    telling = Telling(NoticeSubject.SUPERVISION, found.id, found.organisation_id, before, after, people, words)
    tell(session, actor, telling, now)


def mail_to(
    session: Session,
    actor: Actor,
    found: Supervision,
    message: str,
    person_ids: Iterable[UUID | None],
    now: datetime,
) -> None:
    """Leave a mail about a supervision for each of these but whoever does it; it names nobody."""
    outbox.mail(
        session,
        message,
        [each for each in person_ids if each is not None and each != actor.person_id],
        organisation_id=found.organisation_id,
        now=now,
        about={"supervision_id": found.id},
    )


def _instructors(session: Session, found: Supervision) -> list[UUID]:
    asked = (
        select(Engagement.person_id)
        .join(SupervisionSubject, col(SupervisionSubject.engagement_id) == Engagement.id)
        .where(SupervisionSubject.supervision_id == found.id)
    )
    return list(session.exec(asked))
