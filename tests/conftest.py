"""A fresh database for each test, on SQLite and on a real PostgreSQL."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import bcrypt
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from sqlalchemy import Engine
from sqlmodel import Session

from core import startup
from core.i18n import use, utc_now
from core.journey import projecting
from core.messages import worker
from core.register import document_standings
from core.settings import Settings
from core.startup import Portal
from db import keys
from tests import daytime, recording, templates
from tests.counting import Counted, counting
from tests.templates import SECRET

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
# How long an example takes says how busy the machine is.
examples.register_profile("on_any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("on_any_machine")


# What is read and collected is there to the end of a run: it is not searched for what nobody needs, again and again.
gc.disable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which tests run on PostgreSQL as well as on SQLite."""
    parser.addoption(
        "--postgresql",
        choices=("never", "services", "always"),
        default="services",
        help="services: all but the pages, which speak to no database of their own (default)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Stay in the daytime, make the run's folder before any worker starts, and have the tests' own ones beside it."""
    daytime.stay_in_it()
    templates.run_folder()
    if (memory := templates.in_memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not to run on PostgreSQL, and begin with what takes longest: short files even out the end."""
    left_out = [item for item in items if _is_left_out(item, config.getoption("postgresql"))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = sorted((item for item in items if item not in set(left_out)), key=_turn)


def pytest_collection_finish() -> None:
    """From now on look for what nobody needs, seldom, and among what the tests make alone."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()


def _is_left_out(item: pytest.Item, postgresql: str) -> bool:
    callspec = getattr(item, "callspec", None)
    if callspec is None or callspec.params.get("database") != "postgresql":
        return False
    return postgresql == "never" or (postgresql == "services" and "pages" in item.path.parts)


def _turn(item: pytest.Item) -> tuple[int, bool]:
    folder = next((turn for turn, folder in enumerate(("browser", "pages")) if folder in item.path.parts), 2)
    # It begins with an empty portal: one worker has work while another fills the demonstration that all others copy.
    return folder, item.path.name != "test_front_door.py"


@pytest.fixture
def filled(request: pytest.FixtureRequest) -> templates.Filled | None:
    """What a test's database holds when the test begins; None for nothing at all."""
    return "demonstration" if "demonstration" in request.fixturenames else "portal"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, filled: templates.Filled | None) -> Iterator[str]:
    """The address of a database of the test's own; the test runs once for each kind."""
    own = templates.sqlite if request.param == "sqlite" else templates.postgresql
    with own(filled) as address:
        yield address


@pytest.fixture
def portal(
    database: str, filled: templates.Filled | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Portal]:
    """An opened portal, not set up yet, in Danish."""
    monkeypatch.setattr(startup, "connect", templates.engine_for)
    chosen = Settings(
        DATABASE_URL=database,
        HANDSLAG_SECRET=SECRET,
        HANDSLAG_DATA=tmp_path / "data",
        HANDSLAG_URL="http://portal.test",
    )
    opened = startup.prepare(chosen) if filled in (None, "tables") else _opened_again(chosen)
    if filled == "portal":
        recording.copied(opened.engine)
    # A portal that was started now keeps nothing yet, whatever documents another test's had.
    document_standings._kept.clear()
    startup.use(opened)
    use("da")
    yield opened
    startup.use(None)
    # A page starts one. Left alone it would go on asking, through the engine that the next test counts queries on.
    worker.stop()
    opened.engine.dispose()


def _opened_again(chosen: Settings) -> Portal:
    """The portal of a database that a portal left a moment ago: it has its tables and what is shipped with it."""
    opened = Portal(chosen, templates.engine_for(chosen.database))
    projecting.install()
    with opened.session() as session:
        keys.load(session, secret=SECRET, now=utc_now())
    return opened


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
def demonstration(session: Session) -> Session:
    """The session of a test whose portal is the demonstration, filled today."""
    return session


@pytest.fixture
def now() -> datetime:
    """The time every test begins at: a Monday morning in November."""
    return NOW


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("HANDSLAG_", "SMTP_")) or name == "DATABASE_URL":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _a_passphrase_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making a hash takes a quarter of a second on purpose; what it takes is held by tests of its own."""
    make_salt = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: make_salt(rounds=4))


@pytest.fixture
def count_queries(engine: Engine) -> Callable[[], AbstractContextManager[Counted]]:
    """`with count_queries() as counted:` — `counted.total` statements, BEGIN and COMMIT not among them, and
    `counted.rows` that came back."""
    return partial(counting, engine)
