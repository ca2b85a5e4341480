"""Two instructors who lead courses together."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns, way


class Pair(SQLModel, table=True):
    """Two engagements in one organisation that work as a pair, until `ended_at`."""

    __concerns__ = concerns(way("first_id"), way("second_id"))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    first_id: UUID = Field(foreign_key="engagement.id", index=True)
    second_id: UUID = Field(foreign_key="engagement.id", index=True)
    begins_on: date
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
