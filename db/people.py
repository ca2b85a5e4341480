"""Persons, the accounts they log in with, and what ties them to an organisation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, event
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import IN_DOCUMENT, OF_PERSON, UNDER_ENGAGEMENT, Hop, concerns, concerns_no_path, way
from db.places import EncryptedText
from db.sought import found_by

# Whose documents name a person beside their own: those in which they stand, and those of whom they look after.
NAMED_BY = (
    (Hop("document_party", "person_id", "document_id"), IN_DOCUMENT),
    (Hop("engagement", "contact_person_id", "id"), UNDER_ENGAGEMENT, IN_DOCUMENT),
    (Hop("engagement", "coordinator_id", "id"), UNDER_ENGAGEMENT, IN_DOCUMENT),
)


class Person(SQLModel, table=True):
    """A human being. Contact details and next of kin belong to the person and are kept once (L5).

    `latin_name` is how the name is printed where the font of a document lacks its letters. `found_by` is what they are
    searched by, and follows from the names, the mail and the phone number at each flush. `merged_into_id` is who they
    are since their record was merged into another, which has all that was theirs. `returning_email` is the address
    that mails come back from, as somebody has told; it says nothing of another address.
    """

    __concerns__ = concerns(way("id", OF_PERSON, occasions=True), *(way("id", *hops) for hops in NAMED_BY))

    id: UUID = id_field()
    name: str = Field(index=True)
    latin_name: str = ""
    email: str = ""
    phone: str = Field(default="", sa_type=EncryptedText)
    address: str = Field(default="", sa_type=EncryptedText)
    next_of_kin_name: str = Field(default="", sa_type=EncryptedText)
    next_of_kin_phone: str = Field(default="", sa_type=EncryptedText)
    next_of_kin_relation: str = Field(default="", sa_type=EncryptedText)
    language: str = "da"
    found_by: str = ""
    merged_into_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    returning_email: str = ""
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1

    def sought_by(self) -> str:
        """What they are to be found by."""
        return found_by((self.name, self.latin_name), self.email, self.phone)


def _keep_findable(_mapper: Any, _connection: Any, person: Person) -> None:
    person.found_by = person.sought_by()


event.listen(Person, "before_insert", _keep_findable)
event.listen(Person, "before_update", _keep_findable)


class PersonMerge(SQLModel, table=True):
    """Two records of one person that were made one, so that it can be undone for a day.

    `moved` are the rows that went over, each by its table, column and key. As JSON: `rewritten` are those that name a
    person among other things, each with what it held, `taken_out` those that a person can have only once, and
    `details` what was changed of the one who is kept, each by what it was and what it became.
    """

    __tablename__ = "person_merge"
    __concerns__ = concerns_no_path("what went over stands in its own tables")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    kept_id: UUID = Field(foreign_key="person.id", index=True)
    merged_id: UUID = Field(foreign_key="person.id")
    merged_by_id: UUID = Field(foreign_key="person.id")
    merged_at: datetime = Field(sa_type=UtcTime)
    moved: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    rewritten: str = Field(default="", sa_type=EncryptedText)
    taken_out: str = Field(default="", sa_type=EncryptedText)
    details: str = Field(default="", sa_type=EncryptedText)
    undone_at: datetime | None = Field(default=None, sa_type=UtcTime)


class PortalOperator(SQLModel, table=True):
    """Whoever makes organisations. It is no membership, because it belongs to the portal: whatever asks for the people
    of an organisation, or for the organisations of somebody, never meets one."""

    __tablename__ = "portal_operator"
    __concerns__ = concerns_no_path("who makes organisations has no part in any")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Account(SQLModel, table=True):
    """How a person logs in. Without a passphrase hash the account cannot be used yet.

    `works_in_id` is where somebody who works in several organisations last chose to work.
    """

    # A document says of a volunteer and a partner whether they write on paper.
    __concerns__ = concerns(
        way("person_id", OF_PERSON),
        way("person_id", OF_PERSON, Hop("document_party", "engagement_id", "document_id"), IN_DOCUMENT),
    )

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    login_name: str = Field(unique=True)
    passphrase_hash: str
    created_at: datetime = Field(sa_type=UtcTime)
    works_in_id: UUID | None = Field(default=None, foreign_key="organisation.id")


class Membership(SQLModel, table=True):
    """A colleague's role in an organisation, for one workplace where the role is tied to one.

    `welcomed_at` is when they put away the welcome to it; an administrator's is the list of what can wait.
    """

    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "role", "workplace_id"),)
    __concerns__ = concerns_no_path("what colleagues may do; who acts for a volunteer stands in the engagement")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: str
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id")
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    welcomed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class DutyHandover(SQLModel, table=True):
    """What a colleague who left handed over, so that it can be undone for a day.

    `memberships` are the roles that ended, `moved` what went to whom: a duty, the row, and the person. `told` is
    whether the volunteers were written to.
    """

    __tablename__ = "handover"
    __concerns__ = concerns_no_path("who acts for a volunteer stands in the engagement and its documents")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    handed_by_id: UUID = Field(foreign_key="person.id")
    handed_at: datetime = Field(sa_type=UtcTime)
    memberships: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    moved: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    told: bool = False
    undone_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Engagement(SQLModel, table=True):
    """A person volunteering in an organisation under one version of a programme.

    `trained_on` is when the instructor training was completed (S1). `end_reason` is a neutral word, one of
    `core.approvals.rules.EndReason`. `cleared_on` is when what was only about working together was deleted, after they
    had stopped. `version` counts changes to the row.
    """

    __table_args__ = (
        Index("ix_engagement_at_workplace", "workplace_id", "ended_at"),
        Index("ix_engagement_going_on", "organisation_id", "ended_at", "person_id"),
    )
    __concerns__ = concerns(way("id", occasions=True), way("id", UNDER_ENGAGEMENT, IN_DOCUMENT))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    programme_version_id: UUID = Field(foreign_key="programme_version.id")
    workplace_id: UUID = Field(foreign_key="workplace.id")
    contact_person_id: UUID = Field(foreign_key="person.id", index=True)
    coordinator_id: UUID = Field(foreign_key="person.id", index=True)
    begins_on: date | None = None
    trained_on: date | None = None
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_on: date | None = None
    end_reason: str | None = Field(default=None, sa_type=EncryptedText)
    cleared_on: date | None = None
    version: int = 1
