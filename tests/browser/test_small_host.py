"""A small host that ignores `st.App` and runs app.py as a plain script: who wakes it gets in all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.access.invitations import invite
from core.access.permissions import Role
from core.i18n import utc_now
from core.settings import Settings
from core.startup import prepare
from pages.routes.state import SESSION_COOKIE
from tests.browser.cutting import network
from tests.browser.serving import Served, served
from tests.browser.test_breaks import AWAY, LOST, back
from tests.browser.visiting import (
    button,
    da,
    field,
    go,
    logged_in,
    main,
    press,
    settled,
    told,
    visitor,
    write,
)
from tests.builders import PASSPHRASE, a_member, a_scene, an_account

# What such a host does: Streamlit is told that app.py holds no app to serve.
PLAIN = """
from streamlit.web.server import app_discovery
app_discovery.discover_asgi_app = lambda path: app_discovery.AppDiscoveryResult(False, None, None)
"""


@pytest.fixture
def link(tmp_path: Path) -> str:
    """A portal with its people in `tmp_path`, and the way to the invitation of one who has not joined yet."""
    now = utc_now()
    portal = prepare(Settings(HANDSLAG_DATA=tmp_path / "data"))
    with portal.session() as session:
        scene = a_scene(session, now)
        an_account(session, scene.volunteer, now)
        person = a_member(session, scene.organisation, now, role=Role.COORDINATOR, name="Ny Kollega")
        made = invite(
            session=session,
            actor=scene.as_coordinator,
            person_id=person.id,
            organisation_id=scene.organisation.id,
            now=now,
        )
    portal.engine.dispose()
    return f"/invitation?t={made.token}"


@contextmanager
def small_host(folder: Path, settings: dict[str, str] | None = None) -> Iterator[Served]:
    with served(folder, after=PLAIN, settings=settings) as portal:
        yield portal


def _no_dialog(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_invited_person_who_wakes_the_host_finds_their_invitation(browser: Browser, tmp_path: Path, link: str):
    with small_host(tmp_path) as portal:
        page = visitor(browser, 390)
        page.goto(portal.url + link)
        expect(page.get_by_role("heading", name="Velkommen, Ny Kollega")).to_be_visible()
        settled(page)
        _no_dialog(page)
        assert page.url == portal.url + link


def test_somebody_logs_in_there_and_is_still_logged_in_after_a_reload(browser: Browser, tmp_path: Path, link: str):
    assert link
    with small_host(tmp_path) as portal:
        page = visitor(browser, 1280)
        go(page, portal.url)
        write(page, da("Login name"), "karen")
        write(page, da("Passphrase"), PASSPHRASE)
        press(page, da("Log in"))
        logged_in(page)
        cookie = next(each for each in page.context.cookies() if each["name"] == SESSION_COOKIE)
        assert not cookie["httpOnly"]
        page.reload()
        logged_in(page)
        _no_dialog(page)


def test_there_too_a_break_is_told_in_our_own_words_and_a_dead_line_is_noticed(
    browser: Browser, tmp_path: Path, link: str
):
    assert link
    with small_host(tmp_path) as portal, network(portal.port) as line:
        page = visitor(browser, 390)
        go(page, line.url)
        press(page, "English")
        field(page, told("Login name", "en")).fill("karen")
        line.deaden()
        button(page, "Dansk").click()
        expect(page.get_by_role("status").filter(has_text=told(AWAY, "en"))).to_have_count(1)
        line.cut()
        line.mend()
        back(page)
        expect(page.locator(".hs-lost")).to_have_text(told(LOST, "en").format(name="Dansk"))
        expect(field(page, told("Login name", "en"))).to_have_value("karen")


@pytest.mark.parametrize("plain", [True, False])
def test_whoever_deploys_reads_on_the_screen_and_in_the_log_why_it_does_not_start(
    browser: Browser, tmp_path: Path, plain: bool
):
    wrong = {"DATABASE_URL": "postgresql://bruger-x:kode-x@127.0.0.1:1/navn-x"}
    portal = Served(tmp_path / "data", wrong)
    # A server with routes says at /healthz that it is not well, so nothing else says that it is up.
    portal.start(after=PLAIN if plain else "", wait_for="/_stcore/health")
    try:
        page = visitor(browser, 1280)
        page.goto(f"{portal.url}/invitation?t=x")
        expect(main(page).get_by_text("HANDSLAG_SECRET").first).to_be_visible()
        expect(page.get_by_role("heading", name="Portalen kan ikke starte endnu")).to_be_visible()
        assert "-x" not in main(page).inner_text()
    finally:
        portal.kill()
    logged = portal.log.read_text()
    assert "The portal does not start: DATABASE_URL points to a database elsewhere" in logged
    assert "kode-x" not in logged
