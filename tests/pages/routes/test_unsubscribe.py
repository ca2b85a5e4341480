"""A mail program says by POST that its reader wants no more; what only looks a link through changes nothing."""

import pytest
from sqlmodel import select
from starlette.requests import Request

from core import startup
from core.mail_choices.service import address_of
from db.mail_choices import MailChoice
from pages.routes.unsubscribe import unsubscribe
from tests.builders import a_scene, look_again


@pytest.fixture
def secret(portal, session, now, monkeypatch):
    monkeypatch.setattr(startup, "_portal", portal)
    return address_of(session, a_scene(session, now).volunteer.id, now)


def asked(method: str, secret: str, kind: str):
    return unsubscribe(
        Request({"type": "http", "method": method, "headers": [], "path_params": {"secret": secret, "kind": kind}})
    )


def chosen(session) -> list[tuple[str, str]]:
    look_again(session)
    return [(each.kind, each.wanted) for each in session.exec(select(MailChoice))]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_only_opens_the_link_is_led_to_the_page_and_nothing_is_changed(session, secret, method):
    answer = asked(method, secret, "reminders")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/mails?t={secret}&k=reminders"
    assert chosen(session) == []


@pytest.mark.parametrize(("kind", "least"), [("reminders", "needed"), ("morning", "no"), ("groups", "no")])
def test_one_press_in_the_mail_program_leaves_the_least_of_the_kind(session, secret, kind, least):
    assert [asked("POST", secret, kind).status_code for _ in range(2)] == [200, 200]
    assert chosen(session) == [(kind, least)]


@pytest.mark.parametrize(("token", "kind"), [("x" * 43, "reminders"), (None, "everything")])
def test_every_other_address_is_refused_without_a_word(session, secret, token, kind):
    answer = asked("POST", token or secret, kind)
    assert (answer.status_code, answer.body) == (404, b"")
    assert chosen(session) == []
