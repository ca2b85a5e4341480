"""The clarification meeting before a training: its day, what each side prepared alone, and what was agreed."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns, concerns_no_path, way
from db.places import EncryptedText

_IN_THE_MEETING = "what two people think about beforehand and agree on; the path follows from their meeting"


class ClarificationMeeting(SQLModel, table=True):
    """A meeting of a volunteer and the coordinator who follows them; the newest of an engagement counts.

    `starts_at` is None where it was held without having been planned here. `wish` is what the volunteer wrote who asked
    for another day at `asked_another_at`. `*_ready_at` is when a side had finished its answers. `outcome` is one of
    `core.clarification.rules.MeetingOutcome`, `reason` one of its `NotNowReason`; `words` are what was said of it, and
    `again_on` is when to ask again. `first_course_on` is the day that was agreed on, and `pair_guide_on` when the guide
    for pairs was handed over. An empty `honorarium` is none.
    """

    __tablename__ = "clarification_meeting"
    __concerns__ = concerns(way("engagement_id"))

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    starts_at: datetime | None = Field(default=None, sa_type=UtcTime)
    place: str = ""
    accepted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    asked_another_at: datetime | None = Field(default=None, sa_type=UtcTime)
    wish: str = Field(default="", sa_type=EncryptedText)
    volunteer_ready_at: datetime | None = Field(default=None, sa_type=UtcTime)
    organisation_ready_at: datetime | None = Field(default=None, sa_type=UtcTime)
    held_on: date | None = None
    outcome: str = ""
    reason: str = Field(default="", sa_type=EncryptedText)
    words: str = Field(default="", sa_type=EncryptedText)
    again_on: date | None = None
    first_course_on: date | None = None
    honorarium: str = Field(default="", sa_type=EncryptedText)
    pair_guide_on: date | None = None
    recorded_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class ClarificationAnswer(SQLModel, table=True):
    """What one side thinks about a topic, written alone. `side` is one of `core.clarification.rules.MeetingSide`."""

    __tablename__ = "clarification_answer"
    __table_args__ = (UniqueConstraint("meeting_id", "side", "topic"),)
    __concerns__ = concerns_no_path(_IN_THE_MEETING)

    id: UUID = id_field()
    meeting_id: UUID = Field(foreign_key="clarification_meeting.id", index=True)
    side: str
    topic: str
    words: str = Field(sa_type=EncryptedText)
    saved_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class ClarificationPoint(SQLModel, table=True):
    """Something the two agreed on about a topic; `who` does it is one of `core.clarification.rules.DoneBy`."""

    __tablename__ = "clarification_point"
    __concerns__ = concerns_no_path(_IN_THE_MEETING)

    id: UUID = id_field()
    meeting_id: UUID = Field(foreign_key="clarification_meeting.id", index=True)
    topic: str
    words: str = Field(sa_type=EncryptedText)
    who: str
    by_on: date | None = None
    recorded_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
