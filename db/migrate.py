"""Bring a database to today's tables: Alembic's steps, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from db.engine import BUSY_TIMEOUT_MS, alone

FOLDER = Path(__file__).parent / "migrations"
# All steps at once on a slow host with much in its database.
STEPS_TIMEOUT_MS = 600_000


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for steps that run on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Apply all steps that are missing. Whoever comes second waits and then finds nothing left to do.

    SQLite's BEGIN IMMEDIATE is the lock there; PostgreSQL gets an advisory lock that ends with the transaction.
    """
    if is_current(engine):
        return
    with (
        engine.connect().execution_options(immediate=True) as connection,
        tables_can_be_made_anew(connection),
        connection.begin(),
    ):
        alone(connection)
        command.upgrade(alembic_config(connection), "head")


@contextmanager
def tables_can_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and would delete what points to the old one; so its foreign keys
    rest meanwhile, which can only be said before a transaction begins. Whoever comes second waits for all steps, which
    is longer than one waits for a press of somebody else."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(f"PRAGMA busy_timeout={STEPS_TIMEOUT_MS}")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def is_current(engine: Engine) -> bool:
    """Whether no step is missing."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest_step()


@cache
def newest_step() -> str | None:
    """The step all others come before; finding it reads every step, which do not change while a process runs."""
    return ScriptDirectory(str(FOLDER)).get_current_head()
