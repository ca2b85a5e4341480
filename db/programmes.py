"""Programmes as published: each version is kept as it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path


class ProgrammeVersion(SQLModel, table=True):
    """One version of a programme; `organisation_id` is empty for those shipped with the portal."""

    __tablename__ = "programme_version"
    __table_args__ = (UniqueConstraint("organisation_id", "programme", "number"),)
    __concerns__ = concerns_no_path("never changed; an engagement names the version it is under")

    id: UUID = id_field()
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    programme: str
    number: int
    content: str = Field(sa_type=Text)
    fingerprint: str
    published_at: datetime = Field(sa_type=UtcTime)
    published_by_id: UUID | None = Field(default=None, foreign_key="person.id")
