"""Recognition: what is planned and given, to whom, and which occasions were answered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import SAYS_GOODBYE, Hop, concerns, concerns_no_path, way
from db.places import EncryptedText


class Recognition(SQLModel, table=True):
    """A thank-you that is planned or was given; `gift` is one of `core.recognition.rules.Gift`.

    `giver_id` is who gives it, `cost` is in øre for all of it and `planned_cost` what it was thought to cost, `words`
    is what was said. `title` and `clock` are what it is called and when it begins, as they were written. People are
    invited where `invites`, and answer until `answer_by`. `given_on` is None while it is planned, `called_off_at` when
    it came to nothing, `thanks` and `thanked_at` what those who came were written afterwards.
    """

    __concerns__ = concerns(way("id", Hop("recognised", "recognition_id", "engagement_id"), SAYS_GOODBYE))

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
    title: str = ""
    clock: str = ""
    planned_cost: int = 0
    invites: bool = False
    answer_by: date | None = None
    thanks: str | None = Field(default=None, sa_type=EncryptedText)
    thanked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Recognised(SQLModel, table=True):
    """Somebody a recognition is for. `engagement_id` is empty for a colleague: staff are recognised too (H7).

    `comes` is their answer to an invitation, None until they gave one; `diet` is what they told about food.
    """

    __table_args__ = (
        UniqueConstraint("recognition_id", "person_id"),
        Index("ix_recognised_thanked", "recognition_id", "comes", "engagement_id"),
    )
    __concerns__ = concerns(way("engagement_id", SAYS_GOODBYE))

    id: UUID = id_field()
    recognition_id: UUID = Field(foreign_key="recognition.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    comes: bool | None = None
    diet: str | None = Field(default=None, sa_type=EncryptedText)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)


class AnsweredOccasion(SQLModel, table=True):
    """What somebody decided about an occasion; `key` is that of `core.recognition.rules.Occasion`, `answer` one of its
    `Answer`. `until` is when a postponed one comes up again."""

    __tablename__ = "answered_occasion"
    __table_args__ = (UniqueConstraint("engagement_id", "key"),)
    __concerns__ = concerns_no_path("an answered occasion keeps its days; the answer is read beside them")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    key: str
    answer: str
    until: date | None = None
    reason: str = Field(default="", sa_type=EncryptedText)
    recognition_id: UUID | None = Field(default=None, foreign_key="recognition.id", index=True)
    answered_by_id: UUID = Field(foreign_key="person.id")
    answered_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class MentionChoice(SQLModel, table=True):
    """What somebody said last about being mentioned in public. Nobody who said nothing is: it may tell of illness."""

    __tablename__ = "mention_choice"
    __concerns__ = concerns_no_path("what may be said in public")

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    allowed: bool
    said_at: datetime = Field(sa_type=UtcTime)


class RecognitionBudget(SQLModel, table=True):
    """What may be spent on recognition in a year, in øre: by the whole organisation, or at one workplace of it."""

    __tablename__ = "recognition_budget"
    __table_args__ = (UniqueConstraint("organisation_id", "workplace_id", "year"),)
    __concerns__ = concerns_no_path("money has its own list")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id")
    year: int
    amount: int
    version: int = 1
