"""Applications of people who would like to be volunteers, until they are deleted on their day."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, Index, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class Application(SQLModel, table=True):
    """Somebody who would like to have a task (R2, R8), from their first answer until `delete_on`.

    What they write is encrypted, their name too, and nothing of it is sought by; `email_key` tells the same address
    again. The link they go on by is kept while it works; there is none where a colleague, `written_by_id`, wrote it
    down from paper or the phone. `heard_from`, `benefit`, `age` and `beforehand` are words of
    `core.applications.rules`; `accommodations` and `experience` are in the applicant's own. `advised_on` is when a
    colleague told them where to ask about a benefit (R7). `decision` and whom a yes became are filled in by whoever
    decides.

    Questions before `asked_until` are answered or passed over. One that came in a rush is out of sight from
    `set_aside_at` until the link in its mail was opened, `confirmed_at`, or a colleague takes it in; see
    `core.applications.rush`. `mails` is how many went to the address on the day `mails_on`.

    What belongs to an application has a foreign key to it that deletes it too, so that nothing outlives its day.
    """

    __table_args__ = (
        Index("ix_application_of_organisation", "organisation_id", "submitted_at"),
        Index("ix_application_begun", "organisation_id", "begun_at"),
    )
    __concerns__ = concerns_no_path("who applies has no path yet")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    task_id: UUID = Field(foreign_key="task.id", index=True)
    call_id: UUID | None = Field(default=None, foreign_key="task_call.id", index=True)
    token_hash: str | None = Field(default=None, unique=True)
    token: str | None = Field(default=None, sa_type=EncryptedText)
    language: str
    name: str = Field(default="", sa_type=EncryptedText)
    email: str = Field(default="", sa_type=EncryptedText)
    email_key: str = Field(default="", index=True)
    phone: str = Field(default="", sa_type=EncryptedText)
    age: str = ""
    motivation: str = Field(default="", sa_type=EncryptedText)
    heard_from: str = ""
    beforehand: str = ""
    experience: str = Field(default="", sa_type=EncryptedText)
    accommodations: str = Field(default="", sa_type=EncryptedText)
    benefit: str = Field(default="", sa_type=EncryptedText)
    advised_on: date | None = None
    asked_until: int = 0
    mails: int = 0
    mails_on: date | None = None
    written_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decision: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    delete_on: date = Field(index=True)
    version: int = 1
