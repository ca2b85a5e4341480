"""Rounds in which two sides say what they expect of each other, and what they agreed (F1–F7)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText

NO_STEP = "what two sides expect of each other, and no step of a path"


class Alignment(SQLModel, table=True):
    """One round, with an association or with a volunteer and their workplace. `kind` is one of
    `core.alignment.form.AlignmentKind`.

    Each side's answers are its own until both have finished. `on_paper` is whether a colleague writes down what the
    others answered on paper (O4). From `agreed_at` on it holds: `met_on` is when the two met, `settled` one of
    `core.alignment.rules.SettledHow`, and `contact_person_id` who followed it for us then. `version` counts changes.
    """

    __table_args__ = (CheckConstraint("(association_id IS NULL) <> (engagement_id IS NULL)", name="one_of_two"),)
    __concerns__ = concerns_no_path(NO_STEP)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    association_id: UUID | None = Field(default=None, foreign_key="association.id", index=True)
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    kind: str
    begun_by_id: UUID = Field(foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcTime)
    ours_finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    theirs_finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    on_paper: bool = False
    met_on: date | None = None
    settled: str = ""
    contact_person_id: UUID | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    valid_until: date | None = None
    look_again_on: date | None = None
    version: int = 1


class AlignmentAnswer(SQLModel, table=True):
    """What one side answered to one question; `version` rises with each change."""

    __tablename__ = "alignment_answer"
    __concerns__ = concerns_no_path(NO_STEP)

    alignment_id: UUID = Field(foreign_key="alignment.id", primary_key=True)
    side: str = Field(primary_key=True)
    question_id: str = Field(primary_key=True)
    value: str = Field(sa_type=EncryptedText)
    filled_by_id: UUID = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class AgreedPoint(SQLModel, table=True):
    """Something that was agreed; with `due_on` something to be done, by `owner`, a side or "both"."""

    __tablename__ = "agreed_point"
    __concerns__ = concerns_no_path(NO_STEP)

    id: UUID = id_field()
    alignment_id: UUID = Field(foreign_key="alignment.id", index=True)
    words: str = Field(sa_type=EncryptedText)
    owner: str
    due_on: date | None = None
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    written_by_id: UUID = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcTime)


class AlignmentAsAgreed(SQLModel, table=True):
    """A round as it read when it was settled: `content` is `FrozenText.canonical()`, and never changes. One that was
    settled before this was kept has none."""

    __tablename__ = "alignment_as_agreed"
    __concerns__ = concerns_no_path(NO_STEP)

    alignment_id: UUID = Field(foreign_key="alignment.id", primary_key=True)
    content: str = Field(sa_type=EncryptedText)
    fingerprint: str
