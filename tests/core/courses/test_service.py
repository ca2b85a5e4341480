"""Planning and changing runs: dates in order, nobody in two places, two coordinators at once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.courses.case import load
from core.courses.leading import set_instructors
from core.courses.rules import CourseState, LeaderSpan, ModuleTime, meeting_on
from core.courses.service import (
    CourseDetails,
    NewCourse,
    add_module,
    cancel_course,
    change_course,
    move_modules,
    plan_course,
    remove_module,
)
from core.courses.view import course
from core.errors import DomainError, words
from core.i18n import local_day
from core.startup import Portal
from db.audit import AuditEvent
from db.courses import CourseRun
from db.engine import transaction
from db.people import Engagement
from tests.builders import a_workplace, an_organisation, look_again
from tests.core.courses.stories import FIRST_ON, Four, after, details_of, evaluated, four, held, plan
from tests.core.documents.stories import together


def changed(
    session: Session, told: Four, run: CourseRun, now: datetime, *, seen: int | None = None, **what: Any
) -> CourseRun:
    return change_course(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=replace(details_of(run), **what),
        expected_version=run.version if seen is None else seen,
        now=now,
    )


def move(session: Session, told: Four, run: CourseRun, number: int, meeting: ModuleTime, now: datetime) -> CourseRun:
    return move_modules(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        moved={number: meeting},
        expected_version=run.version,
        now=now,
    )


def test_a_planned_run_has_its_modules_and_its_pair(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    view = course(session=session, actor=told.coordinator, run_id=run.id, today=local_day(now))
    assert view.state is CourseState.PLANNED
    assert [local_day(each.starts_at) for each in view.modules] == [
        FIRST_ON + timedelta(weeks=each) for each in range(3)
    ]
    assert [each.name for each in view.leaders] == ["Bo Dahl", "Karen Møller"]
    assert (run.first_on, run.last_on) == (FIRST_ON, FIRST_ON + timedelta(weeks=2))
    assert (view.workplace, view.next_open, view.edits) == ("Birkehuset", 1, True)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"meetings": []}, "course_modules_count"),
        ({"programme": "kommunal_frivillig"}, "programme_unknown"),
        ({"details": CourseDetails(name="Tirsdagsholdet", workplace_id=uuid4())}, "workplace_unknown"),
        ({"details": CourseDetails(name="Tirsdagsholdet", participants=-1)}, "participants_number"),
        ({"details": CourseDetails(name="Tirsdagsholdet", participants=501)}, "participants_number"),
        ({"details": CourseDetails(name=" ")}, "name_missing"),
        ({"instructors": [uuid4()]}, "course_instructor_unknown"),
        ({"details": CourseDetails(name="Tirsdagsholdet", room_note="Nøgle: 010190-1234")}, "cpr_not_wanted"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_is_left(
    session: Session, now: datetime, what: dict[str, Any], code: str
):
    told = four(session, now)
    meetings = [meeting_on(FIRST_ON, time(17), time(19))]
    course = replace(NewCourse("laer_at_tackle", CourseDetails(name="Tirsdagsholdet"), meetings, []), **what)
    with pytest.raises(DomainError, match=code):
        plan_course(
            session=session,
            actor=told.coordinator,
            organisation_id=told.scene.organisation.id,
            course=course,
            now=now,
        )
    assert session.exec(select(CourseRun)).all() == []


@pytest.mark.parametrize("who", ["as_volunteer", "as_contact_person"])
def test_only_a_coordinator_plans_and_changes(session: Session, now: datetime, who: str):
    told = four(session, now)
    run = plan(session, told, now)
    other = replace(told, acting=who)
    for refused in (
        lambda: plan(session, other, now),
        lambda: changed(session, other, run, now, place="Hallen"),
        lambda: move(session, other, run, 1, meeting_on(FIRST_ON, time(18), time(20)), now),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            refused()


def test_nobody_leads_two_courses_at_the_same_time(session: Session, now: datetime):
    told = four(session, now)
    plan(session, told, now)
    with pytest.raises(DomainError) as refused:
        plan(session, told, now, name="Torsdagsholdet", instructors=[told.bo.engagement.id])
    assert words(refused.value) == (
        "Bo Dahl holder Tirsdagsholdet den 10. november 2026 kl. 17.00. Vælg et andet tidspunkt eller en anden."
    )
    plan(session, told, now, name="Torsdagsholdet", instructors=[told.ea.engagement.id, told.ib.engagement.id])


def test_a_course_in_another_organisation_is_in_the_way_and_not_named(session: Session, now: datetime):
    told = four(session, now)
    plan(session, told, now, name="Hemmeligt hold")
    elsewhere = an_organisation(session, now, name="Nabo Kommune")
    place = a_workplace(session, elsewhere)
    there = replace(told.scene, organisation=elsewhere, workplace=place)
    with transaction(session):
        own = told.bo.engagement
        second = Engagement(
            organisation_id=elsewhere.id,
            person_id=own.person_id,
            programme_version_id=own.programme_version_id,
            workplace_id=place.id,
            contact_person_id=own.contact_person_id,
            coordinator_id=own.coordinator_id,
            created_at=now,
        )
        session.add(second)
    neighbours = Four(there, told.bo, told.ea, told.ib)
    with pytest.raises(DomainError) as refused:
        plan(session, neighbours, now, instructors=[second.id])
    assert "Hemmeligt" not in words(refused.value)
    assert words(refused.value).startswith("Bo Dahl holder et kursus et andet sted den 10. november 2026")


def test_a_cancelled_run_is_in_nobodys_way(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    cancel_course(session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, now=now)
    plan(session, told, now)
    with pytest.raises(DomainError, match="course_cancelled"):
        cancel_course(session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, now=now)
    with pytest.raises(DomainError, match="course_cancelled"):
        changed(session, told, run, now, place="Hallen")


def test_a_course_that_was_held_is_not_cancelled(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    with pytest.raises(DomainError, match="course_over"):
        cancel_course(session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, now=now)


def test_a_module_is_moved_and_the_runs_days_follow(session: Session, now: datetime):
    told = four(session, now)
    run = move(session, told, plan(session, told, now), 3, meeting_on(date(2026, 12, 8), time(10), time(12)), now)
    assert run.last_on == date(2026, 12, 8)
    look_again(session)
    assert local_day(load(session, run.id).module(3).starts_at) == date(2026, 12, 8)


def test_a_module_is_not_moved_before_another_nor_to_an_evening_that_is_taken(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    with pytest.raises(DomainError, match="course_module_order"):
        move(session, told, run, 3, meeting_on(FIRST_ON, time(17), time(19)), now)
    plan(session, told, now, first_on=date(2026, 12, 1), name="Decemberholdet")
    look_again(session)
    with pytest.raises(DomainError, match="course_collides"):
        move(session, told, run, 3, meeting_on(date(2026, 12, 1), time(18), time(20)), now)


def test_a_module_that_was_held_stays_where_it_was(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    with pytest.raises(DomainError, match="course_module_ticked"):
        move(session, told, run, 1, meeting_on(FIRST_ON, time(18), time(20)), now)


def test_a_course_gets_one_more_evening_until_it_is_evaluated(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    meeting = meeting_on(date(2026, 12, 8), time(17), time(19))
    run = add_module(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        meeting=meeting,
        expected_version=run.version,
        now=now,
    )
    assert run.last_on == date(2026, 12, 8)
    view = course(session=session, actor=told.coordinator, run_id=run.id, today=local_day(after(3)))
    assert (view.state, view.next_open) == (CourseState.RUNNING, 4)


def test_nothing_is_added_to_a_course_that_is_evaluated(session: Session, now: datetime):
    told = four(session, now)
    run = evaluated(session, told, now)
    with pytest.raises(DomainError, match="course_evaluated"):
        add_module(
            session=session,
            actor=told.coordinator,
            run_id=run.id,
            meeting=meeting_on(date(2026, 12, 8), time(17), time(19)),
            expected_version=run.version,
            now=now,
        )


def test_notes_and_the_number_of_participants_are_changed_with_a_trace(session: Session, now: datetime):
    told = four(session, now)
    run = changed(session, told, plan(session, told, now), now, participants=12, room_note="Nøglen ligger i skabet")
    assert (run.participants, run.room_note) == (12, "Nøglen ligger i skabet")
    entry = session.exec(select(AuditEvent).where(AuditEvent.action == "course.changed")).one()
    assert entry.fields == ["participants", "room_note"]


def test_a_volunteer_is_asked_to_key_in_and_a_stranger_is_not(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    assert changed(session, told, run, now, keyed_by_id=told.ea.volunteer.id).keyed_by_id == told.ea.volunteer.id
    with pytest.raises(DomainError, match="choice_invalid"):
        changed(session, told, run, now, keyed_by_id=told.scene.contact_person.id)


def test_the_later_of_two_coordinators_is_told_and_changes_nothing(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    seen = run.version
    changed(session, told, run, now, place="Hallen", seen=seen)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        changed(session, told, run, now, place="Skolen", seen=seen)
    look_again(session)
    assert session.get_one(CourseRun, run.id).place == "Hallen"


def test_two_coordinators_giving_the_same_evening_away_at_once_plan_one_course(portal: Portal, now: datetime):
    with portal.session() as session:
        told = four(session, now)
        wanted: dict[str, Any] = {
            "actor": told.coordinator,
            "organisation_id": told.scene.organisation.id,
            "now": now,
        }
        meetings = [meeting_on(FIRST_ON, time(17), time(19))]
        pairs = [told.pair, (told.bo.engagement.id, told.ea.engagement.id)]
    outcomes: list[str] = []

    def planning(which: int) -> None:
        with portal.session() as own:
            try:
                course = NewCourse("laer_at_tackle", CourseDetails(name=f"Hold {which}"), meetings, pairs[which])
                plan_course(session=own, course=course, **wanted)
                outcomes.append("planned")
            except DomainError as error:
                outcomes.append(error.code)

    together(*(Thread(target=planning, args=(which,)) for which in range(2)))
    assert sorted(outcomes) == ["course_collides", "planned"]


def removed(session: Session, told: Four, run: CourseRun, now: datetime) -> CourseRun:
    return remove_module(session=session, actor=told.coordinator, run_id=run.id, expected_version=run.version, now=now)


def test_the_last_module_is_removed_where_nothing_hangs_on_it(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    last = load(session, run.id).modules[-2]
    run = removed(session, told, run, now)
    assert run.last_on == local_day(last.starts_at)
    assert len(load(session, run.id).modules) == 2
    run = removed(session, told, run, now)
    with pytest.raises(DomainError) as refused:
        removed(session, told, run, now)
    assert refused.value.code == "course_modules_count"


def test_a_module_that_somebody_leads_alone_is_not_removed(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    leading = [LeaderSpan(told.pair[0], 1, 2), LeaderSpan(told.pair[1], 3)]
    run = set_instructors(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        leading=leading,
        expected_version=run.version,
        now=now,
    )
    with pytest.raises(DomainError) as refused:
        removed(session, told, run, now)
    assert refused.value.code == "course_module_used"
    assert len(load(session, run.id).modules) == 3


def test_a_course_has_seats_and_never_fewer_than_none(session: Session, now: datetime):
    told = four(session, now)
    run = changed(session, told, plan(session, told, now), now, seats=12)
    assert run.seats == 12
    with pytest.raises(DomainError) as refused:
        changed(session, told, run, now, seats=-1)
    assert refused.value.code == "participants_number"
