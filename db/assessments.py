"""How received applications are assessed: the criteria, what others say, the questionnaire, and the answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column, ForeignKey, Uuid
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText

NO_PATH = "who applies has no path yet"


def _of_application() -> Column[UUID]:
    """The key of a row that an application has one of, and that is deleted with it."""
    return Column(Uuid(), ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)


class Assessment(SQLModel, table=True):
    """What the coordinators note about a received application, made when somebody begins with it.

    `criteria` are words on the criteria of `core/assessments/criteria.toml`, as JSON (R5), gone by `criteria_until`;
    `handed_out` are days by the ids of `core/assessments/handouts.toml` (R6). `asked_at` is when others were first
    asked for a view, and `views_until` the last day of the views that are still open. `verdict` is yes or no
    once it is decided; the letter is made of `own_words` and the tasks `offered` until it goes, at `answered_at`, and
    `letter` is how it went. Until then the application itself, which its applicant sees, is not decided.
    """

    __concerns__ = concerns_no_path(NO_PATH)

    application_id: UUID = Field(sa_column=_of_application())
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    begun_at: datetime = Field(sa_type=UtcTime)
    criteria: str = Field(default="", sa_type=EncryptedText)
    criteria_until: date | None = Field(default=None, index=True)
    handed_out: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    asked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    views_until: date | None = None
    interview_on: date | None = None
    interview: str = Field(default="", sa_type=EncryptedText)
    verdict: str = ""
    own_words: str = Field(default="", sa_type=EncryptedText)
    offered: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    letter: str = Field(default="", sa_type=EncryptedText)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class AssessmentView(SQLModel, table=True):
    """Somebody who knows the applicant is asked for a view until the end of `until` (R3); `answer` is one of
    `core.assessments.rules.ViewAnswer`, and no words of their own are asked for."""

    __tablename__ = "assessment_view"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)
    __concerns__ = concerns_no_path(NO_PATH)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    application_id: UUID = Field(foreign_key="application.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime = Field(sa_type=UtcTime)
    until: date
    answer: str = Field(default="", sa_type=EncryptedText)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)


class QuestionnaireAnswers(SQLModel, table=True):
    """What an applicant wrote in the questionnaire, as JSON by the ids of `core/assessments/questionnaire.toml` (R12).

    It is the applicant's own until `shared_at`, and again when they take it back.
    """

    __tablename__ = "questionnaire"
    __concerns__ = concerns_no_path(NO_PATH)

    application_id: UUID = Field(sa_column=_of_application())
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    answers: str = Field(default="", sa_type=EncryptedText)
    saved_at: datetime = Field(sa_type=UtcTime)
    shared_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class QuestionnaireDraft(SQLModel, table=True):
    """What an applicant has written in the questionnaire and not saved: `content` is JSON, as of
    `db.unsent.UnsentForm`. Nobody is told that it is there. Gone once it is saved or begun anew, after some weeks, and
    with the application."""

    __tablename__ = "questionnaire_draft"
    __concerns__ = concerns_no_path(NO_PATH)

    application_id: UUID = Field(sa_column=_of_application())
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    content: str = Field(sa_type=EncryptedText)
    saved_at: datetime = Field(sa_type=UtcTime, index=True)
