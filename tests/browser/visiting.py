"""What a person does in a browser: open, press, write, choose; each waits until the page has answered."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Locator, Page, StorageState, TimeoutError, expect

from core.i18n import gettext, reading
from pages.routes.state import SESSION_COOKIE

# The same Chromium without windows of its own, where there is one: it takes a quarter less of the processor.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PHONE_NAME = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.0 Mobile/15E148 Safari/604.1"
)
PHONE, SCREEN = WIDTHS = (390, 1280)
PATIENCE_MS = 20_000
# Longer than a page takes to ask for a run after a click, and to draw what came last.
QUIET_MS = 60
# How long an opened list may take, and how often it is opened again.
LIST_OPENS_MS = 4_000
TRIES = 5
POLLED_EVERY_MS = 20
RUNS = Path(__file__).with_name("runs.js").read_text()
DRAWN = """([begun, quiet]) => {
    const height = document.querySelector("[data-testid=stMain]")?.scrollHeight;
    if (height !== window.storyRuns.height) Object.assign(window.storyRuns, {height, since: Date.now()});
    const {asked, running, since} = window.storyRuns;
    const app = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]";
    return !asked && !running && Date.now() - Math.max(begun, since) > quiet
        && document.querySelector(app) && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
}"""
# What the browser itself does when somebody presses Forward: a link without a link, for pages nothing leads to here.
TURN = """address => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", {state: {}}));
}"""

_readers: WeakKeyDictionary[Page, list[Callable[[Page], None]]] = WeakKeyDictionary()

expect.set_options(timeout=PATIENCE_MS)


def browser_path() -> str:
    """Where the system keeps a Chromium; says what to install where it has none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("No Chromium on this machine. Install one first: sudo apt install chromium")
    return found


def told(message: str, language: str) -> str:
    """What somebody who reads `language` reads for `message`."""
    with reading(language):
        return gettext(message)


def da(message: str) -> str:
    """What a Dane reads for `message`."""
    return told(message, "da")


def like(message: str, language: str = "da") -> re.Pattern[str]:
    """What is read for `message`, in Danish where nothing else is said, whatever stands in its blanks."""
    parts = re.split(r"\{\w+\}", told(message, language).replace("**", ""))
    return re.compile(".+".join(re.escape(part) for part in parts))


def height_of(width: int) -> int:
    """How high a screen of this width is."""
    return 844 if _is_phone(width) else 900


def _is_phone(width: int) -> bool:
    return width < 500


def visitor(browser: Browser, width: int, kept: StorageState | None = None, locale: str = "da-DK") -> Page:
    """Somebody with a browser of their own, a phone or a screen; `kept` is what it holds from being here before."""
    context = browser.new_context(
        viewport={"width": width, "height": height_of(width)},
        locale=locale,
        accept_downloads=True,
        user_agent=PHONE_NAME if _is_phone(width) else None,
        storage_state=kept,
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(RUNS)
    return context.new_page()


def go(page: Page, address: str) -> None:
    """Open an address as somebody types it or finds it in a mail, and wait until it is drawn."""
    page.goto(address)
    expect(page.locator("h1").first).to_be_visible()
    settled(page)


def turn_to(page: Page, address: str) -> None:
    """Turn to another page of the portal: within the session, as its own links do, where somebody is there already."""
    if urlsplit(page.url).netloc != urlsplit(address).netloc:
        go(page, address)
        return
    before = page.evaluate("window.storyRuns.begun")
    page.evaluate(TURN, address)
    page.wait_for_function("before => window.storyRuns.begun > before", arg=before, polling=POLLED_EVERY_MS)
    expect(page.locator("h1").first).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """Wait until no run is under way and nothing on the page is from the run before."""
    begun = page.evaluate("Date.now()")
    page.wait_for_function(DRAWN, arg=[begun, QUIET_MS], polling=POLLED_EVERY_MS)
    for look in _readers.get(page, ()):
        look(page)


def whenever_settled(page: Page, look: Callable[[Page], None]) -> None:
    """From now on `look` at everything this page comes to show."""
    _readers.setdefault(page, []).append(look)


def main(page: Page) -> Locator:
    """The page without its menu."""
    return page.get_by_test_id("stMain")


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    """The first button called `name`, which may be a pattern."""
    # A dialog that is open stands last, and nothing behind it can be pressed.
    here = page.locator("[data-testid=stMain], [data-testid=stDialog]").last
    return here.get_by_role("button", name=re.compile(name)).first


def at_row(page: Page, words: str, name: str) -> Locator:
    """The first button called `name` after the row of a list that tells of `words`."""
    row = main(page).locator("[class*='st-key-hs-list-'] > *").filter(has_text=words).first
    return row.locator(f"xpath=following::button[contains(normalize-space(.), '{name}')][1]")


def dialog(page: Page) -> Locator:
    """The dialog that is open."""
    return page.get_by_role("dialog")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button, and wait for what comes."""
    button(page, name).click()
    settled(page)


def field(page: Page, label: str) -> Locator:
    """The first field whose label begins with `label`."""
    return page.get_by_label(re.compile(f"^{re.escape(label)}")).first


def write(page: Page, label: str, value: str) -> None:
    """Fill in a field and leave it."""
    into = field(page, label)
    into.fill(value)
    into.blur()
    settled(page)


def upload(page: Page, file: Path) -> None:
    """Give the page a file where it asks for one, and wait until it has it."""
    before = page.evaluate("window.storyRuns.begun")
    main(page).locator("input[type=file]").first.set_input_files(file)
    page.wait_for_function("before => window.storyRuns.begun > before", arg=before, polling=POLLED_EVERY_MS)
    settled(page)


def write_day(page: Page, label: str, day: date) -> None:
    """Write a day into a field of days, as it is typed."""
    into = page.get_by_label(da(label), exact=True)
    into.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{day:%d%m%Y}")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    settled(page)
    # The month that opened with it may lie over what is pressed next. Within what is open itself, to put the month away
    # would put that away too.
    month = page.locator("[data-st-overlay-root] [role=grid]")
    if month.count() and not into.evaluate("field => field.closest('[data-st-overlay-root]')"):
        page.keyboard.press("Escape")
        expect(month).to_have_count(0)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list, by keyboard: open it, and take the option that begins with `option`."""
    box = page.get_by_role("combobox", name=re.compile(label)).first

    def open_list() -> None:
        box.focus()
        box.press("ArrowDown")

    _take(page, option, open_list)


def name_somebody(page: Page, name: str) -> None:
    """Choose somebody among several: search by name where the list does not hold them all, and take who is found."""
    settled(page)
    searched = page.get_by_label(like("{label}: search by name")).first
    if searched.count():
        searched.fill(name)
        searched.blur()
        settled(page)
    box = page.get_by_test_id("stMultiSelect").get_by_role("combobox").first

    def look_for() -> None:
        box.click()
        # On a phone a short list is not written in, so that no keyboard covers it.
        if box.is_editable():
            box.fill("")
            box.press_sequentially(name)

    _take(page, name, look_for)
    page.keyboard.press("Escape")
    settled(page)


def _take(page: Page, option: str, open_list: Callable[[], None]) -> None:
    """Take what begins with `option` from the list that `open_list` opens."""
    wanted = page.get_by_role("option", name=option).first
    for _ in range(TRIES):
        # A run that draws the page anew meanwhile closes an open list, so it is opened again, as a person would.
        settled(page)
        open_list()
        try:
            wanted.click(timeout=LIST_OPENS_MS)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            settled(page)
            return
    raise AssertionError(f"{option} could not be chosen")


def pick_person(page: Page, label: str, name: str) -> None:
    """Choose somebody from a list of people, searched for by name where it does not hold them all."""
    # A dialog comes a moment after the page behind it is drawn, and its search stands above its list.
    page.get_by_role("combobox", name=re.compile(label)).first.wait_for()
    settled(page)
    searched = da("{label}: search by name").format(label=label)
    if page.get_by_label(searched).count():
        write(page, searched, name)
    choose(page, label, name)


def unfold(page: Page, title: str) -> None:
    """Open what is folded below `title`, where it is not open already."""
    folded = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=title)).first
    expect(folded).to_be_visible()
    if folded.locator("details").first.get_attribute("open") is None:
        folded.locator("summary").first.click()
        settled(page)


def logged_in(page: Page) -> None:
    """Wait until somebody is logged in, and their browser holds the cookie that says so."""
    expect(page.get_by_role("button", name=re.compile("Log ud|Log out"))).to_be_visible()
    for _ in range(100):
        if any(cookie["name"] == SESSION_COOKIE for cookie in page.context.cookies()):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no session cookie came")


@dataclass(frozen=True)
class MenuEntry:
    """What the menu shows: a page's name, and the group it stands in, "" where it stands in none."""

    name: str
    group: str = ""


def menu(page: Page) -> list[MenuEntry]:
    """All of the menu, as a person finds it who opens each of its groups."""
    if _on_a_phone(page):
        _open_sidebar(page)
        links = page.get_by_test_id("stSidebarNavLink")
        return [MenuEntry(name) for name in _names(links)]
    found = [MenuEntry(name) for name in _names(page.get_by_test_id("stTopNavLink"))]
    for group in _names(page.get_by_test_id("stTopNavSection")):
        found += [MenuEntry(name, group) for name in _names(_opened_group(page, group))]
        page.keyboard.press("Escape")
    return found


def open_from_menu(page: Page, entry: MenuEntry) -> None:
    """Open a page by pressing its name in the menu."""
    if _on_a_phone(page):
        _open_sidebar(page)
        links = page.get_by_test_id("stSidebarNavLink")
    else:
        links = _opened_group(page, entry.group) if entry.group else page.get_by_test_id("stTopNavLink")
    links.filter(has_text=re.compile(f"{re.escape(entry.name)}$")).first.click()
    settled(page)


def _on_a_phone(page: Page) -> bool:
    return not page.get_by_test_id("stTopNav").is_visible()


def _open_sidebar(page: Page) -> None:
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
        expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible()


def _opened_group(page: Page, group: str) -> Locator:
    # Whoever rests on something that explains itself has its words over the menu until they move.
    page.mouse.move(0, 0)
    page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    links = page.get_by_test_id("stTopNavDropdownLink")
    expect(links.first).to_be_visible()
    return links


def _names(elements: Locator) -> list[str]:
    """The words of each, without the icon's name before them."""
    return [element.get_by_test_id("stMarkdownContainer").inner_text().strip() for element in elements.all()]
