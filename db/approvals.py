"""Decisions about approval, and the pauses that stop its clocks (S1–S3, O1)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns, way
from db.places import EncryptedText


class Approval(SQLModel, table=True):
    """One decision of a person about one instructor; never changed afterwards, a later one takes its place.

    `decision` is one of `core.approvals.rules.Decision`. `evidence` holds what lay beside it: ids and counts, no
    words about a person. `closing_on` is the closing meeting planned with a no, `closed_on` when it was held.
    """

    __concerns__ = concerns(way("engagement_id", occasions=True))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    decision: str
    decided_on: date
    valid_until: date | None = None
    reason: str = Field(default="", sa_type=EncryptedText)
    other_roles: str = Field(default="", sa_type=EncryptedText)
    closing_on: date | None = None
    closed_on: date | None = None
    evidence: dict[str, list[str]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    decided_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)


class Pause(SQLModel, table=True):
    """Days on which an engagement's clocks stand still; `ends_on` is its last day, empty while it is open.

    `reason` is a neutral word, one of `core.approvals.rules.PauseReason`, or None where nobody chose to say one.
    """

    __concerns__ = concerns(way("engagement_id", occasions=True))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    reason: str | None = Field(default=None, sa_type=EncryptedText)
    begins_on: date
    ends_on: date | None = None
    recorded_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Goodbye(SQLModel, table=True):
    """Somebody is to stop on `last_day`, which was said on `begun_on`; what belongs to a goodbye is done between them.

    That tasks are handed over is said here, the rest follows from talks, thanks and certificates. Afterwards it says
    how it went. It is gone where somebody stays after all or comes back.

    `wished_on` is when the volunteer said themselves that they would like to stop, in their `words`; it was answered
    at `answered_at`, with an `answer`. `reason` is one of `core.approvals.rules.EndReason`, where somebody said it.
    """

    __concerns__ = concerns(way("engagement_id"))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", unique=True)
    begun_on: date
    last_day: date
    handed_over_on: date | None = None
    wished_on: date | None = None
    reason: str | None = Field(default=None, sa_type=EncryptedText)
    words: str | None = Field(default=None, sa_type=EncryptedText)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    answer: str | None = Field(default=None, sa_type=EncryptedText)
