"""Sealed documents to take out: counted, narrowed down and listed in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor
from core.access.reach import narrowed_to
from core.people.filter import EngagementFilter, filter_conditions
from core.people.search import ASKED_FOR, PersonFound, name_holds
from core.register.document_facts import whose
from db.documents import Document
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
    """The volunteers who have one and whose name holds `search`, by name; at most `ASKED_FOR`."""
    theirs = _joined(select(Document.engagement_id), actor, organisation_id, filtered_by)
    asked = (
        select(Engagement.id, Person.id, Person.name, Workplace.name)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(col(Engagement.id).in_(theirs))
        .order_by(func.lower(Person.name), col(Engagement.id))
        .limit(ASKED_FOR)
    )
    if search.strip():
        asked = asked.where(name_holds(col(Person.name), search))
    return [PersonFound(*row) for row in session.exec(asked)]


def _joined(chosen: Any, actor: Actor, organisation_id: UUID, filtered_by: SealedFilter) -> Any:
    narrowed: list[tuple[Any, Collection[Any]]] = [
        (col(Document.kind), filtered_by.kinds),
        (col(Document.engagement_id), filtered_by.engagement_ids),
    ]
    of_engagement = [
        *narrowed_to(actor, Action.SEE_DOCUMENTS, organisation_id),
        *filter_conditions(filtered_by),
    ]
    asked = chosen.select_from(Document).where(
        col(Document.organisation_id) == organisation_id,
        *whose(of_engagement),
        *(column.in_(those) for column, those in narrowed if those),
        col(Document.sealed_at).is_not(None) | col(Document.discussed_on).is_not(None),
        col(Document.withdrawn_at).is_(None),
    )
    if filtered_by.with_former:
        return asked.where(col(Document.superseded_at).is_not(None) | col(Document.discussed_on).is_(None))
    return asked.where(col(Document.superseded_at).is_(None), col(Document.discussed_on).is_(None))
