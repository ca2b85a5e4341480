"""Documents: the draft, the frozen text, the consents to it and the sealed file.

The state of a document is computed from these rows (`core.documents.rules`), never stored.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import EncryptedBytes, EncryptedText, UtcTime, id_field


class TemplateVersion(SQLModel, table=True):
    """One published version of a template in all its languages; empty organisation means shipped with the portal."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "number"),)

    id: UUID = id_field()
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    kind: str
    number: int
    content: str = Field(sa_type=Text)
    fingerprint: str
    published_at: datetime = Field(sa_type=UtcTime)


class Document(SQLModel, table=True):
    """One document for one engagement, from first draft to its end.

    `number` is the public check number. `shared_at` is when the draft was sent to those who fill in and sign.
    `version` counts changes to draft choices, so that two editors notice each other.
    """

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    kind: str
    number: str = Field(unique=True)
    template_version_id: UUID = Field(foreign_key="template_version.id")
    signing_language: str
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    shared_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class DocumentPoint(SQLModel, table=True):
    """Whether a clause applies in this document, and its wording where it was changed for this person."""

    __tablename__ = "document_point"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    clause_id: str = Field(primary_key=True)
    included: bool
    wording: str | None = Field(default=None, sa_type=EncryptedText)


class DocumentAnswer(SQLModel, table=True):
    """What was filled in; `version` rises with each change, so that a second tab overwrites nothing unseen."""

    __tablename__ = "document_answer"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    field_id: str = Field(primary_key=True)
    value: str = Field(sa_type=EncryptedText)
    filled_by_id: UUID = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class DocumentParty(SQLModel, table=True):
    """A person who stands in the document in one capacity, and signs where `required`."""

    __tablename__ = "document_party"
    __table_args__ = (UniqueConstraint("document_id", "capacity"),)

    id: UUID = id_field()
    document_id: UUID = Field(foreign_key="document.id", index=True)
    capacity: str
    person_id: UUID = Field(foreign_key="person.id", index=True)
    required: bool = True


class DocumentVersion(SQLModel, table=True):
    """The exact text at the moment it was frozen. `replaced_at` is set when something in it was changed afterwards."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: UUID = id_field()
    document_id: UUID = Field(foreign_key="document.id", index=True)
    number: int
    text: str = Field(sa_type=EncryptedText)
    fingerprint: str
    frozen_by_id: UUID = Field(foreign_key="person.id")
    frozen_at: datetime = Field(sa_type=UtcTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Consent(SQLModel, table=True):
    """A party's yes to one version. The unique pair makes a double click one signature."""

    __table_args__ = (UniqueConstraint("version_id", "party_id"),)

    id: UUID = id_field()
    version_id: UUID = Field(foreign_key="document_version.id", index=True)
    party_id: UUID = Field(foreign_key="document_party.id")
    person_id: UUID = Field(foreign_key="person.id")
    typed_name: str = Field(sa_type=EncryptedText)
    fingerprint: str
    how: str = "own_device"
    given_at: datetime = Field(sa_type=UtcTime)


class DocumentFile(SQLModel, table=True):
    """The sealed PDF. No list loads it."""

    __tablename__ = "document_file"

    version_id: UUID = Field(foreign_key="document_version.id", primary_key=True)
    content: bytes = Field(sa_type=EncryptedBytes)
    sha256: str
    stored_at: datetime = Field(sa_type=UtcTime)


class SealRecord(SQLModel, table=True):
    """That a file with this hash was sealed here. Names no person, so it outlives erasure and still verifies a file."""

    __tablename__ = "seal_record"

    sha256: str = Field(primary_key=True)
    number: str = Field(index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    sealing_key_id: UUID = Field(foreign_key="sealing_key.id")
    kind: str
    template: str
    version: int
    sealed_at: datetime = Field(sa_type=UtcTime)
