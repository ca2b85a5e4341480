"""One message to a group: what was written, and to whom it goes, each alone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText

NO_PATH = "what is written to many is no step"


class GroupMessage(SQLModel, table=True):
    """What a colleague writes to a group. `kind` is one of `core.group_messages.rules.GroupKind`, and `about_id` the
    course, offer or workplace it was chosen by.

    It is its writer's alone until it is sent: then `sends_at` is set, until which its mails wait and it can be taken
    back. `written_at` is when it was last worked on, and `version` counts changes to what it says.
    """

    __tablename__ = "group_message"
    __concerns__ = concerns_no_path(NO_PATH)

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    sender_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str
    about_id: UUID | None = None
    subject: str = Field(default="", sa_type=EncryptedText)
    words: str = Field(default="", sa_type=EncryptedText)
    written_at: datetime = Field(sa_type=UtcTime)
    sends_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class GroupMessageRecipient(SQLModel, table=True):
    """Somebody a message is for; `engagement_id` is empty for a colleague.

    Once it is sent, their mail is `outbox_item_id`, gone at `sent_at`; or `left_out` is one of
    `core.group_messages.rules.LeftOut`, why they get none.
    """

    __tablename__ = "group_message_recipient"
    __table_args__ = (UniqueConstraint("message_id", "person_id"),)
    __concerns__ = concerns_no_path(NO_PATH)

    id: UUID = id_field()
    message_id: UUID = Field(foreign_key="group_message.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    outbox_item_id: UUID | None = Field(default=None, foreign_key="outbox_item.id", index=True)
    left_out: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
