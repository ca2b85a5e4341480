"""What people knew, and what they are told is different."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import COPENHAGEN, end_of_day, local_day, reading
from core.notices.rules import changed, differences, is_ahead, span, spanned

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
DAY = datetime(2026, 12, 24, 17, tzinfo=COPENHAGEN)
TIMES = st.datetimes(timezones=st.just(UTC))


def evening(days: int = 0) -> str:
    return span(DAY + timedelta(days=days), DAY + timedelta(days=days, hours=2))


KNOWN = {"what": "Tirsdagsholdet", "place": "Salen", "when:1": evening(-7), "when:10": evening(70), "_module": "3"}


@given(TIMES, TIMES)
def test_from_when_to_when_is_kept_to_the_second(begins: datetime, ends: datetime):
    assert spanned(span(begins, ends)) == (begins, ends)


def test_a_moved_module_is_told_before_and_now_and_modules_stand_in_order():
    after = KNOWN | {"when:10": evening(77), "when:2": evening(), "_module": "4", "what": "Onsdagsholdet"}
    with reading("da"):
        told = differences(KNOWN, after)
    assert [each.label for each in told] == ["Modul 2", "Modul 10"]
    assert told[0].before == ""
    assert told[0].after == "torsdag 24. december 2026, 17.00–19.00"
    assert told[1].before.startswith("torsdag 4. marts 2027")
    assert told[1].after.startswith("torsdag 11. marts 2027")


def test_of_what_is_called_off_people_read_what_it_was():
    with reading("en"):
        told = differences(KNOWN, KNOWN | {"off": "1"})
    assert [(each.label, each.after) for each in told] == [("Module 1", ""), ("Module 10", ""), ("Place", "")]


def test_a_whole_day_has_no_hours_and_a_moment_has_one():
    whole = span(datetime(2026, 12, 24, tzinfo=COPENHAGEN), end_of_day(local_day(DAY)))
    with reading("da"):
        (day,) = differences({}, {"when": whole})
        (moment,) = differences({}, {"when": span(DAY, DAY)})
    assert day.after == "torsdag 24. december 2026"
    assert moment.after == "torsdag 24. december 2026 kl. 17.00"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (KNOWN | {"place": "Hallen"}, True),
        (KNOWN | {"off": "1"}, True),
        (KNOWN | {"what": "Et andet navn"}, False),
        (KNOWN | {"_module": ""}, False),
    ],
)
def test_a_place_is_told_and_a_name_put_right_is_not(after: dict[str, str], told: bool):
    assert bool(changed(KNOWN, after)) is told


def test_what_is_over_is_put_right_without_telling_anybody():
    past = {"place": "Salen", "when": span(NOW - timedelta(days=9), NOW - timedelta(days=9))}
    assert not is_ahead(past, past | {"place": "Hallen"}, NOW)
    assert is_ahead(past, past | {"when": evening()}, NOW)
    assert is_ahead({"_holder": "1"}, {"_holder": "1", "off": "1"}, NOW)
