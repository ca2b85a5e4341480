"""Sealed documents to take out: counted, narrowed down and listed in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor
from core.access.reach import narrowed_to
from core.people.filter import EngagementFilter, filter_conditions
from core.people.search import ASKED_FOR, PersonFound, finds
from core.register.document_facts import whose
from db.documents import Document
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class SealedFilter(EngagementFilter):
    """Which sealed documents; empty is all. `with_former` adds those that a newer one has replaced."""

    with_former: bool = False
    kinds: tuple[str, ...] = ()
    engagement_ids: tuple[UUID, ...] = ()


def sealed_ids(*, session: Session, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter) -> list[UUID]:
    """Their ids, newest first. "not_allowed" without the right to see any."""
    newest_first = (col(Document.created_at).desc(), col(Document.id))
    return list(session.exec(_joined(select(Document.id), actor, organisation_id, filtered_by).order_by(*newest_first)))


def count_sealed(*, session: Session, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter) -> int:
    """How many there are."""
    return int(session.exec(_joined(select(func.count()), actor, organisation_id, filtered_by)).one())


def kinds_sealed(*, session: Session, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter) -> list[str]:
    """Which kinds there are, by identifier."""
    return sorted(session.exec(_joined(select(Document.kind), actor, organisation_id, filtered_by).distinct()))


def people_sealed(
    *, session: Session, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter, search: str = ""
) -> list[PersonFound]:
    """The volunteers who have one and whom `search` finds, by name; at most `ASKED_FOR`."""
    # The organisation is asked of the engagement, so that each one's own documents are looked up and not everybody's.
    theirs = _sealed(select(Document.id), actor, organisation_id, filtered_by)
    theirs = theirs.where(col(Document.engagement_id) == col(Engagement.id)).correlate(Engagement)
    asked = (
        select(Engagement.id, Person.id, Person.name, Workplace.name)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(theirs.exists())
        .limit(ASKED_FOR)
    )
    # Those who go on stand in order of their names, so that the first few are found without sorting everybody.
    going_on = (
        asked.join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .where(EngagementNext.organisation_id == organisation_id)
        .order_by(col(EngagementNext.sought), col(EngagementNext.engagement_id))
    )
    stopped = asked.where(
        Engagement.organisation_id == organisation_id, col(Engagement.ended_at).is_not(None)
    ).order_by(func.lower(Person.name), col(Engagement.id))
    going_on = going_on.where(*finds(col(EngagementNext.found_by), search))
    stopped = stopped.where(*finds(col(Person.found_by), search))
    found = [PersonFound(*row) for each in (going_on, stopped) for row in session.exec(each)]
    return sorted(found, key=lambda each: each.name.casefold())[:ASKED_FOR]


def _joined(chosen: Any, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter) -> Any:
    here = col(Document.organisation_id) == organisation_id
    return _sealed(chosen, actor, organisation_id, filtered_by).where(here)


def _sealed(chosen: Any, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter) -> Any:
    narrowed: list[tuple[Any, Collection[Any]]] = [
        (col(Document.kind), filtered_by.kinds),
        (col(Document.engagement_id), filtered_by.engagement_ids),
    ]
    of_engagement = [
        *narrowed_to(actor, Action.SEE_DOCUMENTS, organisation_id),
        *filter_conditions(filtered_by),
    ]
    asked = chosen.select_from(Document).where(
        *whose(of_engagement),
        *(column.in_(those) for column, those in narrowed if those),
        col(Document.sealed_at).is_not(None) | col(Document.discussed_on).is_not(None),
        col(Document.withdrawn_at).is_(None),
    )
    if filtered_by.with_former:
        return asked.where(col(Document.superseded_at).is_not(None) | col(Document.discussed_on).is_(None))
    return asked.where(col(Document.superseded_at).is_(None), col(Document.discussed_on).is_(None))
