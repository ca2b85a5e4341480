"""Associations that work together with an organisation, who speaks for them, and which volunteers come from them."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText

NO_STEP = "between an association and the organisation, and no step of a volunteer's"


class Association(SQLModel, table=True):
    """An association the organisation has a partnership with, until `ended_at`; `followed_by_id` is our own contact.

    `run_by` is who runs the activity, one of `core.tasks.rules.RunBy`: it decides on insurance, benefits and
    allowances (L3). `version` counts changes to the row.
    """

    __concerns__ = concerns_no_path(NO_STEP)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    run_by: str
    followed_by_id: UUID = Field(foreign_key="person.id", index=True)
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class AssociationContact(SQLModel, table=True):
    """Somebody who speaks for an association and can log in to see what is theirs, until `ended_at`."""

    __tablename__ = "association_contact"
    __table_args__ = (UniqueConstraint("association_id", "person_id"),)
    __concerns__ = concerns_no_path(NO_STEP)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    association_id: UUID = Field(foreign_key="association.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class AssociationVolunteer(SQLModel, table=True):
    """A volunteer who comes from an association, which counts them. It sees their name from `shared_at` on, which is
    when the volunteer said so themselves."""

    __tablename__ = "association_volunteer"
    __table_args__ = (UniqueConstraint("engagement_id"),)
    __concerns__ = concerns_no_path(NO_STEP)

    id: UUID = id_field()
    association_id: UUID = Field(foreign_key="association.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    shared_at: datetime | None = Field(default=None, sa_type=UtcTime)


class AgreementText(SQLModel, table=True):
    """What the framework agreement with an association says of one topic of `core.partnerships.rules`."""

    __tablename__ = "agreement_text"
    __concerns__ = concerns_no_path(NO_STEP)

    association_id: UUID = Field(foreign_key="association.id", primary_key=True)
    topic_id: str = Field(primary_key=True)
    words: str = Field(sa_type=EncryptedText)
    written_by_id: UUID = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class AgreementSigning(SQLModel, table=True):
    """That the printed framework agreement was signed, by whom of both managements and of the employees."""

    __tablename__ = "agreement_signing"
    __concerns__ = concerns_no_path(NO_STEP)

    id: UUID = id_field()
    association_id: UUID = Field(foreign_key="association.id", index=True)
    signed_on: date
    ours: str = Field(sa_type=EncryptedText)
    theirs: str = Field(sa_type=EncryptedText)
    employees: str = Field(default="", sa_type=EncryptedText)
    recorded_by_id: UUID = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcTime)


class AgreementAsSigned(SQLModel, table=True):
    """The framework agreement as it read when it was recorded that it is signed on paper: `content` is
    `FrozenText.canonical()`, and never changes. One recorded before this was kept has none."""

    __tablename__ = "agreement_as_signed"
    __concerns__ = concerns_no_path(NO_STEP)

    signing_id: UUID = Field(foreign_key="agreement_signing.id", primary_key=True)
    content: str = Field(sa_type=EncryptedText)
    fingerprint: str
