"""Volunteers' own network: who joined it, and what they share there (V3)."""

from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class NetworkMember(SQLModel, table=True):
    """A volunteer who joined the network of an organisation's volunteers; gone when they leave it or stop.

    `shares` is what they say of themselves, `reach` how they like to be reached. No colleague reads either.
    """

    __tablename__ = "network_member"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)
    __concerns__ = concerns_no_path("the volunteers' own, and no step")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    shares: str = Field(default="", sa_type=EncryptedText)
    reach: str = Field(default="", sa_type=EncryptedText)
    version: int = 1
