"""The way in and out, as a visitor meets it: through the pages, and through plain HTTP."""

import asyncio
import io
import logging
import zipfile
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

from core.access import invitations, sessions
from core.access.permissions import Role
from core.documents.export.downloads import make_download
from core.organisations.service import setup_code, state
from db.access import LoginSession
from db.documents import DocumentVersion
from db.people import Person
from pages.routes import archive, background, health, session_ticket
from pages.routes.headers import FrontDoor
from pages.routes.state import BROWSER_COOKIE, SESSION_COOKIE
from pages.shell import boundary
from tests.builders import PASSPHRASE, a_member, a_scene, an_account
from tests.core.documents.stories import a_sealed_letter
from tests.pages.drawn import html_of

ROOT = Path(__file__).parents[2]
NEW = "syv gule ballonner"


@pytest.fixture
def scene(session, now):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    return scene


def _visit(query=None, token=""):
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    page.query_params.update(query or {})
    if token:
        page.session_state["username"] = token
    return page.run()


def _text(page):
    return "\n".join(
        str(each.value) for kind in ("title", "header", "markdown", "error", "success") for each in page.get(kind)
    )


def _fill(page, values):
    for label, value in values.items():
        next(field for field in (*page.text_input, *page.text_area) if field.label.startswith(label)).set_value(value)
    return page


def _press(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def _token_of(session, now):
    from core.i18n import utc_now

    assert now < utc_now()
    return sessions.log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=utc_now()).token


# Through the pages


def test_an_empty_portal_asks_one_question_at_a_time_and_is_set_up_with_the_code_only(portal, session):
    page = _visit()
    assert page.title[0].value == "Velkommen til Håndslag"
    page = _press(_fill(page, {"Opsætningskode": "0000000000"}), "Begynd")
    assert "serverens log" in page.error[0].value
    assert page.text_input(key="setup_code").value == "0000000000"
    page = _press(_fill(page, {"Opsætningskode": setup_code(session)}), "Begynd")
    page = _press(page, "Gå videre")
    assert page.error[0].value == "Skriv et navn."
    page = _press(_fill(page, {"Organisationens navn": "Solbjerg Kommune"}), "Gå videre")
    page = _press(_fill(page, {"Dit navn": "Mette Holm", "Din mail (kan stå tomt)": "mette@solbjerg"}), "Gå videre")
    assert "mailadresse" in html_of(page)
    page = _press(_fill(page, {"Din mail (kan stå tomt)": "mette@solbjerg.example.dk"}), "Gå videre")
    offered = next(field for field in page.text_input if field.label == "Brugernavn")
    assert offered.value == "mette@solbjerg.example.dk"
    page = _press(page, "Tilbage")
    assert next(field for field in page.text_input if field.label == "Dit navn").value == "Mette Holm"
    page = _press(page, "Gå videre")
    page = _press(_fill(page, {"Ny adgangssætning": PASSPHRASE}), "Gør portalen klar")
    assert not page.exception
    assert page.title[0].value == "Hvor skal de frivillige være?"
    session.rollback()
    assert state(session) == "real"
    with portal.session() as own:
        actor = sessions.actor_for(session=own, token=page.session_state["username"], now=_later())
    assert actor
    assert actor.roles() == {Role.COORDINATOR, Role.ADMIN}


def _later():
    from core.i18n import utc_now

    return utc_now()


@pytest.mark.usefixtures("scene")
def test_a_wrong_passphrase_is_answered_in_words_and_what_was_typed_stays():
    page = _fill(_visit(), {"Brugernavn": "karen", "Adgangssætning": "forkert adgang"})
    page = _press(page, "Log ind")
    assert "passer ikke sammen" in page.error[0].value
    assert [field.value for field in page.text_input] == ["karen", "forkert adgang"]
    page = _press(_fill(page, {"Adgangssætning": PASSPHRASE}), "Log ind")
    assert not page.error
    assert page.session_state["username"]


@pytest.mark.usefixtures("scene")
def test_logging_out_ends_the_session_itself(session, now):
    page = _visit(token=_token_of(session, now))
    page = _press(page, "Log ud")
    assert page.title[0].value == "Log ind"
    session.rollback()
    assert session.exec(select(LoginSession)).one().ended_at
    assert _visit(token="opfundet").title[0].value == "Log ind"


@pytest.mark.usefixtures("scene")
def test_a_visitor_reads_danish_until_they_choose_english_which_then_stays(session, now, scene):
    page = _press(_visit(), "English")
    assert page.title[0].value == "Log in"
    page = _press(_fill(page, {"Login name": "karen", "Passphrase": PASSPHRASE}), "Log in")
    assert "Log out" in [button.label for button in page.button]
    session.expire_all()
    assert session.get_one(Person, scene.volunteer.id).language == "en"


@pytest.mark.usefixtures("scene")
def test_a_page_behind_the_login_is_not_even_registered_for_a_visitor():
    page = _visit()
    for path in ("access/account.py", "journey/my_path.py", "register/volunteers.py"):
        with pytest.raises(ValueError, match="Could not find"):
            page.switch_page(str(ROOT / "pages" / path))


def test_a_link_leads_from_who_invites_to_being_logged_in(session, now, scene):
    person = a_member(
        session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ny Kollega", workplace=scene.workplace
    )
    made = invitations.invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=person.id,
        organisation_id=scene.organisation.id,
        now=_later(),
    )
    page = _visit({"t": made.token})
    page.switch_page(str(ROOT / "pages/access/invitation.py")).run()
    assert page.title[0].value == "Velkommen, Ny Kollega"
    assert "Jonas Holm" in _text(page)
    assert "Solbjerg Kommune" in _text(page)
    page = _press(_fill(page, {"Ny adgangssætning": "kort"}), "Fortsæt")
    assert "mindst 12 tegn" in html_of(page)
    page = _press(_fill(page, {"Ny adgangssætning": NEW}), "Fortsæt")
    assert not page.error
    assert page.session_state["username"]


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("link", ["", "opfundet"])
def test_a_link_that_does_not_work_says_what_to_do_and_nothing_about_anybody(link):
    page = _visit({"t": link})
    page.switch_page(str(ROOT / "pages/access/invitation.py")).run()
    assert page.title[0].value == "Linket virker ikke længere"
    assert "Karen" not in _text(page)


@pytest.mark.usefixtures("scene")
def test_the_passphrase_is_changed_and_then_leaves_the_screen(session, now):
    page = _visit(token=_token_of(session, now))
    page = page.switch_page(str(ROOT / "pages/access/account.py")).run()
    page = _fill(page, {"Din nuværende adgangssætning": PASSPHRASE, "Ny adgangssætning": NEW})
    page = _press(page, "Skift adgangssætning")
    assert "er gemt" in page.success[0].value
    assert [field.value for field in page.text_input] == ["", ""]


@pytest.mark.usefixtures("scene", "reference_expected")
def test_what_nobody_expected_reaches_a_visitor_as_a_reference_and_the_log_without_values(monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError("Karen Møller bor på Engvej 7")

    monkeypatch.setattr("pages.shell.navigation.choose", fail)
    with caplog.at_level(logging.ERROR, logger="haandslag"):
        page = _visit()
    shown = page.error[0].value
    reference = shown.rsplit(" ", 1)[1]
    assert len(reference) == 8
    assert f"Error {reference}: RuntimeError" in caplog.text
    assert "Engvej" not in caplog.text + shown
    assert not page.exception


@pytest.mark.usefixtures("reference_expected")
def test_an_error_in_a_callback_is_shown_as_a_reference_and_streamlit_logs_no_values_of_it():
    def script():
        from pages.shell import boundary

        assert boundary.on_script_error(ValueError("Engvej 7"))

    page = AppTest.from_function(script, default_timeout=30).run()
    assert "Engvej" not in page.error[0].value
    assert not page.exception
    boundary.keep_values_out_of_logs()
    boundary.keep_values_out_of_logs()
    logger = logging.getLogger("streamlit.error_util")
    broken = logger.makeRecord(logger.name, logging.ERROR, "f", 1, "m", (), (ValueError, ValueError("Engvej 7"), None))
    assert not logger.filter(broken)
    assert logger.filter(logger.makeRecord(logger.name, logging.WARNING, "f", 1, "m", (), None))


# Through plain HTTP


@dataclass
class Answer:
    status_code: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Asks an ASGI app and keeps its cookies, as a browser does."""

    app: Starlette
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address, headers=None):
        sent = []
        path, _, query = address.partition("?")
        asked = {**(headers or {}), "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in asked.items()],
        }

        asking = [{"type": "http.request", "body": b""}]

        async def receive():
            if not asking:
                await asyncio.Event().wait()  # a browser that stays until it has everything
            return asking.pop()

        async def send(message):
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        answered = Headers(raw=sent[0]["headers"])
        for line in answered.getlist("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies.pop(name, None)
                if morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
        return Answer(sent[0]["status"], answered, b"".join(m.get("body", b"") for m in sent[1:]))


@pytest.fixture
def client(portal):
    """Our middleware and routes, around a page like Streamlit's."""

    def page(_request):
        return HTMLResponse('<html lang="en"><title>Streamlit</title></html>', headers={"ETag": "x"})

    def file(_request):
        return PlainTextResponse("Streamlit")

    routes = [
        Route("/", page),
        Route("/file", file),
        Route("/_stcore/metrics", file),
        Route("/healthz", health.health),
        Route("/session/start", session_ticket.start),
        Route("/session/end", session_ticket.end),
        Route("/session/language", session_ticket.language),
        Route("/archive/{ticket}", archive.download),
        Route("/certificates/{ticket}", archive.download_certificates),
    ]
    return Browser(Starlette(routes=routes, middleware=[Middleware(FrontDoor)]))


PAGE = {"Accept": "text/html"}


def test_the_page_says_its_language_carries_a_strict_policy_and_is_never_stored(client):
    answer = client.get("/", headers=PAGE)
    assert '<html lang="da">' in answer.text
    assert "<title>Håndslag</title>" in answer.text
    assert "Max-Age=31536000; HttpOnly" in answer.headers["set-cookie"]
    assert (answer.headers["Cache-Control"], "etag" in answer.headers) == ("no-store", False)
    scripts = answer.headers["Content-Security-Policy"].split("script-src ")[1].split(";")[0]
    assert scripts.startswith("'self' 'sha256-")
    assert "unsafe" not in scripts
    assert client.get("/?lang=en", headers=PAGE).text.startswith('<html lang="en">')


def test_a_file_is_passed_on_as_it_is_with_the_same_policy(client):
    answer = client.get("/file", headers=PAGE)
    assert answer.text == "Streamlit"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_server_tells_a_visitor_that_it_is_well_and_no_figures(client):
    assert client.get("/healthz").text == '{"status":"ok"}'
    assert client.get("/_stcore/metrics").status_code == 404


def test_the_language_chosen_is_in_the_page_from_its_first_byte(client):
    assert client.get("/session/language?l=en").status_code == 200
    assert '<html lang="en">' in client.get("/", headers=PAGE).text
    assert client.get("/session/language?l=xx").status_code == 403


def _ticket(session, client, token):
    client.get("/", headers=PAGE)
    return sessions.make_ticket(session=session, token=token, nonce=client.cookies[BROWSER_COOKIE], now=_later())


def test_a_ticket_becomes_a_cookie_no_script_can_read_once(client, session):
    ticket = _ticket(session, client, "hemmeligt")
    answer = client.get(f"/session/start?t={ticket}")
    assert client.cookies[SESSION_COOKIE] == "hemmeligt"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert client.get(f"/session/start?t={ticket}").status_code == 403
    assert client.get(f"/session/end?t={_ticket(session, client, '')}").status_code == 200
    assert SESSION_COOKIE not in client.cookies


def test_a_ticket_of_another_browser_or_from_another_site_sets_nothing(client, session):
    ticket = _ticket(session, client, "hemmeligt")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.get(f"/session/start?t={ticket}", headers=elsewhere).status_code == 403
    client.cookies.clear()
    assert client.get(f"/session/start?t={ticket}").status_code == 403
    client.get("/", headers=PAGE)
    assert client.get(f"/session/start?t={ticket}").status_code == 403
    assert SESSION_COOKIE not in client.cookies


def test_app_py_is_found_as_an_asgi_app():
    assert discover_asgi_app(ROOT / "app.py").import_string == "app:app"


def test_before_the_first_visitor_streamlit_is_told_that_pages_are_ours(portal, monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)

    async def served():
        async with background.lifespan(None):
            return PagesManager.uses_pages_directory

    assert asyncio.run(served()) is False


def test_an_archive_is_sent_once_to_the_session_that_asked_for_it(client, session):
    scene = a_scene(session, _later())
    version = session.get_one(DocumentVersion, a_sealed_letter(session, scene, _later()).version_id)
    an_account(session, scene.coordinator, _later(), login_name="jonas")
    token = sessions.log_in(session=session, login_name="jonas", passphrase=PASSPHRASE, device="", now=_later()).token
    asked = {"session_token": token, "document_ids": [version.document_id], "now": _later()}
    ticket = make_download(session=session, actor=scene.as_coordinator, **asked)
    assert client.get(f"/archive/{ticket}", headers=PAGE).status_code == 403
    client.cookies[SESSION_COOKIE] = token
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.get(f"/archive/{ticket}", headers=elsewhere).status_code == 403
    answer = client.get(f"/archive/{ticket}", headers=PAGE)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="haandslag-')
    assert "Karen" not in str(answer.headers)
    assert len(zipfile.ZipFile(io.BytesIO(answer.body)).namelist()) == 3
    assert client.get(f"/archive/{ticket}", headers=PAGE).status_code == 403
