"""A goodbye: begun with the last day, done part by part, taken back, and somebody who comes back after it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.approvals.ending import end_engagement
from core.approvals.goodbye import come_back, say_goodbye, take_goodbye_back, tick_handed_over
from core.approvals.rules import EndReason, GoodbyePart
from core.errors import DomainError
from core.i18n import local_day
from core.journey.goodbye_facts import goodbye_of
from core.journey.service import path_of
from core.journey.steps import StepKind, StepStatus
from core.today.service import line_of
from db.approvals import Goodbye
from db.audit import AuditEvent
from db.people import Engagement
from tests.builders import Scene, a_scene


@pytest.fixture
def scene(session, now) -> Scene:
    return a_scene(session, now)


def begun(session, scene, now, *, days: int = 14):
    say_goodbye(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        last_day=local_day(now) + timedelta(days=days),
        now=now,
    )
    return found(session, scene)


def found(session, scene):
    return goodbye_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)


def steps(session, scene, day):
    path = path_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, today=day)
    return {step.kind: step for step in path.steps if step.id.startswith("goodbye")}


def test_each_part_has_an_owner_and_the_last_day_and_the_goodbye_comes_on_it(session, scene, now):
    goodbye = begun(session, scene, now)
    own = steps(session, scene, local_day(now))
    assert {step.due_on for step in own.values()} == {goodbye.last_day}
    assert {kind: step.owner for kind, step in own.items()} == {
        StepKind.HAND_OVER: "contact_person",
        StepKind.LAST_TALK: "coordinator",
        StepKind.LAST_THANKS: "coordinator",
        StepKind.PROOF: "coordinator",
        StepKind.GOODBYE: "coordinator",
    }
    assert own[StepKind.GOODBYE].status is StepStatus.LATER
    assert steps(session, scene, goodbye.last_day)[StepKind.GOODBYE].status is StepStatus.WAITING


def test_that_tasks_are_handed_over_is_said_by_the_contact_person_too_and_taken_back(session, scene, now):
    begun(session, scene, now)
    own = {"session": session, "engagement_id": scene.engagement.id, "now": now}
    for _again in range(2):
        tick_handed_over(actor=scene.as_contact_person, done=True, **own)
    assert found(session, scene).done == {GoodbyePart.HANDED_OVER: local_day(now)}
    assert steps(session, scene, local_day(now))[StepKind.HAND_OVER].status is StepStatus.DONE
    tick_handed_over(actor=scene.as_coordinator, done=False, **own)
    assert found(session, scene).done == {}
    told = [event.action for event in session.exec(select(AuditEvent)) if event.action.startswith("goodbye.")]
    assert sorted(told) == ["goodbye.begun", "goodbye.part_done", "goodbye.part_undone"]


def test_today_shows_what_is_due_of_it(session, scene, now):
    begun(session, scene, now, days=0)
    later = now + timedelta(days=3)
    line = line_of(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_id=scene.engagement.id,
        now=later,
    )
    assert line is not None
    assert line.kind == StepKind.HAND_OVER
    assert line.more >= 4


def test_the_last_day_is_moved_and_one_gone_by_is_refused(session, scene, now):
    begun(session, scene, now)
    assert begun(session, scene, now, days=3).last_day == local_day(now) + timedelta(days=3)
    with pytest.raises(DomainError, match="goodbye_past"):
        begun(session, scene, now, days=-1)
    with pytest.raises(DomainError, match="date_invalid"):
        say_goodbye(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            last_day=None,
            now=now,
        )


def test_who_stays_after_all_has_no_goodbye_and_a_part_of_none_is_refused(session, scene, now):
    begun(session, scene, now)
    own = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id, "now": now}
    for _again in range(2):
        take_goodbye_back(**own)
    assert found(session, scene) is None
    with pytest.raises(DomainError, match="not_found"):
        tick_handed_over(done=True, **own)


def test_who_comes_back_is_a_volunteer_again_without_the_day_and_the_reason(session, scene, now):
    begun(session, scene, now)
    own = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id, "now": now}
    end_engagement(ended_on=local_day(now), reason=EndReason.MOVED, **own)
    for _again in range(2):
        come_back(**own)
    engagement = session.get_one(Engagement, scene.engagement.id, populate_existing=True)
    assert (engagement.ended_at, engagement.ended_on, engagement.end_reason) == (None, None, None)
    assert session.exec(select(Goodbye)).all() == []
    line = line_of(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_id=scene.engagement.id,
        now=now,
    )
    assert line is not None


@pytest.mark.parametrize("service", [say_goodbye, take_goodbye_back, come_back])
def test_only_a_coordinator_begins_and_ends_it(session, scene, now, service):
    day = {"last_day": local_day(now)} if service is say_goodbye else {}
    with pytest.raises(DomainError, match="not_allowed"):
        service(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id, now=now, **day)
