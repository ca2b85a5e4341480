"""From a mail to fewer of them: unsubscribed in one press in the mail program, and by the link, without a login."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from core.i18n import utc_now
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import address_of, choices_at
from db.people import Person
from tests.browser.entering import NAMES, enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, button, da, go, main, settled, turn_to, visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("less"), demonstration=True) as found:
        yield found


def secret_of(portal: Served, login: str) -> str:
    """What stands in the links of somebody's mails."""
    with portal.session() as session:
        person = session.exec(select(Person).where(Person.name == NAMES[login])).one()
        return address_of(session, person.id, utc_now())


def held(portal: Served, secret: str, kind: MailKind) -> Wanted:
    with portal.session() as session:
        return choices_at(session=session, token=secret)[kind]


def radio(page: Page, words: str):
    return main(page).get_by_role("radio", name=da(words))


def test_a_morning_is_unsubscribed_and_reminders_come_once_a_week(portal: Served, browser: Browser) -> None:
    secret = secret_of(portal, "jonas")
    page = visitor(browser, PHONE)
    address = f"{portal.url}/unsubscribe/{secret}/morning"
    # What looks a mail through for danger opens the link: nothing is changed, and a person reads where it leads.
    go(page, address)
    expect(page.get_by_role("heading", level=1, name=da("Which mails would you like?"))).to_be_visible()
    assert held(portal, secret, MailKind.MORNING) is Wanted.YES
    # The mail program's own button (RFC 8058).
    answer = page.request.post(address, form={"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    assert held(portal, secret, MailKind.MORNING) is Wanted.NO

    go(page, f"{portal.url}/mails?t={secret}&k=reminders")
    expect(main(page).get_by_text(NAMES["jonas"])).to_have_count(0)
    button(page, da("Only what others wait for, please")).click()
    settled(page)
    expect(main(page).get_by_text(da("That is how it is from now on."))).to_be_visible()
    assert held(portal, secret, MailKind.REMINDERS) is Wanted.NEEDED
    main(page).get_by_text(da("All in one mail a week")).click()
    settled(page)
    assert held(portal, secret, MailKind.REMINDERS) is Wanted.WEEKLY

    mine = enter(portal, browser, PHONE, "jonas")
    turn_to(mine, f"{portal.url}/account")
    expect(radio(mine, "All in one mail a week")).to_be_checked()
    expect(radio(mine, "No").first).to_be_checked()
