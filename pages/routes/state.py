"""What our routes and the pages both know: the cookies' names, and whether the routes are served at all.

app.py runs twice, as a module and as a script, with separate globals; this module is there once.
"""

from threading import Event

SESSION_COOKIE = "haandslag_session"
BROWSER_COOKIE = "haandslag_browser"
LANGUAGE_COOKIE = "haandslag_language"

_served = Event()


def serve() -> None:
    """Say that the routes are there; a host that ignores `st.App` never does."""
    _served.set()


def served() -> bool:
    """Whether the ticket route can set an HttpOnly cookie here."""
    return _served.is_set()
