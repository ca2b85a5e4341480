"""Training peers: the plan in versions, a round of it for a team, its days, and what comes again after it (Q2-Q5)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText

_OF_TEAM = "the training is a team's; the path of each stays their own"


class TrainingPlanVersion(SQLModel, table=True):
    """One version of an organisation's training plan as JSON; a draft until `published_at`.

    Nobody published the one that came with the portal: it is kept here from the first round that follows it.
    """

    __tablename__ = "training_plan"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)
    __concerns__ = concerns_no_path(_OF_TEAM)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    number: int
    content: str = Field(sa_type=Text)
    published_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class TrainingRound(SQLModel, table=True):
    """A team's training from one day on, under the version of the plan that held then."""

    __tablename__ = "training_round"
    __concerns__ = concerns_no_path(_OF_TEAM)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    team_id: UUID = Field(foreign_key="team.id", index=True)
    plan_id: UUID = Field(foreign_key="training_plan.id")
    starts_on: date
    place: str
    begun_by_id: UUID = Field(foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcTime)
    called_off_at: datetime | None = Field(default=None, sa_type=UtcTime)


class TrainingDay(SQLModel, table=True):
    """A day of a round for one peer. `plan_day` is its id in the plan, `attendance` one of
    `core.training.rules.Attendance`.

    `reflection` is what the peer chose to tell their team lead of it, and nobody else.
    """

    __tablename__ = "training_day"
    __table_args__ = (UniqueConstraint("round_id", "engagement_id", "plan_day"),)
    __concerns__ = concerns_no_path(_OF_TEAM)

    id: UUID = id_field()
    round_id: UUID = Field(foreign_key="training_round.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    plan_day: str
    starts_at: datetime = Field(sa_type=UtcTime, index=True)
    ends_at: datetime = Field(sa_type=UtcTime)
    place: str
    attendance: str = ""
    reflection: str = Field(default="", sa_type=EncryptedText)
    version: int = 1


class TrainingPreparation(SQLModel, table=True):
    """That something on the workplace's list is done; `point` is its id in the plan."""

    __tablename__ = "training_preparation"
    __table_args__ = (UniqueConstraint("round_id", "point"),)
    __concerns__ = concerns_no_path(_OF_TEAM)

    id: UUID = id_field()
    round_id: UUID = Field(foreign_key="training_round.id", index=True)
    point: str
    done_by_id: UUID = Field(foreign_key="person.id")
    done_at: datetime = Field(sa_type=UtcTime)


class TrainingGathering(SQLModel, table=True):
    """What comes again after the plan, for everybody who is in the team then; `kind` is one of
    `core.training.rules.GatheringKind`."""

    __tablename__ = "training_gathering"
    __concerns__ = concerns_no_path(_OF_TEAM)

    id: UUID = id_field()
    round_id: UUID = Field(foreign_key="training_round.id", index=True)
    kind: str
    starts_at: datetime = Field(sa_type=UtcTime, index=True)
    ends_at: datetime = Field(sa_type=UtcTime)
    place: str
