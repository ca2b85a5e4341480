"""The whole main job in Danish, as people do it: from an empty portal to a sealed PDF that anybody can check."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.documents.template.model import shipped
from core.programmes.programme import shipped as programmes
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    WIDTHS,
    button,
    choose,
    da,
    field,
    go,
    like,
    logged_in,
    main,
    press,
    settled,
    unfold,
    visitor,
    write,
)
from tests.mailbox import Mailbox, mailbox

COORDINATOR, CONTACT, VOLUNTEER = "Jonas Holm", "Lise Bach", "Søren Ågård"
SOERENS_MAIL = "soeren@example.dk"
PASSPHRASE = "fire grønne cykler i regn"
REWORDED = "Du går ture med beboerne, og du må gerne tage din hund med."
LETTER = shipped()["welcome_letter"].words("da")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=WIDTHS)
def story(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Story"]:
    """The story played once at each width; the tests below look at how it ended."""
    folder = tmp_path_factory.mktemp("story")
    with mailbox() as mails, served(folder, settings=mails.settings()) as portal:
        played = Story(portal, mails, browser, request.param, folder)
        yield played
        for page in (played.coordinator, played.contact, played.volunteer):
            page.context.close()


class Story:
    """Everything that happens, in order; each step leaves what the tests ask about."""

    def __init__(self, portal: Served, mails: Mailbox, browser: Browser, width: int, folder: Path) -> None:
        self.portal, self.mails, self.browser, self.width, self.folder = portal, mails, browser, width, folder
        self.console: list[str] = []
        self.coordinator = self._visitor()
        self.contact = self._visitor()
        self.volunteer = self._visitor()
        self.set_up()
        self.invite_colleague()
        self.add_volunteer()
        self.join_and_write_details()
        self.prepare_letter()
        self.volunteer_signs()
        self.contact_person_signs()

    def _visitor(self) -> Page:
        page = visitor(self.browser, self.width)
        page.on("console", lambda said: self.console.append(said.text) if "Content Security" in said.text else None)
        return page

    def set_up(self) -> None:
        page = self.coordinator
        go(page, self.portal.url)
        write(page, da("Setup code"), self.portal.setup_code())
        write(page, da("Name of the organisation"), "Solbjerg Kommune")
        write(page, da("Address"), "Torvet 1\n4999 Solbjerg")
        write(page, da("Phone"), "70102030")
        write(page, da("Your name"), COORDINATOR)
        write(page, da("Login name"), "jonas")
        write(page, da("New passphrase"), PASSPHRASE)
        press(page, da("Set up the portal"))
        expect(page.get_by_role("heading", name=da("Today"))).to_be_visible()
        logged_in(page)

    def invite_colleague(self) -> None:
        page = self.coordinator
        go(page, f"{self.portal.url}/organisation")
        write(page, da("Name of the workplace"), "Birkehuset")
        press(page, da("Add the workplace"))
        expect(main(page).get_by_text("Birkehuset").first).to_be_visible()
        go(page, f"{self.portal.url}/colleagues")
        unfold(page, da("Invite a colleague"))
        write(page, da("Name"), CONTACT)
        main(page).get_by_text(da("Contact person"), exact=True).first.click()
        settled(page)
        choose(page, da("Workplace"), "Birkehuset")
        press(page, da("Invite the colleague"))
        unfold(page, CONTACT)
        copied = main(page).get_by_test_id("stCode").get_by_text(re.compile(r"/invitation\?t=")).first.inner_text()
        self.join(self.contact, copied.strip(), COORDINATOR, "lise")
        go(self.contact, f"{self.portal.url}/my-details")
        write(self.contact, da("Phone"), "30405060")
        expect(main(self.contact).get_by_text(like("Saved at {time}"))).to_be_visible()

    def join(self, page: Page, link: str, inviter: str, login_name: str) -> None:
        go(page, link)
        expect(main(page).get_by_text(inviter).first).to_be_visible()
        write(page, da("Login name"), login_name)
        write(page, da("New passphrase"), PASSPHRASE)
        press(page, da("Continue"))
        logged_in(page)

    def add_volunteer(self) -> None:
        page = self.coordinator
        go(page, f"{self.portal.url}/add-volunteer")
        write(page, da("Name"), VOLUNTEER)
        write(page, da("E-mail (may be left blank)"), SOERENS_MAIL)
        main(page).get_by_text(programmes()["kommunal_frivillig"].name["da"]).first.click()
        choose(page, da("Workplace"), "Birkehuset")
        choose(page, da("Contact person"), CONTACT)
        press(page, da("Add and make the link"))
        expect(main(page).get_by_text(re.compile(r"/invitation\?t=")).first).to_be_visible()

    def mailed_link(self, page: Page, path: str) -> str:
        """The link to `path` in the newest mail to the volunteer that has one."""
        for _ in range(300):
            for mail in reversed(self.mails.mails):
                assert not list(mail.iter_attachments())
                found = re.search(rf"{re.escape(self.portal.url)}/{path}\S+", mail.get_content())
                if mail["To"] == SOERENS_MAIL and found:
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
        press(page, da("Write my details"))
        write(page, da("Phone"), "20304050")
        write(page, da("Address"), "Engvej 7\n4999 Solbjerg")
        write(page, da("Who should we call?"), "Åse Møller")
        write(page, da("Their phone"), "30 40 50 60")
        expect(main(page).get_by_text(like("Saved at {time}"))).to_have_count(4)

    def prepare_letter(self) -> None:
        page = self.contact
        go(page, f"{self.portal.url}/today")
        press(page, re.escape(da("Make: {document}").format(document="")))
        self._choose_points(page)
        press(page, re.escape(da("Write what is missing ({count})").split(" (")[0]))
        for asked, value in (
            ("task", "Gå ture og læse højt."),
            ("extent", "To timer om ugen"),
            ("target_group", "Beboerne"),
            ("can_do", "Gå ture og drikke kaffe."),
            ("cannot_do", "Løfte og give medicin."),
            ("expenses", "Bus mod kvittering."),
        ):
            write(page, LETTER.fields[asked].label, value)
        self._choose_insurance(page)
        page.get_by_label(LETTER.fields["start_date"].label).get_by_role("spinbutton").first.click()
        page.keyboard.type("01122026")
        page.keyboard.press("Tab")
        settled(page)
        press(page, like("Send to {name}"))
        expect(button(page, like("Send to {name}"))).to_have_count(0)

    def _choose_points(self, page: Page) -> None:
        section = LETTER.sections["task"].title
        unfold(page, section)
        points = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=section))
        care = LETTER.clauses["no_care"].title
        paper = main(page).get_by_role("article").or_(main(page).locator(".hs-paper")).first
        self.care_is_in = not points.get_by_role("switch", name=re.compile(f"^{care}")).is_checked()
        points.get_by_text(care).first.click()
        settled(page)
        expect(paper.get_by_text(care)).to_have_count(int(self.care_is_in))
        points.get_by_role("button", name=da("Say it in other words")).first.click()
        settled(page)
        write(page, da("The words of this point ({language})").split(" (")[0], REWORDED)
        expect(paper.get_by_text(REWORDED)).to_be_visible()

    def _choose_insurance(self, page: Page) -> None:
        both = LETTER.fields["insurance_cover"].choices["both"]
        main(page).get_by_role("radio", name=both).locator("xpath=ancestor::label").click()
        settled(page)

    def volunteer_signs(self) -> None:
        page = self.volunteer
        go(page, self.mailed_link(page, r"document\?id="))
        self._to_the_signature(page)
        expect(main(page).get_by_text(re.compile("ikke juridisk bindende")).first).to_be_visible()
        write(page, da("Type your name: {name}").split(":")[0], VOLUNTEER)
        press(page, da("I sign"))
        expect(main(page).get_by_text(da("Thank you. You have signed."))).to_be_visible()

    def _to_the_signature(self, page: Page) -> None:
        """Through filling in, checking the answers and reading, whichever of them this reader has."""
        onward = "|".join(da(said) for said in ("Continue", "Continue to read it", "I have read it. Continue"))
        self.walked = []
        for _step in range(4):
            if main(page).get_by_role("heading", name=da("Sign"), exact=True).count():
                return
            self.walked.append(page.get_by_role("heading", level=2).first.inner_text())
            press(page, f"{onward}$")
        raise AssertionError(f"no way to the signature: {self.walked}")

    def contact_person_signs(self) -> None:
        page = self.contact
        go(page, f"{self.portal.url}/today")
        press(page, da("Read and sign"))
        self._to_the_signature(page)
        write(page, da("Type your name: {name}").split(":")[0], CONTACT)
        press(page, da("I sign"))
        expect(main(page).get_by_text(da("Signed by everyone. This is what you agreed."))).to_be_visible()

    def download(self, page: Page, name: str) -> Path:
        """The sealed PDF as this person gets it."""
        with page.expect_download() as begun:
            button(page, da("Download the PDF")).click()
        file = self.folder / name
        begun.value.save_as(file)
        return file

    def check(self, page: Page, file: Path) -> None:
        """Have anybody's browser ask about a file."""
        go(page, f"{self.portal.url}/verify")
        page.set_input_files("input[type=file]", str(file))


def test_both_hold_the_same_sealed_file_and_anybody_can_check_it(story: Story) -> None:
    theirs = story.download(story.contact, "kontaktperson.pdf")
    # The mail that it is there holds a link, never the file.
    go(story.volunteer, story.mailed_link(story.volunteer, r"document\?id="))
    mine = story.download(story.volunteer, "frivillig.pdf")
    assert mine.read_bytes() == theirs.read_bytes()
    printed = subprocess.run(["pdftotext", str(mine), "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(printed.split())
    for said in (VOLUNTEER, CONTACT, "tage din hund med", "Åse Møller"):
        assert said in words
    assert (LETTER.clauses["no_care"].title in words) is story.care_is_in

    assert story.portal.command("verify", str(mine)).returncode == 0
    altered = bytearray(mine.read_bytes())
    altered[len(altered) // 2] ^= 1
    (story.folder / "rettet.pdf").write_bytes(altered)
    assert story.portal.command("verify", str(story.folder / "rettet.pdf")).returncode == 1

    anybody = visitor(story.browser, story.width)
    story.check(anybody, mine)
    expect(main(anybody).get_by_text(re.compile("^Ægte")).first).to_be_visible()
    assert not any(name in anybody.inner_text("body") for name in (VOLUNTEER, CONTACT))
    story.check(anybody, story.folder / "rettet.pdf")
    expect(main(anybody).get_by_text(re.compile("^Ændret")).first).to_be_visible()
    anybody.context.close()


def test_no_browser_refused_anything_for_the_content_policy(story: Story) -> None:
    assert story.console == []


def test_a_reload_stays_logged_in_the_language_changes_and_the_way_out_is_the_end(story: Story) -> None:
    page = story.volunteer
    go(page, f"{story.portal.url}/my-path")
    expect(page.locator("html")).to_have_attribute("lang", "da")
    main(page).get_by_role("button", name="English").click()
    expect(main(page).get_by_role("button", name="Log out")).to_be_visible()
    settled(page)
    page.reload()
    expect(main(page).get_by_role("button", name="Log out")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    press(page, "Log out")
    expect(page.get_by_role("heading", name="Log in").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Log in").first).to_be_visible()
    expect(field(page, "Login name")).to_be_visible()
