"""Reading what stands in the way, for whoever plans and for nobody else."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from core.approvals.pauses import PauseDetails, begin_pause
from core.courses.case import load
from core.i18n import COPENHAGEN, local_day
from core.planning.reading import in_the_way
from core.planning.rules import HindranceKind
from core.talks.rules import TalkKind
from core.talks.service import plan_talk
from db.clarification import ClarificationMeeting
from db.engine import transaction
from tests.builders import a_scene
from tests.core.courses.stories import four, plan


def test_a_break_and_another_course_stand_in_the_way_and_its_own_course_does_not(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    days = [local_day(each.starts_at) for each in load(session, run.id).modules]
    begin_pause(
        session=session,
        actor=told.coordinator,
        engagement_id=told.pair[1],
        details=PauseDetails(begins_on=local_day(now)),
        now=now,
    )
    asked: dict[str, Any] = {"session": session, "engagement_ids": told.pair, "days": days[1:], "today": local_day(now)}
    found = in_the_way(actor=told.coordinator, **asked)
    assert {(each.kind, each.what) for each in found} == {
        (HindranceKind.COURSE, "Tirsdagsholdet"),
        (HindranceKind.PAUSED, ""),
    }
    assert {each.days for each in found} == {tuple(days[1:])}
    assert {each.kind for each in in_the_way(actor=told.coordinator, **asked, but=[run.id])} == {HindranceKind.PAUSED}
    assert in_the_way(actor=told.bo.as_volunteer, **asked) == []
    assert in_the_way(actor=told.coordinator, **asked | {"days": [days[-1] + timedelta(days=1)]}, but=[run.id]) != []


def test_a_talk_and_the_newest_clarification_meeting_stand_in_the_way_until_they_are_held(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    soon, later = local_day(now) + timedelta(days=2), local_day(now) + timedelta(days=9)
    by: dict[str, Any] = {"session": session, "actor": scene.as_coordinator}
    talk = plan_talk(**by, engagement_id=scene.engagement.id, kind=TalkKind.WELLBEING, planned_on=soon, now=now)
    with transaction(session):
        for minutes, day in ((0, soon), (1, later)):
            session.add(
                ClarificationMeeting(
                    organisation_id=scene.organisation.id,
                    engagement_id=scene.engagement.id,
                    starts_at=datetime.combine(day, time(10), COPENHAGEN),
                    recorded_by_id=scene.coordinator.id,
                    created_at=now + timedelta(minutes=minutes),
                )
            )

    def told() -> list[tuple[HindranceKind, tuple[date, ...], str]]:
        found = in_the_way(**by, engagement_ids=[scene.engagement.id], days=[soon, later], today=local_day(now))
        return [(each.kind, each.days, each.what) for each in found]

    assert told() == [(HindranceKind.TALK, (soon,), ""), (HindranceKind.MEETING, (later,), "")]
    with transaction(session):
        talk.held_on = soon
        session.add(talk)
    assert told() == [(HindranceKind.MEETING, (later,), "")]
