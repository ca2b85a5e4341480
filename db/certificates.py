"""Certificates, diplomas and proofs of effort, as they were sealed, and whose signature stands on them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import SAYS_GOODBYE, concerns, concerns_no_path, way
from db.places import EncryptedBytes


class Signatory(SQLModel, table=True):
    """Who signs an organisation's certificates, and a picture of the signature."""

    __concerns__ = concerns_no_path("whose name stands on certificates")

    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    name: str
    title: str = ""
    image: bytes | None = Field(default=None, sa_type=EncryptedBytes)
    version: int = 1


class Certificate(SQLModel, table=True):
    """One that was made. `key` is what it is for, as `core.recognition.rules.Occasion.key`, or the day of a proof.

    `edition` is 2 and more where one was made anew, because a name was spelled wrong; the former stays as it was.
    """

    __table_args__ = (UniqueConstraint("engagement_id", "key", "edition"),)
    __concerns__ = concerns(way("engagement_id", SAYS_GOODBYE))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    kind: str
    key: str
    edition: int = 1
    number: str = Field(unique=True)
    made_by_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcTime)


class CertificateFile(SQLModel, table=True):
    """The sealed PDF. No list loads it."""

    __tablename__ = "certificate_file"
    __concerns__ = concerns_no_path("what was printed")

    certificate_id: UUID = Field(foreign_key="certificate.id", primary_key=True)
    content: bytes = Field(sa_type=EncryptedBytes)
    sha256: str
