"""The whole main job as people do it: from an empty portal to a sealed PDF that anybody can check.

Nobody types an address: people come to the front door or by a link they were given, and press from there. They read
English, and what they are shown is looked through for Danish; the same is done in Danish in the season.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.documents.template.model import Language, shipped
from core.i18n import LANGUAGES, LOCALES
from core.programmes.programme import shipped as programmes
from tests.browser.danish import danish_in
from tests.browser.entering import PASSPHRASE
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    MenuEntry,
    button,
    choose,
    dialog,
    field,
    go,
    like,
    logged_in,
    main,
    open_from_menu,
    press,
    settled,
    told,
    unfold,
    upload,
    visitor,
    whenever_settled,
    write,
)
from tests.mailbox import Mailbox, mailbox, plain

COORDINATOR, CONTACT, VOLUNTEER = "Jonas Holm", "Lise Bach", "Søren Ågård"
SOERENS_MAIL = "soeren@example.dk"
OWN_NAMES = frozenset({"Søren", "Sørens", "Ågård"})


LANGUAGE: Language = "en"
# What they write themselves.
REWORDED = "You go for walks with the residents, and you may bring your dog."
FILLED_IN = {
    "task": "Go for walks and read aloud.",
    "extent": "Two hours a week",
    "target_group": "The residents",
    "can_do": "Walk and talk.",
    "cannot_do": "Lift and give medicine.",
    "expenses": "Bus with a receipt.",
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def story(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Story"]:
    """The story played once, the coordinator at a screen and the others on phones; the tests below look at how it
    ended."""
    folder = tmp_path_factory.mktemp("story")
    with mailbox() as mails, served(folder, settings=mails.settings()) as portal:
        played = Story(portal, mails, browser, folder)
        yield played
        for page in (played.coordinator, played.contact, played.volunteer):
            page.context.close()


def say(message: str) -> str:
    """What those in the story read for `message`."""
    return told(message, LANGUAGE)


def alike(message: str) -> re.Pattern[str]:
    """The same, whatever stands in its blanks."""
    return like(message, LANGUAGE)


class Story:
    """Everything that happens, in order; each step leaves what the tests ask about."""

    def __init__(self, portal: Served, mails: Mailbox, browser: Browser, folder: Path) -> None:
        self.portal, self.mails, self.browser, self.folder = portal, mails, browser, folder
        self.letter = shipped()["welcome_letter"].words(LANGUAGE)
        self.console: list[str] = []
        self.danish: set[str] = set()
        self.coordinator = self._visitor(SCREEN)
        self.contact = self._visitor(PHONE)
        self.volunteer = self._visitor(PHONE)
        self.set_up()
        self.invite_colleague()
        self.add_volunteer()
        self.join_and_write_details()
        self.prepare_letter()
        self.volunteer_signs()
        self.contact_person_signs()

    def _visitor(self, width: int) -> Page:
        page = visitor(self.browser, width, locale=LOCALES[LANGUAGE].replace("_", "-"))
        page.on("console", lambda said: self.console.append(said.text) if "Content Security" in said.text else None)
        return page

    def arrive(self, page: Page, address: str) -> None:
        """Come for the first time, and press the own language where another is shown."""
        go(page, address)
        offered = main(page).get_by_role("button", name=LANGUAGES[LANGUAGE])
        if offered.count():
            offered.click()
            expect(offered).to_have_count(0)
            settled(page)
        self._read(page)
        whenever_settled(page, self._read)

    def _read(self, page: Page) -> None:
        """Look for Danish in what an English reader is shown."""
        shown = danish_in(page.inner_text("body"), names=OWN_NAMES)
        self.danish |= {f"{page.url.removeprefix(self.portal.url)}: {line}" for line in shown}

    def open(self, page: Page, name: str, group: str = "") -> None:
        """Press a page's name in the menu."""
        open_from_menu(page, MenuEntry(say(name), say(group) if group else ""))

    def set_up(self) -> None:
        page = self.coordinator
        self.arrive(page, self.portal.url)
        write(page, say("Setup code"), self.portal.setup_code())
        self._on_to(page, "Begin", "What is your organisation called?")
        write(page, say("Name of the organisation"), "Solbjerg Kommune")
        self._on_to(page, "Go on", "Who are you?")
        write(page, say("Your name"), COORDINATOR)
        self._on_to(page, "Go on", "How will you log in?")
        write(page, say("Login name"), "jonas")
        write(page, say("New passphrase"), PASSPHRASE)
        self._on_to(page, "Set up the portal", "Where are your volunteers?")
        logged_in(page)
        write(page, say("Name of the workplace"), "Birkehuset")
        self._on_to(page, "Go on", "Who is your first volunteer?")

    def _on_to(self, page: Page, pressed: str, asked: str) -> None:
        """Press what leads on to the next question, and wait for it."""
        press(page, say(pressed))
        expect(page.get_by_role("heading", name=say(asked))).to_be_visible()
        settled(page)

    def invite_colleague(self) -> None:
        page = self.coordinator
        # What stands in the documents, and who else is here, can wait; it stands on Today until it is done.
        self.open(page, "Today")
        main(page).get_by_role("link", name=say("Write your address, phone and e-mail")).click()
        settled(page)
        main(page).get_by_role("textbox", name=say("Address")).first.fill("Torvet 1\n4999 Solbjerg")
        write(page, say("Phone"), "70102030")
        press(page, say("Save"))
        self.open(page, "Colleagues", "Set-up")
        press(page, say("Invite a colleague"))
        write(page, say("Name"), CONTACT)
        dialog(page).get_by_text(say("Contact person"), exact=True).first.click()
        settled(page)
        choose(page, say("Workplace"), "Birkehuset")
        press(page, say("Invite the colleague"))
        copied = dialog(page).locator(".hs-link").first.inner_text()
        press(page, say("Close"))
        self.join(self.contact, copied.strip(), COORDINATOR, "lise")
        self.open(self.contact, "My details", "My own")
        write(self.contact, say("Phone"), "30405060")
        expect(main(self.contact).get_by_text(alike("Saved at {time}"))).to_be_visible()

    def join(self, page: Page, link: str, inviter: str, login_name: str) -> None:
        self.arrive(page, link)
        expect(main(page).get_by_text(inviter).first).to_be_visible()
        write(page, say("Login name"), login_name)
        write(page, say("New passphrase"), PASSPHRASE)
        press(page, say("Continue"))
        logged_in(page)

    def add_volunteer(self) -> None:
        page = self.coordinator
        self.open(page, "Volunteers")
        press(page, say("Add a volunteer"))
        expect(page.get_by_role("heading", name=say("Who is your first volunteer?"), level=1)).to_be_visible()
        settled(page)
        write(page, say("Name"), VOLUNTEER)
        write(page, say("E-mail (may be left blank)"), SOERENS_MAIL)
        main(page).get_by_text(programmes()["kommunal_frivillig"].name[LANGUAGE]).first.click()
        # There is one workplace, so nobody is asked for it.
        expect(main(page).get_by_role("combobox", name=say("Workplace"))).to_have_count(0)
        choose(page, say("Contact person"), CONTACT)
        press(page, say("Add and make the link"))
        expect(main(page).get_by_text(re.compile(r"/invitation\?t=")).first).to_be_visible()

    def mailed_link(self, page: Page, path: str) -> str:
        """The link to `path` in the newest mail to the volunteer that has one."""
        for _ in range(300):
            for mail in reversed(self.mails.mails):
                assert mail.get_content_type() == "multipart/alternative"
                found = re.search(rf"{re.escape(self.portal.url)}/{path}\S+", plain(mail))
                if mail["To"] == SOERENS_MAIL and found:
                    self.danish |= set(danish_in(f"{mail['Subject']}\n{plain(mail)}", names=OWN_NAMES))
                    return found[0]
            page.wait_for_timeout(100)
        raise AssertionError(f"no mail with a link to {path}")

    def join_and_write_details(self) -> None:
        page = self.volunteer
        self.join(page, self.mailed_link(page, r"invitation\?t="), COORDINATOR, "soeren")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Søren")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Søren")
        settled(page)
        press(page, say("Write my details"))
        write(page, say("Phone"), "20304050")
        write(page, say("Address"), "Engvej 7\n4999 Solbjerg")
        write(page, say("Who should we call?"), "Anne Holt")
        write(page, say("Their phone"), "30 40 50 60")
        expect(main(page).get_by_text(alike("Saved at {time}"))).to_have_count(4)

    def prepare_letter(self) -> None:
        page = self.contact
        self.open(page, "Today")
        press(page, re.escape(say("Make the {document}").format(document="")))
        self._choose_points(page)
        press(page, re.escape(say("Write what is missing ({count})").split(" (")[0]))
        for asked, value in FILLED_IN.items():
            write(page, self.letter.fields[asked].label, value)
        self._choose_insurance(page)
        page.get_by_label(self.letter.fields["start_date"].label).get_by_role("spinbutton").first.click()
        page.keyboard.type("01122026")
        page.keyboard.press("Tab")
        settled(page)
        press(page, alike("Send to {name}"))
        expect(button(page, alike("Send to {name}"))).to_have_count(0)

    def _choose_points(self, page: Page) -> None:
        section = self.letter.sections["task"].title
        unfold(page, section)
        points = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=section))
        care = self.letter.clauses["no_care"].title
        paper = main(page).get_by_role("article").or_(main(page).locator(".hs-paper")).first
        self.care_is_in = not points.get_by_role("switch", name=re.compile(f"^{care}")).is_checked()
        points.get_by_text(care).first.click()
        settled(page)
        expect(paper.get_by_text(care)).to_have_count(int(self.care_is_in))
        points.get_by_role("button", name=say("Say it in other words")).first.click()
        settled(page)
        write(page, say("The words of this point ({language})").split(" (")[0], REWORDED)
        expect(paper.get_by_text(REWORDED)).to_be_visible()

    def _choose_insurance(self, page: Page) -> None:
        both = self.letter.fields["insurance_cover"].choices["both"]
        main(page).get_by_role("radio", name=both).locator("xpath=ancestor::label").click()
        settled(page)

    def volunteer_signs(self) -> None:
        page = self.volunteer
        go(page, self.mailed_link(page, r"document\?id="))
        self._to_the_signature(page)
        expect(
            main(page).get_by_text(re.compile(re.escape(self.letter.not_binding.split(".")[0]))).first
        ).to_be_visible()
        write(page, say("Type your name: {name}").split(":")[0], VOLUNTEER)
        press(page, say("I sign"))
        expect(main(page).get_by_text(say("Thank you. You have signed."))).to_be_visible()

    def _to_the_signature(self, page: Page) -> None:
        """Through filling in, checking the answers and reading, whichever of them this reader has."""
        onward = "|".join(say(said) for said in ("Continue", "Continue to read it", "I have read it. Continue"))
        self.walked = []
        for _step in range(4):
            if main(page).get_by_role("heading", name=say("Sign"), exact=True).count():
                return
            self.walked.append(page.get_by_role("heading", level=2).first.inner_text())
            press(page, f"{onward}$")
        raise AssertionError(f"no way to the signature: {self.walked}")

    def contact_person_signs(self) -> None:
        page = self.contact
        self.open(page, "Today")
        press(page, say("Read and sign"))
        self._to_the_signature(page)
        write(page, say("Type your name: {name}").split(":")[0], CONTACT)
        press(page, say("I sign"))
        expect(main(page).get_by_text(say("Signed by everyone. This is what you agreed."))).to_be_visible()

    def download(self, page: Page, name: str) -> Path:
        """The sealed PDF as this person gets it."""
        with page.expect_download() as begun:
            button(page, say("Download the PDF")).click()
        file = self.folder / name
        begun.value.save_as(file)
        return file

    def asked_by_anybody(self, file: Path) -> Page:
        """What anybody's browser is told of a file."""
        page = self._visitor(PHONE)
        self.arrive(page, self.portal.url)
        main(page).get_by_role("link", name=say("Check a document")).click()
        expect(page.get_by_role("heading", name=say("Check a document"), level=1)).to_be_visible()
        settled(page)
        upload(page, file)
        return page


def test_both_hold_the_same_sealed_file_and_anybody_can_check_it(story: Story) -> None:
    theirs = story.download(story.contact, "kontaktperson.pdf")
    # The mail that it is there holds a link, never the file.
    go(story.volunteer, story.mailed_link(story.volunteer, r"document\?id="))
    mine = story.download(story.volunteer, "frivillig.pdf")
    assert mine.read_bytes() == theirs.read_bytes()
    printed = subprocess.run(["pdftotext", str(mine), "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(printed.split())
    for said in (VOLUNTEER, CONTACT, REWORDED.split(", ")[1], "Anne Holt"):
        assert said in words
    assert (story.letter.clauses["no_care"].title in words) is story.care_is_in

    assert story.portal.command("verify", str(mine)).returncode == 0
    altered = bytearray(mine.read_bytes())
    altered[len(altered) // 2] ^= 1
    (story.folder / "rettet.pdf").write_bytes(altered)
    assert story.portal.command("verify", str(story.folder / "rettet.pdf")).returncode == 1

    anybody = story.asked_by_anybody(mine)
    genuine = say("Genuine. This file was sealed here, and nothing in it has been changed.")
    expect(main(anybody).get_by_text(genuine).first).to_be_visible()
    assert not any(name in anybody.inner_text("body") for name in (VOLUNTEER, CONTACT))
    anybody.context.close()
    anybody = story.asked_by_anybody(story.folder / "rettet.pdf")
    changed = say("Altered. This file was made from a document of ours, but it is not as we sealed it.")
    expect(main(anybody).get_by_text(changed).first).to_be_visible()
    anybody.context.close()


def test_no_browser_refused_anything_for_the_content_policy(story: Story) -> None:
    assert story.console == []


def test_no_danish_is_read_on_the_way(story: Story) -> None:
    assert sorted(story.danish) == []


def test_a_reload_stays_logged_in_the_language_changes_and_the_way_out_is_the_end(story: Story) -> None:
    other = "da"
    page = story.volunteer.context.new_page()
    go(page, story.portal.url)
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGE)
    press(page, LANGUAGES[other])
    expect(main(page).get_by_role("button", name=told("Log out", other))).to_be_visible()
    settled(page)
    page.reload()
    expect(main(page).get_by_role("button", name=told("Log out", other))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", other)
    settled(page)
    press(page, told("Log out", other))
    login = page.get_by_role("heading", name=told("Log in", other)).first
    expect(login).to_be_visible()
    page.reload()
    expect(login).to_be_visible()
    expect(field(page, told("Login name", other))).to_be_visible()
