"""What people knew of something, what it is now, and who is told of the difference."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class ChangeNotice(SQLModel, table=True):
    """One change of what people were told of. `about` is one of `core.notices.rules.NoticeSubject`.

    `told` is what they knew until then and `after` what it is now, both `core.notices.rules.Facts` as JSON; `words` are
    somebody's own to them. Until `sends_at` their mails wait, and it can be undone; `people` are who gets
    one, each with the path its link leads to.
    """

    __tablename__ = "change_notice"
    __table_args__ = (Index("ix_change_notice_subject", "subject_id", "sends_at"),)
    __concerns__ = concerns_no_path("what is told of facts that stand elsewhere")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    about: str
    subject_id: UUID
    told: str = Field(sa_type=EncryptedText)
    after: str = Field(sa_type=EncryptedText)
    words: str = Field(default="", sa_type=EncryptedText)
    people: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    made_by_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcTime)
    sends_at: datetime = Field(sa_type=UtcTime)
