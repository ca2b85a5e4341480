"""The ground alone: a migrated database with its key, nothing of the portal above it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db import keys
from db.engine import open_session
from tests import templates
from tests.templates import SECRET


@pytest.fixture
def filled() -> templates.Filled | None:
    """Today's tables and a key."""
    return "tables"


@pytest.fixture
def engine(database: str, now: datetime) -> Iterator[Engine]:
    """An engine on a database with today's tables."""
    engine = templates.engine_for(database)
    with open_session(engine) as session:
        keys.load(session, secret=SECRET, now=now)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on that database."""
    with open_session(engine) as opened:
        yield opened
