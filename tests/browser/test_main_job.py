"""The whole main job in Danish, as people do it: from an empty portal to a sealed PDF that anybody can check."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.i18n import gettext, reading
from tests.browser.serving import Served, choose, go, logged_in, press, served, settled, visitor, write

COORDINATOR, CONTACT, VOLUNTEER = "Jonas Holm", "Lise Bach", "Søren Ågård"
PASSPHRASE = "fire grønne cykler i regn"
REWORDED = "Du viser rundt på biblioteket, og du må gerne tage din hund med."

pytestmark = pytest.mark.browser


def da(message: str) -> str:
    """The sentence a Dane reads for `message`."""
    with reading("da"):
        return gettext(message)


@pytest.fixture(scope="module", params=[390, 1280])
def story(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory):
    """The story played once at each width; the tests below look at how it ended."""
    folder = tmp_path_factory.mktemp("story")
    with served(folder) as portal:
        yield Story(portal, browser, request.param, folder)


class Story:
    """Everything that happens, in order; each step leaves what the tests ask about."""

    def __init__(self, portal: Served, browser: Browser, width: int, folder: Path) -> None:
        self.portal, self.browser, self.width, self.folder = portal, browser, width, folder
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
        expect(page.get_by_text("Birkehuset").first).to_be_visible()
        go(page, f"{self.portal.url}/colleagues")
        page.get_by_text(da("Invite a colleague")).first.click()
        settled(page)
        write(page, da("Name"), CONTACT)
        page.get_by_test_id("stMain").get_by_text(da("Contact person"), exact=True).first.click()
        settled(page)
        choose(page, da("Workplace"), "Birkehuset")
        press(page, f"^{da('Invite')}|{da('Invite a colleague')}")
        page.get_by_test_id("stExpander").filter(has_text=CONTACT).locator("summary").click()
        link = self._link(page)
        self.join(self.contact, link, "lise")
        go(self.contact, f"{self.portal.url}/my-details")
        write(self.contact, da("Phone"), "30405060")

    def _link(self, page: Page) -> str:
        shown = page.get_by_test_id("stCode").get_by_text(re.compile(r"/invitation\?t=")).first
        expect(shown).to_be_visible(timeout=20_000)
        return shown.inner_text().strip()

    def join(self, page: Page, link: str, login_name: str) -> None:
        go(page, link)
        write(page, da("Login name"), login_name)
        write(page, da("New passphrase"), PASSPHRASE)
        press(page, da("Continue"))
        logged_in(page)

    def add_volunteer(self) -> None:
        page = self.coordinator
        go(page, f"{self.portal.url}/add-volunteer")
        write(page, da("Name"), VOLUNTEER)
        page.get_by_text("Frivillig i kommunen").first.click()
        choose(page, da("Workplace"), "Birkehuset")
        choose(page, da("Contact person"), CONTACT)
        press(page, da("Add and make the link"))
        self.link = self._link(page)

    def join_and_write_details(self) -> None:
        page = self.volunteer
        self.join(page, self.link, "soeren")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Søren")
        page.reload()
        settled(page)
        go(page, f"{self.portal.url}/my-details")
        write(page, da("Phone"), "20304050")
        write(page, da("Address"), "Engvej 7\n4999 Solbjerg")
        write(page, "Hvem skal vi ringe til?", "Åse Møller")
        write(page, "Personens telefon", "30 40 50 60")
        expect(page.get_by_text(re.compile("Gemt kl")).first).to_be_visible()

    def prepare_letter(self) -> None:
        page = self.contact
        go(page, f"{self.portal.url}/today")
        press(page, "Lav velkomstbrev")
        page.get_by_test_id("stExpander").filter(has_text="Din opgave").locator("summary").first.click()
        settled(page)
        words = page.get_by_test_id("stMain")
        words.get_by_role("button", name=da("Say it in other words")).nth(3).click()
        settled(page)
        field = page.get_by_label(re.compile("Punktets ord|" + da("The words of this point ({language})")[:12])).first
        field.fill(REWORDED)
        field.blur()
        settled(page)
        press(page, "Skriv det, der mangler")
        for label, value in (
            ("Hvad er opgaven?", "Gå ture og læse højt."),
            ("Hvor tit og hvor længe?", "To timer om ugen"),
            ("Hvem er den frivillige sammen med?", "Beboerne"),
            ("Hvad kan den frivillige gøre?", "Gå ture og drikke kaffe."),
            ("Hvad skal den frivillige ikke gøre?", "Løfte og give medicin."),
            ("Hvad betaler I, og hvordan får man pengene?", "Bus mod kvittering."),
        ):
            write(page, label, value)
        self._choose_insurance(page)
        page.get_by_label("Hvornår begynder den frivillige?").get_by_role("spinbutton").first.click()
        page.keyboard.type("01122026")
        page.keyboard.press("Tab")
        settled(page)
        press(page, "Send til Søren")
        self.address = page.url

    def _choose_insurance(self, page: Page) -> None:
        box = page.get_by_role("combobox", name=re.compile("Hvordan er den frivillige forsikret"))
        if box.count():
            choose(
                page, "Hvordan er den frivillige forsikret", "Du er dækket efter reglerne om arbejdsskader. Vi har også"
            )
        else:
            page.get_by_text("Du er dækket efter reglerne om arbejdsskader. Vi har også").first.click()
            settled(page)

    def volunteer_signs(self) -> None:
        page = self.volunteer
        go(page, f"{self.portal.url}/my-path")
        press(page, "Udfyld|Læs og skriv under|Fortsæt")
        self._to_the_signature(page)
        expect(page.get_by_text(re.compile("ikke juridisk bindende")).first).to_be_visible()
        write(page, "Skriv dit navn", "Søren Ågård")
        press(page, "Jeg skriver under")

    def _to_the_signature(self, page: Page) -> None:
        for _step in range(4):
            if page.get_by_label(re.compile("^Skriv dit navn")).count():
                return
            press(page, "Fortsæt|Videre til at læse det|Jeg har læst det")

    def contact_person_signs(self) -> None:
        page = self.contact
        go(page, f"{self.portal.url}/today")
        press(page, "Læs og skriv under")
        self._to_the_signature(page)
        write(page, "Skriv dit navn", CONTACT)
        press(page, "Jeg skriver under")

    def download(self, page: Page, name: str) -> Path:
        """The sealed PDF as this person gets it."""
        with page.expect_download() as begun:
            page.get_by_role("button", name=re.compile("Hent som PDF")).first.click()
        file = self.folder / name
        begun.value.save_as(file)
        return file


def test_both_hold_the_same_sealed_file_and_anybody_can_check_it(story: Story):
    expect(story.contact.get_by_text(re.compile("Alle har skrevet under")).first).to_be_visible()
    theirs = story.download(story.contact, "kontaktperson.pdf")
    go(story.volunteer, f"{story.portal.url}/my-documents")
    press(story.volunteer, "Læs|Åbn|Se")
    mine = story.download(story.volunteer, "frivillig.pdf")
    assert mine.read_bytes() == theirs.read_bytes()
    printed = subprocess.run(["pdftotext", str(mine), "-"], capture_output=True, text=True, check=True).stdout
    for said in (VOLUNTEER, CONTACT, "hund med", "Åse Møller"):
        assert said in " ".join(printed.split())
    assert story.portal.command("verify", str(mine)).returncode == 0

    anybody = visitor(story.browser, story.width)
    go(anybody, f"{story.portal.url}/verify")
    anybody.set_input_files("input[type=file]", str(mine))
    expect(anybody.get_by_text(re.compile("^Ægte")).first).to_be_visible(timeout=20_000)
    assert VOLUNTEER not in anybody.get_by_test_id("stMain").inner_text()
    altered = bytearray(mine.read_bytes())
    altered[len(altered) // 2] ^= 1
    (story.folder / "rettet.pdf").write_bytes(altered)
    go(anybody, f"{story.portal.url}/verify")
    anybody.set_input_files("input[type=file]", str(story.folder / "rettet.pdf"))
    expect(anybody.get_by_text(re.compile("^Ændret")).first).to_be_visible(timeout=20_000)
    assert story.console == []


def test_a_reload_stays_logged_in_the_language_changes_and_the_way_out_is_the_end(story: Story):
    page = story.volunteer
    go(page, f"{story.portal.url}/my-path")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.reload()
    settled(page)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name=re.compile("Log in|Log ind")).first).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name=re.compile("Log in|Log ind")).first).to_be_visible()
