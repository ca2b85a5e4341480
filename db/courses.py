"""Course runs: their modules, who leads them, and what the participants thought of them (S7, V1)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import LEADS_RUN, concerns, concerns_no_path, way
from db.places import EncryptedText


class CourseRun(SQLModel, table=True):
    """One run of a course. Participants are a number and never names, as are its `seats`; `version` counts changes to
    the row.

    How far it has come follows from its modules, its evaluation and `reviewed_on`, the day of the joint review.
    `first_on` and `last_on` are the days of its first and last module, kept with them so that lists can sort by them.
    """

    __tablename__ = "course_run"
    __table_args__ = (
        Index("ix_course_run_held", "organisation_id", "first_on", "cancelled_at", "workplace_id", "place"),
    )
    __concerns__ = concerns(way("id", LEADS_RUN, occasions=True))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id", index=True)
    programme: str
    name: str
    place: str = ""
    first_on: date | None = Field(default=None, index=True)
    last_on: date | None = None
    seats: int | None = None
    participants: int | None = None
    room_note: str = ""
    catering_note: str = ""
    keyed_by_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    reviewed_on: date | None = None
    improvements: str = Field(default="", sa_type=EncryptedText)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class CourseModule(SQLModel, table=True):
    """One meeting of a course run; `held_at` is when it was ticked off."""

    __tablename__ = "course_module"
    __table_args__ = (
        UniqueConstraint("course_run_id", "number"),
        # Holds what a year of modules is counted by, so that none of them is read.
        Index("ix_course_module_held", "course_run_id", "starts_at", "held_at"),
    )
    __concerns__ = concerns(way("course_run_id", LEADS_RUN, occasions=True))

    id: UUID = id_field()
    course_run_id: UUID = Field(foreign_key="course_run.id")
    number: int
    starts_at: datetime = Field(sa_type=UtcTime, index=True)
    ends_at: datetime = Field(sa_type=UtcTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcTime)
    held_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class CourseInstructor(SQLModel, table=True):
    """Who leads a run, from one module to another; the last one is open while `to_module` is empty. Who comes in for
    another part of a run has a row for each part, and no module in two of them.

    `substitute` came in for somebody else. `stopped_on` is set where somebody could not finish what they had begun;
    it never counts against them (A2.4).
    """

    __tablename__ = "course_instructor"
    __table_args__ = (UniqueConstraint("course_run_id", "engagement_id", "from_module"),)
    __concerns__ = concerns(way("engagement_id", occasions=True))

    id: UUID = id_field()
    course_run_id: UUID = Field(foreign_key="course_run.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    substitute: bool = False
    from_module: int = 1
    to_module: int | None = None
    stopped_on: date | None = None


class ModuleFeedback(SQLModel, table=True):
    """What one instructor says to the other after a module (B2.2)."""

    __tablename__ = "module_feedback"
    __table_args__ = (UniqueConstraint("course_module_id", "engagement_id"),)
    __concerns__ = concerns_no_path("what instructors say to each other is no step")

    id: UUID = id_field()
    course_module_id: UUID = Field(foreign_key="course_module.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    words: str = Field(sa_type=EncryptedText)
    written_at: datetime = Field(sa_type=UtcTime)


class Evaluation(SQLModel, table=True):
    """What the participants of a run answered (B4.1, V1): totals by question, or the sum of keyed forms.

    `totals` is question id → answer → how many. `finished_at` is when everything was in.
    """

    __concerns__ = concerns(way("course_run_id", LEADS_RUN))

    id: UUID = id_field()
    course_run_id: UUID = Field(foreign_key="course_run.id", unique=True)
    answered: int = 0
    totals: dict[str, dict[str, int]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    comments: str = Field(default="", sa_type=EncryptedText)
    entered_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class EvaluationForm(SQLModel, table=True):
    """One participant's paper form as it was keyed in; nobody's name is on it. `answers` is question id → answer."""

    __tablename__ = "evaluation_form"
    __concerns__ = concerns_no_path("keyed one by one; the step is done when their sum is finished")

    id: UUID = id_field()
    evaluation_id: UUID = Field(foreign_key="evaluation.id", index=True)
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    comment: str = Field(default="", sa_type=EncryptedText)
    keyed_by_id: UUID = Field(foreign_key="person.id")
    keyed_at: datetime = Field(sa_type=UtcTime)
