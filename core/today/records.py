"""One line of a morning as it is read: from the projection, and from the journey for what else is to be done."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.journey.facts import known
from core.journey.rules import journey
from core.journey.urgency import others_to_do, urgency_of
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Account, Engagement, Person
from db.programmes import ProgrammeVersion


class TodayRecord(NamedTuple):
    """An engagement with a step that somebody is to do, and the names a line tells."""

    engagement_id: UUID
    person_id: UUID
    name: str
    language: str
    mailable: bool
    joined: bool
    workplace_id: UUID
    workplace: str
    programme: str
    contact_person_id: UUID
    contact_person: str
    coordinator_id: UUID
    coordinator: str
    step: str
    kind: str
    status: str
    owner: str
    reason: str
    stage: str
    subject_id: UUID | None
    due_on: date | None
    urgency: int
    more: int


def _all_lines() -> Any:
    contact, coordinator = aliased(Person), aliased(Person)
    return (
        select(  # type: ignore[call-overload]
            EngagementNext.engagement_id,
            Engagement.person_id,
            Person.name,
            Person.language,
            col(Person.email) != "",
            col(Account.id).is_not(None),
            Engagement.workplace_id,
            Workplace.name,
            ProgrammeVersion.programme,
            Engagement.contact_person_id,
            contact.name,
            Engagement.coordinator_id,
            coordinator.name,
            EngagementNext.step,
            EngagementNext.kind,
            EngagementNext.status,
            EngagementNext.owner,
            EngagementNext.reason,
            EngagementNext.stage,
            EngagementNext.subject_id,
            EngagementNext.due_on,
            EngagementNext.urgency,
            EngagementNext.more,
        )
        .join(Engagement, col(Engagement.id) == col(EngagementNext.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(contact, contact.id == col(Engagement.contact_person_id))
        .join(coordinator, coordinator.id == col(Engagement.coordinator_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
    )


# Putting it together takes longer than running it, and all but the conditions is always the same.
LINES = _all_lines()


def others(session: Session, rows: Sequence[TodayRecord], today: date) -> dict[UUID, list[TodayRecord]]:
    """What else is to be done about each of these engagements, most urgent first, from their journeys."""
    of = {row.engagement_id: row for row in rows}
    found = {}
    for each in known(session, [col(Engagement.id).in_(of)], today) if of else ():
        row = of[each.engagement.id]
        found[row.engagement_id] = [
            row._replace(
                step=step.id,
                kind=step.kind,
                status=step.status,
                owner=step.owner,
                reason=step.reason,
                subject_id=step.document_id or step.subject_id,
                due_on=step.due_on,
                urgency=urgency_of(step, today),
                more=0,
            )
            for step in others_to_do(journey(each.programme, each.facts, today), today)
        ]
    return found
