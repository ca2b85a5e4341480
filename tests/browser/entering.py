"""How people get into a story: nobody's browser holds anything before they pressed and typed."""

import re
import tomllib
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

import core.demo
from core.access.permissions import Actor
from core.access.sessions import actor_for
from core.demo.logins import LOGINS
from core.i18n import utc_now
from pages.routes.state import SESSION_COOKIE
from tests.browser.serving import Served
from tests.browser.visiting import SCREEN, da, go, logged_in, main, press, settled, turn_to, visitor, write

PASSPHRASE = "fire grønne cykler i regn"
OFFERED = tuple(login_name for _role, login_name in LOGINS)


def _names() -> dict[str, str]:
    """What everybody in the demonstration is called, by their login name."""
    told = tomllib.loads((Path(core.demo.__path__[0]) / "municipality.toml").read_text())
    volunteers = {each["login"]: each["name"] for each in told["volunteer"] if "login" in each}
    speakers = (who for association in told["association"] for who in association["speakers"] if "id" in who)
    others = (*told["colleague"], told["operator"], *speakers)
    return volunteers | {each["id"]: each["name"] for each in others}


NAMES = _names()


def enter(portal: Served, browser: Browser, width: int, login_name: str) -> Page:
    """The browser of somebody in the demonstration, who is in.

    The first time in a portal they get in as a person does; after that their browser holds what it was given then.
    """
    page = visitor(browser, width, portal.kept.get(login_name))
    if login_name not in portal.kept:
        if login_name in OFFERED:
            go(page, portal.url)
            main(page).get_by_role("button", name=re.compile(rf": {NAMES[login_name]}$")).click()
        else:
            go(page, _link_for(portal, browser, NAMES[login_name]))
            write(page, da("New passphrase"), PASSPHRASE)
            press(page, da("Save and log in"))
        logged_in(page)
        settled(page)
        # However far down one pressed, the page one comes to begins at its top.
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0
        portal.kept[login_name] = page.context.storage_state()
    return page


def log_in(page: Page, portal: Served, login_name: str, passphrase: str) -> None:
    """Come to the portal and log in."""
    go(page, portal.url)
    write(page, da("Login name"), login_name)
    write(page, da("Passphrase"), passphrase)
    press(page, da("Log in"))
    logged_in(page)
    settled(page)


def _link_for(portal: Served, browser: Browser, name: str) -> str:
    """A link to choose a passphrase with, made by a coordinator for a volunteer whom the login page does not offer."""
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/volunteers")
    write(page, da("Search by name"), name)
    main(page).get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    settled(page)
    main(page).get_by_text(da("Access to the portal")).first.click()
    settled(page)
    press(page, da("Make a link for a new passphrase"))
    write(page, da("Why do you make the link?"), "har glemt den")
    press(page, da("Make the link"))
    link = main(page).locator(".hs-link").first.inner_text().strip()
    page.context.close()
    return link


def who_is_in(session: Session, page: Page) -> Actor | None:
    """Whose browser this is, by the cookie it was given; None for a visitor."""
    held = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == SESSION_COOKIE]
    return actor_for(session=session, token=held[0], now=utc_now()) if held else None
