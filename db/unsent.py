"""Forms that somebody has begun and not sent yet."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class UnsentForm(SQLModel, table=True):
    """What somebody has written in a form and not sent: `content` is JSON, by the names of the fields.

    `form` is which one it is, and what it is about. `organisation_id` is which one it is written for, None where that
    cannot be told, as of somebody who volunteers in two. Gone once it is sent or begun anew, or after some weeks.
    """

    __tablename__ = "unsent_form"
    __table_args__ = (UniqueConstraint("person_id", "form"),)
    __concerns__ = concerns_no_path("nobody reads it until it is sent")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", index=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    form: str
    content: str = Field(sa_type=EncryptedText)
    saved_at: datetime = Field(sa_type=UtcTime, index=True)
