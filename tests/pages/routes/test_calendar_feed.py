"""The address of a calendar: its file for who has it, and nothing for everybody else."""

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from core import startup
from core.calendar_feed.service import make_feed, my_feed
from core.startup import Portal
from pages.routes.calendar_feed import ADDRESS, feed
from tests.builders import a_scene, an_account


@pytest.fixture(autouse=True)
def _served(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "_portal", portal)


def asked(path: str, **headers: str) -> Response:
    """What the portal answers where the address is one of a calendar, as its table of addresses finds it."""
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "headers": sent}
    found, more = Route(ADDRESS, feed).matches(scope)
    assert found is Match.FULL, "it would get a page of the portal"
    return feed(Request({**scope, **more}))


@pytest.mark.parametrize("secret", ["", "x", "a/b", "..", "0" * 43, "æ" * 9])
def test_an_address_that_is_nobodys_is_not_there_and_says_no_word(session, now, secret: str) -> None:
    a_scene(session, now)
    answer = asked(f"/calendar/{secret}.ics")
    assert (answer.status_code, answer.body) == (404, b"")


def test_an_address_is_a_calendar_file_and_the_same_one_is_not_sent_again(session, now) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    make_feed(session=session, actor=scene.as_volunteer, now=now)
    made = my_feed(session=session, actor=scene.as_volunteer)
    assert made is not None
    first = asked(f"/calendar/{made.token}.ics")
    assert (first.status_code, first.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    again = asked(f"/calendar/{made.token}.ics", if_none_match=first.headers["ETag"])
    assert (again.status_code, again.body) == (304, b"")
