"""Files come in by a page that takes them alone, from its own browser, and so many at a time."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_routes import create_upload_routes

from core.access.sessions import log_in, log_out
from core.i18n import utc_now
from core.startup import Portal
from pages.routes import uploads
from pages.routes.state import BROWSER_COOKIE, SESSION_COOKIE
from tests.builders import PASSPHRASE, a_scene, an_account

XSRF = generate_xsrf_token_string(b"x" * 16)
BOUNDARY = b"--b\r\nContent-Disposition: form-data; name=f; filename=f.pdf\r\n\r\n"


class _Tab:
    """Streamlit's session, which can be pointed to weakly."""


class _Server:
    """What Streamlit knows of its tabs, and the files it keeps."""

    def __init__(self) -> None:
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
        self.tabs = {f"tab{number}": _Tab() for number in range(20)}

    def get_app_session(self, session_id: str) -> _Tab | None:
        return self.tabs.get(session_id)

    def is_active_session(self, session_id: str) -> bool:
        return session_id in self.tabs

    @property
    def bytes_kept(self) -> int:
        return sum(len(each.data) for kept in self.uploaded_file_mgr.file_storage.values() for each in kept.values())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> _Server:
    one = _Server()
    monkeypatch.setattr(uploads, "Runtime", SimpleNamespace(exists=lambda: True, instance=lambda: one))
    return one


@pytest.fixture
def app(server: _Server) -> Starlette:
    """Streamlit's own route for files, behind ours."""
    routes: Any = create_upload_routes(server, server.uploaded_file_mgr, None)  # type: ignore[arg-type]
    return Starlette(routes=routes, middleware=[Middleware(uploads.UploadsGuarded)])


def _put(
    app: ASGIApp, session_id: str, file_id: str, mb: float, cookies: dict[str, str], *, length: bool = True
) -> int:
    """The status that a file of so many megabytes is answered with."""
    body = BOUNDARY + bytes(int(mb * uploads.MB)) + b"\r\n--b--\r\n"
    sent = "; ".join(f"{name}={value}" for name, value in {"_streamlit_xsrf": XSRF, **cookies}.items())
    headers = [(b"cookie", sent.encode()), (b"x-xsrftoken", XSRF.encode())]
    headers.append((b"content-type", b"multipart/form-data; boundary=b"))
    if length:
        headers.append((b"content-length", str(len(body)).encode()))
    path = f"/_stcore/upload_file/{session_id}/{file_id}"
    scope = {"type": "http", "method": "PUT", "path": path, "headers": headers, "query_string": b""}
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        answers.append(message)

    async def ask() -> None:
        await app(scope, receive, send)

    asyncio.run(ask())
    return int(answers[0]["status"])


def test_only_a_page_that_takes_files_takes_them_and_lets_them_go_when_it_is_left(server: _Server, app: Starlette):
    ours = {BROWSER_COOKIE: "mine"}
    assert _put(app, "tab1", "a", 1, ours) == 403
    uploads.arrive("tab1", "today")
    assert _put(app, "tab1", "a", 1, ours) == 403
    uploads.arrive("tab1", "verify")
    uploads.open_door("tab1", browser="mine", token="")
    uploads.arrive("tab1", "verify")
    assert _put(app, "tab1", "a", 1, ours) == 204
    assert _put(app, "tab1", "b", 1, {BROWSER_COOKIE: "another"}) == 403
    assert _put(app, "tab1", "b", 1, {}) == 403
    assert _put(app, "tab2", "b", 1, ours) == 403
    assert _put(app, "nobody", "b", 1, ours) == 403
    assert _put(app, "tab1", "b", 1, ours, length=False) == 411
    assert server.bytes_kept == uploads.MB
    uploads.arrive("tab1", "privacy")
    assert server.bytes_kept == 0
    assert _put(app, "tab1", "a", 1, ours) == 403


def test_a_file_comes_in_with_a_login_that_holds_also_where_the_browser_has_another_number(
    portal: Portal, session: Session, server: _Server, app: Starlette
):
    now = utc_now()
    an_account(session, a_scene(session, now).volunteer, now)
    token = log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=now).token
    uploads.arrive("tab1", "my-expenses")
    uploads.open_door("tab1", browser="mine", token=token)
    assert _put(app, "tab1", "a", 1, {BROWSER_COOKIE: "other", SESSION_COOKIE: token}) == 204
    assert _put(app, "tab1", "b", 1, {BROWSER_COOKIE: "other", SESSION_COOKIE: "another"}) == 403
    assert [_put(app, "tab1", str(each), 10, {SESSION_COOKIE: token}) for each in range(7)] == [204] * 5 + [413] * 2
    log_out(session=session, token=token, now=now)
    assert _put(app, "tab1", "c", 1, {BROWSER_COOKIE: "mine", SESSION_COOKIE: token}) == 403


def test_visitors_fill_no_memory_in_one_tab_nor_in_twenty_and_make_room_for_one_another_after_a_minute(
    server: _Server, app: Starlette, monkeypatch: pytest.MonkeyPatch
):
    clock = [0.0]
    monkeypatch.setattr(uploads, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    for tab in server.tabs:
        uploads.arrive(tab, "verify")
        uploads.open_door(tab, browser="mine", token="")
    ours = {BROWSER_COOKIE: "mine"}
    assert [_put(app, "tab0", str(each), 5, ours) for each in range(20)] == [204] * 5 + [413] * 15
    assert server.bytes_kept == 25 * uploads.MB
    assert [_put(app, tab, "a", 5, ours) for tab in server.tabs].count(204) == 6
    assert server.bytes_kept == 55 * uploads.MB
    clock[0] = uploads.STAYS + 1
    assert _put(app, "tab9", "b", 20, ours) == 204
    assert server.bytes_kept <= uploads.OF_ALL_VISITORS


def test_what_is_under_way_counts_as_what_has_come(server: _Server, app: Starlette):
    uploads.arrive("tab1", "verify")
    uploads.open_door("tab1", browser="mine", token="")
    guard = uploads.UploadsGuarded(app)
    guard.under_way["tab1", "coming"] = 20 * uploads.MB, True
    assert _put(guard, "tab1", "a", 12, {BROWSER_COOKIE: "mine"}) == 413
    assert _put(guard, "tab1", "a", 8, {BROWSER_COOKIE: "mine"}) == 204
    assert list(guard.under_way) == [("tab1", "coming")]
