"""Choosing somebody among many: the few whose name fits, found in the database and never all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, or_, select

from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement, Person

SHOWN = 10
# One more than is shown, so that whoever shows them knows that there are others.
ASKED_FOR = SHOWN + 1


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody who can be chosen; `workplace` tells two of one name apart."""

    engagement_id: UUID
    person_id: UUID
    name: str
    workplace: str


def spellings(search: str) -> tuple[str, ...]:
    """`search` as names may be written: small, with capitals at the words, and all in capitals."""
    sought = " ".join(search.split())
    return tuple(dict.fromkeys((sought.casefold(), sought.title(), sought.upper()))) if sought else ()


def name_holds(name: Mapped[str], search: str) -> Any:
    """The SQL condition that a name holds what is searched for, capitals or not; `search` is not empty."""
    return or_(*(name.icontains(each, autoescape=True) for each in spellings(search)))


def by_name(
    organisation_id: UUID,
    conditions: Collection[Any],
    search: str,
    engagement_ids: Collection[UUID] | None,
    *chosen: Any,
) -> Any:
    """The SELECT of `chosen` from the organisation's engagements that go on and meet all conditions, by name: of those
    whose name holds `search` at most `ASKED_FOR`; or of `engagement_ids` alone, all of them.

    The organisation is asked of the table that has the names in order, so that the first few are found along them and
    not everybody is read and sorted."""
    asked = (
        select(*chosen)
        .select_from(Engagement)
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(EngagementNext.organisation_id == organisation_id, *conditions, col(Engagement.ended_at).is_(None))
        .order_by(col(EngagementNext.sought), col(EngagementNext.engagement_id))
    )
    if engagement_ids is not None:
        return asked.where(col(Engagement.id).in_(engagement_ids))
    if searched := search.strip().casefold():
        asked = asked.where(col(EngagementNext.sought).contains(searched, autoescape=True))
    return asked.limit(ASKED_FOR)


_HIT = (Engagement.id, Engagement.person_id, Person.name, Workplace.name)


def hits(
    session: Session,
    organisation_id: UUID,
    conditions: Collection[Any],
    search: str,
    engagement_ids: Collection[UUID] | None = None,
) -> list[PersonFound]:
    """Who is found, as `by_name`."""
    asked = by_name(organisation_id, conditions, search, engagement_ids, *_HIT)
    return [PersonFound(*row) for row in session.exec(asked)]
