"""A run of the tests neither passes midnight in Copenhagen nor begins soon after it, whenever it is started."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from core.i18n import local_day, utc_now
from tests.daytime import HOURS_BACK, NIGHT, hours_back

# The days on which the clocks in Copenhagen are changed, and one on which they are not.
DAYS = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("minutes", range(0, 24 * 60, 10))
def test_whenever_a_run_begins_its_day_began_three_hours_ago_and_lasts_two_more(day, minutes):
    started = day + timedelta(minutes=minutes)
    begins = started - timedelta(hours=hours_back(started))
    assert local_day(begins - timedelta(hours=3)) == local_day(begins) == local_day(begins + timedelta(hours=2))


def test_by_day_no_clock_is_touched():
    assert hours_back(datetime(2026, 11, 27, 9, tzinfo=UTC)) == 0


def test_every_python_that_a_run_by_night_starts_has_its_clock():
    real = utc_now() + timedelta(hours=int(os.environ.get(HOURS_BACK, "0")))
    ask = [sys.executable, "-c", "from core.i18n import utc_now; print(utc_now().isoformat())"]
    environment = os.environ | {HOURS_BACK: "8", "PYTHONPATH": os.pathsep.join([str(NIGHT), os.getcwd()])}
    said = subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    behind = real - datetime.fromisoformat(said)
    assert timedelta(hours=7, minutes=58) < behind < timedelta(hours=8, minutes=2)
