"""Finding somebody among many: by name, mail or phone in any spelling, in the database and never by reading all."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped
from sqlmodel import Session, and_, col, false, or_, select

from core import contact
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement, Person
from db.sought import folded, phone_mark, words_of

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


def finds(found_by: Mapped[str], search: str) -> list[Any]:
    """The SQL conditions that a person with `found_by` is meant by what is searched for: each of its words is part of
    their name or mail, in any order and spelling, or it is their whole phone number. [] where nothing is searched for;
    signs alone are nobody's."""
    marks = phone_marks(search)
    words = ("".join(sought_words(search)),) if marks else sought_words(search)
    if not words:
        return [false()] if search.strip() else []
    either = and_(*(found_by.contains(word, autoescape=True) for word in words))
    return [or_(either, *(found_by.contains(mark, autoescape=True) for mark in marks))]


def name_fits(name: str, search: str) -> bool:
    """Whether somebody called `name`, of whom no more is known, is meant by what is searched for."""
    words = words_of(name)
    known = " ".join((*words, "".join(words)))
    return all(word in known for word in sought_words(search))


def sought_words(search: str) -> tuple[str, ...]:
    """What is searched for, word by word, as `Person.found_by` has it; a mail stays in one."""
    return tuple(
        word for part in search.split() for word in ([folded(part)] if "@" in part.strip("@") else words_of(part))
    )


def phone_marks(search: str) -> tuple[str, ...]:
    """The blind indexes of the phone numbers `search` may be, with its country's number or without; none for words."""
    return tuple(dict.fromkeys(phone_mark(number) for number in contact.phones(search)))


def make_findable(session: Session) -> int:
    """Write what people are found by where nothing is, as after a migration from before it was kept; how many."""
    missing = session.exec(select(Person).where(Person.found_by == "")).all()
    for person in missing:
        person.found_by = person.sought_by()
    return len(missing)


def by_name(
    organisation_id: UUID,
    conditions: Collection[Any],
    search: str,
    engagement_ids: Collection[UUID] | None,
    *chosen: Any,
) -> Any:
    """The SELECT of `chosen` from the organisation's engagements that go on and meet all conditions, by name: of those
    whom `search` finds at most `ASKED_FOR`; or of `engagement_ids` alone, all of them.

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
    return asked.where(*finds(col(EngagementNext.found_by), search)).limit(ASKED_FOR)


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
