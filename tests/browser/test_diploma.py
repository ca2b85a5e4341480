"""From an occasion to a diploma in hand: found, accepted, made, given, and held by the volunteer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.documents.sealing.verify import verify
from tests.browser.entering import NAMES, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, at_row, button, da, dialog, like, main, press, settled, turn_to
from tests.core.documents.readback import pages_of

pytestmark = pytest.mark.browser
# Erik has been a volunteer for five years in the demonstration.
VETERAN = "erik"
DIPLOMA = "Diplom, 5 år"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("diploma"), demonstration=True) as found:
        yield found


def genuine(portal: Served, pdf: bytes) -> bool:
    with portal.session() as session:
        return verify(session=session, data=pdf).status == "genuine"


def downloaded(page: Page, label: str) -> bytes:
    with page.expect_download() as coming:
        button(page, label).first.click()
    return Path(coming.value.path()).read_bytes()


def test_an_occasion_becomes_a_diploma_in_hand(portal: Served, browser: Browser) -> None:
    name = NAMES[VETERAN]
    coordinator = enter(portal, browser, SCREEN, "jonas")
    turn_to(coordinator, f"{portal.url}/recognition")
    more = main(coordinator).get_by_role("button", name=like("Show {count} more"))
    while more.count():
        more.first.click()
        settled(coordinator)
    at_row(coordinator, name, da("Plan a thank-you")).click()
    dialog(coordinator).get_by_role("button", name=da("Plan a thank-you")).click()
    settled(coordinator)
    made = button(coordinator, "Lav diplom, 5 år")
    expect(made).to_be_visible()
    made.click()
    settled(coordinator)
    first = downloaded(coordinator, "Hent diplom, 5 år")
    assert name in pages_of(first)[0]
    assert genuine(portal, first)

    volunteer = enter(portal, browser, PHONE, VETERAN)
    turn_to(volunteer, f"{portal.url}/my-documents")
    expect(main(volunteer).get_by_text(DIPLOMA)).to_have_count(0)

    at_row(coordinator, da("A diploma"), da("It is given")).click()
    dialog(coordinator).get_by_role("button", name=da("Write it down")).click()
    settled(coordinator)

    turn_to(volunteer, f"{portal.url}/my-documents")
    expect(main(volunteer).get_by_text(DIPLOMA).first).to_be_visible()
    assert downloaded(volunteer, "Hent diplom, 5 år") == first
    for page in (coordinator, volunteer):
        page.context.close()


def test_all_certificates_are_made_and_fetched_as_one_zip(portal: Served, browser: Browser) -> None:
    coordinator = enter(portal, browser, PHONE, "jonas")
    turn_to(coordinator, f"{portal.url}/diplomas")
    missing = main(coordinator).get_by_role("button", name=like("Make all that are missing ({count})"))
    if missing.count():
        missing.click()
        expect(main(coordinator).get_by_text(re.compile("er lavet og forseglet"))).to_be_visible()
        press(coordinator, da("Done"))
    with coordinator.expect_download() as coming:
        button(coordinator, r"Hent som ZIP \(\d+ dokument").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"PK")
    coordinator.context.close()


def test_a_volunteer_has_a_proof_at_once(portal: Served, browser: Browser) -> None:
    volunteer = enter(portal, browser, SCREEN, "huong")
    turn_to(volunteer, f"{portal.url}/my-documents")
    press(volunteer, da("Make a proof of volunteering"))
    expect(volunteer.get_by_text(da("Your proof is ready. Download it here."))).to_be_visible()
    pdf = downloaded(volunteer, "Hent bevis for frivillig indsats")
    assert f"{NAMES['huong']} er frivillig hos Fjordby Kommune" in " ".join(pages_of(pdf)[0].split())
    assert genuine(portal, pdf)
    volunteer.context.close()
