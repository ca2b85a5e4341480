"""Courses: every run by term, state and workplace, and the way to plan a new one."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.access.trail import ListKind
from core.courses.lists import PER_PAGE, CourseFilter, CourseRow, courses, terms
from core.courses.rules import CourseState, Term
from core.i18n import N_
from core.i18n import gettext as _
from core.organisations.service import workplaces
from pages.courses.words import course_row, course_state, state_word, term_word
from pages.people.filters import take_workplace
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.downloads import ListOut, all_pages, list_button
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import one_of

TERM = ScreenState[Term | None]("courses-term", None)
FILTERED_BY = ScreenState[CourseFilter | None]("courses-filter", None)
WORKPLACE = ScreenState[UUID | None]("courses-workplace", None)
PAGE = ScreenState("courses-page", 0)


def _take_term(known: Sequence[Term]) -> None:
    """Choose the term of courses the address names, as the reader would, where it is one of those `known`."""
    asked = st.query_params.pop("term", None)
    found = {f"{term.year}-{2 if term.autumn else 1}": term for term in known}
    if asked in found:
        TERM.set(found[asked])


def _out(filtered_by: CourseFilter) -> ListOut[CourseRow]:
    """All courses that fit, as a table."""
    day = today
    read = partial(courses, actor=actor, organisation_id=organisation_id, filtered_by=filtered_by, today=day)
    return ListOut(
        ListKind.COURSES,
        Action.SEE_COURSES,
        organisation_id,
        {
            N_("Course"): lambda row: row.name,
            N_("Place"): lambda row: row.place,
            N_("Workplace"): lambda row: row.workplace,
            N_("First day"): lambda row: row.first_on,
            N_("Last day"): lambda row: row.last_on,
            N_("State"): lambda row: course_state(row.state, row.last_on, day).words,
            N_("Instructors"): lambda row: ", ".join(row.instructors),
            N_("Modules"): lambda row: row.modules,
            N_("Modules held"): lambda row: row.held,
            N_("Participants"): lambda row: row.participants,
            N_("Seats"): lambda row: row.seats,
        },
        lambda opened: all_pages(lambda page: read(session=opened, page=page), first=0),
    )


context = require_actor(Action.SEE_COURSES)
actor, session, today = actor_of(context), context.session, context.today
organisation_id = current_organisation(context, Action.SEE_COURSES)
places = {place.id: place.name for place in workplaces(session, organisation_id)}

show_flashes()
with page_head(_("Courses")):
    if may(actor, Action.EDIT_COURSES) and st.button(_("Plan a course"), type="primary", icon=":material/add:"):
        st.switch_page(addresses.PLAN_COURSE)
known = terms(session=session, actor=actor, organisation_id=organisation_id, today=today)
_take_term(known)
take_workplace(WORKPLACE)
first, second, third = st.columns(3)
term = one_of(
    _("Term"),
    [None, *known],
    format_func=lambda each: term_word(each) if each else _("All"),
    where=first,
    key=TERM.key,
    persist_state="session",
)
state = one_of(
    _("State"),
    [None, *CourseState],
    format_func=lambda each: state_word(each) if each else _("All"),
    where=second,
    key="courses-state",
    persist_state="session",
)
workplace_id = one_of(
    _("Workplace"),
    [None, *places],
    format_func=lambda each: places[each] if each else _("All"),
    where=third,
    key=WORKPLACE.key,
    persist_state="session",
)
filtered_by = CourseFilter(term, state, workplace_id)
page = PAGE.get() if FILTERED_BY.get() == filtered_by else 0
found, total = courses(
    session=session, actor=actor, organisation_id=organisation_id, filtered_by=filtered_by, today=today, page=page
)
FILTERED_BY.set(filtered_by)
PAGE.set(page)
heading = section(_("Found"), total)
if not total:
    st.info(_("No course fits what you chose. Choose “All” to see every course."), icon=":material/school:")
with heading.rows("courses"):
    for row in found:
        course_row(row)
if total:
    list_button(_out(filtered_by))
pages = -(-total // PER_PAGE)
if pages > 1:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Newer"), disabled=page == 0, icon=":material/chevron_left:"):
            PAGE.set(page - 1)
            st.rerun()
        st.markdown(_("Page {page} of {pages}").format(page=page + 1, pages=pages), width="content")
        if st.button(_("Older"), disabled=page + 1 >= pages, icon=":material/chevron_right:"):
            PAGE.set(page + 1)
            st.rerun()
