"""What a tab remembers is given to the browser it began in, and to no other that knows its number."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlmodel import Session
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from core.i18n import utc_now
from pages.routes.state import BROWSER_COOKIE, SESSION_COOKIE
from pages.shell import session_cookie
from tests.builders import a_scene
from tests.pages.as_colleague import visit
from tests.pages.as_volunteer import text

OURS = [lambda: "owner", lambda: "stranger"]
STREAMLITS = [partial(generate_xsrf_token_string, token) for token in (b"owner" * 4, b"stran" * 4)]


@pytest.mark.parametrize(("name", "cookies"), [(BROWSER_COOKIE, OURS), (session_cookie.STREAMLIT_COOKIE, STREAMLITS)])
def test_another_browser_gets_nothing_and_its_owner_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch, name: str, cookies: list[Callable[[], str]]
) -> None:
    owner, stranger = cookies
    sent = {name: owner()}
    monkeypatch.setattr(session_cookie, "cookie", lambda asked: sent.get(asked, ""))
    scene = a_scene(session, utc_now())
    page = visit(session, scene.coordinator, "today/today")
    assert "Solbjerg Kommune" in text(page)
    for other in ("", stranger()):
        sent[name] = other
        page.run()
        assert "Solbjerg Kommune" not in text(page)
        assert [error.value for error in page.error] == [
            "Det her vindue hører til en anden browser. Åbn portalen igen."
        ]
    # With the cookie of this tab's login it is the owner, whose browser was given another number.
    sent[SESSION_COOKIE] = page.session_state["username"]
    page.run()
    assert "Solbjerg Kommune" in text(page)
    sent[SESSION_COOKIE] = "another login"
    page.run()
    assert "Solbjerg Kommune" not in text(page)
    # Streamlit sends its own under another mask each time.
    sent[name] = owner()
    page.run()
    assert "Solbjerg Kommune" in text(page)
    assert not page.error
