"""What people were reminded of, and how an organisation would like its reminders."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path


class Reminder(SQLModel, table=True):
    """Somebody was reminded of one cause on one day, which nothing can be twice: that is what the unique three are for.

    `cause` says of what, as `core.reminders.rules.Cause` has it: ids and days, nothing personal. `kind` is one of
    its `ReminderKind`, and `item_id` the mail it stands in.
    """

    __table_args__ = (UniqueConstraint("person_id", "cause", "day"),)
    __concerns__ = concerns_no_path("what was written of facts that stand elsewhere")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    kind: str
    cause: str
    day: date
    made_at: datetime = Field(sa_type=UtcTime)
    item_id: UUID = Field(foreign_key="outbox_item.id", index=True)


def note_once(session: Session, reminder: Reminder) -> bool:
    """Keep that somebody is reminded, inside the caller's transaction; False where they were, of that on that day."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Asked for its id, because PostgreSQL's driver does not count what a conflict left out.
    new = insert(Reminder).values(**reminder.model_dump()).on_conflict_do_nothing().returning(col(Reminder.id))
    return session.execute(new).first() is not None


class ReminderWording(SQLModel, table=True):
    """A reminder in an organisation's own words, in one language. `kind` is as in `Reminder`; without a row the
    portal's words hold."""

    __tablename__ = "reminder_wording"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "language"),)
    __concerns__ = concerns_no_path("how a mail is worded, and no step")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: str
    language: str
    subject: str
    says: str
    version: int = 1


class OrganisationReminders(SQLModel, table=True):
    """The numbers an organisation has chosen for its reminders, and the day all of today's were last left for the mail.

    The columns from `sends` to `week_begins` are those of `core.reminders.rules.ReminderPace`. `version` counts changes
    of these.
    """

    __tablename__ = "organisation_reminders"
    __concerns__ = concerns_no_path("when mails go, and no step")

    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    sends: bool = True
    first_days: int
    every_days: int
    most: int
    at_hour: int
    quiet_from: int
    quiet_until: int
    week_begins: int
    reminded_for: date | None = None
    version: int = 1
