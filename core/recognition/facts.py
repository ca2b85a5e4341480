"""What occasions follow from, read for many volunteers at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from core.approvals.reading import facts_of
from core.i18n import local_day
from core.recognition.rules import VolunteerFacts
from db.people import Engagement


def volunteer_facts(session: Session, engagements: Sequence[Engagement]) -> dict[UUID, VolunteerFacts]:
    """The facts of each engagement by its id; a fixed number of queries. Who has no first day began when added."""
    facts = facts_of(session, [engagement.id for engagement in engagements])
    return {
        engagement.id: VolunteerFacts(
            began_on=engagement.begins_on or local_day(engagement.created_at),
            ended_on=engagement.ended_on,
            instructor=facts[engagement.id],
        )
        for engagement in engagements
    }
