"""How a session reaches the browser's cookie: by our ticket route or, where no routes are served, by the library.

streamlit-authenticator keeps who is logged in in this tab; its user name is our opaque session token.
"""

from datetime import datetime, timedelta

import streamlit as st
from sqlmodel import Session
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from core.access.sessions import make_ticket, ticket_waits
from core.startup import Portal
from pages.routes.session_ticket import is_https
from pages.routes.state import BROWSER_COOKIE, SESSION_COOKIE, served
from pages.shell.state import ScreenState

# Whose session this tab is logged in with, as streamlit-authenticator keeps it; and that it does not log out by itself.
TOKEN, LOGOUT = ScreenState("username", ""), ScreenState("logout", False)
# The browser this tab's state began in, by a cookie that every handshake carries: ours, or Streamlit's where no routes
# are served.
BROWSER = ScreenState("browser", "")
STREAMLIT_COOKIE = "_streamlit_xsrf"
PENDING = ScreenState[dict[str, str | int] | None]("cookie_pending", None)
LANGUAGE_PENDING = ScreenState("language_pending", "")
# The library's component answers with a run of its own; it must still be drawn in those.
RUNS_OF_COMPONENT = 3


def cookie(name: str) -> str:
    """What this browser sent as the cookie `name`, "" where it sent none."""
    sent = st.context.cookies.get(name)
    # Where pages are tested without a browser, Streamlit puts a stand-in here that is no text.
    return sent if isinstance(sent, str) else ""


def is_anothers() -> bool:
    """Whether another browser asks for what this tab remembers, its login among it.

    A session's number stands in the addresses of its uploads, so whoever reads those knows it. Somebody who comes with
    the cookie of the tab's own login is its owner, also where their browser has got another number meanwhile, as when
    several tabs are opened at once.
    """
    here = cookie(BROWSER_COOKIE) or _unmasked(cookie(STREAMLIT_COOKIE))
    return BROWSER.first(here) != here and not (TOKEN.get() and TOKEN.get() == cookie(SESSION_COOKIE))


def _unmasked(sent: str) -> str:
    """Streamlit's cookie without the mask that it is sent under, which is another at each visit."""
    token, _at = decode_xsrf_token_string(sent)
    return (token or b"").hex()


def remember(session: Session, token: str, *, now: datetime) -> None:
    """Log this tab in with `token`, and have the cookie set from the next run on."""
    from streamlit_authenticator.controllers import AuthenticationController

    controller = AuthenticationController(credentials={"usernames": {token: {"name": ""}}}, auto_hash=False)
    controller.login(token={"username": token})
    LOGOUT.set(False)
    _prepare(session, token, now)


def forget(session: Session, *, now: datetime) -> None:
    """Log this tab out, and have the cookie removed from the next run on."""
    from streamlit_authenticator.controllers import AuthenticationController

    AuthenticationController(credentials={"usernames": {}}, auto_hash=False).logout()
    _prepare(session, "", now)


def remember_language(language: str) -> None:
    """Have the language remembered by this browser from the next run on."""
    if served():
        LANGUAGE_PENDING.set(f"/session/language?l={language}")


def _prepare(session: Session, token: str, now: datetime) -> None:
    nonce = cookie(BROWSER_COOKIE)
    if not served():
        PENDING.set({"token": token, "runs": RUNS_OF_COMPONENT})
    elif nonce:
        ticket = make_ticket(session=session, token=token, nonce=nonce, now=now)
        PENDING.set({"token": token, "ticket": ticket})


def draw(session: Session, portal: Portal, *, now: datetime) -> None:
    """Draw what sets or removes a cookie, for as long as it has not done so."""
    language = LANGUAGE_PENDING.take()
    if language:
        st.iframe(language, height=1, tab_index=-1)
    pending = PENDING.get()
    if pending is None:
        return
    if "runs" in pending:
        _draw_component(portal, pending, now)
    elif ticket_waits(session=session, ticket=str(pending["ticket"]), now=now):
        way = "start" if pending["token"] else "end"
        st.iframe(f"/session/{way}?t={pending['ticket']}", height=1, tab_index=-1)
    else:
        PENDING.forget()


def _draw_component(portal: Portal, pending: dict[str, str | int], now: datetime) -> None:
    from streamlit_authenticator.controllers import CookieController

    runs = int(pending["runs"]) - 1
    pending["runs"] = runs
    if runs <= 0:
        PENDING.forget()
    controller = CookieController(SESSION_COOKIE, "", portal.settings.session_days)
    if pending["token"]:
        expires_at = now + timedelta(days=portal.settings.session_days)
        controller.cookie_model.cookie_manager.set(
            SESSION_COOKIE,
            str(pending["token"]),
            expires_at=expires_at,
            same_site="lax",
            secure=is_https(portal),
        )
    else:
        controller.delete_cookie()
