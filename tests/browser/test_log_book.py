"""A peer's personal log book on a phone: begun, written in, cut off in the middle of a sentence, and opened again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import problems, without_room
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, button, da, field, main, press, settled, turn_to, write

pytestmark = pytest.mark.browser
PASSPHRASE, ANOTHER = "fire grønne cykler i regn", "syv blå både på fjorden"
STORED, CUT_OFF = "I dag gik det godt.", "I dag gik det godt. Og så skrev jeg mere, da linjen gik."


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("log-book"), demonstration=True) as found:
        yield found


def looked_at(page: Page) -> Page:
    """The page, in which nothing stands in anybody's way."""
    assert problems(page) == []
    return page


def choose_passphrase(page: Page, passphrase: str) -> None:
    """Write it twice with the keys alone, on whose way the button lies that shows what is written."""
    field(page, da("A passphrase for the log book")).focus()
    for _twice in range(2):
        page.keyboard.insert_text(passphrase)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    settled(page)


def test_what_is_written_is_kept_through_a_break_and_a_forgotten_passphrase(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, PHONE, "merete")
    turn_to(page, f"{portal.url}/my-log-book")
    looked_at(page)
    choose_passphrase(page, PASSPHRASE)
    press(page, da("Begin the log book"))
    code = main(page).locator(".hs-link").inner_text().strip()
    looked_at(page)
    press(page, da("I have written it down"))
    looked_at(page)
    press(page, da("A page of the day"))
    words = da("What do you want to write?")
    write(page, words, STORED)
    looked_at(page)
    assert without_room(page) == []
    # The key is gone with the server's memory, and what was typed is not.
    field(page, words).fill(CUT_OFF)
    portal.restart()
    passphrase = field(page, da("The log book’s passphrase"))
    expect(passphrase).to_be_visible(timeout=60_000)
    settled(page)
    assert field(page, words).input_value() == CUT_OFF
    looked_at(page)
    press(page, da("I have forgotten it"))
    write(page, da("The code on paper"), code)
    choose_passphrase(page, ANOTHER)
    page.get_by_role("dialog").get_by_role("button", name=da("Open the log book")).click()
    expect(button(page, da("I have written it down"))).to_be_visible()
    press(page, da("I have written it down"))
    expect(field(page, words)).to_have_value(CUT_OFF)
    press(page, re.compile(da("Let {name} read it").format(name="Ruth Winther")))
    press(page, da("All pages"))
    expect(main(page).get_by_text(re.compile("Og så skrev jeg"))).to_be_visible()
    looked_at(page)
    press(page, da("Lock it"))
    expect(main(page).get_by_text(re.compile("Og så skrev jeg"))).to_have_count(0)
    page.context.close()
    reader = enter(portal, browser, PHONE, "ruth")
    turn_to(reader, f"{portal.url}/team")
    reader.get_by_text(re.compile("Merete Sand: ")).first.click()
    expect(main(reader).get_by_text(re.compile("da linjen gik"))).to_be_visible()
    looked_at(reader)
    assert without_room(reader) == []
    reader.context.close()
