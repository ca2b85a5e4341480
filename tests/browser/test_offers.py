"""From a planned meeting to a seat: invited, signed up in one tap, waiting, moved up, and on the printed list."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.i18n import local_day, utc_now
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    button,
    choose,
    da,
    field,
    like,
    main,
    press,
    settled,
    turn_to,
    write,
    write_day,
)
from tests.core.documents.readback import pages_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("offers"), demonstration=True) as found:
        yield found


def card(page: Page, title: str) -> Locator:
    """The box of one offer on somebody's own page."""
    return main(page).locator("[class*=st-key-offer-]").filter(has_text=title)


def tap(page: Page, title: str, label: str) -> None:
    card(page, title).get_by_role("button", name=da(label)).click()
    settled(page)


def test_a_seat_that_one_gives_up_goes_to_who_waits(portal: Served, browser: Browser) -> None:
    title = "Aftenmøde"
    coordinator = enter(portal, browser, PHONE, "jonas")
    turn_to(coordinator, f"{portal.url}/offers")
    press(coordinator, da("Plan an offer"))
    # Sent as it was met, from the bottom of a long form: one is led to what is wrong, and from there into its field.
    for _pressed_again in range(2):
        press(coordinator, da("Put it in the calendar"))
        wrong = main(coordinator).get_by_role("alert").filter(has=coordinator.get_by_role("link"))
        expect(wrong).to_be_focused()
        expect(wrong).to_be_in_viewport()
    wrong.get_by_role("link").first.press("Enter")
    expect(field(coordinator, da("What is it called?"))).to_be_focused()
    expect(field(coordinator, da("What is it called?"))).to_be_in_viewport()
    choose(coordinator, da("What is it?"), da("Introduction"))
    write(coordinator, da("What is it called?"), title)
    write_day(coordinator, da("First day"), local_day(utc_now()) + timedelta(days=14))
    write(coordinator, da("Seats (0 is no limit)"), "1")
    press(coordinator, da("Put it in the calendar"))
    expect(coordinator.get_by_role("heading", level=1, name=title)).to_be_visible()
    press(coordinator, like("Invite {name}"))
    expect(main(coordinator).get_by_role("heading", name=da("Have not answered"))).to_be_visible()

    phones = {login: enter(portal, browser, PHONE, login) for login in ("huong", "karen")}
    for phone in phones.values():
        turn_to(phone, f"{portal.url}/my-offers")
        tap(phone, title, "Yes, I would like to come")
    expect(card(phones["huong"], title)).to_contain_text(da("You have a seat"))
    expect(card(phones["karen"], title)).to_contain_text(da("You are on the waiting list"))
    tap(phones["huong"], title, "I cannot come after all")
    turn_to(phones["karen"], f"{portal.url}/my-path")
    expect(main(phones["karen"]).get_by_text(like("You have a seat: {title}"))).to_be_visible()
    turn_to(phones["karen"], f"{portal.url}/my-offers")
    expect(card(phones["karen"], title)).to_contain_text(da("You have a seat"))

    coordinator.reload()
    expect(main(coordinator).get_by_text(da("{taken} of {seats} seats taken").format(taken=1, seats=1))).to_be_visible()
    with coordinator.expect_download() as coming:
        button(coordinator, da("Print the list of those who come")).click()
    printed = "\n".join(pages_of(Path(coming.value.path()).read_bytes()))
    assert "Karen Møller" in printed
    assert title in printed
    for page in (coordinator, *phones.values()):
        page.context.close()
