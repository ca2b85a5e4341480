"""The deployment, the organisations it serves, and their workplaces."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import IN_DOCUMENT, IN_ORGANISATION, UNDER_ENGAGEMENT, Hop, concerns, concerns_no_path, way
from db.places import EncryptedBytes, EncryptedText


class Deployment(SQLModel, table=True):
    """One row: whether the portal is set up, and whether all in it is invented.

    `days_ahead` is how far a demonstration's today is ahead of the calendar's; always 0 where people are real.
    `backed_up_at` is when the newest backup was made.
    """

    __concerns__ = concerns_no_path("the day it is there is given to whoever reads a path")

    id: int = Field(default=1, primary_key=True)
    demonstration: bool = False
    days_ahead: int = 0
    setup_code: str | None = Field(default=None, sa_type=EncryptedText)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    backed_up_at: datetime | None = Field(default=None, sa_type=UtcTime)


class WrappedKey(SQLModel, table=True):
    """A key wrapped by the deployment's secret: for values bound to their place ("bound"), or as they were before that
    ("data", until all are encrypted anew), or for digests of evidence ("evidence")."""

    __tablename__ = "wrapped_key"
    __concerns__ = concerns_no_path("how values are stored")

    id: UUID = id_field()
    wrapped: bytes
    purpose: str = "bound"
    created_at: datetime = Field(sa_type=UtcTime, index=True)


class Organisation(SQLModel, table=True):
    """A municipality, region or association. `version` counts changes, so that two editors notice each other.

    The numbers from `application_months` on are those of `core.organisations.rules.OrganisationPace`. `left_before` are
    smaller `left_months` of earlier, each with the day they counted until, as who had stopped by then was told so.
    """

    __concerns__ = concerns(way("id", IN_ORGANISATION))

    id: UUID = id_field()
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    logo: bytes | None = Field(default=None, sa_type=EncryptedBytes)
    application_months: int = 6
    application_unsent_days: int = 30
    application_withdrawn_days: int = 14
    application_criteria_days: int = 30
    application_view_days: int = 10
    application_answer_days: int = 14
    alignment_months: int = 12
    alignment_look_again_months: int = 6
    left_months: int = 24
    left_before: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Workplace(SQLModel, table=True):
    """A place of the organisation where volunteers are."""

    __concerns__ = concerns(way("id", Hop("engagement", "workplace_id", "id"), UNDER_ENGAGEMENT, IN_DOCUMENT))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    name: str
    address: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ClosedPeriod(SQLModel, table=True):
    """Days the organisation keeps closed, both ends included; whoever plans is told, and nothing is refused."""

    __tablename__ = "closed_period"
    __concerns__ = concerns_no_path("said to whoever plans")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    first_on: date
    last_on: date
    name: str


class SealingKey(SQLModel, table=True):
    """What an organisation seals with; retired keys stay, because older documents must still verify."""

    __tablename__ = "sealing_key"
    __concerns__ = concerns_no_path("what files are sealed with")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    key_der: bytes = Field(sa_type=EncryptedBytes)
    certificate_der: bytes
    chain_der: bytes = b""
    certificate_sha256: str = Field(index=True)
    own_pki: bool = False
    created_at: datetime = Field(sa_type=UtcTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcTime)


class OrganisationCare(SQLModel, table=True):
    """How an organisation takes care when something is wrong or somebody stops; without a row the defaults hold.

    `answer_days` are working days until a worry is answered, `notice_days` how long before a last day the organisation
    would like to know of it. `social_phone` is the municipality's social on-call number, `when_ill` what it offers to a
    volunteer who falls ill, in its own words.
    """

    __tablename__ = "organisation_care"
    __concerns__ = concerns_no_path("said where something is wrong or somebody stops, and no step")

    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    answer_days: int
    notice_days: int
    social_phone: str = ""
    when_ill: str = ""
    version: int = 1
