"""Whom a supervision can be ordered for, on which course, and who can hold it."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.supervision.lists import led_by_all, supervisors, to_supervise
from db.courses import CourseInstructor
from db.engine import transaction
from tests.core.supervision.stories import Teaching, teaching


@pytest.fixture
def told(session: Session, now: datetime) -> Teaching:
    return teaching(session, now)


def test_only_the_courses_that_all_of_those_chosen_lead_are_offered(session: Session, told: Teaching):
    def offered(*engagement_ids) -> list[str]:
        found = led_by_all(
            session=session,
            actor=told.scene.as_coordinator,
            organisation_id=told.scene.organisation.id,
            engagement_ids=engagement_ids,
        )
        return list(found.values())

    with transaction(session):
        row = session.exec(select(CourseInstructor).where(CourseInstructor.engagement_id == told.both[0])).one()
        row.substitute = True
    assert offered(told.both[1]) == ["Kroniske smerter"]
    assert offered(*told.both) == offered(told.both[0]) == offered() == []


def test_nobodys_courses_are_read_before_somebody_is_chosen(session: Session, told: Teaching, count_queries):
    with count_queries() as counted:
        to_supervise(session=session, actor=told.scene.as_coordinator, organisation_id=told.scene.organisation.id)
    assert counted.total == 2


def test_who_can_be_chosen_is_listed_by_name(session: Session, told: Teaching):
    here = told.scene.organisation.id
    listed = to_supervise(session=session, actor=told.scene.as_coordinator, organisation_id=here)
    assert [each.name for each in listed] == ["Bodil Bro", "Karen Møller"]
    named = supervisors(session=session, actor=told.scene.as_coordinator, organisation_id=here)
    assert [name for _id, name in named] == ["Jonas Holm", "Vibeke Noer"]
