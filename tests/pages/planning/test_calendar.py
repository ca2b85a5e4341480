"""The calendar as a coordinator meets it: a month as a table that is read aloud, turned, narrowed, and as a list."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from core.courses.rules import LeaderSpan
from core.i18n import local_day, utc_now
from tests.builders import Scene, a_scene
from tests.core.courses.builders import a_run
from tests.pages.as_colleague import only_button, visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)
TODAY = local_day(NOW)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW, programme="laer_at_tackle")


def table(page) -> str:
    return next(
        each.proto.body for each in page.get("html") if "hs-month" in each.proto.body and "<table" in each.proto.body
    )


def test_a_month_is_a_table_with_a_caption_weekdays_and_weeks_and_leads_to_what_is_planned(session, scene):
    run = a_run(
        session, scene, [LeaderSpan(scene.engagement.id)], first_on=TODAY, modules=1, name="Ro <i>og</i> *nærvær*"
    )
    page = visit(session, scene.coordinator, "planning/calendar")
    assert not page.exception
    drawn = table(page)
    assert "<caption" in drawn
    assert len(re.findall(r'<th scope="col">', drawn)) == 8
    assert len(re.findall(r'<th scope="row">', drawn)) in (4, 5, 6)
    assert f'href="course?id={run.id}&amp;module=1"' in drawn
    assert "Ro &lt;i&gt;og&lt;/i&gt; *nærvær*, modul 1" in drawn
    assert 'aria-current="date"' in drawn
    page = only_button(page, "month-next").click().run()
    assert str(run.id) not in table(page)
    page = only_button(page, "month-now").click().run()
    assert str(run.id) in table(page)


def test_what_is_to_be_looked_at_is_said_in_words_and_a_kind_can_be_left_out(session, scene):
    a_run(session, scene, [], first_on=TODAY, modules=1, name="Uden nogen")
    page = visit(session, scene.coordinator, "planning/calendar")
    assert "har ingen instruktør endnu" in text(page)
    assert "Ingen holder det endnu" in table(page)
    page = next(each for each in page.button_group if each.key == "calendar-kinds").set_value([]).run()
    assert "Uden nogen" not in table(page)
    page = next(each for each in page.button_group if each.key == "calendar-shape").set_value("list").run()
    assert "hs-month-listed" in table(page)
