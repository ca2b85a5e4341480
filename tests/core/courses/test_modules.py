"""Ticking off modules, and what the two say to each other."""

from datetime import datetime

import pytest
from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.courses.modules import give_feedback, take_tick_back, tick_off
from core.courses.rules import CourseState
from core.courses.service import cancel_course
from core.courses.view import CourseView, course
from core.errors import DomainError
from core.i18n import local_day
from db.courses import CourseRun
from tests.builders import an_actor, look_again
from tests.core.courses.stories import after, evaluated, four, held, plan


def tick(session: Session, actor: Actor, run: CourseRun, number: int, now: datetime, words: str = "") -> None:
    tick_off(session=session, actor=actor, run_id=run.id, number=number, words=words, now=now)


def seen(session: Session, actor: Actor, run: CourseRun, now: datetime) -> CourseView:
    look_again(session)
    return course(session=session, actor=actor, run_id=run.id, today=local_day(now))


def test_a_course_runs_is_held_and_says_what_is_next(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    states = []
    for number in (1, 2, 3):
        tick(session, told.bo.as_volunteer, run, number, after(number - 1))
        view = seen(session, told.coordinator, run, after(number - 1))
        states.append((view.state, view.next_open, view.modules[number - 1].held_by))
    assert states == [
        (CourseState.RUNNING, 2, "Bo Dahl"),
        (CourseState.RUNNING, 3, "Bo Dahl"),
        (CourseState.HELD, None, "Bo Dahl"),
    ]


def test_a_module_is_ticked_off_once_and_not_before_it_begins(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    with pytest.raises(DomainError, match="course_module_future"):
        tick(session, told.scene.as_volunteer, run, 1, now)
    tick(session, told.scene.as_volunteer, run, 1, after(0))
    with pytest.raises(DomainError, match="course_module_ticked"):
        tick(session, told.bo.as_volunteer, run, 1, after(0))
    with pytest.raises(DomainError, match="course_module_unknown"):
        tick(session, told.bo.as_volunteer, run, 4, after(3))


def test_who_does_not_lead_it_ticks_nothing_off(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    for actor in (told.ea.as_volunteer, told.scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            tick(session, actor, run, 1, after(0))


def test_nothing_is_ticked_off_in_a_cancelled_course(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    cancel_course(session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, now=now)
    with pytest.raises(DomainError, match="course_cancelled"):
        tick(session, told.bo.as_volunteer, run, 1, after(0))


def test_feedback_is_read_by_the_two_and_the_coordinator_alone(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    tick(session, told.scene.as_volunteer, run, 1, after(0), "Du fik alle med i runden.")
    give_feedback(
        session=session, actor=told.bo.as_volunteer, run_id=run.id, number=1, words="Godt tempo.", now=after(0)
    )
    for reader in (told.scene.as_volunteer, told.bo.as_volunteer, told.coordinator):
        said = seen(session, reader, run, after(0)).modules[0].said
        assert [(each.name, each.words) for each in said] == [
            ("Karen Møller", "Du fik alle med i runden."),
            ("Bo Dahl", "Godt tempo."),
        ]
    assert seen(session, told.scene.as_contact_person, run, after(0)).modules[0].said == ()
    with pytest.raises(DomainError, match="not_allowed"):
        seen(session, told.ea.as_volunteer, run, after(0))


def test_feedback_is_said_anew_in_the_place_of_the_former(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    for words in ("Fint", "Rigtig fint"):
        give_feedback(session=session, actor=told.bo.as_volunteer, run_id=run.id, number=1, words=words, now=after(0))
    assert [each.words for each in seen(session, told.coordinator, run, after(0)).modules[0].said] == ["Rigtig fint"]


@pytest.mark.parametrize(
    ("number", "words", "code"),
    [(2, "Fint", "course_module_open"), (1, "  ", "feedback_missing"), (1, "010190-1234", "cpr_not_wanted")],
)
def test_feedback_too_early_empty_or_too_personal_is_refused(
    session: Session, now: datetime, number: int, words: str, code: str
):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    with pytest.raises(DomainError, match=code):
        give_feedback(
            session=session, actor=told.bo.as_volunteer, run_id=run.id, number=number, words=words, now=after(0)
        )


def test_a_coordinator_ticks_off_but_has_no_partner_to_speak_to(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    with pytest.raises(DomainError, match="course_not_led"):
        tick(session, told.coordinator, run, 1, after(0), "Fint")
    look_again(session)
    tick(session, told.coordinator, run, 1, after(0))
    assert seen(session, told.coordinator, run, after(0)).modules[0].held_by == "Jonas Holm"


def test_a_tick_by_mistake_is_taken_back_by_the_coordinator_until_the_evaluation_is_in(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    with pytest.raises(DomainError, match="not_allowed"):
        take_tick_back(session=session, actor=told.scene.as_volunteer, run_id=run.id, number=1, now=now)
    take_tick_back(session=session, actor=told.coordinator, run_id=run.id, number=1, now=now)
    assert seen(session, told.coordinator, run, after(0)).next_open == 1
    with pytest.raises(DomainError, match="course_module_open"):
        take_tick_back(session=session, actor=told.coordinator, run_id=run.id, number=1, now=now)


def test_after_the_evaluation_no_tick_is_taken_back(session: Session, now: datetime):
    told = four(session, now)
    run = evaluated(session, told, now)
    with pytest.raises(DomainError, match="course_evaluated"):
        take_tick_back(session=session, actor=told.coordinator, run_id=run.id, number=3, now=now)


def test_a_supervisor_alone_sees_no_course(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    supervisor = an_actor(told.ea.volunteer, told.scene.organisation, Role.SUPERVISOR)
    with pytest.raises(DomainError, match="not_allowed"):
        seen(session, supervisor, run, now)
