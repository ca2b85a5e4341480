"""Somebody without e-mail, phone or login: printed for, signed by hand, recorded, sealed like everybody else."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.documents.template.model import shipped
from core.i18n import utc_now
from core.programmes.programme import shipped as programmes
from tests.browser.barriers import problems, too_wide
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, choose, da, like, main, press, settled, turn_to, write

pytestmark = pytest.mark.browser

NAME, WITNESS = "Valborg Lund", "Ea Vang"
DECLARATION = shipped()["confidentiality_declaration"].words("da").title


@pytest.fixture(scope="module")
def coordinator(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Page]]:
    with served(tmp_path_factory.mktemp("paper"), demonstration=True) as portal:
        page = enter(portal, browser, PHONE, "mette")
        yield portal, page
        page.context.close()


def downloaded(page: Page, name: str, into: Path) -> str:
    """The words of the PDF behind a button."""
    with page.expect_download() as downloading:
        page.get_by_role("button", name=name).first.click()
    downloading.value.save_as(into)
    return subprocess.run(["pdftotext", "-layout", str(into), "-"], capture_output=True, text=True, check=True).stdout


def add_somebody_with_nothing_but_a_name(portal: Served, page: Page) -> None:
    turn_to(page, f"{portal.url}/add-volunteer")
    write(page, da("Name"), NAME)
    main(page).get_by_text(programmes()["kommunal_frivillig"].name["da"]).first.click()
    choose(page, da("Workplace"), "Fjordby Bibliotek")
    choose(page, da("Contact person"), "Mette Lund")
    press(page, da("Add and make the link"))
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()


def record_as_signed(page: Page) -> None:
    """Everybody who is to sign did so today, and a named person saw it."""
    for box in main(page).get_by_role("checkbox").all():
        if not box.is_checked():
            box.locator("xpath=ancestor::label").click()
            settled(page)
    day = page.get_by_label(da("Day it was signed")).get_by_role("spinbutton").first
    day.click()
    page.keyboard.type(utc_now().strftime("%d%m%Y"))
    page.keyboard.press("Tab")
    settled(page)
    write(page, da("Witness (may be left blank)"), WITNESS)
    press(page, da("Record the signatures"))


def test_what_is_signed_by_hand_is_sealed_like_everything_else(
    coordinator: tuple[Served, Page], tmp_path: Path
) -> None:
    portal, page = coordinator
    add_somebody_with_nothing_but_a_name(portal, page)
    press(page, da("Make a document"))
    page.get_by_role("button", name=da("Make the {document}").format(document=DECLARATION.lower())).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    main(page).get_by_role("button", name=da("Print")).first.click()
    said = downloaded(page, da("Print with what is known"), tmp_path / "print.pdf")
    assert NAME in said
    page.keyboard.press("Escape")
    main(page).get_by_text(da("Record that it was signed on paper")).first.click()
    settled(page)
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    assert problems(page) == []
    assert not too_wide(page)
    record_as_signed(page)
    expect(main(page).get_by_text(like("{name} signed on paper on {date}")).first).to_be_visible()
    said = downloaded(page, da("Download the PDF"), tmp_path / "sealed.pdf")
    assert "Underskrevet på papir" in said
    assert WITNESS in said
