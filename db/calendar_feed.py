"""The secret address at which somebody's own calendar fetches what they have ahead."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedText


class CalendarFeed(SQLModel, table=True):
    """A person's address, until they make a new one or close it. It is found by `token_hash`, and `token` is kept so
    that they can read it again for another device."""

    __tablename__ = "calendar_feed"
    __concerns__ = concerns_no_path("where a calendar asks, and no step")

    id: UUID = id_field()
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    token: str = Field(sa_type=EncryptedText)
    token_hash: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcTime)
