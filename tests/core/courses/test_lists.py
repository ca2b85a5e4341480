"""Lists of runs: the database agrees with the rules, everybody sees what is theirs, and pages stay whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from core.courses.lists import PER_PAGE, CourseFilter, courses, courses_of, terms
from core.courses.rules import CourseState, LeaderSpan, Term
from core.errors import DomainError
from db.courses import CourseRun, Evaluation
from db.engine import transaction
from tests.builders import a_workplace, an_actor
from tests.conftest import Counted
from tests.core.courses.builders import a_run, beside
from tests.core.courses.stories import Four, four

TODAY = date(2026, 11, 2)


def one_of_each(session: Session, told: Four, now: datetime) -> dict[CourseState, CourseRun]:
    """A run in every state, named by it."""
    leading = [LeaderSpan(each) for each in told.pair]
    held = {CourseState.HELD: 3, CourseState.EVALUATED: 3, CourseState.REVIEWED: 3, CourseState.RUNNING: 1}
    runs = {
        state: a_run(
            session,
            told.scene,
            leading,
            name=state.value,
            held=held.get(state, 0),
            first_on=TODAY + timedelta(days=30) if state is CourseState.PLANNED else date(2026, 9, 1),
            cancelled=state is CourseState.CANCELLED,
        )
        for state in CourseState
    }
    with transaction(session):
        for state in (CourseState.EVALUATED, CourseState.REVIEWED):
            session.add(
                Evaluation(
                    course_run_id=runs[state].id,
                    entered_by_id=told.scene.coordinator.id,
                    created_at=now,
                    finished_at=now,
                )
            )
        runs[CourseState.REVIEWED].reviewed_on = TODAY
        session.add(runs[CourseState.REVIEWED])
    return runs


def names(session: Session, told: Four, filtered_by: CourseFilter, *, today: date = TODAY) -> set[str]:
    rows, total = courses(
        session=session,
        actor=told.coordinator,
        organisation_id=told.scene.organisation.id,
        filtered_by=filtered_by,
        today=today,
    )
    assert total == len(rows)
    return {row.name for row in rows}


def test_each_state_is_found_by_the_database_as_the_rules_name_it(session: Session, now: datetime):
    told = four(session, now)
    one_of_each(session, told, now)
    for state in CourseState:
        assert names(session, told, CourseFilter(state=state)) == {state.value}
    rows, total = courses(
        session=session,
        actor=told.coordinator,
        organisation_id=told.scene.organisation.id,
        filtered_by=CourseFilter(),
        today=TODAY,
    )
    assert {row.name: row.state for row in rows} == {state.value: state for state in CourseState}
    assert total == 6
    assert rows[0].instructors == ("Bo Dahl", "Karen Møller")
    assert (rows[0].name, rows[0].workplace, rows[0].modules) == ("planned", "Birkehuset", 3)
    later = TODAY + timedelta(days=60)
    assert names(session, told, CourseFilter(state=CourseState.RUNNING), today=later) == {"running", "planned"}


def test_a_list_is_chosen_by_term_and_workplace(session: Session, now: datetime):
    told = four(session, now)
    a_run(session, told.scene, [], name="Forår", first_on=date(2026, 6, 30))
    a_run(session, told.scene, [], name="Efterår", first_on=date(2026, 7, 1))
    assert names(session, told, CourseFilter(term=Term(2026, False))) == {"Forår"}
    assert names(session, told, CourseFilter(term=Term(2026, True))) == {"Efterår"}
    assert names(session, told, CourseFilter(workplace_id=told.scene.workplace.id)) == {"Forår", "Efterår"}
    other = a_workplace(session, told.scene.organisation, name="Egehuset")
    assert names(session, told, CourseFilter(workplace_id=other.id)) == set()


def test_the_terms_are_those_with_courses_and_this_one(session: Session, now: datetime):
    told = four(session, now)
    asked: dict[str, Any] = {
        "session": session,
        "actor": told.coordinator,
        "organisation_id": told.scene.organisation.id,
        "today": TODAY,
    }
    assert terms(**asked) == [Term(2026, True)]
    a_run(session, told.scene, [], first_on=date(2025, 9, 1))
    assert terms(**asked) == [Term(2026, True), Term(2026, False), Term(2025, True)]


def test_a_contact_person_sees_the_courses_of_their_workplace(session: Session, now: datetime):
    told = four(session, now)
    a_run(session, told.scene, [])
    elsewhere = a_workplace(session, told.scene.organisation, name="Egehuset")
    with transaction(session):
        run = a_run(session, told.scene, [], name="Andetsteds")
        run.workplace_id = elsewhere.id
        session.add(run)
    rows, total = courses(
        session=session,
        actor=told.scene.as_contact_person,
        organisation_id=told.scene.organisation.id,
        filtered_by=CourseFilter(),
        today=TODAY,
    )
    assert ([row.name for row in rows], total) == (["Lær at tackle, efterår"], 1)
    with pytest.raises(DomainError, match="not_allowed"):
        courses(
            session=session,
            actor=told.scene.as_volunteer,
            organisation_id=told.scene.organisation.id,
            filtered_by=CourseFilter(),
            today=TODAY,
        )


def test_a_page_holds_so_many_and_takes_as_many_queries_as_one(
    session: Session, now: datetime, count_queries: Callable[[], AbstractContextManager[Counted]]
):
    told = four(session, now)
    for each in range(PER_PAGE + 2):
        a_run(session, told.scene, [LeaderSpan(each) for each in told.pair], name=f"Hold {each}", modules=1)
    asked: dict[str, Any] = {
        "session": session,
        "actor": told.coordinator,
        "organisation_id": told.scene.organisation.id,
        "filtered_by": CourseFilter(),
        "today": TODAY,
    }
    with count_queries() as counted:
        first, total = courses(**asked)
    assert (len(first), total, counted.total) == (PER_PAGE, PER_PAGE + 2, 3)
    second, _total = courses(**asked, page=1)
    assert len(second) == 2
    assert not {row.run_id for row in first} & {row.run_id for row in second}


def test_a_volunteers_courses_are_for_who_sees_the_volunteer(session: Session, now: datetime):
    told = four(session, now)
    run = a_run(session, told.scene, [LeaderSpan(told.pair[0])])
    engagement_id = told.pair[0]
    for reader in (told.coordinator, told.scene.as_contact_person):
        rows = courses_of(session=session, actor=reader, engagement_id=engagement_id, today=TODAY)
        assert [row.run_id for row in rows] == [run.id]
    stranger = an_actor(beside(session, told.scene, now, "Uma Berg").volunteer, told.scene.organisation)
    with pytest.raises(DomainError, match="not_allowed"):
        courses_of(session=session, actor=stranger, engagement_id=engagement_id, today=TODAY)
