"""From a poster's link to the receipt, on a phone and without a login; and found again by the coordinator."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import problems
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, da, go, like, main, press, settled, turn_to, visitor, write

pytestmark = pytest.mark.browser
TASK = "Instruktør på kurset for pårørende"
# What a browser says to a page that is put away: nobody sees it any more.
PUT_AWAY = """() => {
    Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("applying"), demonstration=True) as found:
        yield found


def link_of_the_call(portal: Served, colleague: Page) -> str:
    """The link that a coordinator passes on, at the portal's own port."""
    turn_to(colleague, f"{portal.url}/tasks")
    main(colleague).get_by_role("link", name=re.compile(TASK)).first.click()
    settled(colleague)
    told = main(colleague).locator(".hs-link").first.inner_text()
    return f"{portal.url}/apply?{told.partition('?')[2]}"


def tick(page: Page, choice: str) -> None:
    main(page).get_by_text(da(choice), exact=True).click()
    settled(page)
    press(page, da("Continue"))


def test_somebody_applies_on_a_phone_goes_on_by_the_link_and_takes_it_back(portal: Served, browser: Browser) -> None:
    colleague = enter(portal, browser, SCREEN, "jonas")
    link = link_of_the_call(portal, colleague)
    phone = visitor(browser, PHONE)
    go(phone, link)
    barred = problems(phone, colours=True)
    main(phone).get_by_role("button", name=da("I would like to apply")).first.click()
    settled(phone)
    press(phone, da("Continue"))
    expect(main(phone).get_by_role("heading", name=da("There is something to put right"))).to_be_visible()
    barred += problems(phone, colours=True)
    write(phone, da("Your name"), "Ida Frost")
    write(phone, da("Phone (may be left blank)"), "20 30 40 50")
    press(phone, da("Continue"))
    barred += problems(phone, colours=True)
    tick(phone, "Yes, I am 18 or over")
    main(phone).get_by_role("textbox").fill("Jeg vil gerne give noget videre")
    # Put away with the cursor in the field: what was typed is there on another phone.
    phone.evaluate(PUT_AWAY)
    expect(main(phone).get_by_role("textbox")).to_be_focused()
    settled(phone)
    own = phone.url
    phone.context.close()
    phone = visitor(browser, PHONE)
    go(phone, own)
    expect(main(phone).get_by_role("textbox")).to_have_value("Jeg vil gerne give noget videre")
    barred += problems(phone, colours=True)
    press(phone, da("Continue"))
    tick(phone, "In the local paper")
    tick(phone, "I do not know it yet")
    press(phone, da("Continue"))
    press(phone, da("Continue"))
    tick(phone, "I would rather not say")
    expect(main(phone).get_by_role("heading", level=1, name=da("Check your answers"))).to_be_visible()
    barred += problems(phone, colours=True)
    press(phone, da("Send my application"))
    expect(main(phone).get_by_role("heading", level=1, name=da("Thank you! We have your application"))).to_be_visible()
    barred += problems(phone, colours=True)
    assert barred == []

    turn_to(colleague, f"{portal.url}/tasks")
    main(colleague).get_by_role("link", name=re.compile(TASK)).first.click()
    settled(colleague)
    expect(main(colleague).get_by_text(like("{count} kept aside"))).to_be_visible()
    for page in (colleague, phone):
        page.context.close()


def test_who_is_asked_answers_in_two_taps_and_the_applicant_is_decided_about_and_invited(
    portal: Served, browser: Browser
) -> None:
    phone = enter(portal, browser, PHONE, "karen")
    turn_to(phone, f"{portal.url}/views")
    expect(main(phone).get_by_role("heading", name="Samira Aziz")).to_be_visible()
    main(phone).get_by_text(da("Yes, I would like to work with them"), exact=True).click()
    settled(phone)
    press(phone, da("Send my answer"))
    barred = problems(phone, colours=True)
    colleague = enter(portal, browser, SCREEN, "mette")
    turn_to(colleague, f"{portal.url}/applications")
    barred += problems(colleague, colours=True)
    main(colleague).get_by_role("link", name=re.compile("Samira Aziz")).first.click()
    settled(colleague)
    expect(main(colleague).get_by_text(da("Would like to work with them"))).to_be_visible()
    press(colleague, da("Decide"))
    main(colleague).get_by_text(da("Yes, we would like to have them with us"), exact=True).click()
    settled(colleague)
    barred += problems(colleague, colours=True)
    press(colleague, da("Go on to the letter"))
    expect(main(colleague).get_by_text("Kære Samira Aziz")).to_be_visible()
    main(colleague).get_by_role("combobox", name=da("Contact person")).click()
    colleague.get_by_role("option").first.click()
    settled(colleague)
    press(colleague, da("Finish the letter and invite"))
    expect(main(colleague).get_by_text(da("The answer was yes"))).to_be_visible()
    barred += problems(colleague, colours=True)
    press(colleague, da("Go to the volunteer"))
    expect(main(colleague).get_by_role("heading", level=1, name="Samira Aziz")).to_be_visible()
    assert barred == []
    for page in (colleague, phone):
        page.context.close()
