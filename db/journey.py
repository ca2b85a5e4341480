"""What lists sort and page by: the projections of facts, and the views somebody saved."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path


class EngagementNext(SQLModel, table=True):
    """Where one engagement stands and what comes next, computed from the facts and never a source of them.

    Rewritten in the transaction that changes a fact, and when the day has come on which the same facts may say
    something else: it holds from `made_on` to `valid_until`, both included (None: for ever). `step`, `kind`,
    `status`, `owner` and `reason` are of the most urgent step that is not done, "" where nothing is left; `more` is how
    many others somebody is to do. `urgency` is lower for what is more urgent. `subject_id` is the document, course run,
    supervision or module the step is about. `sought` is the name as lists sort by it, `found_by` that of the person.
    `undrafted` is whether nobody began some document that the programme asks for, and `newcomer` whether that is so or
    they have no account yet.
    """

    __tablename__ = "engagement_next"
    __table_args__ = (
        Index("ix_engagement_next_order", "organisation_id", "urgency", "due_on", "sought"),
        Index("ix_engagement_next_name", "organisation_id", "sought", "found_by"),
        Index("ix_engagement_next_stage", "organisation_id", "stage"),
        Index("ix_engagement_next_approved_until", "organisation_id", "approved_until"),
        Index("ix_engagement_next_made_on", "organisation_id", "made_on"),
        Index("ix_engagement_next_valid_until", "organisation_id", "valid_until"),
        Index("ix_engagement_next_newcomer", "organisation_id", "newcomer"),
    )
    __concerns__ = concerns_no_path("follows from the facts, and is none")

    engagement_id: UUID = Field(foreign_key="engagement.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    sought: str
    found_by: str = ""
    step: str = ""
    kind: str = ""
    status: str = ""
    owner: str = ""
    reason: str = ""
    subject_id: UUID | None = None
    due_on: date | None = None
    urgency: int
    more: int = 0
    stage: str
    approved_until: date | None = None
    courses_missing: int | None = None
    undrafted: bool = False
    newcomer: bool = False
    made_on: date
    valid_until: date | None = None


class OccasionDays(SQLModel, table=True):
    """One occasion of an engagement and the days it is proposed on, computed from the facts and never a source of them.

    Rewritten with `EngagementNext`; `key`, `kind`, `number` and `day` are those of `core.recognition.rules.Occasion`.
    `sought`, `workplace_id` and `ended` are of the engagement: a list is narrowed and sorted without reading it.
    Where breaks move the day it holds from `made_on` to `valid_until`, both included; else both are None, as it
    holds on every day.
    """

    __tablename__ = "occasion_days"
    __table_args__ = (
        Index("ix_occasion_days_proposed", "organisation_id", "last_on", "first_on", "kind", "key"),
        Index("ix_occasion_days_earned", "organisation_id", "kind", "ended", "key", "day", "workplace_id", "sought"),
        Index("ix_occasion_days_key", "organisation_id", "key", "day", "sought"),
        Index("ix_occasion_days_made_on", "organisation_id", "made_on"),
        Index("ix_occasion_days_valid_until", "organisation_id", "valid_until"),
    )
    __concerns__ = concerns_no_path("follows from the facts, and is none")

    engagement_id: UUID = Field(foreign_key="engagement.id", primary_key=True)
    key: str = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: str
    number: int = 0
    day: date
    first_on: date
    last_on: date
    sought: str
    workplace_id: UUID = Field(foreign_key="workplace.id")
    ended: bool = False
    made_on: date | None = None
    valid_until: date | None = None


class SavedView(SQLModel, table=True):
    """A choice of filters and columns somebody keeps by name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "name"),)
    __concerns__ = concerns_no_path("how somebody looks at a list")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str
    settings: dict[str, str | list[str] | None] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcTime)
