"""An operator makes an organisation, and its first administrator comes in by the link and has a first volunteer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from core.programmes.programme import shipped as programmes
from tests.browser.barriers import problems
from tests.browser.entering import PASSPHRASE, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    button,
    da,
    field,
    go,
    like,
    logged_in,
    main,
    press,
    settled,
    turn_to,
    visitor,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration."""
    with served(tmp_path_factory.mktemp("operator"), demonstration=True) as found:
        yield found


def test_a_new_organisation_comes_from_its_making_to_its_first_volunteer(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, SCREEN, "ulla")
    turn_to(page, f"{portal.url}/organisations")
    main(page).get_by_text(da("Make an organisation")).click()
    settled(page)
    # By the keyboard: what has just been unfolded still moves.
    button(page, da("Make the organisation")).press("Enter")
    expect(page.get_by_role("heading", name=da("There is something to put right"))).to_be_visible()
    assert problems(page) == []
    field(page, da("Name of the organisation")).fill("Nyby Kommune")
    write(page, da("Name of the first administrator"), "Bo Lind")
    press(page, da("Make the organisation"))
    expect(main(page).get_by_text(da("Nobody has joined yet")).first).to_be_visible()
    link = main(page).locator(".hs-link").inner_text()
    newcomer = visitor(browser, PHONE)
    go(newcomer, link)
    expect(main(newcomer).get_by_role("heading", name="Velkommen, Bo Lind")).to_be_visible()
    expect(main(newcomer).get_by_text("Ulla Kragh inviterer dig")).to_be_visible()
    write(newcomer, da("New passphrase"), PASSPHRASE)
    press(newcomer, da("Continue"))
    logged_in(newcomer)
    settled(newcomer)
    press(newcomer, da("Add your first volunteer"))
    write(newcomer, da("Name of the workplace"), "Biblioteket")
    press(newcomer, da("Go on"))
    write(newcomer, da("Name"), "Karen Holm")
    main(newcomer).get_by_text(programmes()["kommunal_frivillig"].name["da"]).first.click()
    press(newcomer, da("Add and make the link"))
    expect(main(newcomer).locator(".hs-link")).to_contain_text("/invitation?t=")
    newcomer.context.close()
    turn_to(page, f"{portal.url}/organisations")
    expect(main(page).get_by_text("Nyby Kommune")).to_have_count(1)
    expect(main(page).get_by_text("Karen Holm")).to_have_count(0)
    # A page of those who see people says so, and leads back.
    turn_to(page, f"{portal.url}/volunteers")
    expect(page.get_by_role("heading", level=1, name=da("No access"))).to_be_visible()
    main(page).get_by_role("link", name=like("Go to {page}")).click()
    expect(page.get_by_role("heading", level=1, name=da("Organisations"))).to_be_visible()
    page.context.close()
