"""Which engagements of a list the reader asked for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from db.people import Engagement
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class EngagementFilter:
    """What the reader wants to see; None is all."""

    workplace_id: UUID | None = None
    programme: str | None = None
    contact_person_id: UUID | None = None


EVERYBODY = EngagementFilter()


def filter_conditions(filtered_by: EngagementFilter) -> list[Any]:
    """SQL conditions on `Engagement` for what the reader chose; [] where that is everybody."""
    conditions: list[Any] = []
    if filtered_by.workplace_id:
        conditions.append(col(Engagement.workplace_id) == filtered_by.workplace_id)
    if filtered_by.contact_person_id:
        conditions.append(col(Engagement.contact_person_id) == filtered_by.contact_person_id)
    if filtered_by.programme:
        versions = (
            select(ProgrammeVersion.id).where(ProgrammeVersion.programme == filtered_by.programme).correlate(None)
        )
        conditions.append(col(Engagement.programme_version_id).in_(versions))
    return conditions
