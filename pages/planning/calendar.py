"""The calendar of whoever plans: a month of courses, supervisions, offers and events, and what collides in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import N_, clock, in_month, ngettext, on_weekday
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.planning.overview import PlannedMonth, planned_month
from core.planning.overview_rules import (
    Clash,
    ClashKind,
    EntryKind,
    PlannedEntry,
    by_day,
    last_of,
    month_before,
    next_month,
)
from pages.planning.month import MonthDay, MonthItem, MonthWeek, month
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import one_of
from pages.widgets.plain import and_words, plain
from pages.widgets.show_more import first_ones, more_button

MONTH = ScreenState[date | None]("calendar-month", None)
WORKPLACE = ScreenState[UUID | None]("calendar-workplace", None)
KINDS_SHOWN = ScreenState[Sequence[EntryKind]]("calendar-kinds", tuple(EntryKind))
SHAPE = ScreenState("calendar-shape", "month")
MOST_A_DAY = 6
SHAPES = {"month": N_("Month"), "list": N_("List")}
KINDS = {
    EntryKind.MODULE: N_("Courses"),
    EntryKind.SUPERVISION: N_("Supervisions"),
    EntryKind.OFFER: N_("Learn and meet"),
    EntryKind.EVENT: N_("Recognition"),
    EntryKind.TRAINING: N_("Training of peers"),
}
ADDRESSES = {
    EntryKind.MODULE: "course?id={id}&module={number}",
    EntryKind.SUPERVISION: "supervision?id={id}",
    EntryKind.OFFER: "offer?id={id}",
    EntryKind.EVENT: "recognition",
    EntryKind.TRAINING: "training?id={id}",
}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
context = require_actor(Action.EDIT_COURSES)
organisation_id = current_organisation(context, Action.EDIT_COURSES)


def words_of(entry: PlannedEntry) -> str:
    """What an entry is called."""
    if entry.kind is EntryKind.MODULE:
        return _("{course}, module {number}").format(course=entry.title, number=entry.number)
    if entry.kind is EntryKind.TRAINING:
        return _("Training of {team}").format(team=entry.title)
    return entry.title or (_("Supervision") if entry.kind is EntryKind.SUPERVISION else _("An event"))


def clash_words(each: Clash) -> str:
    """What is to be looked at, in a sentence."""
    what, when = words_of(each.entry), on_weekday(each.entry.day)
    match each.kind:
        case ClashKind.CLOSED:
            return _("{what} on {day} is on a closed day: {why}").format(what=what, day=when, why=each.words)
        case ClashKind.NOBODY:
            return _("{what} on {day} is led by nobody yet").format(what=what, day=when)
        case ClashKind.TWICE:
            assert each.other is not None
            told = _("{name} is twice on {day}: {what} and {other}")
            return told.format(name=each.name, day=when, what=what, other=words_of(each.other))


def minded(found: PlannedMonth) -> Mapping[UUID, str]:
    """What is said at the entries that are to be looked at."""
    told: dict[UUID, str] = {}
    for each in found.clashes:
        match each.kind:
            case ClashKind.NOBODY:
                told[each.entry.id] = _("Nobody leads it yet")
            case ClashKind.CLOSED:
                told.setdefault(each.entry.id, _("On a closed day"))
            case ClashKind.TWICE:
                for entry in (each.entry, each.other):
                    if entry is not None:
                        told[entry.id] = _("{name} is twice").format(name=each.name)
    return told


def item(entry: PlannedEntry, told: Mapping[UUID, str]) -> MonthItem:
    """An entry as the month shows it."""
    return MonthItem(
        kind=str(entry.kind),
        words=words_of(entry),
        address=ADDRESSES[entry.kind].format(id=entry.about_id, number=entry.number),
        clock=clock(entry.starts) if entry.starts else "",
        about=" · ".join(part for part in (and_words(entry.people.values()), entry.place) if part),
        minded=told.get(entry.id, ""),
    )


def shown_of(entries: list[PlannedEntry], told: Mapping[UUID, str], *, listed: bool) -> list[PlannedEntry]:
    """What a day of the month has room for, first of all what is to be looked at; in the list all of it."""
    if listed or len(entries) <= MOST_A_DAY:
        return entries
    first = {entry.id for entry in sorted(entries, key=lambda entry: entry.id not in told)[:MOST_A_DAY]}
    return [entry for entry in entries if entry.id in first]


def more_words(entries: list[PlannedEntry], *, listed: bool) -> str:
    """That a day has more than is drawn; "" where it has not."""
    more = 0 if listed else len(entries) - MOST_A_DAY
    if more <= 0:
        return ""
    return ngettext("and {count} more, in the list", "and {count} more, in the list", more).format(count=more)


def draw(found: PlannedMonth, kinds: Sequence[EntryKind], *, listed: bool) -> None:
    """The month, with the entries of these kinds."""
    shown = [entry for entry in found.entries if entry.kind in kinds]
    days, told = by_day(shown, [day for week in found.weeks for day in week]), minded(found)
    weeks = [
        MonthWeek(
            week[0].isocalendar().week,
            [
                MonthDay(
                    number=day.day,
                    named=on_weekday(day),
                    note=found.closed.get(day, ""),
                    outside=not found.first <= day <= last_of(found.first),
                    today=day == context.today,
                    items=[item(entry, told) for entry in shown_of(days[day], told, listed=listed)],
                    more=more_words(days[day], listed=listed),
                )
                for day in week
            ],
        )
        for week in found.weeks
    ]
    headings = [_(day) for day in WEEKDAYS]
    month(
        _("What is planned in {month}").format(month=in_month(found.first)), _("Week"), headings, weeks, listed=listed
    )
    if not any(found.first <= entry.day <= last_of(found.first) for entry in shown):
        st.caption(_("Nothing is planned in this month."))


def choices() -> tuple[date, UUID | None, Sequence[EntryKind], bool]:
    """Which month, which workplace, which kinds, and whether as a list."""
    first = MONTH.get() or context.today.replace(day=1)
    with st.container(horizontal=True, vertical_alignment="center", key="hs-calendar-turn"):
        if st.button(_("The month before"), icon=":material/chevron_left:", key="month-before"):
            MONTH.set(month_before(first))
            st.rerun()
        if st.button(_("This month"), key="month-now", disabled=first == context.today.replace(day=1)):
            MONTH.forget()
            st.rerun()
        if st.button(_("The next month"), icon=":material/chevron_right:", key="month-next"):
            MONTH.set(next_month(first))
            st.rerun()
    with st.container(horizontal=True, vertical_alignment="bottom", key="hs-calendar-choices"):
        places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
        one_of(
            _("Workplace"),
            [None, *places],
            format_func=lambda each: places[each] if each else _("All"),
            key=WORKPLACE.key,
            persist_state="session",
        )
        SHAPE.first("month")
        st.segmented_control(
            _("Show as"),
            [*SHAPES],
            format_func=lambda each: _(SHAPES[each]),
            key=SHAPE.key,
            required=True,
            persist_state="session",
        )
    KINDS_SHOWN.first(list(EntryKind))
    st.pills(
        _("What to see"),
        [*EntryKind],
        selection_mode="multi",
        format_func=lambda each: _(KINDS[each]),
        key=KINDS_SHOWN.key,
        persist_state="session",
    )
    return first, WORKPLACE.get(), KINDS_SHOWN.get(), SHAPE.get() == "list"


show_flashes()
page_head(_("Calendar"))
first, workplace_id, kinds, listed = choices()
found = planned_month(
    session=context.session,
    actor=actor_of(context),
    organisation_id=organisation_id,
    first=first,
    workplace_id=workplace_id,
)
section(in_month(first).capitalize())
draw(found, kinds, listed=listed)
if found.clashes:
    section(_("To look at"), len(found.clashes))
    shown = first_ones(found.clashes, "calendar-clashes", at_once=10)
    st.markdown("\n".join(f"- {plain(clash_words(each))}" for each in shown))
    more_button(found.clashes, "calendar-clashes", at_once=10)
