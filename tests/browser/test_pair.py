"""A pair's agreement as people make it: joined by a coordinator, answered alone, signed by both, the same at both."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.entering import enter
from tests.browser.pairs import answer, open_agreement
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, da, dialog, like, main, pick_person, press, turn_to, write

pytestmark = pytest.mark.browser

FIRST, SECOND = "Gitte Krogh", "Kirsten Holt"
# One of the two has a phone, the other a screen.
WHERE = {"jonas": SCREEN, "gitte": PHONE, "kirsten": SCREEN}


@dataclass
class Told:
    """A demonstration being served, and a browser for each in the story."""

    portal: Served
    pages: dict[str, Page]


@pytest.fixture(scope="module")
def told(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with served(tmp_path_factory.mktemp("pair"), demonstration=True) as portal:
        pages = {who: enter(portal, browser, width, who) for who, width in WHERE.items()}
        yield Told(portal, pages)
        for page in pages.values():
            page.context.close()


def opened(told: Told, who: str) -> Page:
    """The page of one of them, at their agreement."""
    open_agreement(told.pages[who], told.portal.url)
    return told.pages[who]


def sign(page: Page, name: str) -> None:
    press(page, da("I have read it. Continue"))
    write(page, da("Type your name: {name}").format(name=name), name)
    press(page, da("I sign"))


def test_two_instructors_make_their_agreement(told: Told) -> None:
    coordinator = told.pages["jonas"]
    turn_to(coordinator, f"{told.portal.url}/pairs")
    press(coordinator, da("Join two"))
    pick_person(coordinator, da("First instructor"), FIRST)
    pick_person(coordinator, da("Second instructor"), SECOND)
    expect(
        dialog(coordinator)
        .get_by_text(like("{name} is a pair with {partner} now. That pair ends, and its agreement is kept."))
        .first
    ).to_be_visible()
    press(coordinator, da("Join them and send the agreement"))
    expect(main(coordinator).get_by_text(f"{FIRST} · {SECOND}")).to_be_visible()

    first = opened(told, "gitte")
    answer(first, "volunteer", "Gitte")
    second = opened(told, "kirsten")
    expect(main(second).get_by_text("Gitte om")).to_have_count(0)
    answer(second, "partner", "Kirsten")
    expect(main(second).get_by_text("Gitte om support")).to_be_visible()
    press(second, da("Continue"))
    press(second, da("Continue to read it"))
    sign(second, SECOND)
    expect(main(second).get_by_text(da("Thank you. You have signed."))).to_be_visible()

    first = opened(told, "gitte")
    expect(main(first).get_by_text("Kirsten om support").first).to_be_visible()
    sign(first, FIRST)
    expect(main(first).get_by_text(da("Signed by everyone. This is what you agreed."))).to_be_visible()
    files = []
    for who in ("gitte", "kirsten"):
        page = opened(told, who)
        with page.expect_download() as downloading:
            main(page).get_by_role("button", name=da("Download the PDF")).click()
        files.append(downloading.value.path().read_bytes())
    assert files[0] == files[1]
    assert files[0].startswith(b"%PDF")
