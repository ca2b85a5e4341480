"""The training of peers in words: its tracks, what comes again, and when something is."""

from datetime import date, datetime, timedelta

from core.i18n import N_, clock, day_and_month, local_day, weekday_name
from core.i18n import gettext as _
from core.training.rules import Attendance, Track
from pages.widgets.rows import RowState

TRACKS = {
    Track.PERSONAL: N_("Personal tools"),
    Track.THEORY: N_("Theory"),
    Track.WORKPLACE: N_("At the workplace and with it"),
}
THERE = {
    Attendance.NOT_YET: RowState(),
    Attendance.CAME: RowState(N_("Was there"), "green", "check_circle"),
    Attendance.AWAY: RowState(N_("Was not there"), "gray", "event_busy"),
}
A_MONDAY = date(2024, 1, 1)


def there(attendance: Attendance) -> RowState:
    """Whether somebody was there, as a row shows it."""
    found = THERE[attendance]
    return RowState(_(found.words), found.colour, found.icon) if found.words else found


def when_words(starts: datetime, ends: datetime, today: date) -> str:
    """A day and its hours: "today, 09.30–14.30", "Monday 31 August, 09.30–14.30"."""
    day = local_day(starts)
    said = _("today") if day == today else f"{weekday_name(day)} {day_and_month(day, today)}"
    return f"{said}, {clock(starts)}–{clock(ends)}"


def weekday_words(number: int) -> str:
    """The name of a weekday, 0 for Monday."""
    return weekday_name(A_MONDAY + timedelta(days=number)).capitalize()
