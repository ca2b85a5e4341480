"""The rows occasions are listed from always say what the rules say of the facts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from core.i18n import local_day, utc_now
from core.journey.projecting import rebuild
from core.programmes.programme import shipped
from core.programmes.publishing import programme_of
from core.recognition import upcoming
from core.recognition.facts import volunteer_facts
from core.recognition.rules import PRINTED, VolunteerFacts, days, earned, holds_until, occasions
from db.approvals import Approval, Pause
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.journey import OccasionDays
from db.people import Engagement, Person
from tests.builders import Scene, a_scene
from tests.core.journey.builders import DATES, instructors

TODAY = local_day(utc_now())
PROGRAMMES = st.sampled_from([*shipped().values()])
some_facts = st.builds(VolunteerFacts, began_on=st.none() | DATES, ended_on=st.none() | DATES, instructor=instructors)


@given(PROGRAMMES, some_facts, DATES, st.integers(0, 900))
def test_what_is_kept_on_one_day_says_the_same_as_the_rules_until_they_may_differ(programme, facts, kept, later):
    last, today = holds_until(facts, kept), kept + timedelta(days=later)
    if last is not None and today > last:
        today = kept
    found = days(programme, facts, kept)
    proposed = tuple(each.occasion for each in found if each.first <= today <= each.last)
    assert proposed == occasions(programme, facts, today)
    printed = tuple(each.occasion for each in found if each.occasion.kind in PRINTED and each.occasion.on <= today)
    assert printed == earned(programme, facts, today)


def rows(session: Session) -> list[dict[str, object]]:
    session.rollback()
    session.expire_all()
    found = session.exec(select(OccasionDays).order_by(col(OccasionDays.engagement_id), col(OccasionDays.key)))
    return [row.model_dump() for row in found]


def agrees(session: Session) -> bool:
    """Whether what is stored is what a rebuild would store, and something is."""
    before = rows(session)
    rebuild(session, TODAY)
    return bool(before) and before == rows(session)


def test_the_whole_demonstration_has_the_days_of_its_occasions(demonstration: Session):
    session = demonstration
    assert agrees(session)
    stored = rows(session)
    engagements = session.exec(select(Engagement)).all()
    facts = volunteer_facts(session, engagements)
    for each in engagements:
        programme = programme_of(session, each.programme_version_id)
        up = {row["key"] for row in stored if row["engagement_id"] == each.id and _proposed(row, TODAY)}
        assert up == {found.key for found in occasions(programme, facts[each.id], TODAY)}


def _proposed(row: dict[str, object], today: date) -> bool:
    first, last = row["first_on"], row["last_on"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return first <= today <= last


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, utc_now(), programme="laer_at_tackle")


def changed(session: Session, scene: Scene, **values: object) -> Engagement:
    found = session.get_one(Engagement, scene.engagement.id)
    for name, value in values.items():
        setattr(found, name, value)
    return found


def test_every_fact_that_occasions_follow_from_rewrites_them_in_its_own_transaction(session: Session, scene: Scene):
    own, here, now, by = scene.engagement.id, scene.organisation.id, utc_now(), scene.coordinator.id
    run = CourseRun(
        organisation_id=here,
        programme="laer_at_tackle",
        name="Kursus",
        first_on=TODAY - timedelta(days=3),
        last_on=TODAY - timedelta(days=3),
        created_by_id=by,
        created_at=now,
    )
    module = CourseModule(course_run_id=run.id, number=1, starts_at=now, ends_at=now)

    def held() -> CourseModule:
        found = session.get_one(CourseModule, module.id)
        found.held_at = now
        return found

    def another_day() -> CourseRun:
        found = session.get_one(CourseRun, run.id)
        found.last_on = TODAY - timedelta(days=2)
        return found

    def renamed() -> Person:
        found = session.get_one(Person, scene.volunteer.id)
        found.name = "Øjvind Å"
        return found

    story: list[Callable[[], object]] = [
        lambda: changed(session, scene, begins_on=TODAY - timedelta(days=1500)),
        lambda: Approval(
            organisation_id=here,
            engagement_id=own,
            decision="approved",
            decided_on=TODAY - timedelta(days=9),
            decided_by_id=by,
            created_at=now,
        ),
        lambda: run,
        lambda: module,
        lambda: CourseInstructor(course_run_id=run.id, engagement_id=own),
        held,
        another_day,
        lambda: Pause(
            organisation_id=here,
            engagement_id=own,
            reason="leave",
            begins_on=TODAY - timedelta(days=40),
            recorded_by_id=by,
            created_at=now,
        ),
        renamed,
        lambda: changed(session, scene, ended_at=now, ended_on=TODAY),
    ]
    seen = []
    for number, fact in enumerate(story):
        with transaction(session):
            session.add(fact())
        assert agrees(session), number
        seen.append(rows(session))
    assert {str(row["key"]) for row in seen[-1]} >= {"flowers", "certificate", "courses:1", "goodbye"}
    assert {row["sought"] for row in seen[-1]} == {"øjvind å"}
    # Nothing of the story is without a trace but a course nobody leads yet, and one that was not held.
    told = [number for number in range(1, len(seen)) if seen[number] == seen[number - 1]]
    assert told == [2, 3, 4]


def by_key(session: Session) -> dict[str, date]:
    session.rollback()
    session.expire_all()
    return {row.key: row.day for row in session.exec(select(OccasionDays))}


def test_a_break_moves_what_is_kept_with_every_day(session: Session, scene: Scene):
    with transaction(session):
        session.add(changed(session, scene, begins_on=TODAY - timedelta(days=1500)))
        session.add(
            Pause(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                reason="leave",
                begins_on=TODAY - timedelta(days=40),
                recorded_by_id=scene.coordinator.id,
                created_at=utc_now(),
            )
        )
    before = by_key(session)
    assert upcoming.refresh(session, scene.organisation.id, TODAY) == 0
    later = TODAY + timedelta(days=30)
    assert upcoming.refresh(session, scene.organisation.id, later) == 1
    assert by_key(session) == {key: day + timedelta(days=30) for key, day in before.items()}
    # A demonstration can be set back again.
    assert upcoming.refresh(session, scene.organisation.id, TODAY) == 1
    assert by_key(session) == before


def test_who_stopped_long_ago_has_no_rows(session: Session, scene: Scene):
    with transaction(session):
        session.add(changed(session, scene, ended_at=utc_now(), ended_on=TODAY - timedelta(days=731)))
    assert rows(session) == []
