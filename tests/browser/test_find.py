"""Whatever a colleague looks for is found from every page, with the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import problems
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, da, settled, turn_to

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("find"), demonstration=True) as found:
        yield found


def found(page: Page, search: str, name: str) -> None:
    """Type `search`, and see `name` first in the list."""
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(search)
    expect(page.get_by_role("dialog").get_by_role("link").first).to_contain_text(name)


def test_a_volunteer_is_found_by_keyboard_in_any_spelling(portal: Served, browser: Browser):
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/courses")
    field = page.get_by_role("dialog").get_by_role("searchbox")
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        expect(field).to_be_focused()
        if key == "/":
            page.keyboard.press("Escape")
            expect(field).to_have_count(0)
    for search in ("oeztuerk", "ozturk rukiye"):
        found(page, search, "Rukiye Öztürk")
    assert problems(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/volunteer\?id="))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rukiye Öztürk")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_slash_in_a_field_is_a_slash_and_the_search_stands_on_a_phone_too(portal: Served, browser: Browser):
    page = enter(portal, browser, PHONE, "mette")
    turn_to(page, f"{portal.url}/today")
    page.locator(".st-key-hs-find button").click()
    field = page.get_by_role("dialog").get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    found(page, "planlaeg", da("Plan a course"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_page_names_its_tab_and_marks_the_entry_it_stands_under(portal: Served, browser: Browser):
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/plan-course")
    expect(page).to_have_title(f"{da('Plan a course')} – Håndslag")
    expect(page.locator("[data-testid=stTopNavSection][aria-current]")).to_have_text(da("Courses"))
    turn_to(page, f"{portal.url}/add-volunteer")
    expect(page.locator("[data-testid=stTopNavLink][aria-current=true]")).to_contain_text(da("Volunteers"))
    expect(page.locator("[data-testid=stTopNavSection][aria-current]")).to_have_count(0)
    page.goto(f"{portal.url}/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text(da("We cannot find that"))
    expect(page.get_by_role("dialog")).to_have_count(0)
