"""Competence development: what is offered, who comes, what people ask for, and what they think is needed."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class Offer(SQLModel, table=True):
    """Something to learn or a place to meet, paid by the organisation. `kind` is one of
    `core.offers.rules.OfferKind`, `whom` one of its `Whom`.

    `programme` and `workplace_id` narrow whom it is for, empty for all. `seats` is 0 where there is room for everybody,
    `cost` is in øre for all of it, and `version` counts changes to the row.
    """

    __concerns__ = concerns_no_path("competence is expected if possible, and never the next thing anybody does")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    kind: str
    title: str
    about: str = ""
    place: str = ""
    starts_at: datetime = Field(sa_type=UtcTime, index=True)
    ends_at: datetime = Field(sa_type=UtcTime)
    whom: str
    programme: str = ""
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id")
    seats: int = 0
    sign_up_by: date | None = None
    cost: int = 0
    material: str = ""
    called_off_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class OfferRhythm(SQLModel, table=True):
    """A gathering that comes up by itself to be planned (H6): about `first_on`, and every so many months from there.
    Whom it is for is said as in `Offer`."""

    __tablename__ = "offer_rhythm"
    __concerns__ = concerns_no_path("a gathering is nothing a path asks for")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    kind: str
    title: str
    first_on: date
    every_months: int
    whom: str
    programme: str = ""
    workplace_id: UUID | None = Field(default=None, foreign_key="workplace.id")
    created_by_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RhythmTurn(SQLModel, table=True):
    """A gathering of a rhythm that was answered: planned as an offer, or left this time, with a word on why."""

    __tablename__ = "rhythm_turn"
    __table_args__ = (UniqueConstraint("rhythm_id", "due_on"),)
    __concerns__ = concerns_no_path("a gathering is nothing a path asks for")

    id: UUID = id_field()
    rhythm_id: UUID = Field(foreign_key="offer_rhythm.id", index=True)
    due_on: date
    offer_id: UUID | None = Field(default=None, foreign_key="offer.id", index=True)
    words: str = ""
    answered_by_id: UUID = Field(foreign_key="person.id")
    answered_at: datetime = Field(sa_type=UtcTime)


class OfferAttendance(SQLModel, table=True):
    """Where somebody stands with an offer. `engagement_id` is empty for a colleague.

    `standing` is one of `core.offers.rules.SignUpState`; `number` is the place in the order of those who signed up.
    `reasons` are why they were invited, as `Reason` with commas between.
    """

    __tablename__ = "offer_attendance"
    __table_args__ = (UniqueConstraint("offer_id", "person_id"),)
    __concerns__ = concerns_no_path("competence is expected if possible, and never the next thing anybody does")

    id: UUID = id_field()
    offer_id: UUID = Field(foreign_key="offer.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    engagement_id: UUID | None = Field(default=None, foreign_key="engagement.id", index=True)
    standing: str
    number: int = 0
    reasons: str = ""
    at: datetime = Field(sa_type=UtcTime)
    version: int = 1


class Wish(SQLModel, table=True):
    """A kind of offer that somebody asks for, from the log book or among the needs."""

    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "kind"),)
    __concerns__ = concerns_no_path("asked for and not yet learned")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str
    asked_on: date


class Need(SQLModel, table=True):
    """What one person answered in a year to CFSA's four questions; a question left open is empty (K2)."""

    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "year"),)
    __concerns__ = concerns_no_path("asked for and not yet learned")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    year: int
    welcome_volunteers: str = Field(default="", sa_type=EncryptedText)
    teach_volunteers: str = Field(default="", sa_type=EncryptedText)
    welcome_staff: str = Field(default="", sa_type=EncryptedText)
    teach_staff: str = Field(default="", sa_type=EncryptedText)
    at: datetime = Field(sa_type=UtcTime)
    version: int = 1
