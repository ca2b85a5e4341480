"""What a list may show: the engagements within the reader's reach, and those the reader asked for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, or_

from core.access.permissions import TABLE, Action, Actor, Reach, organisations_where
from core.errors import DomainError
from db.people import Engagement
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see; None is all."""

    workplace_id: UUID | None = None
    programme: str | None = None
    contact_person_id: UUID | None = None


def within_reach(actor: Actor, action: Action, organisation_id: UUID) -> list[Any]:
    """SQL conditions on `Engagement`, by the permission table; "not_allowed" where the actor sees nothing there."""
    conditions = [col(Engagement.organisation_id) == organisation_id]
    if organisation_id in organisations_where(actor, action, (Reach.ORGANISATION,)):
        return conditions
    if organisation_id not in organisations_where(actor, action, (Reach.WORKPLACE,)):
        raise DomainError("not_allowed")
    places = [
        grant.workplace_id
        for grant in actor.grants
        if grant.organisation_id == organisation_id
        and grant.workplace_id is not None
        and TABLE[action].get(grant.role) is Reach.WORKPLACE
    ]
    own = col(Engagement.contact_person_id) == actor.person_id
    return [*conditions, or_(own, col(Engagement.workplace_id).in_(places))]


def asked_for(chosen: Filter) -> list[Any]:
    """SQL conditions on `Engagement` and `ProgrammeVersion` for what the reader chose."""
    conditions: list[Any] = []
    if chosen.workplace_id:
        conditions.append(col(Engagement.workplace_id) == chosen.workplace_id)
    if chosen.contact_person_id:
        conditions.append(col(Engagement.contact_person_id) == chosen.contact_person_id)
    if chosen.programme:
        conditions.append(col(ProgrammeVersion.programme) == chosen.programme)
    return conditions
