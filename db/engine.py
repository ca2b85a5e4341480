"""The engine, sessions, and the one transaction a service holds.

SQLite begins every writing transaction with BEGIN IMMEDIATE, so that two writers queue instead of losing an update;
PostgreSQL locks the rows the services select FOR UPDATE.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import SQLITE_BUSY
from sqlite3 import OperationalError as SQLiteError
from sqlite3 import connect as open_file
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import Select
from sqlmodel import Session, create_engine

from db.concerns import forget, note_objects, note_statement
from db.evidence import forget_untold, note_evidence, refuse_untold

BUSY_TIMEOUT_MS = 10_000
ASK_AGAIN_SECONDS = 0.02
ALONE = 0x48C5_4E44
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND coalesce(backend_type, 'client backend') = 'client backend'"
)
DISK_FULL = "53100"  # as PostgreSQL says it
# A database server that does not answer is told of before whoever waits has gone.
CONNECT_SECONDS = 10


def is_busy(error: BaseException) -> bool:
    """Whether a database file was held by somebody else for longer than one waits for it; nothing was written."""
    name = getattr(error.orig, "sqlite_errorname", "") if isinstance(error, OperationalError) else ""
    return str(name).startswith("SQLITE_BUSY")


def takes_nothing(error: BaseException) -> bool:
    """Whether nothing can be written now: the disk is full or failing, or the file may only be read."""
    if not isinstance(error, OperationalError):
        return False
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    full = getattr(error.orig, "sqlstate", "") == DISK_FULL
    return full or name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY"))


def others_are_in(engine: Engine) -> bool:
    """Whether anybody else has the database open, idle or not: another process, or another engine of this one."""
    engine.dispose()
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            return bool(connection.execute(text(OTHERS)).scalar_one())
    # SQLite leaves its journal of writes only where nobody else has the file open; what opens it next begins it again.
    file = open_file(str(engine.url.database), timeout=0, isolation_level=None)
    try:
        file.execute("PRAGMA journal_mode=DELETE")
    except SQLiteError:
        return True
    finally:
        file.close()
    return False


class Undone(RuntimeError):
    """An inner error was swallowed, so the transaction it broke was not committed."""


def database_url(spelling: str) -> URL:
    """The URL with the driver we ship: hosts hand out `postgres://…`, SQLAlchemy wants the psycopg name."""
    url = make_url(spelling)
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def connect(spelling: str) -> Engine:
    """An engine for `spelling`; makes a SQLite file and its folder where they are missing, for their owner alone."""
    url = database_url(spelling)
    # An error names the statement and never its values: they are about people, and errors end up in logs.
    options: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "hide_parameters": True}
    if url.get_backend_name() != "sqlite":
        # What the address says itself wins.
        waits = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
        return create_engine(url, pool_pre_ping=True, connect_args=waits, **options)
    if url.database and url.database != ":memory:":
        _owned(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _owned(file: Path) -> None:
    """Names and typed words stand in clear in the file, so others on the machine must not read it; nor may they one
    that was made open earlier. SQLite gives what it keeps beside the file the same rights."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    # Where it is somebody else's it stays as they made it.
    with suppress(PermissionError):
        file.chmod(0o600)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _keep_a_write_ahead_log(connection)
    # FULL: what was said to be kept or signed is on the disk, also where the power goes right after.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_write_ahead_log(connection: Any) -> None:
    """Only the first to open a file changes it, and SQLite does not wait there as it does elsewhere: two processes
    that start together on a new file would find it locked at once."""
    until = monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except SQLiteError as error:
            if error.sqlite_errorcode != SQLITE_BUSY or monotonic() > until:
                raise
            sleep(ASK_AGAIN_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class PortalSession(Session):
    """The portal's own sessions: they notice whose facts and what evidence is written, and read a row they lock as it
    is now."""


def open_session(engine: Engine) -> PortalSession:
    """A session for one page run, one request or one command."""
    return PortalSession(engine, expire_on_commit=False)


def engine_of(session: Session) -> Engine:
    """The engine that a session is on, for what is read beside it."""
    return session.get_bind().engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that reads the database as it is now, whatever is written meanwhile, and holds nobody up."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        connection.rollback()


def _read_again_when_locking(state: ORMExecuteState) -> None:
    # Otherwise a row that was read before it was locked keeps the values from before another transaction's change.
    if state.is_select and isinstance(state.statement, Select) and state.statement._for_update_arg is not None:
        state.update_execution_options(populate_existing=True)


event.listen(PortalSession, "do_orm_execute", _read_again_when_locking)
event.listen(PortalSession, "do_orm_execute", note_statement)
event.listen(PortalSession, "after_flush", note_objects)
event.listen(PortalSession, "after_rollback", forget)
event.listen(PortalSession, "after_flush", note_evidence)
event.listen(PortalSession, "before_commit", refuse_untold)
event.listen(PortalSession, "after_rollback", forget_untold)


@contextmanager
def transaction(session: Session) -> Iterator[None]:
    """One transaction for one thing a user does. It nests; only the outermost commits, and any error undoes it all.

    What was read before is read again inside, because it may have changed since. Raises `Undone` where an inner
    transaction failed and its error was caught: half of what it did must not be committed.
    """
    depth = session.info.get("depth", 0)
    if depth == 0:
        session.info["broken"] = False
        session.rollback()
        session.expire_all()
        session.connection(execution_options={"immediate": True})
    session.info["depth"] = depth + 1
    try:
        yield
        if depth == 0:
            if session.info["broken"]:
                raise Undone("an inner transaction failed; nothing is committed")
            session.commit()
    except BaseException:
        session.info["broken"] = True
        if depth == 0:
            session.rollback()
        raise
    finally:
        session.info["depth"] = depth


def alone(connection: Connection) -> None:
    """Until its transaction ends, hold off every other process that asks for the same, as when a portal starts.

    On SQLite BEGIN IMMEDIATE has done so already; on PostgreSQL rows that do not exist yet cannot be locked.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ALONE})
