"""A party from the plan to the thanks: invited, answered on a phone, held, thanked; and what the year says of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.i18n import local_day, utc_now
from tests.browser.entering import NAMES, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    WIDTHS,
    at_row,
    choose,
    da,
    dialog,
    field,
    go,
    main,
    name_somebody,
    press,
    settled,
    turn_to,
    write_day,
)

pytestmark = pytest.mark.browser
PARTY = "Sommerfest"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("celebrating"), demonstration=True) as found:
        yield found


def box(page: Page, words: str) -> Locator:
    """The innermost box that tells of this."""
    return main(page).locator("[data-testid=stVerticalBlock]").filter(has_text=words).last


def test_a_party_is_planned_answered_held_and_thanked_for(portal: Served, browser: Browser) -> None:
    coordinator, guest = enter(portal, browser, SCREEN, "jonas"), enter(portal, browser, PHONE, "huong")

    turn_to(coordinator, f"{portal.url}/recognition")
    press(coordinator, da("Thank somebody else"))
    name_somebody(coordinator, NAMES["huong"])
    choose(coordinator, da("How?"), da("A dinner"))
    write_day(coordinator, "When?", local_day(utc_now()))
    choose(coordinator, da("Who gives it?"), NAMES["jonas"])
    field(coordinator, da("What is it called? (may be left blank)")).fill(PARTY)
    field(coordinator, da("At what time? (may be left blank)")).fill("kl. 18")
    field(coordinator, da("What will it cost in kroner? (may be left blank)")).fill("400")
    dialog(coordinator).get_by_role("button", name=da("Plan a thank-you")).click()
    expect(coordinator.get_by_text(da("It is planned."))).to_be_visible()

    go(guest, portal.url)
    main(guest).get_by_text(da("You are invited. Say whether you can come")).click()
    settled(guest)
    asked = main(guest).locator("[data-testid=stVerticalBlock]").filter(has_text=PARTY).last
    asked.get_by_role("textbox").fill("Ingen fisk")
    asked.get_by_role("button", name=da("Yes, I come")).click()
    expect(box(guest, PARTY)).to_contain_text(da("You come."))

    turn_to(coordinator, f"{portal.url}/recognition")
    at_row(coordinator, PARTY, da("More")).click()
    coordinator.get_by_role("menuitem", name=da("Who comes …")).click()
    expect(dialog(coordinator).get_by_text("Ingen fisk").first).to_be_visible()
    dialog(coordinator).get_by_role("button", name=da("Close without saving")).click()
    settled(coordinator)
    at_row(coordinator, PARTY, da("It is given")).click()
    dialog(coordinator).get_by_label(da("What it cost in kroner (may be left blank)")).fill("387,50")
    coordinator.keyboard.press("Escape")
    dialog(coordinator).get_by_role("button", name=da("Write it down")).click()
    expect(coordinator.get_by_text(da("It is written down."))).to_be_visible()

    main(coordinator).locator("summary").filter(has_text=da("Given")).first.click()
    expect(main(coordinator).get_by_text("387,50").first).to_be_visible()
    at_row(coordinator, PARTY, da("Write a thank-you")).click()
    dialog(coordinator).get_by_role("textbox").fill(f"Tak for en god aften til {PARTY}")
    dialog(coordinator).get_by_role("button", name=da("Send the thank-you")).click()
    expect(coordinator.get_by_text("Sendt til 1 person.")).to_be_visible()

    turn_to(guest, f"{portal.url}/invitations")
    expect(main(guest)).to_contain_text(f"Tak for en god aften til {PARTY}")
    for page in (coordinator, guest):
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_year_tells_of_money_and_the_word_about_gift_cards_is_gentle(
    portal: Served, browser: Browser, width: int
) -> None:
    coordinator = enter(portal, browser, width, "jonas")
    turn_to(coordinator, f"{portal.url}/recognition-year")
    press(coordinator, da("Set a budget"))
    dialog(coordinator).get_by_label(da("Kroner in the year")).fill("20.000")
    dialog(coordinator).get_by_role("button", name=da("Save"), exact=True).click()
    expect(coordinator.get_by_text(da("The budget is saved."))).to_be_visible()
    expect(main(coordinator).get_by_test_id("stMetricValue").first).to_contain_text("20.000")

    turn_to(coordinator, f"{portal.url}/recognition")
    press(coordinator, da("Thank somebody else"))
    name_somebody(coordinator, "Vera Rask")
    choose(coordinator, da("How?"), da("A gift card"))
    amount = field(coordinator, da("What will it cost in kroner? (may be left blank)"))
    amount.fill("1500")
    amount.press("Tab")
    expect(dialog(coordinator).get_by_text("kommer gavekort over 1400 kr. for Vera Rask")).to_be_visible()
    coordinator.context.close()
