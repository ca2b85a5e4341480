"""A network that is cut and a portal that is killed under somebody's hands: nothing typed is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from core.i18n import utc_now
from core.people.service import save_own_details
from db.people import Person
from tests.browser.barriers import problems
from tests.browser.cutting import Network, network
from tests.browser.entering import NAMES, enter, who_is_in
from tests.browser.serving import Served, served
from tests.browser.test_applying import PUT_AWAY
from tests.browser.visiting import PHONE, POLLED_EVERY_MS, button, da, field, go, main, press, settled, told, write

AWAY = "The connection is away. What is saved is safe, and what you have typed stays here. We keep trying."
SAID_FOOT = """() => JSON.parse(getComputedStyle(document.querySelector("[data-testid=stApp]"), "::after").content)"""
LOST = "The connection was away when you pressed “{name}”. Look whether it has been done. If not, press again."
IS_AWAY = """() => document.querySelector("[data-testid=stApp]").dataset.testConnectionState !== "CONNECTED" """
IS_BACK = """() => document.querySelector("[data-testid=stApp]").dataset.testConnectionState === "CONNECTED" """
# Longer than Streamlit waits until it opens its own dialog.
A_CUT_MS = 7_000
VOLUNTEER = "karen"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration."""
    with served(tmp_path_factory.mktemp("breaks"), demonstration=True) as found:
        yield found


@pytest.fixture(scope="module")
def line(portal: Served) -> Iterator[Network]:
    """What the browsers come through."""
    with network(portal.port) as found:
        yield found


@pytest.fixture
def page(portal: Served, line: Network, browser: Browser) -> Iterator[Page]:
    """A volunteer at their details, on a phone."""
    found = enter(portal, browser, PHONE, VOLUNTEER)
    go(found, f"{line.url}/my-details")
    yield found
    found.context.close()


def test_what_stands_half_written_in_a_field_is_saved_when_the_network_is_back(
    portal: Served, line: Network, page: Page
) -> None:
    field(page, da("Address")).fill("Engv")
    line.cut()
    foot = page.get_by_role("status").filter(has_text=da(AWAY))
    expect(foot).to_have_count(1)
    page.wait_for_timeout(A_CUT_MS)
    assert page.evaluate(SAID_FOOT) == da(AWAY)
    assert page.get_by_role("dialog").count() == 0
    assert problems(page) == []
    line.mend()
    back(page)
    expect(foot).to_have_count(0)
    expect(main(page).get_by_text(da("Saved at {time}").partition("{")[0])).to_have_count(1)
    assert stored(portal).address == "Engv"
    page.keyboard.type("ej 7")
    page.keyboard.press("Tab")
    settled(page)
    assert stored(portal).address == "Engvej 7"


def test_what_was_left_while_the_network_was_away_is_saved_when_it_is_back(
    portal: Served, line: Network, page: Page
) -> None:
    field(page, da("Phone")).fill("30 40 50 60")
    line.cut()
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    line.mend()
    back(page)
    expect(field(page, da("Phone"))).to_have_value("+45 30 40 50 60")
    assert stored(portal).phone == "+45 30 40 50 60"


def test_what_was_typed_is_saved_after_the_portal_was_killed_and_the_first_button_does_what_it_says(
    portal: Served, line: Network, page: Page
) -> None:
    write(page, da("Their phone"), "30 40 50 61")
    field(page, da("Who should we call?")).fill("Per Mø")
    # A phone is put away with the cursor in the field, and taken up again: one types on where one was.
    page.evaluate(PUT_AWAY)
    settled(page)
    portal.restart()
    back(page)
    expect(field(page, da("Who should we call?"))).to_be_focused()
    page.keyboard.type("ller")
    page.keyboard.press("Tab")
    settled(page)
    press(page, da("Continue on my path"))
    expect(page.get_by_role("heading", level=2, name=da("Your path"))).to_be_visible()
    assert stored(portal).next_of_kin_name == "Per Møller"


def test_what_somebody_else_wrote_while_the_portal_was_down_stands_beside_what_was_typed(
    portal: Served, line: Network, page: Page
) -> None:
    field(page, da("Address")).fill("Bakken 2")
    line.cut()
    portal.restart()
    with portal.session() as session:
        actor = who_is_in(session, page)
        assert actor is not None
        version = session.get_one(Person, actor.person_id).version
        save_own_details(
            session=session, actor=actor, changes={"address": "Torvet 4"}, expected_version=version, now=utc_now()
        )
    line.mend()
    back(page)
    expect(main(page).get_by_text("Torvet 4")).to_be_visible()
    expect(field(page, da("Address"))).to_have_value("Bakken 2")
    press(page, da("Save mine"))
    assert stored(portal).address == "Bakken 2"


def test_a_press_on_a_line_that_is_dead_and_not_noticed_is_named_when_it_is_back(
    portal: Served, line: Network, page: Page
) -> None:
    for label, words in (("Address", "Bakken 2"), ("Phone", "30405060"), ("Who should we call?", "Per Møller")):
        write(page, da(label), words)
    write(page, da("Their phone"), "30 40 50 62")
    line.deaden()
    button(page, da("Continue on my path")).click()
    # The browser is told nothing; it asks by itself.
    page.wait_for_function(IS_AWAY, polling=POLLED_EVERY_MS)
    line.cut()
    line.mend()
    back(page)
    told_of = page.locator(".hs-lost")
    expect(told_of).to_have_text(da(LOST).format(name=da("Continue on my path")))
    assert problems(page) == []
    press(page, da("Continue on my path"))
    expect(page.get_by_role("heading", level=2, name=da("Your path"))).to_be_visible()
    expect(told_of).to_have_count(0)


def test_an_english_reader_is_told_in_english(line: Network, page: Page) -> None:
    press(page, "English")
    line.cut()
    expect(page.get_by_role("status").filter(has_text=told(AWAY, "en"))).to_have_count(1)
    line.mend()
    back(page)
    press(page, "Dansk")


def back(page: Page) -> None:
    """Wait until the connection is there again, and the page is drawn."""
    page.wait_for_function(IS_BACK, polling=POLLED_EVERY_MS)
    page.wait_for_timeout(500)
    settled(page)


def stored(portal: Served) -> Person:
    """The volunteer as stored now."""
    with portal.session() as session:
        return session.exec(select(Person).where(Person.name == NAMES[VOLUNTEER])).one()
