"""Which mails somebody would like to get, of those they may say no to."""

from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import id_field
from db.concerns import concerns_no_path


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
