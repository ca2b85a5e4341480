"""Talks that people in a peer team ask for, or have each month; and what an organisation says of them (Q8, Q9)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class SupportTalk(SQLModel, table=True):
    """A talk of `person_id`, who is in a team or leads it. Not a word of why is ever written, here or elsewhere.

    `kind` is one of `core.support.rules.SupportKind`. Until it has an answer it waits, since `waits_since` and from the
    `step`th of those who can be asked; whose turn it is follows from the hour (`core.support.rules.turn_at`).
    `answered_by_id` has the talk at `starts_at`. One that is called off is deleted; of one that was held, that stays.
    """

    __tablename__ = "support_talk"
    __concerns__ = concerns_no_path("seen by those concerned alone, and no step")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    team_id: UUID = Field(foreign_key="team.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str = Field(sa_type=EncryptedText)
    waits_since: datetime = Field(sa_type=UtcTime)
    step: int = 0
    answered_by_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    starts_at: datetime | None = Field(default=None, sa_type=UtcTime)
    held_on: date | None = None
    version: int = 1


class TeamFollowUp(SQLModel, table=True):
    """How a team lead follows a peer: what stands in the way of the tasks, in short words of either that the two alone
    read, and the day of the next check-in, every `every_days` days, 0 for once. It goes as the peer leaves.
    """

    __tablename__ = "team_follow_up"
    __concerns__ = concerns_no_path("between two in a team, and no step")

    id: UUID = id_field()
    member_id: UUID = Field(foreign_key="team_member.id", unique=True)
    in_the_way: str = Field(default="", sa_type=EncryptedText)
    check_in_on: date | None = None
    every_days: int = 0
    checked_on: date | None = None
    version: int = 1


class OrganisationSupport(SQLModel, table=True):
    """What an organisation says of these talks; without a row the defaults hold (`core.support.settings`).

    A crisis talk has an answer within `crisis_hours`, of those between `from_hour` and `to_hour`, a clarifying talk
    within `clarifying_days` working days. With `every_day` the hours run on weekends and closed days too. The talk with
    the psychologist comes up every `lead_days` for who leads a team and every `peer_days` for each peer, 0 for never.
    `acute_phone` and `helpline_phone` stand beside 112. `kept_months` after a talk nothing is left of it.
    """

    __tablename__ = "organisation_support"
    __concerns__ = concerns_no_path("how a team is supported, and no step")

    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    crisis_hours: int
    clarifying_days: int
    from_hour: int
    to_hour: int
    every_day: bool = False
    lead_days: int
    peer_days: int
    acute_phone: str = ""
    helpline_phone: str = ""
    kept_months: int
    version: int = 1
