"""Recognition: what is planned and given, to whom, and which occasions were answered."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import EncryptedText, UtcTime, id_field


class Recognition(SQLModel, table=True):
    """A thank-you that is planned or was given; `gift` is one of `core.recognition.rules.Gift`.

    `giver_id` is who gives it, `cost` is in øre for all of it, `words` is what was said. `given_on` is None while it
    is planned, `called_off_at` when it came to nothing.
    """

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    gift: str
    planned_on: date
    place: str = ""
    giver_id: UUID = Field(foreign_key="person.id")
    cost: int = 0
    words: str = Field(default="", sa_type=EncryptedText)
    given_on: date | None = None
    called_off_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Recognised(SQLModel, table=True):
    """Somebody a recognition is for. `engagement_id` is empty for a colleague: staff are recognised too (H7)."""

    __table_args__ = (UniqueConstraint("recognition_id", "person_id"),)

    id: UUID = id_field()
    recognition_id: UUID = Field(foreign_key="recognition.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)


class AnsweredOccasion(SQLModel, table=True):
    """What somebody decided about an occasion; `key` is that of `core.recognition.rules.Occasion`, `answer` one of its
    `Answer`. `until` is when a postponed one comes up again."""

    __tablename__ = "answered_occasion"
    __table_args__ = (UniqueConstraint("engagement_id", "key"),)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    key: str
    answer: str
    until: date | None = None
    reason: str = Field(default="", sa_type=EncryptedText)
    recognition_id: UUID | None = Field(default=None, foreign_key="recognition.id")
    answered_by_id: UUID = Field(foreign_key="person.id")
    answered_at: datetime = Field(sa_type=UtcTime)
    version: int = 1
