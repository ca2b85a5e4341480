"""Spreadsheets taken over: one that somebody is at, what came of those that came in, and what words in them mean."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedBytes, EncryptedText


class ImportDraft(SQLModel, table=True):
    """A sheet somebody is at, so that they can go on after a break: what was read of it without any CPR number, packed,
    and `choices`, what they chose so far, as JSON."""

    __tablename__ = "import_draft"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)
    __concerns__ = concerns_no_path("nobody is here until it comes in")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    content: bytes = Field(sa_type=EncryptedBytes)
    choices: str = Field(default="", sa_type=EncryptedText)
    begun_at: datetime = Field(sa_type=UtcTime, index=True)
    version: int = 1


class ImportRun(SQLModel, table=True):
    """A sheet that came in, so that it can be undone for a day: how many volunteers are new, of how many something was
    added, and `made`, the rows it made, each by its table and key. `filled`, as JSON, is what it wrote into rows that
    were there: each by its table, key and field, what it was and what it became. Both are empty after that day.
    """

    __tablename__ = "import_run"
    __concerns__ = concerns_no_path("what came in stands in its own tables")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    imported_by_id: UUID = Field(foreign_key="person.id")
    imported_at: datetime = Field(sa_type=UtcTime, index=True)
    new: int = 0
    changed: int = 0
    made: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    filled: str = Field(default="", sa_type=EncryptedText)
    kept: bool = True
    undone_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ImportMemory(SQLModel, table=True):
    """What an organisation's own words in a sheet mean: `kind` is "column" for a heading, else one of
    `core.importing.choices.Meaning`; `written` is without its spelling, `means` a column or an id, "" for nothing."""

    __tablename__ = "import_memory"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "written"),)
    __concerns__ = concerns_no_path("how a sheet is read")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: str
    written: str
    means: str
