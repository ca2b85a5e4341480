"""Peer teams: who is in one, who leads it, and what its members said of how they work best (Q7)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class Team(SQLModel, table=True):
    """Peers at one workplace. `lead_id` is the experienced peer who leads them, `psychologist_id` whom the lead and
    everybody else can talk to, None where there is none yet, and `contact_id` who is there for them at the workplace.
    """

    __concerns__ = concerns_no_path("who works with whom; the path of each stays their own")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    workplace_id: UUID = Field(foreign_key="workplace.id")
    name: str
    lead_id: UUID = Field(foreign_key="person.id", index=True)
    psychologist_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    contact_id: UUID = Field(foreign_key="person.id", index=True)
    made_by_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcTime)
    ended_on: date | None = None
    version: int = 1


class TeamMember(SQLModel, table=True):
    """A peer in a team, from one day until another; in one team at a time.

    `accommodations` is what they wrote themselves of how they work best, and `shown_to` are those of
    `core.teams.rules.TeamPart` who may read it. It goes as they leave.
    """

    __tablename__ = "team_member"
    __table_args__ = (
        Index(
            "uq_team_member_now",
            "engagement_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )
    __concerns__ = concerns_no_path("who works with whom; the path of each stays their own")

    id: UUID = id_field()
    team_id: UUID = Field(foreign_key="team.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    joined_on: date
    left_on: date | None = None
    accommodations: str = Field(default="", sa_type=EncryptedText)
    shown_to: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    version: int = 1
