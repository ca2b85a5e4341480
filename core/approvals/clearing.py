"""What is only about working together is deleted after somebody has stopped, on its day, by a colleague's press.

What is signed stays, with everything that proves it, and so do courses, supervisions, approvals, thanks and expenses.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, func, or_, select, update

from core.access.permissions import Action, Actor, Subject, require, require_in
from core.access.trail import trace
from core.approvals.rules import keep_until, last_day_over
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import end_of_day, local_day
from core.organisations.pace import left_months_of
from db.approvals import Goodbye, Pause
from db.clarification import ClarificationAnswer, ClarificationMeeting, ClarificationPoint
from db.engine import transaction
from db.offers import Need, Wish
from db.partnerships import AssociationContact
from db.people import Engagement, Membership, Person, PersonMerge, PortalOperator
from db.talks import Note, Talk

# How somebody is reached, and whom we call: deleted once nothing ties them to anybody here.
REACHED_BY = ("email", "phone", "address", "next_of_kin_name", "next_of_kin_phone", "next_of_kin_relation")


@dataclass(frozen=True, slots=True)
class KeptOf:
    """Until when what is about somebody who has stopped is kept, and when it was deleted; `reached` is whether how we
    reach them goes too, which it does where nothing else ties them."""

    until: date
    cleared_on: date | None
    reached: bool


@dataclass(frozen=True, slots=True)
class ToClear:
    """Somebody whose day has come."""

    engagement_id: UUID
    name: str
    workplace_id: UUID
    ended_on: date


def kept(*, session: Session, actor: Actor, engagement_id: UUID) -> KeptOf:
    """Until when something is kept of somebody who has stopped. Raises "not_found", also where they have not."""
    found = _ended(session, actor, engagement_id)
    months = left_months_of(session, found.organisation_id)
    return KeptOf(
        keep_until(_last_day(found), months.of(_last_day(found))), found.cleared_on, not _tied(session, found)
    )


def count_to_clear(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> int:
    """How many have stopped whose day has come."""
    require_in(actor, Action.END_ENGAGEMENT, organisation_id)
    return session.exec(
        select(func.count()).select_from(Engagement).where(*_due(session, organisation_id, today))
    ).one()


def to_clear(*, session: Session, actor: Actor, organisation_id: UUID, today: date, most: int) -> list[ToClear]:
    """Those whose day has come, who stopped first before the others; `most` of them."""
    require_in(actor, Action.END_ENGAGEMENT, organisation_id)
    rows = session.exec(
        select(Engagement, Person.name)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(*_due(session, organisation_id, today))
        .order_by(col(Engagement.ended_at), col(Engagement.id))
        .limit(most)
    ).all()
    return [ToClear(each.id, name, each.workplace_id, _last_day(each)) for each, name in rows]


def clear_away(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> None:
    """Delete what was only about working together with somebody who has stopped; a second time is nothing.

    Talks, notes, the clarification meeting, the goodbye, why they stopped or had a break. Where they are in nothing
    else here, what they wished to learn; where nothing at all ties them, how they are reached and their next of kin.
    It can be done before the day, as where somebody asks for it. Raises "not_found", also where they have not stopped.
    """
    with transaction(session):
        engagement = _ended(session, actor, engagement_id, lock=True)
        if engagement.cleared_on is not None:
            return
        meetings = select(ClarificationMeeting.id).where(ClarificationMeeting.engagement_id == engagement_id)
        for part in (ClarificationAnswer, ClarificationPoint):
            session.exec(delete(part).where(col(part.meeting_id).in_(meetings)))
        for table in (ClarificationMeeting, Talk, Note, Goodbye):
            session.exec(delete(table).where(col(table.engagement_id) == engagement_id))
        session.exec(update(Pause).where(col(Pause.engagement_id) == engagement_id).values(reason=None))
        if not _tied(session, engagement, engagement.organisation_id):
            for asked in (Wish, Need):
                own = col(asked.person_id) == engagement.person_id
                session.exec(delete(asked).where(own, col(asked.organisation_id) == engagement.organisation_id))
        if not _tied(session, engagement):
            _forget_how_they_are_reached(session, engagement.person_id)
        engagement.end_reason, engagement.cleared_on = None, local_day(now)
        engagement.version += 1
        session.add(engagement)
        trace(session, engagement.organisation_id, actor, "engagement.cleared", "engagement", engagement_id, now)


def _forget_how_they_are_reached(session: Session, person_id: UUID) -> None:
    """Of the person, of the records that were made one with theirs, and of what is known of that."""
    own = or_(col(Person.id) == person_id, col(Person.merged_into_id) == person_id)
    for person in session.exec(select(Person).where(own).with_for_update()):
        for name in (*REACHED_BY, "returning_email"):
            setattr(person, name, "")
        person.version += 1
        session.add(person)
    for each in session.exec(select(PersonMerge).where(PersonMerge.kept_id == person_id).with_for_update()):
        # Nothing of it is put back where the two are taken apart again.
        each.details = json.dumps({})
        session.add(each)


def _ended(session: Session, actor: Actor, engagement_id: UUID, *, lock: bool = False) -> Engagement:
    asked = select(Engagement).where(Engagement.id == engagement_id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = session.exec(asked).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.END_ENGAGEMENT, Subject.of(found))
    if found.ended_at is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def _last_day(engagement: Engagement) -> date:
    """The day they stopped; where none was written down, the day it was recorded."""
    assert engagement.ended_at is not None
    return engagement.ended_on or local_day(engagement.ended_at)


def _due(session: Session, organisation_id: UUID, today: date) -> list[Any]:
    months = left_months_of(session, organisation_id)
    # Of several numbers the least counts, and so whichever day comes first.
    over = [last_day_over(today, months.now), *(min(until, last_day_over(today, m)) for until, m in months.before)]
    last = max(over)
    return [
        Engagement.organisation_id == organisation_id,
        col(Engagement.cleared_on).is_(None),
        or_(
            col(Engagement.ended_on) <= last,
            col(Engagement.ended_on).is_(None) & (col(Engagement.ended_at) < end_of_day(last)),
        ),
        col(Engagement.ended_at).is_not(None),
    ]


def _tied(session: Session, engagement: Engagement, organisation_id: UUID | None = None) -> bool:
    """Whether anything else ties the person to the organisation, or to any where none is named."""
    person_id = engagement.person_id

    def going_on(table: type[Engagement] | type[Membership] | type[AssociationContact], *which: Any) -> Any:
        here = () if organisation_id is None else (col(table.organisation_id) == organisation_id,)
        return select(table.id).where(col(table.person_id) == person_id, *here, *which).exists()

    ties = [
        going_on(Engagement, col(Engagement.id) != engagement.id, col(Engagement.cleared_on).is_(None)),
        going_on(Membership, col(Membership.ended_at).is_(None)),
        going_on(AssociationContact, col(AssociationContact.ended_at).is_(None)),
    ]
    if organisation_id is None:
        operates = col(PortalOperator.ended_at).is_(None), col(PortalOperator.person_id) == person_id
        ties.append(select(PortalOperator.id).where(*operates).exists())
    return bool(session.exec(select(or_(*ties))).one())
