"""Tasks that volunteers are wanted for, who has each of them, and the calls that anybody can answer."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class VolunteerTask(SQLModel, table=True):
    """A task as it is described before anybody is sought for it (R11).

    `what` is done and `what_not`; `hours` are hours and days, `led_by` is who leads and supports, `accommodations` what
    can be arranged, `benefits` what one gets, `whom` who is sought; `asks_experience` is whether they are to have
    lived through something themselves, so that who applies is asked for it (R1). `programme` is an identifier.
    `wanted` is 0 where as many as like may come. `run_by` is one of `core.tasks.rules.RunBy` (L3), `attachment` one of
    its `Attachment`, and `held_on` the day of a single event (R9).
    """

    __tablename__ = "task"
    __concerns__ = concerns_no_path("what there is to do is no step of anybody's")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    workplace_id: UUID = Field(foreign_key="workplace.id", index=True)
    programme: str
    title: str
    what: str
    what_not: str = ""
    hours: str = ""
    place: str = ""
    led_by: str = ""
    accommodations: str = ""
    benefits: str = ""
    whom: str = ""
    asks_experience: bool = False
    wanted: int = 0
    run_by: str
    attachment: str
    held_on: date | None = None
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1


class TaskHolder(SQLModel, table=True):
    """Somebody who has a task, from `since` to the day `until`, empty while they have it (R10).

    When it ends, `handed_to_id` is who took it over, if anybody did, and `handed_over` what was passed on, in words.
    """

    __tablename__ = "task_holder"
    __concerns__ = concerns_no_path("that all is handed over is said in the goodbye itself")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    task_id: UUID = Field(foreign_key="task.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    since: date
    until: date | None = None
    handed_to_id: UUID | None = Field(default=None, foreign_key="engagement.id")
    handed_over: str = Field(default="", sa_type=EncryptedText)
    version: int = 1


class TaskCall(SQLModel, table=True):
    """A call for volunteers for a task, open to everybody until `closes_on` or `closed_at`. Its `address` is a word
    that nobody guesses and everybody may pass on. A task has one open call at most."""

    __tablename__ = "task_call"
    __concerns__ = concerns_no_path("whom one would like to have is no step of anybody's")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    task_id: UUID = Field(foreign_key="task.id", index=True)
    address: str = Field(unique=True)
    opened_at: datetime = Field(sa_type=UtcTime)
    closes_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
