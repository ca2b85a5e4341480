"""What was said and written down about a volunteer: talks and notes."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns, concerns_no_path, way
from db.places import EncryptedText


class Talk(SQLModel, table=True):
    """A talk planned or held with a volunteer; `kind` is one of `core.talks.rules.TalkKind`.

    `recorded_at` is when somebody wrote down that it was held. `course_module_id` is the module it follows, where it is
    the contact after one.
    """

    __concerns__ = concerns(way("engagement_id"))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    kind: str
    planned_on: date | None = None
    held_on: date | None = None
    course_module_id: UUID | None = Field(default=None, foreign_key="course_module.id", index=True)
    words: str = Field(default="", sa_type=EncryptedText)
    recorded_by_id: UUID = Field(foreign_key="person.id")
    recorded_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Note(SQLModel, table=True):
    """A colleague's note about an engagement; taken back rather than rewritten."""

    __concerns__ = concerns_no_path("read by who looks after the volunteer, and no step")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    words: str = Field(sa_type=EncryptedText)
    written_by_id: UUID = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcTime)


class HistoryShare(SQLModel, table=True):
    """A person lets one organisation see what they did in another, until they take it back (S6)."""

    __tablename__ = "history_share"
    __concerns__ = concerns_no_path("what another organisation may read")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", index=True)
    from_organisation_id: UUID = Field(foreign_key="organisation.id")
    to_organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    given_at: datetime = Field(sa_type=UtcTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcTime)
