"""An expense with a real photo: sent from a phone, returned with a word, sent again, approved and paid."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from db.expenses import ExpenseClaim, ExpenseReceipt
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, at_row, da, dialog, field, go, main, press, settled, turn_to, upload

pytestmark = pytest.mark.browser
# What a phone takes: three megapixels, with where and when it was taken, and held on its side.
WIDE, HIGH = 2016, 1512
GPS, ORIENTATION = 0x8825, 0x0112
WRITTEN, AMOUNT = "161,50", 16150


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("expenses"), demonstration=True) as found:
        yield found


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    taken = Image.effect_noise((WIDE, HIGH), 60).convert("RGB")
    notes = taken.getexif()
    notes[ORIENTATION] = 6
    notes.get_ifd(GPS)[1] = "N"
    path = tmp_path_factory.mktemp("photo") / "IMG_2041.jpg"
    taken.save(path, "JPEG", quality=95, exif=notes)
    return path


def kept(portal: Served, amount: int) -> tuple[str, bytes]:
    """How far the expense has come, and the picture that is kept."""
    with portal.session() as session:
        return session.exec(
            select(ExpenseClaim.standing, ExpenseReceipt.content)
            .join(ExpenseReceipt, col(ExpenseReceipt.claim_id) == col(ExpenseClaim.id))
            .where(ExpenseClaim.amount == amount)
        ).one()


def card(page: Page, words: str):
    """The box of the expense that says this."""
    return main(page).locator("[class*=st-key-expense-]").filter(has_text=words).first


def no_picture(photo: Path) -> Path:
    """A file that is called a photo and is none."""
    made = photo.with_name("quittering.jpg")
    made.write_bytes(b"Dette er ikke et billede.")
    return made


def test_an_expense_with_a_photo_goes_all_the_way(portal: Served, browser: Browser, photo: Path) -> None:
    volunteer = enter(portal, browser, PHONE, "karen")
    turn_to(volunteer, f"{portal.url}/my-expenses")
    field(volunteer, da("How much, in kroner?")).first.fill(WRITTEN)
    upload(volunteer, no_picture(photo))
    press(volunteer, da("Send the expense"))
    expect(main(volunteer)).to_contain_text(da("Use a PDF or a picture (JPEG, PNG, HEIC or AVIF)."))
    assert field(volunteer, da("How much, in kroner?")).first.input_value() == WRITTEN
    upload(volunteer, photo)
    expect(main(volunteer).get_by_text(photo.name)).to_be_visible()
    main(volunteer).get_by_role("button", name=da("Send the expense")).click()
    expect(card(volunteer, WRITTEN)).to_contain_text(da("Sent"))

    standing, picture = kept(portal, AMOUNT)
    assert standing == "sent"
    assert len(picture) < photo.stat().st_size
    with Image.open(BytesIO(picture)) as shown:
        assert not shown.getexif()
        assert shown.height > shown.width

    coordinator = enter(portal, browser, PHONE, "jonas")
    turn_to(coordinator, f"{portal.url}/expenses")
    at_row(coordinator, WRITTEN, da("More")).click()
    coordinator.get_by_role("menuitem", name=da("See the receipt …")).click()
    expect(dialog(coordinator).locator("img")).to_be_visible()
    press(coordinator, da("Close without saving"))
    at_row(coordinator, WRITTEN, da("More")).click()
    coordinator.get_by_role("menuitem", name=da("Return it with a word …")).click()
    dialog(coordinator).get_by_role("textbox").fill("Hvad var det til?")
    dialog(coordinator).get_by_role("button", name=da("Return it")).click()
    expect(coordinator.get_by_text(da("It is returned with your word."))).to_be_visible()

    go(volunteer, portal.url)
    main(volunteer).get_by_text(da("An expense has come back with a word")).click()
    settled(volunteer)
    returned = card(volunteer, "Hvad var det til?")
    returned.get_by_label(da("A word about it (may be left blank)")).fill("Papir til kurset")
    returned.get_by_role("button", name=da("Send it again")).click()
    expect(volunteer.get_by_text(da("It is sent again."))).to_be_visible()

    turn_to(coordinator, f"{portal.url}/expenses")
    at_row(coordinator, WRITTEN, da("Approve")).click()
    expect(coordinator.get_by_text(da("It is approved."))).to_be_visible()
    main(coordinator).get_by_text(da("Approved"), exact=True).first.click()
    settled(coordinator)
    at_row(coordinator, WRITTEN, da("It is paid")).click()
    dialog(coordinator).get_by_role("button", name=da("Note it as paid")).click()
    expect(coordinator.get_by_text("1 er skrevet som betalt.")).to_be_visible()

    turn_to(volunteer, f"{portal.url}/my-expenses")
    expect(card(volunteer, WRITTEN)).to_contain_text(da("Paid"))
    assert kept(portal, AMOUNT)[0] == "paid"
    for page in (volunteer, coordinator):
        page.context.close()
