"""Writing a letter: the button brings the next empty field, and the letter beside it shows the point being written."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from core.documents.template.model import shipped
from db.documents import Document
from db.people import Engagement, Person
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, WIDTHS, da, press, settled, turn_to

DRAFTED = {PHONE: "Niels Brandt", SCREEN: "Ærø Bjørn Östergård"}
# With whom a talk about how it goes is to be held.
HELD = "Kaj Ebbesen"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("writing"), demonstration=True) as found:
        yield found


def draft_of(portal: Served, name: str) -> UUID:
    """The letter of somebody in the demonstration, of whom nobody has written a word yet."""
    with portal.session() as session:
        about = select(Document.id).join(Engagement, col(Engagement.id) == Document.engagement_id)
        return session.exec(about.join(Person, col(Person.id) == Engagement.person_id).where(Person.name == name)).one()


def to_the_next(page: Page) -> None:
    press(page, re.escape(da("Write what is missing ({count})").split(" (")[0]))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_cursor_comes_to_the_next_empty_field_and_the_letter_to_its_point(
    portal: Served, browser: Browser, width: int
):
    page = enter(portal, browser, width, "mette")
    page.set_viewport_size({"width": width, "height": 900})
    turn_to(page, f"{portal.url}/letter?id={draft_of(portal, DRAFTED[width])}")
    words = shipped()["welcome_letter"].words("da")
    to_the_next(page)
    task = page.get_by_label(words.fields["task"].label).first
    expect(task).to_be_focused()
    expect(task).to_be_in_viewport()
    page.keyboard.type("Gå ture med Solvej")
    page.keyboard.press("Tab")
    settled(page)
    to_the_next(page)
    expect(page.get_by_label(words.fields["extent"].label).first).to_be_focused()
    written = page.locator(".hs-written")
    expect(written).to_contain_text("Gå ture med Solvej")
    if width == SCREEN:
        expect(written).to_be_in_viewport()
        for words_of in ("extent", "target_group", "can_do", "cannot_do"):
            expect(page.get_by_label(words.fields[words_of].label).first).to_be_focused()
            page.keyboard.type("Ja")
            page.keyboard.press("Tab")
            settled(page)
            to_the_next(page)
        # A choice of one among several is come to as well.
        expect(page.get_by_role("radio").and_(page.locator(":focus"))).to_have_count(1)
    if width == PHONE:
        expect(written).not_to_be_in_viewport()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_that_is_opened_from_the_top_of_a_long_page_comes_into_view_with_the_cursor_in_it(
    portal: Served, browser: Browser, width: int
):
    page = enter(portal, browser, width, "mette")
    with portal.session() as session:
        one = select(Engagement.id).join(Person, col(Person.id) == Engagement.person_id).where(Person.name == HELD)
        turn_to(page, f"{portal.url}/volunteer?id={session.exec(one).one()}")
    press(page, da("It has been held"))
    form = page.locator("[class*='st-key-talk-form-']")
    expect(form.locator(":focus")).to_have_count(1)
    expect(form).to_be_in_viewport(ratio=0.3)
    page.context.close()
