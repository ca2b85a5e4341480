"""A calendar file says to every program what was meant, whatever is written in it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from core.calendar_feed.events import CalendarEvent
from core.calendar_feed.ical import as_ics
from core.i18n import COPENHAGEN

PORTAL, HOUR, A_DAY = "https://portal.example", timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n;,:\\"æÆ🙂'), max_size=120)


def file_of(*events: CalendarEvent) -> bytes:
    return as_ics(events, called="Mine dage", portal=PORTAL, now=NOW)


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)])
def test_calendar_programs_read_the_hour_that_was_meant_when_clocks_are_set_forward_and_back(day):
    starts = datetime.combine(day, time(16), tzinfo=COPENHAGEN)
    file = file_of(
        CalendarEvent("module-1", "Kursus, modul 1", starts, starts + HOUR, "Birkehuset", "my-courses"),
        CalendarEvent("first-1", "Første dag", day, day + A_DAY, "", "my-path", asks_nothing=True),
    )
    module, first = Calendar.from_ical(file).walk("VEVENT")
    assert (module.decoded("dtstart"), module.decoded("dtend")) == (starts, starts + HOUR)
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (day, day + A_DAY)
    assert [str(each["transp"]) for each in (module, first)] == ["OPAQUE", "TRANSPARENT"]
    assert str(first["url"]) == f"{PORTAL}/my-path"
    read = vobject.readOne(file.decode())
    assert {each.uid.value: each.dtstart.value for each in read.vevent_list} == {
        "module-1@haandslag": starts,
        "first-1@haandslag": day,
    }


@settings(max_examples=40)
@given(title=WORDS, place=WORDS)
@example(title="C:\\navn, sted; tid", place="x" + "æ" * 200)
def test_what_people_write_arrives_as_they_wrote_it_and_ends_no_line(title, place):
    file = file_of(CalendarEvent("offer-1", title, NOW, NOW + HOUR, place, "my-offers"))
    (read,) = Calendar.from_ical(file).walk("VEVENT")
    assert str(read["summary"]) == title
    assert str(read.get("location", "")) == place
    # Each line is whole letters.
    assert max(len(line.decode().encode()) for line in file.split(b"\r\n")) <= 75


def test_a_letter_that_ends_nothing_for_a_person_ends_nothing_for_a_program():
    file = file_of(CalendarEvent("offer-1", "A\x00B\x1bC\r\nD", NOW, NOW + HOUR, "", "my-offers"))
    assert str(Calendar.from_ical(file).walk("VEVENT")[0]["summary"]) == "ABC\nD"
