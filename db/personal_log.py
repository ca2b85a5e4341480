"""A peer's personal log book: sealed by a key that is not here, and what they let one other read (Q6, Q10, Q13)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedBytes, EncryptedText

_OWN = "the peer's own, which nobody else reads"


class PersonalLog(SQLModel, table=True):
    """One person's log book. Its key is kept twice, locked by their passphrase and by the code they hold on paper.

    What is sealed is encrypted once more as everything is, so that a passphrase cannot be guessed at with a copy of
    the database alone.
    """

    __tablename__ = "personal_log"
    __concerns__ = concerns_no_path(_OWN)

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    salt: bytes
    by_passphrase: bytes = Field(sa_type=EncryptedBytes)
    by_code: bytes = Field(sa_type=EncryptedBytes)
    begun_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class PersonalLogPage(SQLModel, table=True):
    """One page, sealed whole: what it is about, its day and its words. Nothing of it is told in the clear."""

    __tablename__ = "personal_log_page"
    __concerns__ = concerns_no_path(_OWN)

    id: UUID = id_field()
    log_id: UUID = Field(foreign_key="personal_log.id", index=True)
    sealed: bytes = Field(sa_type=EncryptedBytes)
    version: int = 1


class SharedLogPage(SQLModel, table=True):
    """What a peer let somebody around their team read: the page as it stood then. Gone when it is taken back, and when
    they leave the team."""

    __tablename__ = "shared_log_page"
    __table_args__ = (UniqueConstraint("page_id", "to_id"),)
    __concerns__ = concerns_no_path(_OWN)

    id: UUID = id_field()
    page_id: UUID = Field(foreign_key="personal_log_page.id", index=True)
    member_id: UUID = Field(foreign_key="team_member.id", index=True)
    to_id: UUID = Field(foreign_key="person.id", index=True)
    words: str = Field(sa_type=EncryptedText)
    shared_at: datetime = Field(sa_type=UtcTime)
