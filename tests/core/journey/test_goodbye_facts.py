"""A goodbye is as far as what was done since it was begun: talks, thanks and certificates are its facts."""

from datetime import timedelta

import pytest

from core.approvals.goodbye import say_goodbye, tick_handed_over
from core.approvals.rules import GoodbyePart
from core.certificates.service import prove
from core.i18n import local_day
from core.journey.goodbye_facts import goodbye_of
from core.recognition.giving import ThanksDetails, call_off, give
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from core.talks.rules import TalkKind
from core.talks.service import record_talk, take_talk_back
from core.today.rules import When
from core.today.service import line_of
from tests.builders import Scene, a_scene


@pytest.fixture
def scene(session, now) -> Scene:
    made = a_scene(session, now)
    planned_thanks(session, made, now - timedelta(days=9))  # of before: no part of the goodbye
    say_goodbye(
        session=session,
        actor=made.as_coordinator,
        engagement_id=made.engagement.id,
        last_day=local_day(now) + timedelta(days=20),
        now=now,
    )
    return made


def planned_thanks(session, scene, at):
    return plan_thanks(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        plan=RecognitionPlan(Gift.FLOWERS, local_day(at), scene.coordinator.id),
        engagement_ids=[scene.engagement.id],
        now=at,
    )


def found(session, scene):
    return goodbye_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)


def left(session, scene, at) -> int:
    """How many things Today says are to be done about them; the last day that is to come is none."""
    line = line_of(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_id=scene.engagement.id,
        now=at,
    )
    assert line is not None
    return line.more + (line.when is not When.AHEAD)


def test_a_closing_talk_is_the_talk_and_another_talk_is_not(session, scene, now):
    at = now + timedelta(days=2)
    by = {"session": session, "actor": scene.as_coordinator, "now": at}
    about = {"engagement_id": scene.engagement.id, "held_on": local_day(at), "words": ""}
    record_talk(**by, **about, kind=TalkKind.FOLLOW_UP)
    assert found(session, scene).done == {}
    talk = record_talk(**by, **about, kind=TalkKind.FAREWELL)
    assert found(session, scene).done == {GoodbyePart.TALKED: local_day(at)}
    take_talk_back(**by, talk_id=talk.id, expected_version=talk.version)
    assert found(session, scene).done == {}


def test_thanks_are_planned_given_or_called_off(session, scene, now):
    at = now + timedelta(days=2)
    by = {"session": session, "actor": scene.as_coordinator, "now": at}
    assert found(session, scene).thanks_on is None
    made = planned_thanks(session, scene, at)
    assert found(session, scene).thanks_on == local_day(at)
    call_off(**by, recognition_id=made.id, expected_version=made.version)
    assert found(session, scene).thanks_on is None
    made = planned_thanks(session, scene, at)
    details = ThanksDetails(given_on=local_day(at), words="Tak", cost=0)
    give(**by, recognition_id=made.id, details=details, expected_version=made.version)
    assert found(session, scene).done == {GoodbyePart.THANKED: local_day(at)}


def test_a_proof_by_either_is_the_proof_and_is_named(session, scene, now):
    at = now + timedelta(days=2)
    made = prove(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id, now=at)
    goodbye = found(session, scene)
    assert (goodbye.done, goodbye.proof_id) == ({GoodbyePart.PROVED: local_day(at)}, made.id)


def test_what_lists_sort_by_follows_in_the_same_transaction(session, scene, now):
    by = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id, "now": now}
    before = left(session, scene, now)
    tick_handed_over(**by, done=True)
    record_talk(**by, kind=TalkKind.FAREWELL, held_on=local_day(now), words="")
    assert left(session, scene, now) == before - 2
    made = planned_thanks(session, scene, now)
    assert left(session, scene, now) == before - 2
    prove(**by)
    assert left(session, scene, now) == before - 3
    details = ThanksDetails(given_on=local_day(now), words="", cost=0)
    asked = {"session": session, "actor": scene.as_coordinator, "now": now}
    give(**asked, recognition_id=made.id, details=details, expected_version=made.version)
    assert left(session, scene, now) == before - 4
