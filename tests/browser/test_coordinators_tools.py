"""The tools around the season: the register taken out and worked on, a programme published and moved to."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.i18n import ngettext, reading
from tests.browser.barriers import problems
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    WIDTHS,
    button,
    choose,
    da,
    like,
    main,
    press,
    settled,
    turn_to,
    upload,
    write,
)
from tests.workbooks import cells_of

pytestmark = pytest.mark.browser

NARROWEST_NAME = 90
LONG_WORK_MS = 60_000


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("tools"), demonstration=True) as found:
        yield found


def several(one: str, many: str) -> re.Pattern[str]:
    """The Danish for `many`, whatever the count."""
    with reading("da"):
        words = ngettext(one, many, 2)
    return re.compile(r"\d+".join(re.escape(part) for part in words.split("{count}")))


def unfold(page: Page, label: str) -> None:
    main(page).locator("[data-testid=stExpander] summary").filter(has_text=like(label)).first.click()
    settled(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_register_is_a_table_a_spreadsheet_and_a_list_on_paper(
    portal: Served, browser: Browser, tmp_path: Path, width: int
):
    page = enter(portal, browser, width, "jonas")
    turn_to(page, f"{portal.url}/volunteers")
    main(page).get_by_role("radio", name=da("Table")).click()
    settled(page)
    name = main(page).locator("table.hs-figures tbody th").first
    expect(name).to_be_visible()
    box = name.bounding_box()
    assert box is not None
    assert box["width"] > NARROWEST_NAME
    heading = main(page).get_by_role("columnheader", name=da("Name"))
    # It is as it was left on the width before.
    before = heading.get_attribute("aria-sort")
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "ascending" if before == "descending" else "descending")
    expect(heading.get_by_role("link")).to_be_focused()
    with page.expect_download() as download:
        button(page, da("Download as a spreadsheet")).click()
    assert "Amina Yusuf" in [row[0] for row in cells_of(Path(download.value.path()).read_bytes())]
    with page.expect_download() as download:
        button(page, da("Print the list")).click()
    file = tmp_path / "list.pdf"
    download.value.save_as(file)
    printed = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    # Whose name is written in Chinese letters stands there in Latin ones.
    assert "Amina Yusuf" in printed
    assert "Wang Xiaoming" in printed
    turns_within_the_session(page, main(page).locator("table.hs-figures tbody th a").first)
    page.context.close()


def turns_within_the_session(page: Page, link: Locator) -> None:
    """A name in a table leads on without the page being loaded anew, by the keyboard too, and Back leads back."""
    name, there, here = link.inner_text(), link.get_attribute("href"), page.url
    page.evaluate("window.notLoadedAnew = true")
    with page.context.expect_page() as another:
        link.click(modifiers=["Control"])
    another.value.wait_for_url(lambda address: address.endswith(f"/{there}"))
    another.value.close()
    # A tab behind another draws nothing, and puts the keyboard nowhere.
    page.bring_to_front()
    assert page.url == here
    link.press("Enter")
    title = page.get_by_role("heading", level=1, name=name)
    expect(title).to_be_visible()
    # Where the keyboard is on the page; another tab may have been in front meanwhile.
    page.wait_for_function("() => document.activeElement?.tagName === 'H1'")
    settled(page)
    assert page.url.endswith(f"/{there}")
    expect(page).to_have_title(f"{name} – Håndslag")
    page.go_back()
    expect(link).to_be_visible()
    assert page.url == here
    assert page.evaluate("window.notLoadedAnew")


def test_all_found_get_a_link_in_one_action_and_those_who_need_none_are_told(portal: Served, browser: Browser):
    page = enter(portal, browser, PHONE, "jonas")
    turn_to(page, f"{portal.url}/volunteers")
    main(page).get_by_text(da("Choose several")).click()
    settled(page)
    press(page, several("Choose the {count} found", "Choose all {count} found"))
    button(page, da("Make links to join")).click()
    page.get_by_role("button", name=da("Yes, do it")).click()
    expect(
        main(page).get_by_text(several("Done for {count} volunteer.", "Done for {count} volunteers.")).first
    ).to_be_visible(timeout=LONG_WORK_MS)
    press(page, f"{da('Done')}$")
    expect(button(page, re.escape(da("Add a volunteer")))).to_be_visible()
    page.context.close()


def test_a_programme_is_adjusted_published_and_everybody_moved_to_it(portal: Served, browser: Browser):
    admin, coordinator = enter(portal, browser, SCREEN, "soeren"), enter(portal, browser, PHONE, "jonas")
    turn_to(admin, f"{portal.url}/programme?id=laer_at_tackle")
    unfold(admin, "Supervision and approval")
    years = admin.get_by_label(re.compile(f"^{re.escape(da('The approval holds (years)'))}")).first
    before = int(years.input_value())
    years.fill(str(before + 1))
    years.press("Enter")
    settled(admin)
    expect(main(admin).get_by_text(re.compile(rf"{before} år → {before + 1} år"))).to_be_visible()
    press(admin, f"{da('Publish')}$")
    expect(main(admin).get_by_text(like("Version {number}, your own")).first).to_be_visible()
    admin.context.close()
    turn_to(coordinator, f"{portal.url}/newer-version?id=laer_at_tackle")
    main(coordinator).get_by_text(like("Choose all ({count})")).first.click()
    settled(coordinator)
    button(coordinator, several("Move {count} volunteer", "Move {count} volunteers")).click()
    done = main(coordinator).get_by_text(several("Done for {count} volunteer.", "Done for {count} volunteers.")).first
    expect(done).to_be_visible(timeout=LONG_WORK_MS)
    press(coordinator, f"{da('Done')}$")
    expect(main(coordinator).get_by_text(da("Everybody is on the newest version."))).to_be_visible()
    coordinator.context.close()


def test_a_messy_sheet_is_corrected_tried_brought_in_and_undone(portal: Served, browser: Browser, tmp_path: Path):
    file = tmp_path / "frivillige.csv"
    lines = (
        "Frivillige ved havnen;;;",
        "Hvem;Telfon;Startet;Hus",
        "Bæk, Borghild;20 11 22 90;1/3-2021;Havnen",
        "Ask, Ingolf;20112291;marts 2022;Kajhuset",
        "Riis, Asger 010150-1234;20112292;;Havnen",
        "I alt;3;;",
    )
    file.write_text("\r\n".join(lines), encoding="cp1252")
    page = enter(portal, browser, SCREEN, "jonas")
    turn_to(page, f"{portal.url}/volunteers")
    main(page).get_by_role("link", name=da("From a spreadsheet")).click()
    settled(page)
    upload(page, file)
    press(page, da("Read it"))
    # A walk opens the first step alone; nothing stands in the way in the others either.
    assert problems(page) == []
    # What nobody could guess is chosen; everything else stands there.
    choose(page, "Hvem", da("Name"))
    press(page, da("Go on"))
    assert problems(page) == []
    choose(page, da("Programme"), "Frivillig i kommunen")
    choose(page, "Arbejdsplads: “Kajhuset”", "Sundhedshuset Havnen")
    press(page, da("Go on"))
    expect(main(page)).to_contain_text("Der står et CPR-nummer i “Hvem”")
    expect(main(page)).not_to_contain_text("010150")
    assert problems(page) == []
    press(page, re.compile("^Hent 2 rækker ind"))
    page.get_by_role("button", name=da("Yes, do it")).click()
    settled(page)
    turn_to(page, f"{portal.url}/volunteers")
    write(page, da("Search by name"), "Borghild")
    expect(main(page).get_by_role("link", name="Borghild Bæk")).to_be_visible()
    turn_to(page, f"{portal.url}/import")
    assert problems(page) == []
    press(page, da("Undo it as a whole"))
    press(page, da("Yes, take it all out"))
    turn_to(page, f"{portal.url}/volunteers")
    expect(main(page)).to_contain_text(da("Nobody here fits what you search for."))
