"""What somebody said is wrong: to whom it went, and what became of it (M3, A2.6, B3.2, E2)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class Worry(SQLModel, table=True):
    """What `person_id` told is wrong; `recorded_by_id` is a colleague where it was told by phone.

    `about` is one of `core.worries.rules.WorryAbout`, and `about_id` the person it is about, who never reads it.
    `waits_for_id` has it, and is to say by `answer_by` that they have read it; else `next_id` is told that one waits.
    `answer` is what was written back then, `outcome` what it came to. Taking it back empties the words.
    """

    __concerns__ = concerns_no_path("seen by those concerned alone, and no step")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    recorded_by_id: UUID = Field(foreign_key="person.id")
    about: str = Field(sa_type=EncryptedText)
    about_id: UUID | None = Field(default=None, foreign_key="person.id")
    words: str = Field(default="", sa_type=EncryptedText)
    raised_at: datetime = Field(sa_type=UtcTime)
    waits_for_id: UUID = Field(foreign_key="person.id", index=True)
    next_id: UUID | None = Field(default=None, foreign_key="person.id")
    answer_by: date
    read_at: datetime | None = Field(default=None, sa_type=UtcTime)
    answer: str = Field(default="", sa_type=EncryptedText)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    outcome: str = Field(default="", sa_type=EncryptedText)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1
