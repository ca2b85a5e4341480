"""Login attempts, sessions, the one-time tickets of browsers, and links sent to people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Column, Index, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class LoginAttempts(SQLModel, table=True):
    """Wrong attempts in a row, at a login name that anybody or nobody has, or from one network. Only a keyed hash of
    what is counted is kept, for a day at most; see `core.access.guessing`."""

    __tablename__ = "login_attempts"
    __concerns__ = concerns_no_path("about getting in, before anybody is known")

    key_hash: str = Field(primary_key=True)
    failed: int = 0
    waits_until: datetime | None = Field(default=None, sa_type=UtcTime)
    forgotten_at: datetime = Field(sa_type=UtcTime, index=True)


def counted(session: Session, keys: Mapping[str, datetime], now: datetime) -> Sequence[LoginAttempts]:
    """The rows of these keys, locked, and made to hold until then where they are not there yet; those whose time is
    over are gone. Always in one order, so that two who count the same never wait for each other."""
    session.exec(delete(LoginAttempts).where(col(LoginAttempts.forgotten_at) < now))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for key in sorted(keys):
        new = insert(LoginAttempts).values(key_hash=key, failed=0, forgotten_at=keys[key])
        session.execute(new.on_conflict_do_nothing())
    return session.exec(
        select(LoginAttempts)
        .where(col(LoginAttempts.key_hash).in_(keys))
        .order_by(col(LoginAttempts.key_hash))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


class LoginSession(SQLModel, table=True):
    """One logged-in browser; revocable alone. Only a hash of its token is kept.

    While `handed_to_id` names a party of a document, the browser is in that person's hands and shows nothing else.
    `link_id` is the link it began by, None where somebody logged in. `browser_hash` tells the browser again by its
    cookie, also when this has ended; None for one that is not to be known.
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
    browser_hash: str | None = None


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
    """A selection to be fetched once as an archive, by the session whose hash it carries: `what` is "documents",
    "certificates" or "everything", and `document_ids` are theirs, or of the organisation."""

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
