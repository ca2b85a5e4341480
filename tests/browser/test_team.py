"""A peer team: a crisis talk asked for and answered on two phones, two taps each; and the lead handed over."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.entering import NAMES, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, choose, da, dialog, go, like, main, press, settled, turn_to

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("team"), demonstration=True) as found:
        yield found


def test_a_crisis_talk_is_asked_for_and_answered(portal: Served, browser: Browser) -> None:
    peer = enter(portal, browser, PHONE, "inger")
    main(peer).get_by_role("link", name=da("I need to talk with somebody")).click()
    settled(peer)
    press(peer, da("I need to talk with somebody soon"))
    card = main(peer).locator("[class*=st-key-talk-]").filter(has_text=da("Crisis talk"))
    # Who answers by when stands there at once, and whom to call if it cannot wait.
    expect(card).to_contain_text(NAMES["ruth"])
    expect(card).to_contain_text("svarer senest")
    expect(main(peer).get_by_role("link", name="112")).to_have_attribute("href", "tel:112")

    psychologist = enter(portal, browser, PHONE, "ruth")
    main(psychologist).get_by_role("link", name=da("Talks with peers")).click()
    settled(psychologist)
    waits = main(psychologist).locator("[class*=st-key-talk-]").filter(has_text=da("Crisis talk"))
    waits.locator("[class*=st-key-talk-at-0]").get_by_role("button").click()
    settled(psychologist)

    turn_to(peer, f"{portal.url}/talk")
    expect(card).to_contain_text(like("It is **{when}** with {name}."))


def test_the_lead_is_handed_over_and_what_was_between_two_goes_with_neither(portal: Served, browser: Browser) -> None:
    former = enter(portal, browser, PHONE, "merete")
    turn_to(former, f"{portal.url}/team")
    expect(main(former).get_by_text(da("In the way: {words}").split("{")[0])).not_to_have_count(0)

    coordinator = enter(portal, browser, SCREEN, "mette")
    turn_to(coordinator, f"{portal.url}/teams")
    main(coordinator).get_by_role("link", name="Broholdet").click()
    settled(coordinator)
    press(coordinator, da("Change it"))
    choose(coordinator, da("Who leads it?"), NAMES["inger"])
    dialog(coordinator).get_by_role("button", name=da("Save the team")).click()
    settled(coordinator)
    expect(main(coordinator)).to_contain_text(NAMES["inger"])

    lead = enter(portal, browser, PHONE, "inger")
    go(lead, portal.url)
    turn_to(lead, f"{portal.url}/team")
    # A clean page: the tasks of each, and nothing of what stood between the peers and who led before.
    expect(main(lead)).to_contain_text(
        da("What stands in the way is read by you and the peer alone. Nothing about illness stands here.")
    )
    expect(main(lead).get_by_text(da("In the way: {words}").split("{")[0])).to_have_count(0)
    turn_to(former, f"{portal.url}/team")
    expect(main(former)).to_contain_text(
        da("What stands in the way is read by you and your team lead alone. Nothing about illness stands here.")
    )
