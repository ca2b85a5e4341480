"""A season of an instructor as it is lived: invited, agreed, trained, supervised, approved, and approved anew.

The portal is a demonstration, whose day is set ahead on its own screen; nothing waits and no clock is changed.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.courses.evaluation import question_sheet
from core.i18n import local_day, utc_now
from core.programmes.programme import shipped as programmes
from core.supervision.rules import KINDS, SupervisionKind
from tests.browser.entering import PASSPHRASE, enter
from tests.browser.pairs import answer, open_agreement
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    button,
    choose,
    da,
    go,
    like,
    logged_in,
    main,
    pick_person,
    press,
    settled,
    turn_to,
    visitor,
    write,
    write_day,
)

pytestmark = pytest.mark.browser

COORDINATOR, CONTACT, SUPERVISOR = "Jonas Holm", "Lise Bach", "Vibeke Noer"
INSTRUCTOR, PARTNER = "Signe Holm-Ravn", "Anna Riis"
MOST_FIELDS = 30
# Of two years, so that less than 90 days are left.
WARNED_AFTER = 645
MODULES = 2
A_DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}")
SHEET = question_sheet()
PAPERS = programmes()["laer_at_tackle"].documents


class Season:
    """The demonstration, and a browser for each of those who play."""

    def __init__(self, portal: Served, browser: Browser) -> None:
        self.portal = portal
        self.coordinator, self.contact = (enter(portal, browser, SCREEN, who) for who in ("jonas", "lise"))
        self.partner, self.supervisor = (enter(portal, browser, PHONE, who) for who in ("anna", "vibeke"))
        self.instructor = visitor(browser, PHONE)
        self.today = local_day(utc_now())
        self.address = ""

    def at(self, page: Page, address: str) -> Page:
        turn_to(page, f"{self.portal.url}/{address}")
        return page

    def later(self, days: int) -> None:
        """Some days pass."""
        self.today += timedelta(days=days)
        page = self.at(self.coordinator, "today")
        page.get_by_test_id("stPopover").filter(has_text=A_DAY).get_by_role("button").click()
        settled(page)
        write_day(page, "Day", self.today)
        page.get_by_role("button", name=da("Show this day")).click()
        settled(page)
        page.keyboard.press("Escape")

    def line(self) -> Page:
        """The coordinator's day, with the line of the instructor alone."""
        page = self.at(self.coordinator, "today")
        write(page, da("Search by name"), INSTRUCTOR)
        return page

    def end(self) -> None:
        for page in (self.coordinator, self.contact, self.partner, self.supervisor, self.instructor):
            page.context.close()


@pytest.fixture(scope="module")
def season(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    with served(tmp_path_factory.mktemp("season"), demonstration=True) as portal:
        played = Season(portal, browser)
        yield played
        played.end()


def test_an_instructor_is_invited_agrees_is_approved_and_is_approved_anew(season: Season, tmp_path: Path) -> None:
    is_invited_and_joins(season)
    reads_the_guidelines(season)
    for kind in PAPERS:
        agrees(season, kind)
    makes_a_pair(season)
    is_trained(season)
    course = leads_a_course(season, "Lær at tackle kroniske smerter", visits=2)
    is_talked_about(season)
    is_evaluated(season, course)
    is_evaluated(season, leads_a_course(season, "Lær at tackle kronisk sygdom", visits=1))
    is_approved(season)
    is_approved_anew(season)


def is_invited_and_joins(season: Season) -> None:
    page = season.at(season.coordinator, "add-volunteer")
    write(page, da("Name"), INSTRUCTOR)
    main(page).get_by_text(programmes()["laer_at_tackle"].name["da"]).first.click()
    choose(page, da("Workplace"), "Plejecentret Lindely")
    choose(page, da("Contact person"), CONTACT)
    write_day(page, "First day (may be left blank)", season.today + timedelta(days=14))
    press(page, da("Add and make the link"))
    link = main(page).get_by_text(re.compile(r"/invitation\?t=")).first.inner_text().strip()
    season.address = page.url.removeprefix(f"{season.portal.url}/")
    page = season.instructor
    go(page, link)
    write(page, da("Login name"), "signe")
    write(page, da("New passphrase"), PASSPHRASE)
    press(page, da("Continue"))
    logged_in(page)
    press(page, da("Write my details"))
    for label, value in (
        ("Phone", "20304050"),
        ("Address", "Engvej 7\n4999 Solbjerg"),
        ("Who should we call?", "Åse Ravn"),
        ("Their phone", "30 40 50 60"),
    ):
        write(page, da(label), value)
    expect(main(page).get_by_text(like("Saved at {time}"))).to_have_count(4)


def reads_the_guidelines(season: Season) -> None:
    page = season.at(season.instructor, "my-path")
    press(page, da("Read and confirm"))
    for _text in range(2):
        press(page, da("I have read it") + "$")


def agrees(season: Season, kind: str) -> None:
    """One of the papers of the beginning: made by the contact person, signed by the instructor, and by who agrees."""
    if kind == "cooperation_agreement":
        page = meets(season)
    else:
        page = season.at(season.contact, "today")
        write(page, da("Search by name"), INSTRUCTOR)
    press(page, re.escape(da("Make the {document}").format(document="")))
    expect(page.get_by_role("heading", level=1)).to_contain_text(INSTRUCTOR)
    settled(page)
    send = da("Send to {name}").format(name="Signe")
    if (missing := button(page, re.escape(da("Write what is missing ({count})").split(" (")[0]))).count():
        missing.click()
        settled(page)
        fill_in(page)
    press(page, send)
    expect(button(page, send)).to_have_count(0)
    page = season.at(season.instructor, "my-path")
    main(page).locator("[class*=st-key-next]").get_by_role("button").first.click()
    settled(page)
    signs(page, INSTRUCTOR)
    if kind == "confidentiality_declaration":
        return
    page, name = (season.coordinator, COORDINATOR) if kind == "cooperation_agreement" else (season.contact, CONTACT)
    season.at(page, "today")
    write(page, da("Search by name"), INSTRUCTOR)
    press(page, da("Read and sign"))
    signs(page, name)
    expect(main(page).get_by_text(da("Signed by everyone. This is what you agreed."))).to_be_visible()


def meets(season: Season) -> Page:
    """The clarification meeting: proposed, answered and prepared on a phone, and ending in the agreement to make."""
    page = season.line()
    press(page, da("Plan the meeting"))
    press(page, da("Propose a day"))
    press(page, da("Propose the day"))
    phone = season.at(season.instructor, "my-path")
    press(phone, da("Look at the meeting"))
    press(phone, da("The day suits me"))
    write(phone, "Det første kursus", "Gerne til foråret.")
    expect(main(phone).get_by_text(like("Saved at {time}"))).to_have_count(1)
    for said in ("Continue", "Continue", "I have finished"):
        press(phone, da(said))
    page = season.line()
    press(page, da("Prepare it"))
    press(page, da("Write down how it ended"))
    main(page).get_by_text(da("No, it is unpaid")).click()
    settled(page)
    press(page, da("Save how it ended"))
    return page


def fill_in(page: Page) -> None:
    """Answer what must be answered and is still empty."""
    asked = main(page).get_by_role("textbox")
    for _field in range(MOST_FIELDS):
        empty = [box for box in asked.all() if box.is_visible() and is_asked(box) and not box.input_value()]
        if not empty:
            break
        empty[0].fill("Som vi har aftalt.")
        page.keyboard.press("Tab")
        settled(page)
    for group in main(page).get_by_role("radiogroup").all():
        if group.is_visible() and is_asked(group) and not group.get_by_role("radio", checked=True).count():
            group.locator("label").last.click()
            settled(page)


def is_asked(box: Locator) -> bool:
    """Whether an answer is needed."""
    return da("(optional)") not in (box.get_attribute("aria-label") or "")


def signs(page: Page, name: str) -> None:
    """Through filling in, checking and reading to the signature."""
    onward = "|".join(da(said) for said in ("Continue", "Continue to read it", "I have read it. Continue"))
    for _step in range(4):
        if main(page).get_by_role("heading", name=da("Sign"), exact=True).count():
            break
        fill_in(page)
        press(page, f"{onward}$")
    write(page, da("Type your name: {name}").split(":")[0], name)
    press(page, da("I sign"))


def makes_a_pair(season: Season) -> None:
    page = season.at(season.coordinator, "pairs")
    press(page, da("Join two"))
    pick_person(page, da("First instructor"), INSTRUCTOR)
    pick_person(page, da("Second instructor"), PARTNER)
    press(page, da("Join them and send the agreement"))
    expect(main(page).get_by_text(f"{INSTRUCTOR} · {PARTNER}")).to_be_visible()
    for who, capacity, name in ((season.instructor, "volunteer", "Signe"), (season.partner, "partner", "Anna")):
        open_agreement(who, season.portal.url)
        answer(who, capacity, name)
    for who, name in ((season.instructor, INSTRUCTOR), (season.partner, PARTNER)):
        open_agreement(who, season.portal.url)
        signs(who, name)


def is_trained(season: Season) -> None:
    expect(main(season.line())).to_contain_text(da("Has the instructor training to complete"))
    page = season.at(season.coordinator, season.address.replace("volunteer?", "approval?"))
    write_day(page, "Completed on (may be planned)", season.today)
    press(page, da("Save the day"))
    expect(main(page).get_by_text(da("On the way to approval"))).to_be_visible()


def leads_a_course(season: Season, name: str, visits: int) -> str:
    """A course from planned to held, with `visits` of the supervisor at its first modules; returns its address."""
    page = season.at(season.coordinator, "plan-course")
    write(page, da("Name of the course"), name)
    write(page, da("Place"), "Sundhedshuset Havnen, mødelokale 1")
    write_day(page, "First day of the course", season.today + timedelta(days=1))
    write(page, da("Number of modules"), str(MODULES))
    pick_person(page, da("First instructor (may be left blank)").split(" (")[0], INSTRUCTOR)
    press(page, da("Plan the course"))
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    course = page.url.removeprefix(f"{season.portal.url}/")
    for module in range(1, MODULES + 1):
        if module <= visits:
            is_to_be_visited(season)
        # The day after, so that the evening is over at whatever hour this is played.
        season.later(2 if module == 1 else 7)
        if module <= visits:
            is_visited(season)
        page = season.at(season.instructor, "my-courses")
        write(page, da("A short word to your partner (may be left blank)"), f"Tak for i aftes, {module}.")
        press(page, da("Tick off module {number}").format(number=module))
        expect(button(page, da("Tick off module {number}").format(number=module))).to_have_count(0)
    expect(main(season.at(season.partner, "my-courses")).get_by_text("Tak for i aftes, 1.")).to_have_count(1)
    return course


def is_talked_about(season: Season) -> None:
    """The coordinator asked the pair how the module went, and says so in one tap."""
    page = season.line()
    press(page, da("We have talked"))
    expect(button(page, da("We have talked"))).to_have_count(0)


def is_evaluated(season: Season, course: str) -> None:
    """The participants' answers are pasted from a spreadsheet; then the course is talked through."""
    page = season.at(season.coordinator, course)
    press(page, da("Enter the participants’ evaluation"))
    main(page).get_by_role("radio", name=da("From a table")).click()
    settled(page)
    write(page, da("How many answered"), "8")
    rows = [f"{number};{';'.join('0' for _ in SHEET.steps[1:])};8" for number in range(1, len(SHEET.questions) + 1)]
    write(page, da("Paste the table here"), "\n".join(rows))
    press(page, da("Save the totals"))
    press(page, da("Close the evaluation"))
    page = season.at(season.coordinator, course)
    write(page, da("What you agreed to improve"), "Vi begynder med kaffe.")
    press(page, da("Save the talk"))
    expect(main(page).get_by_text(da("Talked through")).first).to_be_visible()


def is_to_be_visited(season: Season, kind: SupervisionKind = SupervisionKind.FIRST) -> None:
    """The coordinator orders a supervision; the supervisor finds the day of the next module, or another one."""
    page = season.at(season.coordinator, season.address.replace("volunteer?id=", "supervisions?for="))
    if kind is not SupervisionKind.FIRST:
        choose(page, da("What is it for?"), da(KINDS[kind]))
    choose(page, da("Who holds it?"), SUPERVISOR)
    press(page, da("Order") + "$")
    expect(main(page).locator("strong").filter(has_text=INSTRUCTOR)).to_be_visible()
    page = open_mine(season)
    press(page, da("Save the day"))
    expect(main(page).get_by_text(da("It has been held"))).to_be_visible()


def is_visited(season: Season) -> None:
    """The supervisor was there, and the instructor reads what was seen."""
    page = open_mine(season)
    press(page, da("Record it, and write feedback"))
    write(page, da("What went well"), seen := f"Alle kom til orde, {season.today}.")
    press(page, da("The feedback is ready"))
    expect(main(season.at(season.instructor, "log-book")).get_by_text(seen)).to_be_visible()


def open_mine(season: Season) -> Page:
    """The supervisor at the first session with the instructor."""
    page = season.at(season.supervisor, "my-supervisions")
    main(page).get_by_role("link", name=INSTRUCTOR).first.click()
    settled(page)
    return page


def is_approved(season: Season) -> None:
    """What it takes is there, so the decision is offered from the list of the day; somebody takes it."""
    decides(season, da("Approve"))
    expect(main(season.at(season.instructor, "my-path")).get_by_text(da("Approved")).first).to_be_visible()


def is_approved_anew(season: Season) -> None:
    """Two years later the approval runs out soon; a re-evaluation is held, and somebody decides anew."""
    season.later(WARNED_AFTER)
    expect(main(season.line())).to_contain_text(da("The approval runs out: a supervision is to be ordered"))
    is_to_be_visited(season, SupervisionKind.RE_EVALUATION)
    season.later(1)
    is_visited(season)
    decides(season, da("Renew the approval"))
    printed = season.portal.command("journey", season.address.removeprefix("volunteer?id=")).stdout
    assert re.search(r"^done +re_evaluate:1$", printed, re.MULTILINE)


def decides(season: Season, how: str) -> None:
    page = season.line()
    press(page, da("Decide"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(INSTRUCTOR)
    settled(page)
    press(page, how + "$")
    expect(main(page).get_by_text(da("Decisions"))).to_be_visible()
