"""`occasion_days`: when which occasion comes up for whom, kept beside the facts so that a list reads one page of it.

It is computed from the same facts by the same rules as a single volunteer's occasions. `core.journey.projecting` has
the rows of an engagement written in the transaction that changes a fact of it; those that a break moves are written
anew on another day, before they are read.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, insert, or_, select, union

from core.programmes.publishing import programme_of
from core.recognition.facts import volunteer_facts
from core.recognition.rules import days, holds_until
from db.engine import transaction
from db.journey import OccasionDays
from db.people import Engagement, Person

# Who stopped longer ago than any programme proposes a goodbye for need not be read.
LONGEST_AGO = timedelta(days=730)
AT_ONCE = 250

_columns: Any = OccasionDays.__table__.columns  # type: ignore[attr-defined]


def rebuild(session: Session, today: date) -> None:
    """Write every row anew from the facts."""
    ended = col(Engagement.ended_on)
    with transaction(session):
        session.exec(delete(OccasionDays))
        ids = session.exec(
            select(Engagement.id).where(or_(col(Engagement.ended_at).is_(None), ended >= today - LONGEST_AGO))
        ).all()
        for some in _parts(ids):
            write(session, some, today)


def refresh(session: Session, organisation_id: UUID, today: date) -> int:
    """Write those rows of the organisation anew that say what was so on another day; of how many engagements."""
    # Two questions in one, because each is answered from an index of its own.
    own = select(OccasionDays.engagement_id).where(OccasionDays.organisation_id == organisation_id)
    turned, not_yet = col(OccasionDays.valid_until) < today, col(OccasionDays.made_on) > today
    stale: Sequence[UUID] = session.execute(union(own.where(turned), own.where(not_yet))).scalars().all()
    if not stale:
        return 0
    with transaction(session):
        for some in _parts(stale):
            write(session, some, today)
    return len(stale)


def write(session: Session, engagement_ids: Collection[UUID], today: date) -> None:
    """Write the rows of these engagements, in a fixed number of queries; what is so already is left as it is."""
    # Held until the transaction ends: two who change facts of one engagement write its rows one after the other.
    held = select(Engagement.id).where(col(Engagement.id).in_(engagement_ids)).order_by(col(Engagement.id))
    session.exec(held.with_for_update(key_share=True)).all()
    wanted = _wanted(session, engagement_ids, today)
    stored: dict[UUID, list[dict[str, Any]]] = {engagement_id: [] for engagement_id in engagement_ids}
    kept = select(*_columns).where(_columns.engagement_id.in_(engagement_ids)).order_by(_columns.key)
    for row in session.execute(kept).mappings():
        stored[row["engagement_id"]].append(dict(row))
    changed = [engagement_id for engagement_id in engagement_ids if stored[engagement_id] != wanted[engagement_id]]
    if any(stored[engagement_id] for engagement_id in changed):
        session.exec(delete(OccasionDays).where(col(OccasionDays.engagement_id).in_(changed)))
    new = [row for engagement_id in changed for row in wanted[engagement_id]]
    if new:
        session.execute(insert(OccasionDays), new)


def _wanted(session: Session, engagement_ids: Collection[UUID], today: date) -> dict[UUID, list[dict[str, Any]]]:
    rows = session.exec(
        select(Engagement, Person.name)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Engagement.id).in_(engagement_ids))
    ).all()
    facts = volunteer_facts(session, [engagement for engagement, _name in rows])
    found: dict[UUID, list[dict[str, Any]]] = {engagement_id: [] for engagement_id in engagement_ids}
    for engagement, name in rows:
        if engagement.ended_on is not None and engagement.ended_on < today - LONGEST_AGO:
            continue
        own = facts[engagement.id]
        about = {
            "engagement_id": engagement.id,
            "organisation_id": engagement.organisation_id,
            "sought": name.casefold(),
            "workplace_id": engagement.workplace_id,
            "ended": engagement.ended_at is not None,
            # After a break a day is what it is from then on, and was another while it lasted.
            "made_on": today if own.instructor.pauses else None,
            "valid_until": holds_until(own, today),
        }
        coming = days(programme_of(session, engagement.programme_version_id), own, today)
        found[engagement.id] = [
            about
            | {
                "key": each.occasion.key,
                "kind": each.occasion.kind.value,
                "number": each.occasion.number,
                "day": each.occasion.on,
                "first_on": each.first,
                "last_on": each.last,
            }
            for each in sorted(coming, key=lambda each: each.occasion.key)
        ]
    return found


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
