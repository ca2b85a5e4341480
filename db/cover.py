"""Somebody who comes in for an instructor: what is to be covered, who was asked, and who said yes first."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText

NO_PATH = "whoever leads a course stands in it"


class CoverRequest(SQLModel, table=True):
    """Modules of a run that need somebody: for `engagement_id`, who cannot be there, or for a place that is empty.

    Why they cannot is nobody's record, so it has no column. It is open until somebody takes it (`taken_by_id`) or it is
    called off.
    """

    __tablename__ = "cover_request"
    __concerns__ = concerns_no_path(NO_PATH)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    course_run_id: UUID = Field(foreign_key="course_run.id", index=True)
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    from_module: int
    to_module: int
    asked_by_id: UUID = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcTime)
    taken_by_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    taken_at: datetime | None = Field(default=None, sa_type=UtcTime)
    called_off_at: datetime | None = Field(default=None, sa_type=UtcTime)


class CoverAsked(SQLModel, table=True):
    """Somebody who was asked, and what they said: `answer` is one of `core.cover.rules.CoverAnswer`, "" until then.

    They answer by a link of their own, found by `token_hash`; `token` is kept for the mail.
    """

    __tablename__ = "cover_asked"
    __table_args__ = (UniqueConstraint("request_id", "engagement_id"),)
    __concerns__ = concerns_no_path(NO_PATH)

    id: UUID = id_field()
    request_id: UUID = Field(foreign_key="cover_request.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    token: str = Field(sa_type=EncryptedText)
    token_hash: str = Field(unique=True)
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
