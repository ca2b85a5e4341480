"""Documents: the draft, the frozen text, the consents to it and the sealed file.

The state of a document is computed from these rows (`core.documents.rules`), never stored.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import IN_DOCUMENT, IN_ORGANISATION, Hop, concerns, concerns_no_path, way
from db.places import EncryptedBytes, EncryptedText

OF_VERSION = Hop("document_version", "id", "document_id")


class TemplateVersion(SQLModel, table=True):
    """One published version of a template in all its languages; empty organisation means shipped with the portal.

    New documents are made from it from the day `in_force_from` on; None is from when it was published.
    """

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "number"),)
    __concerns__ = concerns(way("organisation_id", IN_ORGANISATION, empty_is_everybodys=True))

    id: UUID = id_field()
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    kind: str
    number: int
    content: str = Field(sa_type=Text)
    fingerprint: str
    published_at: datetime = Field(sa_type=UtcTime)
    in_force_from: date | None = None
    published_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class TemplateDraft(SQLModel, table=True):
    """An organisation's next version of a template while it is being written; `version` notices two editors."""

    __tablename__ = "template_draft"
    __table_args__ = (UniqueConstraint("organisation_id", "kind"),)
    __concerns__ = concerns_no_path("holds from when it is published as a version")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    kind: str
    content: str = Field(sa_type=Text)
    based_on_id: UUID = Field(foreign_key="template_version.id")
    edited_by_id: UUID = Field(foreign_key="person.id")
    edited_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Document(SQLModel, table=True):
    """One document, from first draft to its end.

    `engagement_id` is whose it is and who looks after it; what two instructors agree stands under the first one's and
    names their `pair_id`. What is agreed with an association stands under its `association_id` instead, and is made
    from what both wrote of each topic (`db.partnerships.AgreementText`), not from a template. `attached_version_id` is
    a template whose points are part of this document. `number` is the public check number. `shared_at` is when the
    draft was sent to those who fill in and sign; `declined_at` that one of them said no, until it is sent again.
    `reminded_at` is when those it waits for were last reminded, and `remind_from` the first day on which they may be
    again, until something happens with it. `discussed_on` ends it as talked through and not signed. `valid_until` and
    `look_again_on` are set when it is sealed. `sealed_at` is when the file of the version that counts was stored, kept
    here too, so that a long list need not ask each document's versions. `version` counts changes to draft choices, so
    that two editors notice each other.
    """

    __table_args__ = (
        Index(
            "ix_document_finished",
            "organisation_id",
            "sealed_at",
            "withdrawn_at",
            "discussed_on",
            "superseded_at",
            "kind",
            "engagement_id",
        ),
        Index("ix_document_of", "engagement_id", "sealed_at", "withdrawn_at", "kind"),
        Index("ix_document_look_again_on", "organisation_id", "look_again_on"),
        Index("ix_document_valid_until", "organisation_id", "valid_until"),
        CheckConstraint(
            "(association_id IS NULL) = (engagement_id IS NOT NULL) "
            "AND (association_id IS NULL) = (template_version_id IS NOT NULL)",
            name="subject",
        ),
    )
    __concerns__ = concerns(way("id", IN_DOCUMENT))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id")
    association_id: UUID | None = Field(default=None, foreign_key="association.id", index=True)
    kind: str
    number: str = Field(unique=True)
    template_version_id: UUID | None = Field(default=None, foreign_key="template_version.id")
    signing_language: str
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    shared_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1
    pair_id: UUID | None = Field(default=None, foreign_key="pair.id", index=True)
    attached_version_id: UUID | None = Field(default=None, foreign_key="template_version.id")
    supersedes_id: UUID | None = Field(default=None, foreign_key="document.id", index=True)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcTime)
    valid_until: date | None = None
    look_again_on: date | None = None
    declined_at: datetime | None = Field(default=None, sa_type=UtcTime)
    declined_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    decline_word: str | None = Field(default=None, sa_type=EncryptedText)
    discussed_on: date | None = None
    discussed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    sealed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcTime)
    remind_from: date | None = None


class DocumentRevision(SQLModel, table=True):
    """What is being changed in a document somebody has signed, until it is sent.

    `content` is JSON: the points and answers that are to be otherwise, and what is to be attached.
    """

    __tablename__ = "document_revision"
    __concerns__ = concerns_no_path("nothing of it counts until it is sent, and then it is in the document")

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    content: str = Field(sa_type=EncryptedText)
    begun_by_id: UUID = Field(foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcTime)
    saved_at: datetime = Field(sa_type=UtcTime)


class DocumentPoint(SQLModel, table=True):
    """Whether a clause applies in this document, and its wording where it was changed for this person."""

    __tablename__ = "document_point"
    __concerns__ = concerns(way("document_id", IN_DOCUMENT))

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    clause_id: str = Field(primary_key=True)
    included: bool
    wording: str | None = Field(default=None, sa_type=EncryptedText)


class DocumentAnswer(SQLModel, table=True):
    """What was filled in; `version` rises with each change, so that a second tab overwrites nothing unseen."""

    __tablename__ = "document_answer"
    __concerns__ = concerns(way("document_id", IN_DOCUMENT))

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    field_id: str = Field(primary_key=True)
    value: str = Field(sa_type=EncryptedText)
    filled_by_id: UUID = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class DocumentParty(SQLModel, table=True):
    """A person who stands in the document in one capacity, and signs where `required`.

    `engagement_id` is the engagement a volunteer stands there with; colleagues have none.
    """

    __tablename__ = "document_party"
    __table_args__ = (UniqueConstraint("document_id", "capacity"),)
    __concerns__ = concerns(way("engagement_id"), way("document_id", IN_DOCUMENT))

    id: UUID = id_field()
    document_id: UUID = Field(foreign_key="document.id", index=True)
    capacity: str
    person_id: UUID = Field(foreign_key="person.id", index=True)
    required: bool = True
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)


class DocumentVersion(SQLModel, table=True):
    """The exact text at the moment it was frozen. `replaced_at` is set when something in it was changed afterwards."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)
    __concerns__ = concerns(way("document_id", IN_DOCUMENT))

    id: UUID = id_field()
    document_id: UUID = Field(foreign_key="document.id", index=True)
    number: int
    text: str = Field(sa_type=EncryptedText)
    fingerprint: str
    frozen_by_id: UUID = Field(foreign_key="person.id")
    frozen_at: datetime = Field(sa_type=UtcTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Consent(SQLModel, table=True):
    """A party's yes to one version. The unique pair makes a double click one signature.

    `how` is "own_device", "together" on the device of the colleague `host_person_id`, or "paper" as `paper_id` tells.
    One taken back before everyone signed does not count; the same party may give it again.
    """

    __table_args__ = (UniqueConstraint("version_id", "party_id"),)
    __concerns__ = concerns(way("version_id", OF_VERSION, IN_DOCUMENT))

    id: UUID = id_field()
    version_id: UUID = Field(foreign_key="document_version.id", index=True)
    party_id: UUID = Field(foreign_key="document_party.id")
    person_id: UUID = Field(foreign_key="person.id")
    typed_name: str = Field(sa_type=EncryptedText)
    fingerprint: str
    how: str = "own_device"
    given_at: datetime = Field(sa_type=UtcTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcTime)
    host_person_id: UUID | None = Field(default=None, foreign_key="person.id")
    paper_id: UUID | None = Field(default=None, foreign_key="paper_record.id")


class ConsentDrawing(SQLModel, table=True):
    """The signature somebody drew beside the typed name, as a PNG of ours. No list loads it."""

    __tablename__ = "consent_drawing"
    __concerns__ = concerns_no_path("the consent it belongs to is the fact")

    consent_id: UUID = Field(foreign_key="consent.id", primary_key=True)
    image: bytes = Field(sa_type=EncryptedBytes)


class PaperRecord(SQLModel, table=True):
    """A signature on paper: recorded by `recorded_by_id` with its date, and shown by a scan or seen by a witness."""

    __tablename__ = "paper_record"
    __concerns__ = concerns_no_path("the consent it belongs to is the fact")

    id: UUID = id_field()
    version_id: UUID = Field(foreign_key="document_version.id", index=True)
    signed_on: date
    witness: str = Field(default="", sa_type=EncryptedText)
    recorded_by_id: UUID = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcTime)


class PaperScan(SQLModel, table=True):
    """The signed paper as a PDF or picture, cleaned of metadata. No list loads it."""

    __tablename__ = "paper_scan"
    __concerns__ = concerns_no_path("the consent it belongs to is the fact")

    paper_id: UUID = Field(foreign_key="paper_record.id", primary_key=True)
    content: bytes = Field(sa_type=EncryptedBytes)
    media_type: str
    sha256: str


class SigningCode(SQLModel, table=True):
    """A one-time code sent by mail to somebody who signs on another's device. Only its hash is kept."""

    __tablename__ = "signing_code"
    __concerns__ = concerns_no_path("on the way to a consent")

    id: UUID = id_field()
    party_id: UUID = Field(foreign_key="document_party.id", index=True)
    code_hash: str
    code: str | None = Field(default=None, sa_type=EncryptedText)
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)


class DocumentFile(SQLModel, table=True):
    """The sealed PDF. No list loads it."""

    __tablename__ = "document_file"
    __concerns__ = concerns(way("version_id", OF_VERSION, IN_DOCUMENT))

    version_id: UUID = Field(foreign_key="document_version.id", primary_key=True)
    content: bytes = Field(sa_type=EncryptedBytes)
    sha256: str
    stored_at: datetime = Field(sa_type=UtcTime)


class SealRecord(SQLModel, table=True):
    """That a file with this hash was sealed here. Names no person, so it outlives erasure and still verifies a file."""

    __tablename__ = "seal_record"
    __concerns__ = concerns_no_path("outlives its document, and the file is the fact")

    sha256: str = Field(primary_key=True)
    number: str = Field(index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    sealing_key_id: UUID = Field(foreign_key="sealing_key.id")
    kind: str
    template: str
    version: int
    sealed_at: datetime = Field(sa_type=UtcTime)
