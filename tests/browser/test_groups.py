"""A message to many, taken back; somebody who says yes to coming in by two taps; and the month of whoever plans."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from db.courses import CourseRun
from db.cover import CoverAsked, CoverRequest
from db.group_messages import GroupMessage
from tests.browser.barriers import problems
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import (
    PHONE,
    SCREEN,
    button,
    choose,
    da,
    go,
    like,
    main,
    press,
    settled,
    turn_to,
    visitor,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("groups"), demonstration=True) as found:
        yield found


def test_a_message_is_written_to_those_chosen_and_taken_back_on_a_phone(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, PHONE, "jonas")
    turn_to(page, f"{portal.url}/volunteers")
    main(page).get_by_text(da("Choose several")).click()
    settled(page)
    press(page, re.compile("^Vælg alle"))
    press(page, da("Write to them"))
    write(page, da("Subject"), "Sommerfest")
    write(page, da("Message"), "Kære {fornavn}\n\nKom til fest.")
    expect(main(page).get_by_text("Kom til fest.").last).to_be_visible()
    # A line that is lost loses nothing: it is there after the page is opened anew.
    turn_to(page, page.url)
    expect(main(page).get_by_label(da("Subject"), exact=True)).to_have_value("Sommerfest")
    assert problems(page) == []
    button(page, like("Send to {count}")).first.click()
    page.get_by_role("button", name=da("Yes, do it")).click()
    settled(page)
    press(page, da("Take the message back"))
    expect(main(page).get_by_label(da("Subject"), exact=True)).to_have_value("Sommerfest")
    with portal.session() as session:
        found = session.exec(select(GroupMessage).where(col(GroupMessage.sends_at).is_(None))).all()
        assert "Sommerfest" in [each.subject for each in found]


def test_somebody_is_asked_to_come_in_and_says_yes_in_two_taps(portal: Served, browser: Browser) -> None:
    with portal.session() as session:
        asked_already = select(CoverRequest.course_run_id)
        ahead = (
            select(CourseRun).where(col(CourseRun.id).not_in(asked_already)).order_by(col(CourseRun.first_on).desc())
        )
        run = session.exec(ahead).first()
        assert run is not None
        address = f"{portal.url}/stand-in?id={run.id}"
    page = enter(portal, browser, SCREEN, "jonas")
    turn_to(page, address)
    choose(page, da("Who cannot be there?"), da("Nobody: the place is empty"))
    assert problems(page) == []
    press(page, like("Ask {count}"))
    expect(main(page).get_by_text(da("Nobody comes in yet")).first).to_be_visible()
    assert problems(page) == []
    with portal.session() as session:
        of_run = select(CoverAsked).join(CoverRequest).where(CoverRequest.course_run_id == run.id)
        token = session.exec(of_run).first().token  # type: ignore[union-attr]
    asked = visitor(browser, PHONE)
    go(asked, f"{portal.url}/come-in?t={token}")
    assert problems(asked) == []
    press(asked, da("Yes, I can"))
    expect(main(asked).get_by_text(da("It is yours. Thank you!"))).to_be_visible()
    assert problems(asked) == []


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_the_month_stands_in_nobodys_way(portal: Served, browser: Browser, width: int) -> None:
    page = enter(portal, browser, width, "jonas")
    turn_to(page, f"{portal.url}/calendar")
    expect(main(page).locator(".hs-month")).to_be_visible()
    assert problems(page) == []
