"""From an empty portal into the demonstration, and in by every login it offers, by pressing and typing alone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.access.permissions import Role
from core.demo.logins import LOGINS
from core.programmes.programme import shipped as programmes
from tests.browser.entering import PASSPHRASE
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    WIDTHS,
    MenuEntry,
    button,
    da,
    field,
    go,
    logged_in,
    main,
    menu,
    open_from_menu,
    press,
    settled,
    visitor,
    write,
)

pytestmark = pytest.mark.browser

FILLED_WITHIN_MS = 180_000


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Served]:
    """A portal that a first visitor filled with the demonstration, by the code in its log."""
    with served(tmp_path_factory.mktemp("front-door"), by_command=True) as found:
        page = visitor(browser, SCREEN)
        go(page, found.url)
        write(page, da("Setup code"), found.setup_code())
        main(page).get_by_text(da("Show me a demonstration")).click()
        settled(page)
        button(page, da("Load the demonstration")).click()
        expect(page.get_by_role("heading", name=da("Try the demonstration"))).to_be_visible(timeout=FILLED_WITHIN_MS)
        page.context.close()
        yield found


def test_an_empty_portal_is_seven_presses_and_seven_fields_from_the_first_link(
    tmp_path: Path, browser: Browser
) -> None:
    with served(tmp_path) as empty:
        page = visitor(browser, PHONE)
        go(page, empty.url)
        write(page, da("Setup code"), empty.setup_code())
        press(page, da("Begin"))
        write(page, da("Name of the organisation"), "Solbjerg Kommune")
        press(page, da("Go on"))
        write(page, da("Your name"), "Jonas Holm")
        write(page, da("Your e-mail (may be left blank)"), "jonas@solbjerg.example.dk")
        press(page, da("Go on"))
        expect(field(page, da("Login name"))).to_have_value("jonas@solbjerg.example.dk")
        write(page, da("New passphrase"), PASSPHRASE)
        press(page, da("Set up the portal"))
        expect(page.get_by_role("heading", name=da("Where are your volunteers?"))).to_be_visible()
        logged_in(page)
        settled(page)
        # Left, and taken up again where it was left.
        go(page, empty.url)
        settled(page)
        press(page, da("Add your first volunteer"))
        write(page, da("Name of the workplace"), "Biblioteket")
        press(page, da("Go on"))
        write(page, da("Name"), "Karen Møller")
        main(page).get_by_text(programmes()["kommunal_frivillig"].name["da"]).first.click()
        press(page, da("Add and make the link"))
        expect(main(page).locator(".hs-link")).to_contain_text("/invitation?t=")
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_login_page_offers_every_login_and_a_form(portal: Served, browser: Browser, width: int) -> None:
    page = visitor(browser, width)
    go(page, portal.url)
    expect(main(page).get_by_role("button", name=re.compile(r"^[\w ]+: \w+"))).to_have_count(len(LOGINS))
    expect(page.get_by_label(da("Login name"))).to_be_visible()
    page.context.close()


@pytest.fixture(scope="module")
def opened() -> dict[Role, set[MenuEntry]]:
    """What those of each role have opened from their menu."""
    return defaultdict(set)


@pytest.mark.parametrize("login", range(len(LOGINS)), ids=[name for _role, name in LOGINS])
def test_every_login_opens_its_first_page_and_its_whole_menu(
    portal: Served, browser: Browser, login: int, opened: dict[Role, set[MenuEntry]]
) -> None:
    """Whoever has the role of somebody before opens what that menu did not have: all pages of the second volunteer and
    of the second coordinator are walked by their addresses (test_accessibility_volunteers, _coordinator)."""
    role, _name = LOGINS[login]
    page = visitor(browser, PHONE if role == Role.VOLUNTEER else SCREEN)
    go(page, portal.url)
    main(page).get_by_role("button", name=re.compile(r"^[\w ]+: \w+")).nth(login).click()
    logged_in(page)
    settled(page)
    found = [f"first page: {said}" for said in _refusals(page)]
    entries = menu(page)
    assert entries
    for entry in entries:
        if entry in opened[role]:
            continue
        opened[role].add(entry)
        open_from_menu(page, entry)
        found += [f"{entry.name}: {said}" for said in _refusals(page)]
    press(page, da("Log out"))
    expect(page.get_by_role("heading", name=da("Log in")).first).to_be_visible()
    page.context.close()
    assert found == []


def _refusals(page: Page) -> list[str]:
    """What a page says instead of what it is for."""
    said = [alert.inner_text() for alert in main(page).get_by_test_id("stAlertContentError").all()]
    said += [dialog.inner_text() for dialog in page.get_by_role("dialog").all()]
    return said + ["no heading"] * (main(page).get_by_role("heading", level=1).count() != 1)
