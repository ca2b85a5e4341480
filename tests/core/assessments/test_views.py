"""Asking those who know an applicant, and their answer: whoever was asked, a name and a task, and no more."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.access.permissions import Role
from core.assessments.rules import ViewAnswer, ViewState
from core.assessments.views import (
    CanBeAsked,
    answer_view,
    ask_views,
    asked_of_me,
    count_asked_of_me,
    courses_taken,
    take_question_back,
    views_of,
    who_can_be_asked,
)
from core.errors import DomainError
from core.i18n import local_day
from db.assessments import Assessment, AssessmentView
from db.outbox import OutboxItem
from tests.builders import a_member, a_scene
from tests.core.assessments.stories import a_supervisor, applied, as_supervisor, asked
from tests.core.courses.stories import four, plan
from tests.core.tasks.builders import a_task, another


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def application(session, scene, now):
    return applied(session, scene, a_task(session, scene, now), now)


def test_who_is_asked_answers_and_the_board_waits_no_longer(session, scene, application, now):
    vera = a_supervisor(session, scene, now)
    asked(session, scene, application, now, scene.volunteer.id, vera.id)
    today = local_day(now)
    (mine,) = asked_of_me(session=session, actor=scene.as_volunteer, today=today)
    assert (mine.name, mine.task, mine.answer) == ("Ib Krogh", "Gåtur om søen", None)
    assert count_asked_of_me(session=session, actor=scene.as_volunteer, today=today) == 1
    kept = session.get_one(Assessment, application.id)
    assert kept.views_until == today + timedelta(days=10)
    answer_view(session=session, actor=scene.as_volunteer, view_id=mine.view_id, answer=ViewAnswer.TALK, now=now)
    answer_view(session=session, actor=scene.as_volunteer, view_id=mine.view_id, answer=ViewAnswer.GLADLY, now=now)
    assert count_asked_of_me(session=session, actor=scene.as_volunteer, today=today) == 0
    assert kept.views_until == today + timedelta(days=10)
    (hers,) = asked_of_me(session=session, actor=as_supervisor(scene, vera), today=today)
    answer_view(
        session=session, actor=as_supervisor(scene, vera), view_id=hers.view_id, answer=ViewAnswer.UNKNOWN, now=now
    )
    assert kept.views_until is None
    told = views_of(session=session, actor=scene.as_coordinator, application_id=application.id, today=today)
    assert {(row.name, row.state, row.answer) for row in told} == {
        (scene.volunteer.name, ViewState.ANSWERED, ViewAnswer.GLADLY),
        ("Vera Dam", ViewState.ANSWERED, ViewAnswer.UNKNOWN),
    }
    mails = [item.params for item in session.exec(select(OutboxItem)) if item.params["message"] == "view_asked"]
    assert {each["person_id"] for each in mails} == {str(scene.volunteer.id), str(vera.id)}
    assert {frozenset(each) for each in mails} == {frozenset({"message", "person_id"})}


def test_nobody_answers_for_another_or_after_the_day(session, scene, application, now):
    bo = another(session, scene, now, "Bo Friis")
    asked(session, scene, application, now, bo.person_id)
    view = session.exec(select(AssessmentView)).one()
    assert asked_of_me(session=session, actor=scene.as_volunteer, today=local_day(now)) == []
    answer = {"session": session, "view_id": view.id, "answer": "gladly"}
    for actor in (scene.as_volunteer, scene.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            answer_view(**answer, actor=actor, now=now)
    asked(session, scene, application, now, scene.volunteer.id)
    own = session.exec(select(AssessmentView).where(AssessmentView.person_id == scene.volunteer.id)).one()
    late = now + timedelta(days=11)
    with pytest.raises(DomainError, match="view_lapsed"):
        answer_view(session=session, view_id=own.id, answer="gladly", actor=scene.as_volunteer, now=late)
    with pytest.raises(DomainError, match="choice_invalid"):
        answer_view(session=session, view_id=own.id, answer="7", actor=scene.as_volunteer, now=now)
    assert asked_of_me(session=session, actor=scene.as_volunteer, today=local_day(late)) == []
    told = views_of(session=session, actor=scene.as_coordinator, application_id=application.id, today=local_day(late))
    assert {row.state for row in told} == {ViewState.LAPSED}


def test_who_was_not_answered_by_is_asked_anew_and_a_question_can_be_taken_back(session, scene, application, now):
    asked(session, scene, application, now, scene.volunteer.id)
    asked(session, scene, application, now + timedelta(days=20), scene.volunteer.id)
    view = session.exec(select(AssessmentView)).one()
    assert view.until == local_day(now) + timedelta(days=30)
    take = {"session": session, "actor": scene.as_coordinator, "view_id": view.id, "now": now}
    take_question_back(**take)
    assert session.get_one(Assessment, application.id).asked_at is None
    with pytest.raises(DomainError, match="not_found"):
        take_question_back(**take)
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": now}
    with pytest.raises(DomainError, match="view_nobody"):
        ask_views(**whose, person_ids=[])
    with pytest.raises(DomainError, match="not_found"):
        ask_views(**whose, person_ids=[scene.coordinator.id])


def test_those_who_led_the_course_are_found_by_it_and_others_by_name(session, now):
    told = four(session, now)
    run = plan(session, told, now)
    application = applied(session, told.scene, a_task(session, told.scene, now), now)
    whose = {"session": session, "actor": told.coordinator, "application_id": application.id}
    later = local_day(now) + timedelta(days=400)
    assert run.id in courses_taken(**whose, today=later)
    led = who_can_be_asked(**whose, course_id=run.id)
    assert {each.person_id for each in led} == {told.scene.volunteer.id, told.bo.volunteer.id}
    asked(session, told.scene, application, now, led[0].person_id)
    assert led[0] not in who_can_be_asked(**whose, course_id=run.id)
    assert who_can_be_asked(**whose, search=led[1].name) == [led[1]]


def test_without_a_course_whoever_supervises_is_found_by_name_too_and_can_be_asked(session, scene, application, now):
    vera = a_supervisor(session, scene, now)
    iben = a_member(session, scene.organisation, now, role=Role.SUPERVISOR, name="Iben Sø")
    a_supervisor(session, a_scene(session, now), now)
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id}
    (found,) = who_can_be_asked(**whose, search="vera")
    assert found == CanBeAsked(vera.id, "Vera Dam", supervises=True)
    everybody = {each.person_id: each.supervises for each in who_can_be_asked(**whose)}
    assert everybody == {scene.volunteer.id: False, iben.id: True, vera.id: True}
    asked(session, scene, application, now, vera.id)
    assert who_can_be_asked(**whose, search="vera") == []
