"""A portal that cannot start says so to whoever deploys it: in words on the screen and in the log, and no values."""

import asyncio
from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from core import startup
from core.settings import Settings, settings
from pages.routes import background, health, state
from tests.architecture import ROOT

GOOD = "4kQz8-vT2mWc_9sLxR7yBnE3pJ6hGdAf"
NOBODY_THERE = "postgresql://bruger-x:kode-x@127.0.0.1:1/navn-x"


@pytest.fixture(autouse=True)
def _a_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A process that has opened no portal yet, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(state, "_served", type(state._served)())
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    settings.cache_clear()
    startup.use(None)
    yield
    settings.cache_clear()
    startup.use(None)


def _shown() -> str:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not page.exception
    return "\n".join(
        str(getattr(each, "value", "")) for kind in ("header", "markdown", "error") for each in page.get(kind)
    )


REASONS = [
    ({"DATABASE_URL": NOBODY_THERE}, "HANDSLAG_SECRET"),
    ({"HANDSLAG_SECRET": "changeme-changeme-kode-x"}, "pladsholder"),
    ({"HANDSLAG_SECRET": "kode-x-4kQz8vT2m"}, "mindst 32"),
    ({"DATABASE_URL": NOBODY_THERE, "HANDSLAG_SECRET": GOOD}, "svarer ikke (OperationalError)"),
    ({"DATABASE_URL": "kode-x", "HANDSLAG_SECRET": GOOD}, "ikke adressen på en database"),
    ({"DATABASE_URL": "oracle://kode-x@navn-x/y", "HANDSLAG_SECRET": GOOD}, "ikke adressen på en database"),
    ({"HANDSLAG_SESSION_DAYS": "kode-x"}, "HANDSLAG_SESSION_DAYS"),
    ({"HANDSLAG_DATA": "/proc/kode-x"}, "HANDSLAG_DATA"),
]


@pytest.mark.parametrize(("given", "told"), REASONS)
def test_why_it_does_not_start_stands_on_the_screen_and_in_the_log_without_any_value(given, told, monkeypatch, caplog):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    shown = _shown()
    assert "Portalen kan ikke starte endnu" in shown
    assert "The portal cannot start yet" in shown
    assert told in shown
    logged = caplog.text
    assert "The portal does not start: " in logged
    assert any(name in logged for name in given)
    for text in (shown, logged):
        assert "-x" not in text
        assert GOOD not in text


def test_a_secrets_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text("HANDSLAG_SECRET = kode-x\n")
    shown = _shown()
    assert ".streamlit/secrets.toml" in shown
    assert "kode-x" not in shown


def test_the_secret_of_another_database_is_told(monkeypatch):
    monkeypatch.setenv("HANDSLAG_SECRET", GOOD)
    startup.prepare(settings()).engine.dispose()
    settings.cache_clear()
    monkeypatch.setenv("HANDSLAG_SECRET", GOOD[::-1])
    assert "ikke den, som databasen blev lavet med" in _shown()


def test_a_secret_file_of_its_own_that_everybody_can_read_is_told_and_the_next_visit_after_it_is_closed_gets_in(
    tmp_path,
):
    startup.prepare(settings()).engine.dispose()
    own = tmp_path / "data" / "secret.key"
    own.chmod(0o644)
    assert "chmod 600" in _shown()
    own.chmod(0o600)
    assert "Portalen kan ikke starte endnu" not in _shown()


def test_a_server_with_routes_stays_up_to_say_it_and_is_not_well(monkeypatch, caplog):
    monkeypatch.setenv("HANDSLAG_SECRET", GOOD[:20])

    async def served():
        async with background.lifespan(None):
            return health.health(Request({"type": "http"}))

    answer = asyncio.run(served())
    assert (answer.status_code, answer.body) == (503, b'{"status":"not started"}')
    assert "HANDSLAG_SECRET is too short" in caplog.text
    assert "Portalen kan ikke starte endnu" in _shown()
