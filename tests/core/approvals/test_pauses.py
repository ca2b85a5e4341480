"""Pauses: recorded with a neutral word, never two on one day, and standing in for nothing but time."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from core.approvals.case import own_facts
from core.approvals.pauses import PauseDetails, begin_pause, end_pause
from core.approvals.rules import PauseReason, approved_until
from core.approvals.service import approve
from core.errors import DomainError
from core.i18n import local_day
from db.approvals import Pause
from db.people import Engagement
from tests.builders import Scene, a_scene
from tests.core.approvals.stories import ready

FIRST, LAST = date(2026, 11, 10), date(2026, 11, 20)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def _begin(session: Session, scene: Scene, now, first: date, last: date | None = None) -> Pause:
    return begin_pause(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=PauseDetails(reason=PauseReason.LEAVE, begins_on=first, ends_on=last),
        now=now,
    )


def _end(session: Session, scene: Scene, now, pause: Pause, last: date, version: int = 1) -> Pause:
    return end_pause(
        session=session,
        actor=scene.as_coordinator,
        pause_id=pause.id,
        ends_on=last,
        expected_version=version,
        now=now,
    )


def test_a_pause_puts_the_last_day_of_an_approval_off(session: Session, scene: Scene, now):
    today = local_day(now)
    ready(session, scene, today)
    until = today + timedelta(days=100)
    approve(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        after_id=None,
        valid_until=until,
        now=now,
    )
    _begin(session, scene, now, FIRST, LAST)
    facts = own_facts(session, session.get_one(Engagement, scene.engagement.id))
    assert approved_until(facts, LAST + timedelta(days=1)) == until + timedelta(days=11)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FIRST, None),
        (LAST, LAST),
        (FIRST - timedelta(days=5), FIRST),
        (FIRST - timedelta(days=5), None),
        (FIRST - timedelta(days=5), LAST + timedelta(days=5)),
    ],
)
def test_two_pauses_never_share_a_day(session: Session, scene: Scene, now, first: date, last: date | None):
    _begin(session, scene, now, FIRST, LAST)
    with pytest.raises(DomainError, match="pause_overlaps") as refused:
        _begin(session, scene, now, first, last)
    assert refused.value.details == {"day": "10.11.2026"}


def test_a_pause_the_day_after_another_is_its_own(session: Session, scene: Scene, now):
    _begin(session, scene, now, FIRST, LAST)
    assert _begin(session, scene, now, LAST + timedelta(days=1)).ends_on is None
    assert _begin(session, scene, now, FIRST - timedelta(days=2), FIRST - timedelta(days=1)).version == 1


def test_a_pause_cannot_end_before_it_begins(session: Session, scene: Scene, now):
    with pytest.raises(DomainError, match="pause_order"):
        _begin(session, scene, now, LAST, FIRST)
    pause = _begin(session, scene, now, FIRST)
    with pytest.raises(DomainError, match="pause_order"):
        _end(session, scene, now, pause, FIRST - timedelta(days=1))


def test_going_on_is_recorded_once_and_the_later_of_two_is_told(session: Session, scene: Scene, now):
    pause = _begin(session, scene, now, FIRST)
    later = now + timedelta(days=30)
    assert _end(session, scene, later, pause, LAST).version == 2
    with pytest.raises(DomainError, match="pause_over"):
        _end(session, scene, later, pause, LAST, version=2)
    planned = _begin(session, scene, later, date(2026, 12, 10), date(2026, 12, 20))
    _end(session, scene, later, planned, date(2026, 12, 24))
    with pytest.raises(DomainError, match="changed_meanwhile"):
        _end(session, scene, later, planned, date(2026, 12, 22))


def test_a_last_day_moved_into_the_next_pause_is_refused(session: Session, scene: Scene, now):
    pause = _begin(session, scene, now, FIRST, FIRST)
    _begin(session, scene, now, LAST)
    with pytest.raises(DomainError, match="pause_overlaps"):
        _end(session, scene, now, pause, LAST)


def test_only_a_coordinator_records_a_pause(session: Session, scene: Scene, now):
    with pytest.raises(DomainError, match="not_allowed"):
        begin_pause(
            session=session,
            actor=scene.as_contact_person,
            engagement_id=scene.engagement.id,
            details=PauseDetails(reason=PauseReason.LEAVE, begins_on=FIRST),
            now=now,
        )
