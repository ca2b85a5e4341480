"""Login attempts, sessions, the one-time tickets of browsers, and links sent to people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class LoginAttempts(SQLModel, table=True):
    """Wrong attempts in a row at one login name, whether anybody has it or not, so that a lock-out tells nothing."""

    __tablename__ = "login_attempts"
    __concerns__ = concerns_no_path("about getting in, before anybody is known")

    name_hash: str = Field(primary_key=True)
    failed: int = 0
    last_at: datetime = Field(sa_type=UtcTime, index=True)
    locked_until: datetime | None = Field(default=None, sa_type=UtcTime)


class LoginSession(SQLModel, table=True):
    """One logged-in browser; revocable alone. Only a hash of its token is kept.

    While `handed_to_id` names a party of a document, the browser is in that person's hands and shows nothing else.
    `link_id` is the link it began by, None where somebody logged in.
    """

    __tablename__ = "session_row"
    __concerns__ = concerns_no_path("about a browser that is logged in")

    id: UUID = id_field()
    token_hash: str = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    device: str = ""
    created_at: datetime = Field(sa_type=UtcTime)
    last_seen_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    handed_to_id: UUID | None = Field(default=None, foreign_key="document_party.id")
    link_id: UUID | None = Field(default=None, foreign_key="invitation.id")


class Ticket(SQLModel, table=True):
    """Fetched once, within seconds, by the browser that logged in: it carries the session token to a cookie.

    `nonce_hash` ties it to the browser that asked, so nobody can be logged in as somebody else.
    """

    __concerns__ = concerns_no_path("about a browser that is logging in")

    id: UUID = id_field()
    token_hash: str = Field(unique=True)
    nonce_hash: str
    session_token: str = Field(sa_type=EncryptedText)
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Download(SQLModel, table=True):
    """A selection to be fetched once as an archive, by the session whose hash it carries: `what` is "documents" or
    "certificates", and `document_ids` are theirs."""

    __concerns__ = concerns_no_path("a selection on its way to a browser")

    id: UUID = id_field()
    token_hash: str = Field(unique=True)
    session_hash: str
    what: str = "documents"
    document_ids: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    expires_at: datetime = Field(sa_type=UtcTime)


class Invitation(SQLModel, table=True):
    """A single-use link for one person: `purpose` is "join" or "passphrase".

    The link itself is kept encrypted while it is open, so that a coordinator can copy it again. `reason` is why a
    colleague made one to another's passphrase, and `confirmed_at` when its owner last said that they know of it.
    """

    __table_args__ = (Index("ix_invitation_first", "organisation_id", "purpose", "person_id", "created_at"),)
    __concerns__ = concerns_no_path("a path asks whether somebody has an account, not how they were asked")

    id: UUID = id_field()
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    purpose: str
    token_hash: str = Field(unique=True)
    token: str | None = Field(default=None, sa_type=EncryptedText)
    created_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reason: str | None = Field(default=None, sa_type=EncryptedText)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
