"""Files on their way in: only to a page that takes them, from the browser that page stands in, and so much at a time.

Streamlit itself takes a file of any visitor at any time, and keeps it in memory for as long as the tab lives.
"""

import asyncio
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.access.sessions import actor_for
from core.i18n import utc_now
from core.startup import open_portal
from pages.routes.state import BROWSER_COOKIE, SESSION_COOKIE

ROUTE = "/_stcore/upload_file/"
MB = 1024 * 1024
# Streamlit reads 25 MB of one file, so that it is the page that says 10 are too many; and one that is chosen instead of
# another may arrive before that is let go.
OF_ONE_LOGIN, OF_ONE_VISITOR, OF_ALL_VISITORS = 60 * MB, 30 * MB, 60 * MB
# Seconds a visitor's file is safe from the next one's: the page has read it long before.
STAYS = 60.0


@dataclass(frozen=True, slots=True)
class _Door:
    """By which files come to a page: the browser it stands in and whose login that is, "" for a visitor's."""

    browser: str
    token: str


@dataclass(slots=True)
class _Tab:
    """The page a tab shows, and its door where it takes files."""

    page: str
    door: _Door | None = None


@dataclass(frozen=True, slots=True)
class _Visitors:
    """A file of somebody who is not logged in."""

    session_id: str
    file_id: str
    size: int
    at: float


# By Streamlit's session itself, so that a door is gone with it.
_tabs: WeakKeyDictionary[Any, _Tab] = WeakKeyDictionary()
_lock = Lock()


def this_tab() -> str:
    """The number of the tab whose page runs now."""
    run = get_script_run_ctx()
    return run.session_id if run is not None else ""


def arrive(session_id: str, page: str) -> None:
    """The tab shows `page` now: nothing is taken for another one any more, and what came for that is let go."""
    known = _known(session_id)
    if known is None:
        return
    with _lock:
        before = _tabs.get(known)
        if before is not None and before.page == page:
            return
        _tabs[known] = _Tab(page)
    if before is not None and before.door is not None:
        Runtime.instance().uploaded_file_mgr.remove_session_files(session_id)


def open_door(session_id: str, *, browser: str, token: str) -> None:
    """Take files for the page that the tab shows; `token` is that of its login, "" for a visitor's."""
    known = _known(session_id)
    with _lock:
        if known is not None and known in _tabs:
            _tabs[known].door = _Door(browser, token)


def _known(session_id: str) -> Any:
    """Streamlit's session of this number, None where it is gone or pages are tested without a server."""
    return Runtime.instance().get_app_session(session_id) if Runtime.exists() else None


class UploadsGuarded:
    """Middleware before Streamlit's own route for files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.under_way: dict[tuple[str, str], tuple[int, bool]] = {}
        self.visitors: list[_Visitors] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a file on, or refuse it before any of it is read."""
        if scope["type"] != "http" or scope["method"] != "PUT" or ROUTE not in scope["path"]:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        session_id, _slash, file_id = scope["path"].partition(ROUTE)[2].partition("/")
        door = await asyncio.to_thread(_door_for, request, session_id)
        if door is None:
            await PlainTextResponse("", status_code=403)(scope, receive, send)
            return
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            await PlainTextResponse("", status_code=411)(scope, receive, send)
            return
        one, size, visits = (session_id, file_id), int(length), not door.token
        # Nothing else runs between asking for room and taking it.
        if one in self.under_way or not self._is_room(session_id, size, visits=visits):
            await PlainTextResponse("", status_code=413)(scope, receive, send)
            return
        self.under_way[one] = size, visits
        try:
            await self.app(scope, receive, send)
        finally:
            del self.under_way[one]
            if visits:
                self.visitors.append(_Visitors(session_id, file_id, size, time.monotonic()))

    def _is_room(self, session_id: str, size: int, *, visits: bool) -> bool:
        kept = _kept()
        own = sum(len(each.data) for each in kept.file_storage.get(session_id, {}).values())
        own += sum(coming for (of, _file), (coming, _visits) in self.under_way.items() if of == session_id)
        if own + size > (OF_ONE_VISITOR if visits else OF_ONE_LOGIN):
            return False
        return not visits or self._is_room_for_visitors(kept, size)

    def _is_room_for_visitors(self, kept: MemoryUploadedFileManager, size: int) -> bool:
        """Whether `size` more fits with what all visitors have here; what the page has long read makes room first."""
        self.visitors = [each for each in self.visitors if each.file_id in kept.file_storage.get(each.session_id, {})]
        coming = sum(each for each, visits in self.under_way.values() if visits)
        while sum(each.size for each in self.visitors) + coming + size > OF_ALL_VISITORS:
            if not self.visitors or time.monotonic() - self.visitors[0].at < STAYS:
                return False
            oldest = self.visitors.pop(0)
            kept.remove_file(oldest.session_id, oldest.file_id)
        return True


def _kept() -> MemoryUploadedFileManager:
    kept = Runtime.instance().uploaded_file_mgr
    assert isinstance(kept, MemoryUploadedFileManager)
    return kept


def _door_for(request: Request, session_id: str) -> _Door | None:
    """The door this file may come in by: one that its own browser has open, with a login that still holds."""
    known = _known(session_id)
    with _lock:
        tab = _tabs.get(known) if known is not None else None
        door = tab.door if tab is not None else None
    if door is None:
        return None
    own_login = bool(door.token) and request.cookies.get(SESSION_COOKIE, "") == door.token
    if not own_login and request.cookies.get(BROWSER_COOKIE, "") != door.browser:
        return None
    if not door.token:
        return door
    with open_portal().session() as session:
        return door if actor_for(session=session, token=door.token, now=utc_now()) else None
