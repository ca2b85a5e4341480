"""What stands around the agreements of volunteers: a partnership from expectations to a sealed agreement, a worry told
in two taps and ended, and a goodbye from the wish to the thanks."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.alignment.form import AlignmentKind, form_of
from core.partnerships.rules import agreement_sheet
from tests.browser.barriers import problems, too_wide
from tests.browser.entering import PASSPHRASE, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    button,
    da,
    dialog,
    field,
    go,
    like,
    logged_in,
    main,
    press,
    settled,
    turn_to,
    visitor,
    write,
)

pytestmark = pytest.mark.browser

ASSOCIATION, SPEAKER, OURS = "Sejlklubben Medvind", "Sanne Skov", "Mette Lund"
QUESTION = form_of(AlignmentKind.PARTNERSHIP).steps[0].questions[0].words.in_language("da")
TOPIC = agreement_sheet().topics[0]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("around"), demonstration=True) as found:
        yield found


def clean(page: Page) -> None:
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    assert problems(page) == []
    assert not too_wide(page)


def a_speaker_joins(portal: Served, browser: Browser, ours: Page) -> Page:
    """Somebody is written down as speaking for the association, and comes in on their phone by their link."""
    turn_to(ours, f"{portal.url}/partnerships")
    main(ours).get_by_role("link", name=ASSOCIATION).first.click()
    expect(ours.get_by_role("heading", name=ASSOCIATION, level=1)).to_be_visible()
    settled(ours)
    press(ours, da("Add somebody who speaks for it"))
    write(ours, da("Name"), SPEAKER)
    press(ours, da("Add and make the link"))
    link = dialog(ours).locator(".hs-link").first.inner_text().strip()
    press(ours, f"^{da('Close')}$")
    expect(dialog(ours)).to_have_count(0)
    theirs = visitor(browser, PHONE)
    go(theirs, link)
    write(theirs, da("New passphrase"), PASSPHRASE)
    press(theirs, da("Continue"))
    logged_in(theirs)
    settled(theirs)
    return theirs


def say(page: Page, words: str) -> None:
    """Answer one question alone, and share it."""
    write(page, QUESTION, words)
    press(page, da("Finished: share the answers"))


def sign(page: Page, name: str) -> None:
    write(page, da("Type your name: {name}").format(name=name), name)
    press(page, da("I sign"))


def answered_and_signed_together(portal: Served, ours: Page) -> None:
    """Today tells of the no; the agreement is sent anew, and both sign it on the one device."""
    turn_to(ours, f"{portal.url}/today")
    main(ours).get_by_role("link", name=like("Somebody said no to the framework agreement with {name}")).click()
    expect(main(ours)).to_contain_text("Kørslen mangler.")
    clean(ours)
    main(ours).get_by_role("link", name=da("Change the agreement, and send it again")).click()
    expect(main(ours)).to_contain_text(da("Somebody said no"))
    settled(ours)
    press(ours, da("Send it to be signed again"))
    press(ours, da("Send it"))
    sign(ours, OURS)
    settled(ours)
    press(ours, da("Sign together with {name}").format(name=SPEAKER.split()[0]))
    ours.get_by_role("button", name=like("Hand the device to {name}")).click()
    settled(ours)
    expect(main(ours)).to_contain_text("Flere unge på vandet, og nye medlemmer.")
    clean(ours)
    press(ours, da("I have read it. Continue"))
    sign(ours, SPEAKER)
    expect(main(ours)).to_contain_text(da("Thank you. You have signed."))
    clean(ours)
    press(ours, da("I am {host}. Take the device back").format(host=OURS))
    expect(main(ours)).to_contain_text(da("Signed by both. This is what you agreed."))


def test_two_sides_say_what_they_expect_and_both_sign_what_they_agree(
    portal: Served, browser: Browser, tmp_path: Path
) -> None:
    ours = enter(portal, browser, SCREEN, "mette")
    theirs = a_speaker_joins(portal, browser, ours)
    press(ours, da("Align expectations"))
    say(ours, "Flere unge på vandet.")
    expect(main(ours)).not_to_contain_text("Nye medlemmer")
    turn_to(theirs, f"{portal.url}/partnership")
    main(theirs).locator("[class*='st-key-hs-list-alignments'] a").first.click()
    expect(field(theirs, QUESTION)).to_be_visible()
    settled(theirs)
    say(theirs, "Nye medlemmer.")
    for words in ("Flere unge på vandet.", "Nye medlemmer."):
        expect(main(theirs)).to_contain_text(words)
    clean(theirs)
    turn_to(ours, f"{portal.url}/partnerships")
    main(ours).get_by_role("link", name=ASSOCIATION).first.click()
    main(ours).get_by_role("link", name=da("The framework agreement")).click()
    expect(main(ours)).to_contain_text(TOPIC.title.in_language("da"))
    settled(ours)
    press(ours, da("Write"))
    write(ours, da("What you have agreed"), "Flere unge på vandet, og nye medlemmer.")
    press(ours, da("Save"))
    press(ours, da("Send it to be signed"))
    expect(dialog(ours)).to_contain_text(da("Who signs for us?"))
    assert problems(ours) == []
    press(ours, da("Send it"))
    expect(main(ours)).to_contain_text("Flere unge på vandet, og nye medlemmer.")
    turn_to(theirs, f"{portal.url}/partnership")
    press(theirs, da("Read and sign"))
    expect(main(theirs)).to_contain_text("Flere unge på vandet, og nye medlemmer.")
    main(theirs).get_by_text(da("I do not want to sign this")).click()
    write(theirs, da("A word to the others (optional)"), "Kørslen mangler.")
    clean(theirs)
    press(theirs, da("I say no to this text"))
    expect(main(theirs)).to_contain_text(like("{name} said no on {date}."))
    clean(theirs)
    answered_and_signed_together(portal, ours)
    turn_to(theirs, ours.url)
    expect(main(theirs)).to_contain_text(da("Signed by both. This is what you agreed."))
    clean(theirs)
    with theirs.expect_download() as downloading:
        button(theirs, da("Download the PDF")).click()
    downloading.value.save_as(kept := tmp_path / "agreement.pdf")
    said = subprocess.run(["pdftotext", str(kept), "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Flere unge på vandet, og nye medlemmer.", ASSOCIATION, SPEAKER, OURS):
        assert words in said
    for page in (ours, theirs):
        page.context.close()


def test_a_worry_is_told_in_two_taps_read_and_ended(portal: Served, browser: Browser) -> None:
    volunteer = enter(portal, browser, PHONE, "karen")
    turn_to(volunteer, f"{portal.url}/something-wrong")
    main(volunteer).get_by_text(da("The task, the place or how it is arranged"), exact=True).first.click()
    settled(volunteer)
    clean(volunteer)
    press(volunteer, da("Send it"))
    expect(main(volunteer)).to_contain_text(da("What you have told"))
    receiver = enter(portal, browser, SCREEN, "mette")
    turn_to(receiver, f"{portal.url}/worries")
    main(receiver).get_by_role("link", name="Karen").first.click()
    expect(button(receiver, da("I have read it"))).to_be_visible()
    settled(receiver)
    clean(receiver)
    press(receiver, da("I have read it"))
    write(receiver, da("What you agreed, or what came of it: they read it too"), "Vi har talt om det.")
    press(receiver, da("It has ended"))
    turn_to(volunteer, f"{portal.url}/something-wrong")
    expect(main(volunteer)).to_contain_text("Vi har talt om det.")
    clean(volunteer)
    for page in (volunteer, receiver):
        page.context.close()


def thanked_and_proved(coordinator: Page) -> None:
    """What is left of a goodbye: the tasks are handed over, a thank-you is planned, and the proof is made."""
    steps = main(coordinator).locator("[class*='st-key-hs-list-of-goodbye']")
    steps.get_by_role("button", name=da("It is done")).click()
    settled(coordinator)
    steps.get_by_role("button", name=da("Plan a thank-you")).click()
    settled(coordinator)
    assert problems(coordinator) == []
    press(coordinator, f"^{da('Plan a thank-you')}$")
    expect(dialog(coordinator)).to_have_count(0)
    expect(steps).to_contain_text(da("Planned"))
    steps.get_by_role("button", name=da("Make the proof")).click()
    expect(steps.get_by_role("button", name=da("Make the proof"))).to_have_count(0)
    settled(coordinator)
    clean(coordinator)


def test_a_goodbye_begins_with_a_wish_and_goes_by_its_steps(portal: Served, browser: Browser) -> None:
    volunteer = enter(portal, browser, PHONE, "karen")
    turn_to(volunteer, f"{portal.url}/stopping")
    clean(volunteer)
    press(volunteer, da("Tell them"))
    expect(button(volunteer, da("I stay after all"))).to_be_visible()
    coordinator = enter(portal, browser, SCREEN, "mette")
    turn_to(coordinator, f"{portal.url}/volunteers")
    write(coordinator, da("Search by name"), "Karen")
    main(coordinator).get_by_role("link", name="Karen").first.click()
    expect(main(coordinator)).to_contain_text(da("A closing talk"))
    settled(coordinator)
    clean(coordinator)
    press(coordinator, da("Answer"))
    assert problems(coordinator) == []
    press(coordinator, f"{da('Answer')}$")
    expect(dialog(coordinator)).to_have_count(0)
    thanked_and_proved(coordinator)
    turn_to(volunteer, f"{portal.url}/stopping")
    expect(main(volunteer)).to_contain_text(OURS)
    turn_to(volunteer, f"{portal.url}/my-documents")
    expect(main(volunteer)).to_contain_text(da("Proof of volunteering"))
    for page in (volunteer, coordinator):
        page.context.close()
