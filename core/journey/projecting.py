"""`engagement_next`: where every engagement stands, kept beside the facts so that lists can sort and page by it.

It is computed from the same facts by the same rules as a journey. A row is written in the transaction that changes a
fact of its engagement, and so are its rows in `occasion_days`; which engagements a fact concerns is declared on its
table (`db.concerns`). When a day changes what the same facts say, whoever lists rows has them written anew first.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session, col, delete, select, union

from core.i18n import local_day, utc_now
from core.journey.facts import Known, known
from core.journey.urgency import Urgency, what_is_next
from core.organisations.service import state_and_days_ahead
from core.recognition import upcoming
from db.concerns import concerned, noted
from db.engine import PortalSession, transaction
from db.journey import EngagementNext
from db.people import Engagement

AT_ONCE = 250

_engagement: Any = col(Engagement.id)
_OPEN = select(Engagement.id).where(col(Engagement.ended_at).is_(None))


def install() -> None:
    """Have every session of the portal keep the rows true from now on; doing so again changes nothing."""
    if not event.contains(PortalSession, "before_commit", _write_concerned):
        event.listen(PortalSession, "before_commit", _write_concerned)


def rebuild(session: Session, today: date) -> int:
    """Write every row anew from the facts; how many there are. What no engagement needs any more is removed."""
    with transaction(session):
        session.exec(delete(EngagementNext))
        ids = session.exec(_OPEN).all()
        for some in _parts(ids):
            write(session, some, today)
        upcoming.rebuild(session, today)
        return len(ids)


def is_missing(session: Session) -> bool:
    """Whether an engagement has no row, as after a migration from before there were any."""
    without = _OPEN.where(_engagement.not_in(select(EngagementNext.engagement_id)))
    return session.exec(without.limit(1)).first() is not None


def refresh(session: Session, organisation_id: UUID, today: date) -> int:
    """Write those rows of the organisation anew that say what was so on another day; how many there were."""
    # Two questions in one, because each is answered from an index of its own.
    own = select(EngagementNext.engagement_id).where(EngagementNext.organisation_id == organisation_id)
    turned, not_yet = col(EngagementNext.valid_until) < today, col(EngagementNext.made_on) > today
    stale: Sequence[UUID] = session.execute(union(own.where(turned), own.where(not_yet))).scalars().all()
    if not stale:
        return 0
    with transaction(session):
        for some in _parts(stale):
            write(session, some, today)
    return len(stale)


def write(session: Session, engagement_ids: Collection[UUID], today: date) -> None:
    """Write the rows of these engagements, in a fixed number of queries; those that ended have none."""
    found = {each.engagement.id: each for each in known(session, [_engagement.in_(engagement_ids)], today)}
    rows = {
        row.engagement_id: row
        for row in session.exec(
            select(EngagementNext).where(col(EngagementNext.engagement_id).in_(engagement_ids)).with_for_update()
        )
    }
    for engagement_id in engagement_ids:
        each, row = found.get(engagement_id), rows.get(engagement_id)
        if each is None or each.engagement.ended_at is not None:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = EngagementNext(
                engagement_id=engagement_id,
                organisation_id=each.engagement.organisation_id,
                sought="",
                urgency=Urgency.NOTHING,
                stage="",
                made_on=today,
            )
        _fill(row, each, today)
        session.add(row)
    session.flush()


def write_so_far(session: Session) -> None:
    """Write the rows that what was written so far concerns, inside the caller's transaction: for who writes so much
    that it is not to be remembered until the end."""
    _write_concerned(session)


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _fill(row: EngagementNext, each: Known, today: date) -> None:
    found = what_is_next(each.programme, each.facts, today)
    step = found.step
    row.sought, row.found_by = each.person.name.casefold(), each.person.found_by
    row.step, row.kind, row.status, row.owner, row.reason = (
        (step.id, step.kind, step.status, step.owner, step.reason) if step else ("", "", "", "", "")
    )
    row.subject_id = (step.document_id or step.subject_id) if step else None
    row.due_on = step.due_on if step else None
    row.urgency, row.more, row.stage = found.urgency, found.more, found.stage
    row.approved_until, row.courses_missing = found.approved_until, found.courses_missing
    # Nobody who is leaving is a newcomer, whatever was never written to them.
    stays = each.facts.goodbye is None
    row.undrafted = stays and not each.facts.documents.keys() >= set(each.programme.documents)
    row.newcomer = stays and (row.undrafted or not each.facts.joined)
    row.made_on, row.valid_until = today, found.valid_until


def _write_concerned(session: Session) -> None:
    session.flush()
    written = noted(session)
    if written is None:
        return
    ids = concerned(session, written.found) | (set(session.exec(_OPEN)) if written.everybody else set())
    today = local_day(utc_now()) + timedelta(days=state_and_days_ahead(session)[1])
    for some in _parts(sorted(ids)):
        write(session, some, today)
    for some in _parts(sorted(concerned(session, written.with_occasions))):
        upcoming.write(session, some, today)
