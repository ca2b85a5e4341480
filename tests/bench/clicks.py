"""What somebody waits for in a browser: from a press until what it asked for is drawn."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from core.i18n import N_
from tests.bench.report import Figure
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, browser_path, button, da, main, settled, turn_to, visitor

TIMES = 9
CLICK_MS, VISIT_MS, LOGIN_MS = 250.0, 1200.0, 800.0
# When the page last changed, a frame later, as then it is seen; and when somebody last pressed, also before a page that
# was loaded anew since.
WATCH = """(() => {
    if (window.top !== window) return;
    window.changed = 0;
    const seen = () => requestAnimationFrame(() => { window.changed = Date.now(); });
    new MutationObserver(seen).observe(document, {subtree: true, childList: true, characterData: true});
    addEventListener("click", () => sessionStorage.setItem("pressed", Date.now()), true);
})();"""
SINCE_PRESS = "window.changed - Number(sessionStorage.getItem('pressed'))"
SINCE_ADDRESS = "window.changed - performance.timeOrigin"


@dataclass(frozen=True)
class Click:
    """A press that is measured: what it does, the address it is on, and what is pressed there."""

    what: str
    address: str
    pressed: Callable[[Page], Locator]


def _row(page: Page) -> Locator:
    return main(page).locator("[class*='st-key-hs-list-'] a").first


def _in_menu(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_test_id("stTopNavLink").filter(has_text=da(name)).first


def _another_page(page: Page) -> Locator:
    # The page one turned to stays: from the last there is only the way back.
    turns = re.compile(f"{da('Earlier ones')}|{da('Next ones')}")
    return main(page).get_by_role("button", name=turns, disabled=False).first


def _sooner(page: Page) -> Locator:
    return main(page).get_by_test_id("stButtonGroup").get_by_role("radio").first


CLICKS = (
    Click("a person, from Today", "today", _row),
    Click("a volunteer, from the register", "volunteers", _row),
    Click("a document, from all documents", "documents", _row),
    Click("a course, from the courses", "courses", _row),
    Click("all volunteers, from the menu", "today", _in_menu(N_("Volunteers"))),
    Click("Today, from the menu", "volunteers", _in_menu(N_("Today"))),
    Click("how soon, on Today", "today", _sooner),
    Click("another page of a long list", "volunteers", _another_page),
    Click("the next month, in the calendar", "calendar", lambda page: button(page, da("The next month"))),
    Click("the search, from Today", "today", lambda page: page.locator(".st-key-hs-find button")),
)


def measure(times: int = TIMES) -> Iterator[Figure]:
    """Milliseconds from a press or an address until the last change that it brought is on the screen, in a browser of
    this machine, in the demonstration."""
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        with served(Path(folder), demonstration=True, by_command=True) as portal:
            yield from _front_door(portal, browser, times)
            page = enter(portal, browser, SCREEN, "mette")
            page.context.add_init_script(WATCH)
            page.goto(portal.url)
            settled(page)
            for click in CLICKS:
                yield Figure(click.what, "ms", [_waited(portal, page, click) for _ in range(times)], CLICK_MS)
        browser.close()


def _front_door(portal: Served, browser: Browser, times: int) -> Iterator[Figure]:
    first, login = [], []
    for _ in range(times):
        page = visitor(browser, PHONE)
        page.context.add_init_script(WATCH)
        page.goto(portal.url)
        settled(page)
        first.append(float(page.evaluate(SINCE_ADDRESS)))
        button(page, ": Mette Lund$").click()
        settled(page)
        login.append(float(page.evaluate(SINCE_PRESS)))
        page.context.close()
    yield Figure("a first visit, with nothing kept, on a phone", "ms", first, VISIT_MS)
    yield Figure("a login, on a phone", "ms", login, LOGIN_MS)


def _waited(portal: Served, page: Page, click: Click) -> float:
    turn_to(page, f"{portal.url}/{click.address}")
    click.pressed(page).click()
    settled(page)
    return float(page.evaluate(SINCE_PRESS))
