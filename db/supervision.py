"""Supervision: one who watches and gives feedback, and the log book that collects it (S1, S4, S5)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import Hop, concerns, concerns_no_path, way
from db.places import EncryptedText


class Supervision(SQLModel, table=True):
    """One session, ordered, planned and held. `kind` is one of `core.supervision.rules.SupervisionKind`.

    `supervisor_id` is who holds it, empty until somebody is found. `version` counts changes to the row.
    """

    __table_args__ = (Index("ix_supervision_to_hold", "organisation_id", "cancelled_at", "held_on"),)
    __concerns__ = concerns(way("id", Hop("supervision_subject", "supervision_id", "engagement_id")))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: str
    supervisor_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    course_run_id: UUID | None = Field(default=None, foreign_key="course_run.id", index=True)
    course_module_id: UUID | None = Field(default=None, foreign_key="course_module.id")
    place: str = ""
    planned_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)
    held_on: date | None = None
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ordered_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class SupervisionSubject(SQLModel, table=True):
    """One instructor in a session, with feedback of their own (B2.3)."""

    __tablename__ = "supervision_subject"
    __table_args__ = (
        UniqueConstraint("supervision_id", "engagement_id"),
        Index("ix_supervision_subject_feedback", "feedback_at", "supervision_id"),
    )
    __concerns__ = concerns(way("engagement_id"))

    id: UUID = id_field()
    supervision_id: UUID = Field(foreign_key="supervision.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    went_well: str = Field(default="", sa_type=EncryptedText)
    work_on: str = Field(default="", sa_type=EncryptedText)
    feedback_at: datetime | None = Field(default=None, sa_type=UtcTime)


class LogTask(SQLModel, table=True):
    """Something an instructor works on, from a session or their own idea (S4)."""

    __tablename__ = "log_task"
    __concerns__ = concerns_no_path("an instructor's own book is no step")

    id: UUID = id_field()
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    subject_id: UUID | None = Field(default=None, foreign_key="supervision_subject.id", index=True)
    words: str = Field(sa_type=EncryptedText)
    created_at: datetime = Field(sa_type=UtcTime)
    done_on: date | None = None


class LogEntry(SQLModel, table=True):
    """What an instructor wrote in their own log book."""

    __tablename__ = "log_entry"
    __concerns__ = concerns_no_path("an instructor's own book is no step")

    id: UUID = id_field()
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    words: str = Field(sa_type=EncryptedText)
    written_on: date
    created_at: datetime = Field(sa_type=UtcTime)
