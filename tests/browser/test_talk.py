"""A crisis talk asked for and answered, on two phones: two taps each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.entering import NAMES, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, da, like, main, press, settled, turn_to

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("talk"), demonstration=True) as found:
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
