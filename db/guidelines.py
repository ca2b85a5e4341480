"""Texts that are read and acknowledged rather than signed: a workplace's guidelines, an organisation's principles."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import IN_ORGANISATION, OF_PERSON, concerns, concerns_no_path, way
from db.places import EncryptedText


class GuidelineVersion(SQLModel, table=True):
    """One published version of a text in all its languages, kept as it was.

    `workplace_id` is empty for a text of the whole organisation, `organisation_id` for one shipped with the portal.
    `substance` is whether it says something else than the version before, so that it is acknowledged anew.
    """

    __tablename__ = "guideline_version"
    __table_args__ = (UniqueConstraint("organisation_id", "workplace_id", "kind", "number"),)
    __concerns__ = concerns(way("organisation_id", IN_ORGANISATION, empty_is_everybodys=True))

    id: UUID = id_field()
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id", index=True)
    kind: str
    number: int
    content: str = Field(sa_type=Text)
    fingerprint: str
    substance: bool = True
    published_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    published_at: datetime = Field(sa_type=UtcTime)


class Acknowledgement(SQLModel, table=True):
    """That a person has read one version; the unique pair makes a double click one.

    `recorded_by_id` is the colleague who wrote it down for somebody without an account (O4).
    """

    __table_args__ = (UniqueConstraint("version_id", "person_id"),)
    __concerns__ = concerns(way("person_id", OF_PERSON))

    id: UUID = id_field()
    version_id: UUID = Field(foreign_key="guideline_version.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    given_at: datetime = Field(sa_type=UtcTime)
    recorded_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class GuidelineWriting(SQLModel, table=True):
    """What one colleague is writing on a text and has not published: `content` is JSON.

    `follows` is the number of the version they had before them, so that they notice another published meanwhile.
    """

    __tablename__ = "guideline_writing"
    __table_args__ = (UniqueConstraint("person_id", "workplace_id", "kind"),)
    __concerns__ = concerns_no_path("nobody reads it until it is published as a version")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id")
    kind: str
    content: str = Field(sa_type=EncryptedText)
    follows: int
    saved_at: datetime = Field(sa_type=UtcTime)
