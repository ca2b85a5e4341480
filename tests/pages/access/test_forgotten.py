"""Whoever forgot their passphrase gets the same answer, and as soon, whether the name is known or not."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core import startup
from core.access import forgotten
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import utc_now
from core.startup import Portal
from tests.builders import a_scene
from tests.pages.as_volunteer import press, text

ROOT = Path(__file__).parents[3]


@pytest.fixture
def page(session: Session, portal: Portal) -> AppTest:
    """The page as a visitor sees it, in a portal that sends mails."""
    a_scene(session, utc_now())
    mail = {"smtp_host": "mail.example.dk", "smtp_from": "portal@example.dk"}
    startup.use(replace(portal, settings=portal.settings.model_copy(update=mail)))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    return app.switch_page("pages/access/forgotten.py").run()


def test_the_answer_waits_for_no_looking_up(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, done, asked = Event(), Event(), []

    def ask(*, session: Session, login_name: str, now: datetime) -> None:
        assert session
        assert now
        if goes_on.wait(20):
            asked.append(login_name)
        done.set()

    monkeypatch.setattr(forgotten, "ask_new_passphrase", ask)
    page.text_input[0].set_value("karen")
    page = press(page, "Send mig et link")
    assert "er der nu et link på vej" in text(page)
    assert asked == []
    goes_on.set()
    assert done.wait(20)
    assert asked == ["karen"]


def test_one_network_that_asks_too_often_is_told_so_and_nothing_is_looked_up(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def too_many(**_asked: object) -> None:
        raise DomainError(ErrorCode.TOO_MANY_ATTEMPTS, minutes=3)

    monkeypatch.setattr(forgotten, "allow_asking", too_many)
    monkeypatch.setattr(forgotten, "ask_new_passphrase", lambda **told: asked.append(told))
    page.text_input[0].set_value("karen")
    page = press(page, "Send mig et link")
    assert [error.value for error in page.error] == ["Der har været for mange forsøg. Vent 3 min., og prøv igen."]
    assert "er der nu et link på vej" not in text(page)
    assert asked == []
