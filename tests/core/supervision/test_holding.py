"""What was written down of a supervision's day is put right."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from core.i18n import local_day
from core.supervision.holding import correct_held, take_held_back
from core.supervision.log_book import log_book
from core.supervision.rules import SupervisionKind
from core.supervision.service import give_feedback, hold
from tests.core.supervision.stories import WORDS, ordered, teaching


@pytest.fixture
def told(session, now):
    return teaching(session, now)


def held(session, told, now):
    found = ordered(session, told, now, both=False)
    return hold(**by(session, told, found, now), held_on=local_day(now))


def by(session, told, found, now):
    return {
        "session": session,
        "actor": told.as_supervisor,
        "supervision_id": found.id,
        "expected_version": found.version,
        "now": now,
    }


def given(session, told, found, now) -> None:
    asked = {key: value for key, value in by(session, told, found, now).items() if key != "expected_version"}
    give_feedback(**asked, engagement_id=told.both[0], feedback=WORDS)


def test_the_day_is_corrected_also_when_feedback_was_given(session, told, now):
    found = held(session, told, now)
    given(session, told, found, now)
    day = local_day(now) - timedelta(days=3)
    assert correct_held(**by(session, told, found, now), held_on=day).held_on == day
    with pytest.raises(DomainError, match="supervision_ahead"):
        correct_held(**by(session, told, found, now), held_on=local_day(now) + timedelta(days=1))
    with pytest.raises(DomainError, match="changed_meanwhile"):
        correct_held(**by(session, told, found, now) | {"expected_version": 1}, held_on=day)


def test_that_it_was_held_is_taken_back_until_somebody_can_read_their_feedback(session, told, now):
    found = held(session, told, now)
    assert take_held_back(**by(session, told, found, now)).held_on is None
    with pytest.raises(DomainError, match="supervision_not_held"):
        correct_held(**by(session, told, found, now), held_on=local_day(now))
    found = hold(**by(session, told, found, now), held_on=local_day(now))
    given(session, told, found, now)
    with pytest.raises(DomainError, match="feedback_given"):
        take_held_back(**by(session, told, found, now))


def test_a_task_says_which_supervision_it_came_from_and_its_day(session, told, now):
    found = held(session, told, now)
    given(session, told, found, now)
    book = log_book(session=session, actor=told.as_supervisor, engagement_id=told.both[0])
    assert [(task.kind, task.given_on) for task in book.tasks] == [(SupervisionKind.FIRST, local_day(now))]
