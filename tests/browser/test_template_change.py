"""An administrator changes a clause; a volunteer who had signed is asked anew, sees what is new, and signs."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, select

from core.access.permissions import Role
from core.documents.template.model import shipped
from core.i18n import utc_now
from db.documents import Document
from db.people import Person
from tests.browser.entering import log_in
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, button, da, field, like, main, press, settled, turn_to, visitor, write
from tests.builders import PASSPHRASE, Scene, a_member, a_scene, an_account
from tests.core.documents.stories import a_sealed_letter

KIND = "welcome_letter"
WORDS = shipped()[KIND].words("da")
TITLE, FORMER = WORDS.clauses["effort"].title, WORDS.clauses["effort"].text
NEW = "Du pynter op til jul, og du tager pynten ned igen."

pytestmark = pytest.mark.browser


class Story:
    """Everything that happens, in order; each step leaves what the tests ask about."""

    def __init__(self, portal: Served, browser: Browser) -> None:
        self.portal, self.browser = portal, browser
        # Sealing wants an event loop of its own, and this thread has the browser's.
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(self._somebody_has_signed).result()
        self.admin, self.coordinator, self.contact, self.volunteer = (
            self._logged_in(who, width)
            for who, width in (("admin", SCREEN), ("coordinator", PHONE), ("contact", SCREEN), ("volunteer", PHONE))
        )
        self.change_the_clause()
        self.ask_anew()
        self.sign(self.volunteer, self.scene_names["volunteer"])
        self.sign(self.contact, self.scene_names["contact"])

    def _logged_in(self, who: str, width: int) -> Page:
        page = visitor(self.browser, width)
        log_in(page, self.portal, who, PASSPHRASE)
        return page

    def _somebody_has_signed(self) -> None:
        with self.portal.session() as session:
            self._in(session)

    def _in(self, session: Session) -> None:
        now = utc_now()
        scene: Scene = a_scene(session, now)
        people: dict[str, Person] = {
            "admin": a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis"),
            "coordinator": scene.coordinator,
            "contact": scene.contact_person,
            "volunteer": scene.volunteer,
        }
        self.scene_names = {who: person.name for who, person in people.items()}
        for who, person in people.items():
            an_account(session, person, now, login_name=who)
        a_sealed_letter(session, scene, now)

    def change_the_clause(self) -> None:
        page = self.admin
        turn_to(page, f"{self.portal.url}/templates")
        main(page).get_by_role("link", name=WORDS.title).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(WORDS.title)
        settled(page)
        press(page, da("Write a new version"))
        self._open(page, TITLE)
        write(page, da("The words of the point"), "{{ volunteer.phone }}")
        press(page, f"{da('Save')}$")
        expect(button(page, da("Publish"))).to_be_disabled()
        expect(button(page, like("line {number}"))).to_be_visible()
        write(page, da("The words of the point"), NEW)
        press(page, f"{da('Save')}$")
        expect(main(page).locator(".hs-paper").first).to_contain_text(NEW)
        press(page, da("Publish"))
        page.get_by_role("button", name=da("Yes, publish it")).click()
        settled(page)
        expect(main(page).get_by_text(like("Version {number}, your own")).first).to_be_visible()

    def _open(self, page: Page, title: str) -> None:
        """Go down the list of pieces by keyboard until the point is in sight; a long list draws a part of itself."""
        box = page.get_by_role("combobox", name=re.compile(re.escape(da("What do you want to work on?")))).first
        wanted = page.get_by_role("option", name=f"– {title}", exact=True)
        # The list moves under the finger while it is gone down in, so a click may miss on a slow machine.
        for _attempt in range(3):
            box.focus()
            for _step in range(40):
                box.press("ArrowDown")
                if wanted.count():
                    break
            page.wait_for_timeout(300)
            wanted.first.click()
            settled(page)
            if field(page, da("The words of the point")).count():
                return

    def ask_anew(self) -> None:
        page = self.coordinator
        turn_to(page, f"{self.portal.url}/agree-anew?kind={KIND}")
        press(page, like("Ask {count} volunteer to agree anew"))
        page.get_by_role("button", name=da("Yes, do it")).click()
        settled(page)
        press(page, da("Done"))
        expect(main(page).get_by_text(da("asked already")).first).to_be_visible()

    def sign(self, page: Page, name: str) -> None:
        """Whoever is to sign finds the new document where they begin, and sees what is new in it."""
        turn_to(page, f"{self.portal.url}/{'my-path' if page is self.volunteer else 'today'}")
        press(page, da("Read and sign"))
        new, seen = main(page).locator(".hs-changes").first, False
        onward = "|".join(da(said) for said in ("Continue", "Continue to read it", "I have read it. Continue"))
        for _step in range(4):
            if new.count():
                expect(new.locator("ins").first).to_contain_text("pynter")
            if main(page).get_by_role("heading", name=da("Sign"), exact=True).count():
                break
            seen = seen or new.count() > 0
            press(page, f"{onward}$")
        assert seen
        write(page, da("Type your name: {name}").split(":")[0], name)
        press(page, da("I sign"))
        expect(field(page, da("Type your name: {name}").split(":")[0])).to_have_count(0)


@pytest.fixture(scope="module")
def story(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The story played once, some of them on phones and some on screens."""
    folder: Path = tmp_path_factory.mktemp("wording")
    with served(folder) as portal:
        played = Story(portal, browser)
        yield played
        for page in (played.admin, played.coordinator, played.contact, played.volunteer):
            page.context.close()


@pytest.mark.parametrize("who", ["volunteer", "coordinator"])
def test_both_hold_the_old_and_the_new(story: Story, who: str) -> None:
    page = story.volunteer if who == "volunteer" else story.coordinator
    with story.portal.session() as session:
        ids = [row.id for row in session.exec(select(Document).order_by(Document.created_at))]  # type: ignore[arg-type]
    assert len(ids) == 2
    for id_, said in zip(ids, (FORMER, NEW), strict=True):
        turn_to(page, f"{story.portal.url}/document?id={id_}")
        expect(main(page).locator(".hs-paper").first).to_contain_text(said.split(".")[0])


def test_nobody_is_left_to_ask(story: Story) -> None:
    turn_to(story.coordinator, f"{story.portal.url}/agree-anew?kind={KIND}")
    said = da("Nobody: everyone who has signed has signed the version in force.")
    expect(main(story.coordinator).get_by_text(said)).to_be_visible()
