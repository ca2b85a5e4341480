from datetime import date, timedelta

import pytest

from core.errors import DomainError
from core.talks.rules import day_held, day_planned

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(("ahead", "refused"), [(0, None), (1, None), (400, None), (-1, "talk_planned_past")])
def test_a_talk_is_planned_for_today_or_later(ahead, refused):
    day = TODAY + timedelta(days=ahead)
    if refused is None:
        assert day_planned(day, TODAY) == day
        return
    with pytest.raises(DomainError) as told:
        day_planned(day, TODAY)
    assert told.value.code == refused


@pytest.mark.parametrize(("ahead", "refused"), [(0, None), (-1, None), (-400, None), (1, "talk_held_future")])
def test_a_talk_was_held_today_or_before(ahead, refused):
    day = TODAY + timedelta(days=ahead)
    if refused is None:
        assert day_held(day, TODAY) == day
        return
    with pytest.raises(DomainError) as told:
        day_held(day, TODAY)
    assert told.value.code == refused


@pytest.mark.parametrize("checked", [day_planned, day_held])
def test_a_day_that_is_not_there_is_asked_for(checked):
    with pytest.raises(DomainError) as told:
        checked(None, TODAY)
    assert told.value.code == "date_invalid"
