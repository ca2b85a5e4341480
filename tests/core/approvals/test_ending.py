"""Ending an engagement: one whole that leaves nothing behind, and what it touches named before."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.approvals.ending import end_engagement, ending_consequences
from core.approvals.pauses import PauseDetails, begin_pause
from core.approvals.rules import EndReason, PauseReason
from core.errors import DomainError
from core.i18n import local_day
from db.courses import CourseInstructor, CourseRun
from db.documents import Document
from db.pairs import Pair
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject
from tests.builders import a_member, an_actor, an_organisation
from tests.core.approvals.stories import a_course, a_supervision
from tests.core.documents.stories import a_letter
from tests.core.pairs.test_service import Three, join, three


def _end(session: Session, told: Three, now, day: date | None = None):
    return end_engagement(
        session=session,
        actor=told.scene.as_coordinator,
        engagement_id=told.scene.engagement.id,
        ended_on=day or local_day(now),
        reason=EndReason.OWN_WISH,
        now=now,
    )


def _everything(session: Session, now) -> Three:
    """An instructor in a pair, with a letter, a course to come, a supervision alone and one with the partner."""
    told = three(session, now)
    join(session, told, now)
    a_letter(session, told.scene, now)
    a_course(session, told.scene, local_day(now) + timedelta(days=20), told.engagements[1], held=False)
    a_supervision(session, told.scene, local_day(now) + timedelta(days=21), held=False)
    a_supervision(session, told.scene, local_day(now) + timedelta(days=28), told.engagements[1], held=False)
    return told


def test_what_somebody_leaves_behind_is_named(session: Session, now):
    told = _everything(session, now)
    found = ending_consequences(
        session=session, actor=told.scene.as_coordinator, engagement_id=told.scene.engagement.id
    )
    assert [pair.partner for pair in found.pairs] == ["Bo Dahl"]
    assert [course.first_on for course in found.courses] == [local_day(now) + timedelta(days=20)]
    assert [each.alone for each in found.supervisions] == [True, False]
    assert len(found.documents) == 1


def test_nothing_is_touched_where_nothing_is_left(session: Session, now):
    told = three(session, now)
    a_course(session, told.scene, local_day(now) - timedelta(days=60))
    a_supervision(session, told.scene, local_day(now) - timedelta(days=50))
    found = ending_consequences(
        session=session, actor=told.scene.as_contact_person, engagement_id=told.scene.engagement.id
    )
    assert found.nothing


def test_ending_is_one_whole(session: Session, now):
    told = _everything(session, now)
    _end(session, told, now)
    engagement = session.get_one(Engagement, told.scene.engagement.id)
    assert (engagement.ended_on, engagement.end_reason, engagement.version) == (local_day(now), "own_wish", 2)
    assert session.exec(select(Pair).where(col(Pair.ended_at).is_(None))).all() == []
    assert all(document.withdrawn_at for document in session.exec(select(Document)))
    assert (
        ending_consequences(session=session, actor=told.scene.as_coordinator, engagement_id=engagement.id).supervisions
        == ()
    )
    alone, both = session.exec(select(Supervision).order_by(col(Supervision.planned_at))).all()
    assert alone.cancelled_at is not None
    assert both.cancelled_at is None
    left = session.exec(select(SupervisionSubject).where(SupervisionSubject.supervision_id == both.id)).one()
    assert left.engagement_id == told.engagements[1]


def test_the_courses_stay_as_they_are_for_somebody_to_find_a_substitute(session: Session, now):
    told = _everything(session, now)
    touched = _end(session, told, now)
    assert len(touched.courses) == 1
    assert session.exec(select(CourseRun)).one().cancelled_at is None
    assert len(session.exec(select(CourseInstructor)).all()) == 2


def test_a_letter_everybody_signed_is_not_withdrawn(session: Session, now):
    told = three(session, now)
    document = a_letter(session, told.scene, now)
    document.superseded_at = now
    session.add(document)
    session.commit()
    _end(session, told, now)
    assert session.get_one(Document, document.id).withdrawn_at is None


def test_what_has_ended_is_not_ended_again_nor_paused(session: Session, now):
    told = three(session, now)
    _end(session, told, now)
    with pytest.raises(DomainError, match="engagement_over"):
        _end(session, told, now)
    with pytest.raises(DomainError, match="engagement_over"):
        begin_pause(
            session=session,
            actor=told.scene.as_coordinator,
            engagement_id=told.scene.engagement.id,
            details=PauseDetails(reason=PauseReason.OTHER, begins_on=local_day(now)),
            now=now,
        )


@pytest.mark.parametrize("days", [1, -1])
def test_the_last_day_lies_between_the_first_and_today(session: Session, now, days: int):
    told = three(session, now)
    with pytest.raises(DomainError, match="end_date"):
        _end(session, told, now, local_day(now) + timedelta(days=days))
    assert session.get_one(Engagement, told.scene.engagement.id).ended_at is None


def test_somebody_whose_first_day_is_still_to_come_can_leave_today(session: Session, now):
    told = three(session, now)
    engagement = session.get_one(Engagement, told.scene.engagement.id)
    engagement.begins_on = local_day(now) + timedelta(days=30)
    session.add(engagement)
    session.commit()
    _end(session, told, now)


def test_strangers_neither_see_nor_end(session: Session, now):
    told = three(session, now)
    elsewhere = an_organisation(session, now, name="Havby Kommune")
    stranger = an_actor(a_member(session, elsewhere, now, name="Per Lund"), elsewhere, Role.COORDINATOR)
    with pytest.raises(DomainError, match="not_allowed"):
        ending_consequences(session=session, actor=stranger, engagement_id=told.scene.engagement.id)
    with pytest.raises(DomainError, match="not_allowed"):
        end_engagement(
            session=session,
            actor=stranger,
            engagement_id=told.scene.engagement.id,
            ended_on=local_day(now),
            reason=EndReason.OTHER,
            now=now,
        )
