"""Which mails somebody would like to get, of those they may say no to."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class MailChoice(SQLModel, table=True):
    """What somebody chose of one kind of mail; without a row the default holds.

    `kind` is one of `core.mail_choices.rules.MailKind`, `wanted` one of its `Wanted`.
    """

    __tablename__ = "mail_choice"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    __concerns__ = concerns_no_path("how somebody is written to, and no step")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id")
    kind: str
    wanted: str


class MailKey(SQLModel, table=True):
    """The secret of the address at which somebody chooses about their mails without a login. It is found by
    `token_hash`, and `token` is kept so that each mail can name it."""

    __tablename__ = "mail_key"
    __concerns__ = concerns_no_path("how somebody is written to, and no step")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    token: str = Field(sa_type=EncryptedText)
    token_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcTime)
