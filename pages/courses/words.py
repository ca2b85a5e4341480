"""Course runs in words: their states, terms, days and who leads them."""

from collections.abc import Iterable
from datetime import date, datetime

import streamlit as st

from core.courses.lists import CourseRow
from core.courses.rules import CourseState, Term
from core.courses.view import CourseView, LeaderView
from core.i18n import N_, clock, local_day, ngettext, on_date, on_weekday
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.context import current
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import RowState
from pages.widgets.rows import row as list_row

STATES = {
    CourseState.PLANNED: (N_("Planned"), "blue", "event"),
    CourseState.RUNNING: (N_("Under way"), "orange", "play_circle"),
    CourseState.HELD: (N_("Held, evaluation awaited"), "orange", "rate_review"),
    CourseState.EVALUATED: (N_("Evaluated, talk awaited"), "orange", "forum"),
    CourseState.REVIEWED: (N_("Talked through"), "green", "check_circle"),
    CourseState.CANCELLED: (N_("Cancelled"), "gray", "block"),
}


def state_word(state: CourseState) -> str:
    """A state in words."""
    return _(STATES[state][0])


def course_state(state: CourseState, last_on: date | None, today: date) -> RowState:
    """A state in words, shape and colour. What is planned or under way is not so any more once its last day is over:
    somebody has not ticked all of it off."""
    word, colour, icon = STATES[state]
    if state in (CourseState.PLANNED, CourseState.RUNNING) and last_on is not None and last_on < today:
        word, colour, icon = N_("Over, not all is ticked off"), "orange", "rule"
    return RowState(_(word), colour, icon)


def course_badge(state: CourseState, last_on: date | None, today: date) -> str:
    """The same as a badge within a line of text."""
    told = course_state(state, last_on, today)
    return f":{told.colour}-badge[:material/{told.icon}: {told.words}]"


def term_word(term: Term) -> str:
    """A term as one speaks of it."""
    return (_("Autumn {year}") if term.autumn else _("Spring {year}")).format(year=term.year)


def meeting_words(starts_at: datetime, ends_at: datetime) -> str:
    """When a module is: "tirsdag 10. november 2026, 17.00–19.30"."""
    return f"{on_weekday(local_day(starts_at))}, {clock(starts_at)}–{clock(ends_at)}"


def days_words(first_on: date | None, last_on: date | None) -> str:
    """From the first to the last day of a run."""
    if first_on is None:
        return ""
    if last_on is None or last_on == first_on:
        return on_date(first_on)
    return _("{first} to {last}").format(first=on_date(first_on), last=on_date(last_on))


def who_words(names: Iterable[str]) -> str:
    """Who leads a run, or that nobody does."""
    said = and_words(plain(name) for name in names)
    return said or f":material/person_off: {_('Nobody leads it yet')}"


def held_words(held: int, modules: int) -> str:
    """How much of a run has been held."""
    return ngettext("{held} of {count} module held", "{held} of {count} modules held", modules).format(
        held=held, count=modules
    )


def seats_words(seats: int | None, participants: int | None) -> str:
    """How many take part, and of how many seats; "" where neither is known."""
    if seats is not None:
        told = ngettext("{taken} of {count} seat taken", "{taken} of {count} seats taken", seats)
        return told.format(taken=participants or 0, count=seats)
    if participants is None:
        return ""
    return ngettext("{count} participant", "{count} participants", participants).format(count=participants)


def where_words(place: str, workplace: str) -> str:
    """Where a run is held: the place, and its workplace where the place does not name it already."""
    return " · ".join(part for part in (place, "" if workplace in place else workplace) if part)


def course_card(row: CourseRow) -> None:
    """A run to who leads it, in a box of its own."""
    with st.container(border=True):
        told = [row.workplace, days_words(row.first_on, row.last_on), *_so_far(row)]
        lines = [
            f"**{plain(row.name)}** {course_badge(row.state, row.last_on, current().today)}",
            who_words(row.instructors),
            f":small[{plain(' · '.join(part for part in told if part))}]",
        ]
        st.markdown("  \n".join(lines))


def course_row(row: CourseRow) -> None:
    """A run in a list, as a line that opens it."""
    list_row(
        addresses.COURSE,
        row.run_id,
        row.name,
        place=" · ".join(part for part in (row.workplace, days_words(row.first_on, row.last_on)) if part),
        what=and_words(row.instructors) or _("Nobody leads it yet"),
        state=course_state(row.state, row.last_on, current().today),
        when=plain(" · ".join(_so_far(row))),
    )


def _so_far(row: CourseRow) -> list[str]:
    """How much of a run is held, and how many take part."""
    return [part for part in (held_words(row.held, row.modules), seats_words(row.seats, row.participants)) if part]


def part_words(leader: LeaderView) -> str:
    """What somebody's part in a run is, "" for who leads all of it."""
    told = []
    if leader.stopped_on is not None:
        told.append(_("could not finish, from {date}").format(date=on_date(leader.stopped_on)))
    elif leader.to_module is not None:
        told.append(
            _("modules {first} to {last}").format(first=leader.from_module, last=leader.to_module)
            if leader.to_module > leader.from_module
            else _("module {number}").format(number=leader.from_module)
        )
    elif leader.from_module > 1:
        told.append(_("from module {number}").format(number=leader.from_module))
    if leader.substitute:
        told.append(_("substitute"))
    return ", ".join(told)


def reach_words(leader: LeaderView) -> str:
    """How to reach somebody in one tap, each way on a line of its own."""
    ways = []
    if leader.phone:
        digits = "".join(character for character in leader.phone if character.isdigit() or character == "+")
        ways.append(f":material/call: [{plain(leader.phone)}](tel:{digits})")
    if leader.email:
        address = "".join(character for character in leader.email if character.isalnum() or character in "@._+-")
        ways.append(f":material/mail: [{plain(leader.email)}](mailto:{address})")
    return "  \n".join(ways) or _("No phone number yet")


def leading_names(view: CourseView) -> list[str]:
    """Those who lead some of it and go on, each once."""
    return [*dict.fromkeys(leader.name for leader in view.leaders if leader.stopped_on is None)]


def leader_line(leader: LeaderView) -> None:
    """Who leads, which part of it, and how to reach them."""
    part = part_words(leader)
    st.markdown(f"**{plain(leader.name)}**{f' ({plain(part)})' if part else ''}  \n{reach_words(leader)}")
