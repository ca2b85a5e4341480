"""A peer's first weeks on a phone: the days are laid by a coordinator, met by the peer, and seen by who leads them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import problems, without_room
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, button, da, main, press, settled, turn_to, write

pytestmark = pytest.mark.browser
WORDS = "Det var godt at se stedet. Jeg vil gerne vide mere om nøglen."


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("training"), demonstration=True) as found:
        yield found


def looked_at(page: Page) -> Page:
    """The page, in which nothing stands in anybody's way and nothing is cut off."""
    assert problems(page) == []
    assert without_room(page) == []
    return page


def test_a_peers_first_weeks_on_a_phone(portal: Served, browser: Browser) -> None:
    peer = enter(portal, browser, PHONE, "inger")
    turn_to(peer, f"{portal.url}/my-training")
    expect(peer.get_by_role("heading", name=da("My training"), level=1)).to_be_visible()
    looked_at(peer)
    # A day that has been is unfolded in one tap, and taken back and noted in one each.
    main(peer).get_by_text(re.compile("Velkommen, og nogen at gå sammen med – ")).click()
    settled(peer)
    press(peer, da("Take it back"))
    press(peer, da("I was there"))
    write(peer, da("A few words about the day"), WORDS)
    press(peer, da("Send to {name}").format(name="Merete Sand"))
    expect(peer.get_by_text(da("Sent. Only your team lead can read it."))).to_be_visible()
    looked_at(peer)
    peer.context.close()
    lead = enter(portal, browser, PHONE, "merete")
    turn_to(lead, f"{portal.url}/team")
    main(lead).get_by_role("link", name=da("The team’s training"), exact=True).click()
    expect(lead.get_by_role("heading", name=da("Training of {team}").format(team="Broholdet"), level=1)).to_be_visible()
    settled(lead)
    expect(main(lead).get_by_text(WORDS)).to_be_visible()
    assert button(lead, da("Move")).count() == 0
    looked_at(lead)
    lead.context.close()
