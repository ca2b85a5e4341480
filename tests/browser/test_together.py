"""Two at one phone: the contact person hands it over, the volunteer signs on it, and it goes back to its owner."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from core import startup
from core.access.accounts import make_account
from core.i18n import utc_now
from core.settings import Settings
from db.engine import transaction
from tests.browser.entering import log_in
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, button, da, field, go, like, main, press, settled, turn_to, visitor, write
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_letter, sign

HOST, GUEST = "Lise Bach", "Karen Møller"
HOSTS, GUESTS = "syv sorte svaner sejler", "otte blå biler bremser"

pytestmark = pytest.mark.browser

# A page for everybody, a visitor's, a colleague's, a volunteer's and an operator's. That every address is this one page
# while the device is lent is held by the tests of the page.
ELSEWHERE = ("privacy", "login", "volunteers", "my-documents", "organisations")


@pytest.fixture(scope="module")
def story(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Story"]:
    """The story played once; the tests below look at how it ended."""
    folder = tmp_path_factory.mktemp("together")
    document = _prepared(folder)
    with served(folder) as portal:
        played = Story(portal, browser, document, folder)
        yield played
        played.page.context.close()


def _prepared(folder: Path) -> str:
    """A letter the contact person has signed, in the portal that is served; its address."""
    opened = startup.prepare(Settings(HANDSLAG_DATA=folder / "data", DATABASE_URL="", HANDSLAG_SECRET=""))
    startup.use(opened)
    now = utc_now()
    try:
        with opened.session() as session:
            scene = a_scene(session, now)
            _accounts(session, scene)
            letter = a_letter(session, scene, now)
            sign(session, scene.as_contact_person, letter.id, now)
            return f"document?id={letter.id}"
    finally:
        startup.use(None)
        opened.engine.dispose()


def _accounts(session: Session, scene: Scene) -> None:
    now = utc_now()
    for person, login_name, passphrase in ((scene.contact_person, "lise", HOSTS), (scene.volunteer, "karen", GUESTS)):
        with transaction(session):
            make_account(session, person=person, login_name=login_name, passphrase=passphrase, now=now)


class Story:
    """Everything that happens, in order; each step leaves what the tests ask about."""

    def __init__(self, portal: Served, browser: Browser, document: str, folder: Path) -> None:
        self.portal, self.document, self.folder = portal, f"{portal.url}/{document}", folder
        self.page = visitor(browser, PHONE)
        self.seen: dict[str, str] = {}
        self.log_in()
        self.hand_over()
        self.look_elsewhere()
        self.sign()
        self.take_back()

    def log_in(self) -> None:
        page = self.page
        log_in(page, self.portal, "lise", HOSTS)
        go(page, self.document)

    def hand_over(self) -> None:
        page = self.page
        press(page, like("Sign together with {name}"))
        page.get_by_role("button", name=like("Hand the device to {name}")).click()
        settled(page)
        self._only_the_letter(page)

    def look_elsewhere(self) -> None:
        """A reload, other addresses, another window, the way back, and a portal that was started anew."""
        page = self.page
        page.reload()
        self._only_the_letter(page)
        for address in ELSEWHERE:
            turn_to(page, f"{self.portal.url}/{address}")
            self.seen[address] = page.inner_text("body")
        other = page.context.new_page()
        turn_to(other, f"{self.portal.url}/today")
        self._only_the_letter(other)
        other.close()
        page.go_back()
        self._only_the_letter(page)
        self.portal.restart()
        # Opened anew: until the tab has noticed that its server was gone it turns nowhere.
        go(page, f"{self.portal.url}/volunteers")
        self._only_the_letter(page)

    def _only_the_letter(self, page: Page) -> None:
        expect(button(page, da("I have read it. Continue"))).to_be_visible()
        settled(page)
        expect(page.get_by_role("button", name=da("Log out"), exact=True)).to_have_count(0)
        expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(0)
        expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
        page.screenshot(path=self.folder / "read.png")

    def sign(self) -> None:
        page = self.page
        press(page, da("I have read it. Continue"))
        self.overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        write(page, da("Type your name: {name}").split(":")[0], GUEST)
        write(page, da("Your own passphrase"), HOSTS)
        press(page, da("I sign"))
        expect(main(page).get_by_text(da("That is not the right passphrase. Try again."))).to_be_visible()
        write(page, da("Your own passphrase"), GUESTS)
        page.screenshot(path=self.folder / "sign.png", full_page=True)
        press(page, da("I sign"))
        expect(page.get_by_role("heading", name=da("Thank you. You have signed."))).to_be_visible()
        settled(page)
        page.screenshot(path=self.folder / "done.png", full_page=True)

    def take_back(self) -> None:
        page = self.page
        passphrase = da("{host}: write your own passphrase").format(host=HOST)
        self.filled_in_by_itself = field(page, passphrase).input_value()
        write(page, passphrase, GUESTS)
        press(page, like("I am {host}. Take the device back"))
        expect(main(page).get_by_text(da("That is not the right passphrase. Try again."))).to_be_visible()
        write(page, passphrase, HOSTS)
        press(page, like("I am {host}. Take the device back"))
        expect(page.get_by_role("button", name=da("Log out"))).to_be_visible()


def test_no_address_shows_anything_but_the_letter_to_sign(story: Story) -> None:
    for address, said in story.seen.items():
        assert f"Kære {GUEST}" in said, address
        assert "Jonas Holm" not in said.split(f"Kære {GUEST}")[0], address
    assert story.seen.keys() == set(ELSEWHERE)


def test_nothing_is_wider_than_the_phone_and_no_passphrase_is_filled_in(story: Story) -> None:
    assert story.overflow <= 0
    assert story.filled_in_by_itself == ""


def test_the_host_goes_on_as_before_and_the_paper_says_beside_whom(story: Story) -> None:
    page = story.page
    go(page, story.document)
    expect(main(page).get_by_text(re.compile(f"skrev under .*sammen med {HOST}")).first).to_be_visible()
    with page.expect_download() as begun:
        button(page, da("Download the PDF")).click()
    file = story.folder / "brev.pdf"
    begun.value.save_as(file)
    printed = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert f"Underskrevet sammen med {HOST}, som lånte sin enhed ud" in " ".join(printed.split())
    turn_to(page, f"{story.portal.url}/today")
    expect(page.get_by_role("heading", name=da("Today"))).to_be_visible()
