"""Who leads a run: changed partners, substitutes, and an instructor who cannot finish (A2.4)."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from core.courses.leading import StopDetails, cannot_finish, set_instructors
from core.courses.modules import tick_off
from core.courses.reading import runs_of
from core.courses.rules import LeaderSpan
from core.courses.view import course
from core.errors import DomainError
from core.i18n import local_day
from core.programmes.publishing import newest
from db.courses import CourseInstructor, CourseRun
from db.engine import transaction
from tests.builders import look_again
from tests.core.courses.stories import Four, after, four, held, plan


def lead(session: Session, told: Four, run: CourseRun, now: datetime, *leading: LeaderSpan) -> CourseRun:
    return set_instructors(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        leading=leading,
        expected_version=run.version,
        now=now,
    )


def stop(session: Session, told: Four, run: CourseRun, now: datetime, *, from_module: int, substitute: bool = True):
    return cannot_finish(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=StopDetails(
            engagement_id=told.bo.engagement.id,
            from_module=from_module,
            substitute_id=told.ea.engagement.id if substitute else None,
        ),
        expected_version=run.version,
        now=now,
    )


def leaders(session: Session, told: Four, run: CourseRun) -> list[tuple[str, ...]]:
    look_again(session)
    view = course(session=session, actor=told.coordinator, run_id=run.id, today=date(2026, 11, 20))
    return [module.leaders for module in view.modules]


def test_a_run_gets_a_new_partner_from_a_module_on(session: Session, now: datetime):
    told = four(session, now)
    karen, bo = told.pair
    run = held(session, told, now, modules=1)
    lead(session, told, run, now, LeaderSpan(karen), LeaderSpan(bo, to_module=1), LeaderSpan(told.ea.engagement.id, 2))
    assert leaders(session, told, run) == [("Bo Dahl", "Karen Møller"), *[("Karen Møller", "Ea Vang")] * 2]


def test_who_held_a_module_stays_with_it(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    with pytest.raises(DomainError, match="course_instructor_held"):
        lead(session, told, run, now, LeaderSpan(told.pair[0]), LeaderSpan(told.ea.engagement.id))


def test_who_could_not_finish_has_a_substitute_and_it_does_not_count_against_them(session: Session, now: datetime):
    told = four(session, now)
    run = stop(session, told, held(session, told, now, modules=1), after(0), from_module=2)
    assert leaders(session, told, run) == [("Bo Dahl", "Karen Møller"), *[("Karen Møller", "Ea Vang")] * 2]
    for number in (2, 3):
        tick_off(session=session, actor=told.ea.as_volunteer, run_id=run.id, number=number, now=after(number - 1))
    bo, ea = told.bo.engagement.id, told.ea.engagement.id
    found = runs_of(session, [bo, ea])
    assert [(each.counts, each.planned, each.stopped_on) for each in found[bo]] == [(True, False, local_day(after(0)))]
    assert [(each.counts, each.substitute, each.modules_held) for each in found[ea]] == [(True, True, 2)]


def test_without_a_substitute_the_other_leads_on_alone(session: Session, now: datetime):
    told = four(session, now)
    run = stop(session, told, held(session, told, now, modules=1), after(0), from_module=3, substitute=False)
    assert leaders(session, told, run)[2] == ("Karen Møller",)


def test_nobody_stops_before_they_begin_twice_or_in_a_module_that_was_held(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=2)
    with pytest.raises(DomainError, match="course_not_begun"):
        stop(session, told, run, now, from_module=1)
    with pytest.raises(DomainError, match="course_module_ticked"):
        stop(session, told, run, now, from_module=2)
    with pytest.raises(DomainError, match="course_module_unknown"):
        stop(session, told, run, now, from_module=4)
    run = stop(session, told, run, now, from_module=3)
    with pytest.raises(DomainError, match="course_instructor_unknown"):
        stop(session, told, run, now, from_module=3)
    with pytest.raises(DomainError, match="course_instructor_stopped"):
        lead(session, told, run, now, LeaderSpan(told.pair[0]), LeaderSpan(told.bo.engagement.id, 3))


def test_a_substitute_who_leads_something_else_that_evening_is_refused(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    plan(session, told, now, first_on=date(2026, 11, 17), instructors=[told.ea.engagement.id], name="Naboholdet")
    with pytest.raises(DomainError, match="course_collides"):
        stop(session, told, run, now, from_module=2)
    look_again(session)
    assert leaders(session, told, run)[1] == ("Bo Dahl", "Karen Møller")


def test_a_substitute_for_later_modules_is_free_in_the_first_ones(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=1)
    plan(session, told, now, instructors=[told.ea.engagement.id], name="Naboholdet", modules=1)
    stop(session, told, run, now, from_module=2)


def test_a_volunteer_of_another_programme_leads_no_course(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    with transaction(session):
        told.ea.engagement.programme_version_id = newest(session)["kommunal_frivillig"]
        session.add(told.ea.engagement)
    with pytest.raises(DomainError, match="course_instructor_unknown"):
        lead(session, told, run, now, LeaderSpan(told.ea.engagement.id))


def test_the_later_of_two_coordinators_does_not_undo_the_first(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    seen = run.version
    lead(session, told, run, now, LeaderSpan(told.ea.engagement.id))
    with pytest.raises(DomainError, match="changed_meanwhile"):
        set_instructors(
            session=session, actor=told.coordinator, run_id=run.id, leading=[], expected_version=seen, now=now
        )


def parts_of(session: Session, run: CourseRun, engagement_id: UUID) -> list[tuple[int, int | None]]:
    look_again(session)
    found = session.exec(
        select(CourseInstructor.from_module, CourseInstructor.to_module)
        .where(CourseInstructor.course_run_id == run.id, CourseInstructor.engagement_id == engagement_id)
        .order_by(col(CourseInstructor.from_module))
    )
    return [(begins, ends) for begins, ends in found]


def test_somebody_leads_several_parts_of_a_run_that_counts_once(session: Session, now: datetime):
    karen, bo = (told := four(session, now)).pair
    ea = told.ea.engagement.id
    run = held(session, told, now, modules=1)
    around = LeaderSpan(karen), LeaderSpan(bo, to_module=1)
    lead(session, told, run, now, *around, LeaderSpan(bo, 3), LeaderSpan(ea, 2, 2, substitute=True))
    assert parts_of(session, run, bo) == [(1, 1), (3, None)]
    with pytest.raises(DomainError, match="course_instructor_twice"):
        lead(session, told, run, now, *around, LeaderSpan(bo, 1, 3))
    with pytest.raises(DomainError, match="course_instructor_held"):
        lead(session, told, run, now, LeaderSpan(karen), LeaderSpan(bo, 3))
    lead(session, told, run, now, LeaderSpan(karen), LeaderSpan(bo, 1, 1), LeaderSpan(bo, 2, 2), LeaderSpan(bo, 3, 3))
    assert parts_of(session, run, bo) == [(1, 1), (2, 2), (3, 3)]
    lead(session, told, run, now, LeaderSpan(karen), LeaderSpan(bo, 1, 1), LeaderSpan(bo, 3, 3))
    for number in (2, 3):
        tick_off(session=session, actor=told.scene.as_volunteer, run_id=run.id, number=number, now=after(number - 1))
    (led,) = runs_of(session, [bo])[bo]
    assert (led.modules_held, led.counts, led.planned, led.substitute) == (2, True, False, False)
    view = course(session=session, actor=told.coordinator, run_id=run.id, today=date(2026, 11, 20))
    assert [each.name for each in view.leaders] == ["Bo Dahl", "Karen Møller", "Bo Dahl"]


def test_who_cannot_finish_keeps_what_they_led_and_none_of_their_later_parts(session: Session, now: datetime):
    karen, bo = (told := four(session, now)).pair
    ea = told.ea.engagement.id
    run = held(session, told, now, modules=1)
    lead(session, told, run, now, LeaderSpan(karen), LeaderSpan(bo, to_module=1), LeaderSpan(bo, 3))
    stop(session, told, run, now, from_module=3)
    assert parts_of(session, run, bo) == [(1, 1)]
    assert parts_of(session, run, ea) == [(3, None)]
    (led,) = runs_of(session, [bo])[bo]
    assert led.stopped_on is not None
    with pytest.raises(DomainError, match="course_instructor_stopped"):
        lead(session, told, run, now, LeaderSpan(karen), LeaderSpan(bo, 2))
