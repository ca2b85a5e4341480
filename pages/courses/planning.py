"""Planning a run: who leads it, and when its modules are, by a rhythm or each by itself."""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

import streamlit as st

from core.calendar.service import PlanningCalendar
from core.courses.rules import MOST_MODULES, ModuleTime, meeting_on, skipping, weekly
from core.courses.view import AgreedImprovements
from core.i18n import COPENHAGEN, local_day, on_date
from core.i18n import gettext as _
from core.pairs.service import instructors
from pages.courses.finding import instructor_asked, instructors_found
from pages.courses.words import meeting_words
from pages.people.choosing import Choice, choose_person
from pages.shell.context import Context, actor_of
from pages.widgets.inputs import day_input, number_input
from pages.widgets.plain import plain

MODULES, BEGINS, ENDS = 7, time(17), time(19, 30)


def meetings_asked(today: date, calendar: PlanningCalendar) -> list[ModuleTime]:
    """When the modules are: the first day and a rhythm, and single ones moved where the reader wants to.

    Where a module is on a holiday or a closed day, one press moves it and those after it on by a week.

    Raises "date_invalid" where a day or an hour is missing.
    """
    left, right = st.columns(2)
    first_on = day_input(_("First day of the course"), today, key="plan-first", where=left)
    count = number_input(_("Number of modules"), MODULES, least=1, most=MOST_MODULES, key="plan-count", where=right)
    between = st.radio(
        _("How often"),
        [1, 2],
        format_func=lambda weeks: _("Every week") if weeks == 1 else _("Every other week"),
        horizontal=True,
        key="plan-between",
    )
    left, right = st.columns(2)
    begins = left.time_input(_("Begins at"), value=BEGINS, key="plan-begins", step=900)
    ends = right.time_input(_("Ends at"), value=ENDS, key="plan-ends", step=900)
    meetings = weekly(first_on.needed(), count.needed(), begins, ends, weeks_between=between)
    if any(calendar.is_closed(local_day(meeting.starts_at)) for meeting in meetings) and st.toggle(
        _("Skip holidays and closed days"),
        key="plan-skip",
        help=_("A module on such a day, and those after it, are a week later."),
    ):
        meetings = skipping(meetings, calendar.is_closed)
    if st.toggle(_("Set each module by itself"), key="plan-single"):
        return [_single(number, meeting, calendar) for number, meeting in enumerate(meetings, start=1)]
    lines = (f"{_said(meeting)}{closed_badge(meeting, calendar)}" for meeting in meetings)
    st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
    return meetings


def closed_badge(meeting: ModuleTime, calendar: PlanningCalendar) -> str:
    """That a module is on a holiday or a closed day, as a badge behind it; "" where it is not."""
    why = calendar.why_not(local_day(meeting.starts_at))
    return f" :orange-badge[{plain(why)}]" if why else ""


def meeting_asked(key: str, meeting: ModuleTime, label: str) -> ModuleTime:
    """One module's day and hours; "date_invalid" where one is missing."""
    day = day_input(label, local_day(meeting.starts_at), key=f"{key}-day")
    left, right = st.columns(2)
    begins = left.time_input(_("Begins at"), value=_hour(meeting, end=False), key=f"{key}-begins", step=900)
    ends = right.time_input(_("Ends at"), value=_hour(meeting, end=True), key=f"{key}-ends", step=900)
    return meeting_on(day.needed(), begins, ends)


def instructors_asked(context: Context, organisation_id: UUID) -> list[UUID]:
    """The one or two who lead it: whoever has a partner is chosen with them, unless the reader says otherwise.

    The address may name the first.
    """
    find = instructors_found(context, organisation_id)
    first = choose_person(
        _("First instructor (may be left blank)"),
        find,
        key="plan-instructor",
        chosen=instructor_asked(context, organisation_id),
    )
    if first is None:
        return []
    (one,) = instructors(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, engagement_ids=[first]
    )
    partner = Choice(one.partner_id, one.partner) if one.partner_id else None
    label = _("Together with (may be left blank)")
    second = choose_person(label, find, key=f"plan-second-{first}", chosen=partner, but=[first])
    return [first] if second is None else [first, second]


def agreed_card(found: Sequence[AgreedImprovements]) -> None:
    """What the instructors agreed to improve last time."""
    for agreed in found:
        title = _("Agreed after {course}, {date}").format(course=plain(agreed.name), date=on_date(agreed.reviewed_on))
        st.info(f"**{title}**  \n{plain(agreed.improvements)}", icon=":material/lightbulb:")


def _single(number: int, meeting: ModuleTime, calendar: PlanningCalendar) -> ModuleTime:
    with st.container(border=True):
        asked = meeting_asked(
            f"plan-{number}-{local_day(meeting.starts_at)}", meeting, _("Module {number}").format(number=number)
        )
        if badge := closed_badge(asked, calendar):
            st.markdown(badge)
        return asked


def _said(meeting: ModuleTime) -> str:
    return meeting_words(meeting.starts_at, meeting.ends_at)


def _hour(meeting: ModuleTime, *, end: bool) -> time:
    return (meeting.ends_at if end else meeting.starts_at).astimezone(COPENHAGEN).time()
