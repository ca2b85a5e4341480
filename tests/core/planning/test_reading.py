"""Reading what stands in the way, for whoever plans and for nobody else."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from core.approvals.pauses import PauseDetails, begin_pause
from core.courses.case import load
from core.i18n import local_day
from core.planning.reading import in_the_way
from core.planning.rules import HindranceKind
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
