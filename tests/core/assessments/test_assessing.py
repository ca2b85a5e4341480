"""What a coordinator notes of an applicant: for few, in words, and gone on its day."""

import json
from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.applications.deleting import delete_on_their_day
from core.assessments.assessing import hand_out, hold_interview, mark_criteria
from core.assessments.deciding import DecisionDraft, decide, send_letter
from core.assessments.rules import ApplicationVerdict
from core.errors import DomainError, ManyRefused
from db.assessments import Assessment, AssessmentView, QuestionnaireAnswers
from db.engine import transaction
from tests.builders import a_scene
from tests.core.assessments.stories import applied, asked
from tests.core.tasks.builders import a_task


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def application(session, scene, now):
    return applied(session, scene, a_task(session, scene, now), now)


def test_criteria_handouts_and_the_interview_are_noted_and_whoever_is_late_is_told(session, scene, application, now):
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": now}
    made = mark_criteria(**whose, said={"wants_to": "met", "settled": "not_asked"}, expected_version=0)
    assert json.loads(made.criteria) == {"wants_to": "met"}
    with pytest.raises(DomainError, match="changed_meanwhile"):
        mark_criteria(**whose, said={}, expected_version=1)
    hand_out(**whose, handout="folder", day=date(2026, 11, 1))
    hand_out(**whose, handout="article", day=date(2026, 11, 2))
    hand_out(**whose, handout="folder", day=None)
    assert made.handed_out == {"article": "2026-11-02"}
    for wrong, day in (("cake", date(2026, 11, 1)), ("task", date(2026, 11, 3))):
        with pytest.raises(DomainError, match="choice_invalid|handout_future"):
            hand_out(**whose, handout=wrong, day=day)
    held = hold_interview(
        **whose, held_on=date(2026, 11, 2), notes=" Vi har talt godt. ", expected_version=made.version
    )
    assert (held.interview_on, held.interview) == (date(2026, 11, 2), "Vi har talt godt.")
    with pytest.raises(ManyRefused) as told:
        hold_interview(**whose, held_on=None, notes="010190-1234", expected_version=held.version)
    assert set(told.value.by_field) == {"held_on", "notes"}


def test_only_a_coordinator_notes_anything_and_nothing_after_the_applicant_took_it_back(
    session, scene, application, now
):
    whose = {"session": session, "application_id": application.id, "now": now, "said": {}, "expected_version": 0}
    for actor in (scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            mark_criteria(**whose, actor=actor)
    with transaction(session):
        application.withdrawn_at = now
        session.add(application)
    with pytest.raises(DomainError, match="application_withdrawn"):
        mark_criteria(**whose, actor=scene.as_coordinator)


def test_what_is_about_illness_goes_a_month_after_the_letter_and_all_with_the_application(
    session, scene, application, now
):
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": now}
    mark_criteria(**whose, said={"lived_experience": "met"}, expected_version=0)
    asked(session, scene, application, now, scene.volunteer.id)
    decide(**whose, draft=DecisionDraft(ApplicationVerdict.NO))
    send_letter(**whose)
    with transaction(session):
        session.add(
            QuestionnaireAnswers(application_id=application.id, organisation_id=scene.organisation.id, saved_at=now)
        )
    kept = session.get_one(Assessment, application.id)
    delete_on_their_day(session, now + timedelta(days=29))
    assert kept.criteria != ""
    assert delete_on_their_day(session, now + timedelta(days=30)) == 0
    assert kept.criteria == ""
    assert session.get_one(Assessment, application.id).letter != ""
    assert delete_on_their_day(session, now + timedelta(days=365)) == 1
    for table in (Assessment, AssessmentView, QuestionnaireAnswers):
        assert session.exec(select(table)).all() == []
