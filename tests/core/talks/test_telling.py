"""A volunteer hears of the day of a talk: as it is planned, moved and called off, and the day before it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlmodel import col, select, update

from core.i18n import local_day
from core.notices.service import WAITS
from core.talks.rules import TalkKind
from core.talks.service import call_talk_off, hold_talk, move_talk, plan_talk
from db.engine import transaction
from db.people import Person
from db.talks import Talk
from tests.builders import a_scene, an_account
from tests.core.reminders.stories import Days, days_that_pass

GIVEN, MOVED, OFF = (
    "karen@example.dk: Noget, du er med i, har fået en dag",
    "karen@example.dk: Noget, du er med i, er ændret",
    "karen@example.dk: Noget, du er med i, er aflyst",
)


@pytest.fixture
def scene(session, now):
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    with transaction(session):
        session.execute(update(Person).where(col(Person.id) == made.coordinator.id).values(email=""))
    return made


@pytest.fixture
def days(portal, session) -> Iterator[Days]:
    with days_that_pass(portal, session) as passing:
        yield passing


def planned(session, scene, now, ahead: int) -> Talk:
    return plan_talk(
        session=session,
        actor=scene.as_contact_person,
        engagement_id=scene.engagement.id,
        kind=TalkKind.WELLBEING,
        planned_on=local_day(now) + timedelta(days=ahead),
        now=now,
    )


def methods(days: Days) -> list[str]:
    return [
        str(Calendar.from_ical(part.get_content())["method"])
        for part in days.box.mails[-1].walk()
        if part.get_content_type() == "text/calendar"
    ]


def test_a_talk_is_told_of_with_its_day_and_not_with_what_it_is_about_and_reminded_of_the_day_before(
    session, now, scene, days
):
    planned(session, scene, now, 3)
    assert days.pass_to(now + WAITS) == [GIVEN]
    body = days.body()
    assert "En aftalt snak Hvornår: torsdag 5. november 2026" in body
    assert f"Hvem holder den: {scene.coordinator.name}" in body
    assert "svært" not in body
    assert "REQUEST" in methods(days)
    assert days.from_to(now + timedelta(days=1), 5) == [
        (1, "karen@example.dk: Du har en samtale torsdag 5. november 2026")
    ]
    assert "Du har en snak med din koordinator torsdag 5. november 2026." in days.body()


def test_a_talk_that_is_moved_or_called_off_is_told_and_leaves_the_calendar(session, now, scene, days):
    talk = planned(session, scene, now, 3)
    days.pass_to(now + WAITS)
    asked = {"session": session, "actor": scene.as_contact_person, "talk_id": talk.id}
    later = now + timedelta(days=1)
    moved = move_talk(**asked, planned_on=local_day(now) + timedelta(days=4), expected_version=1, now=later)
    assert days.pass_to(later + WAITS) == [MOVED]
    assert "REQUEST" in methods(days)
    day = now + timedelta(days=2)
    session.refresh(moved)
    call_talk_off(**asked, expected_version=moved.version, now=day)
    assert days.pass_to(day + WAITS) == [OFF]
    assert "CANCEL" in methods(days)
    assert session.exec(select(Talk)).all() == []
    assert days.from_to(now + timedelta(days=3), 3) == []


def test_a_slip_put_right_within_ten_minutes_is_told_nobody_and_a_talk_held_early_reminds_nobody(
    session, now, scene, days
):
    talk = planned(session, scene, now, 3)
    call_talk_off(session=session, actor=scene.as_contact_person, talk_id=talk.id, expected_version=1, now=now)
    assert days.pass_to(now + WAITS) == []
    talk = planned(session, scene, now, 3)
    days.pass_to(now + WAITS)
    hold_talk(
        session=session,
        actor=scene.as_contact_person,
        talk_id=talk.id,
        held_on=local_day(now),
        words="Vi talte sammen.",
        expected_version=1,
        now=now,
    )
    assert days.from_to(now + timedelta(days=1), 5) == []
