"""Calls are opened for described tasks alone, and have an end."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from core.i18n import local_day
from core.tasks.calls import answered, close_call, move_call
from core.tasks.service import close_task
from tests.builders import a_scene
from tests.core.tasks.builders import a_call, a_task


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.mark.parametrize("left_out", ["what", "hours", "place", "led_by", "accommodations"])
def test_a_call_takes_a_described_task(session, scene, now, left_out):
    task = a_task(session, scene, now, **{left_out: " "})
    with pytest.raises(DomainError, match="task_not_described"):
        a_call(session, scene, task, now)


def test_a_call_is_answered_until_the_end_of_its_last_day_or_until_it_or_its_task_is_closed(session, scene, now):
    today = local_day(now)
    task = a_task(session, scene, now)
    with pytest.raises(DomainError, match="call_past"):
        a_call(session, scene, task, now, today - timedelta(days=1))
    call = a_call(session, scene, task, now, today)
    assert [answered(call, task, today + timedelta(days=days)) for days in (0, 1)] == [True, False]
    with pytest.raises(DomainError, match="call_open"):
        a_call(session, scene, task, now)
    whose = {"session": session, "actor": scene.as_coordinator, "now": now}
    move_call(**whose, call_id=call.id, closes_on=today + timedelta(days=1))
    assert answered(call, task, today + timedelta(days=1))
    close_call(**whose, call_id=call.id)
    assert not answered(call, task, today)
    with pytest.raises(DomainError, match="call_closed"):
        move_call(**whose, call_id=call.id, closes_on=None)
    again = a_call(session, scene, task, now)
    assert again.address != call.address
    close_task(**whose, task_id=task.id)
    assert not answered(again, task, today)


def test_a_contact_person_opens_no_call(session, scene, now):
    task = a_task(session, scene, now)
    call = a_call(session, scene, task, now)
    with pytest.raises(DomainError, match="not_allowed"):
        close_call(session=session, actor=scene.as_contact_person, call_id=call.id, now=now)
