"""A mail that tells when a talk is brings it along for a calendar, and takes it out where it is not then any more."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from core.messages.composing import composed
from core.startup import Portal
from core.support.rules import SupportKind
from core.support.service import answer_talk, ask_for_talk, call_talk_off, pass_talk_on, plan_monthly
from core.teams.service import leave_team
from db.outbox import OutboxItem
from db.support import SupportTalk
from tests.core.teams.builders import TeamScene, a_team

DAY = timedelta(days=1)


@pytest.fixture
def house(session: Session, now) -> TeamScene:
    return a_team(session, now)


def told(portal: Portal, session: Session, message: str, now) -> list[tuple[str, str, int, object, str]]:
    """Of the mails with this message what each calendar file asks for, of which event, how new, from when, and the word
    it has for it."""
    found = []
    for item in session.exec(select(OutboxItem)).all():
        mail = composed(session, portal.settings, item, now) if item.params.get("message") == message else None
        for part in mail.calendar if mail is not None else ():
            calendar: Any = Calendar.from_ical(part.content)
            event = calendar.walk("VEVENT")[0]
            uid, sequence = str(event["uid"]), int(event["sequence"])
            found.append((str(calendar["method"]), uid, sequence, event.decoded("dtstart"), str(event["summary"])))
    return found


def asked(session: Session, house: TeamScene, now) -> SupportTalk:
    return ask_for_talk(
        session=session, actor=house.as_peer, team_id=house.team.id, kind=SupportKind.CLARIFYING, now=now
    )


def answer(session: Session, house: TeamScene, talk: SupportTalk, starts_at, now) -> None:
    answer_talk(
        session=session,
        actor=house.as_psychologist,
        talk_id=talk.id,
        starts_at=starts_at,
        expected_version=talk.version,
        now=now,
    )


def test_an_answer_brings_the_time_and_a_later_one_takes_its_place(portal, session, house, now):
    talk = asked(session, house, now)
    answer(session, house, talk, now + DAY, now)
    ((method, uid, first, starts, word),) = told(portal, session, "talk_answered", now)
    assert (method, uid, starts, word) == ("REQUEST", f"support-{talk.id}@haandslag", now + DAY, "Samtale")
    answer(session, house, talk, now + 2 * DAY, now)
    ((method, again, second, starts, _word),) = told(portal, session, "talk_moved", now)
    assert (method, again, starts) == ("REQUEST", uid, now + 2 * DAY)
    assert second > first


def test_one_that_is_called_off_or_passed_on_is_taken_out(portal, session, house, now):
    talk = asked(session, house, now)
    answer(session, house, talk, now + DAY, now)
    pass_talk_on(session=session, actor=house.as_psychologist, talk_id=talk.id, now=now)
    ((method, uid, _sequence, starts, _word),) = told(portal, session, "talk_passed_on", now)
    assert (method, uid, starts) == ("CANCEL", f"support-{talk.id}@haandslag", now + DAY)
    planned = {"session": session, "actor": house.as_psychologist, "team_id": house.team.id, "now": now}
    month = plan_monthly(**planned, person_id=house.lead.id, starts_at=now + 3 * DAY)
    ((method, uid, before, _starts, _word),) = told(portal, session, "talk_planned", now)
    call_talk_off(session=session, actor=house.as_lead, talk_id=month.id, now=now)
    ((method, again, after, starts, _word),) = told(portal, session, "talk_called_off", now)
    assert (method, again, starts) == ("CANCEL", uid, now + 3 * DAY)
    assert after > before


def test_one_that_had_no_time_brings_nothing_and_who_leaves_the_team_takes_theirs_along(portal, session, house, now):
    talk = asked(session, house, now)
    pass_talk_on(session=session, actor=house.as_psychologist, talk_id=talk.id, now=now)
    assert told(portal, session, "talk_passed_on", now) == []
    planned = {"session": session, "actor": house.as_psychologist, "team_id": house.team.id, "now": now}
    plan_monthly(**planned, person_id=house.scene.volunteer.id, starts_at=now + DAY)
    leave_team(session=session, actor=house.scene.as_coordinator, member_id=house.member.id, now=now)
    assert [each[0] for each in told(portal, session, "talk_called_off", now)] == ["CANCEL"]
