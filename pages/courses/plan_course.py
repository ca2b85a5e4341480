"""Plan a course: its days, its place, and who leads it."""

import streamlit as st

from core import contact
from core.access.permissions import Action
from core.calendar.service import calendar_of
from core.courses.rules import ModuleTime
from core.courses.service import MOST_PARTICIPANTS, CourseDetails, NewCourse, plan_course, programmes_with_courses
from core.courses.view import agreed_before
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import local_day, words_in
from core.organisations.service import workplaces
from db.courses import CourseRun
from pages.courses.planning import agreed_card, instructors_asked, meetings_asked
from pages.shell import addresses
from pages.shell.action import By, attempt
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import current_organisation
from pages.telling.days import said_of_day, said_of_people
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm

context = require_actor(Action.EDIT_COURSES)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.EDIT_COURSES)
places = {place.id: place.name for place in workplaces(session, organisation_id)}
led = programmes_with_courses(session=session, actor=actor, organisation_id=organisation_id)
programmes = {each.id: words_in(each.name, context.language) for each in led}


def plan(by: By, meetings: list[ModuleTime]) -> CourseRun:
    """The course of the page."""
    return plan_course(
        **by,
        organisation_id=organisation_id,
        course=NewCourse(
            programme=programme,
            details=CourseDetails(
                name=name,
                place=place,
                workplace_id=workplace_id,
                seats=seats,
                participants=participants,
                room_note=room_note,
                catering_note=catering_note,
            ),
            meetings=meetings,
            instructors=chosen,
        ),
    )


st.title(_("Plan a course"), anchor=False)
if not programmes:
    st.info(_("None of your programmes has volunteers who lead courses two and two."), icon=":material/group_off:")
    st.stop()
draft = FormDraft(f"plan-course:{organisation_id}", "plan-")
programme = next(iter(programmes))
if len(programmes) > 1:
    programme = (
        st.selectbox(_("Programme"), [*programmes], format_func=programmes.__getitem__, key="plan-programme")
        or programme
    )
form = EntryForm("plan-course")
with form.field("name") as said:
    name = st.text_input(_("Name of the course") + said, key="plan-name", autocomplete="off")
left, right = st.columns(2)
with left, form.field("place") as said:
    place = st.text_input(_("Place") + said, key="plan-place", autocomplete="off")
workplace_id = right.selectbox(
    _("Workplace (may be left blank)"),
    [*places],
    format_func=places.__getitem__,
    index=None,
    placeholder=_("Choose a workplace"),
    key="plan-workplace",
)
st.header(_("When"), anchor=False)
with form.field("meetings"):
    meetings = attempt(lambda: meetings_asked(context.today, calendar_of(session, organisation_id)))
st.header(_("Who leads it"), anchor=False)
chosen = instructors_asked(context, organisation_id)
if not isinstance(meetings, DomainError):
    days = [local_day(meeting.starts_at) for meeting in meetings]
    if days[0] < context.today:
        said_of_day(context, organisation_id, days[0])
    said_of_people(context, chosen, days)
if chosen:
    agreed_card(agreed_before(session=session, actor=actor, organisation_id=organisation_id, engagement_ids=chosen))
with st.expander(_("Participants, room and food"), icon=":material/meeting_room:"):
    left, right = st.columns(2)
    with left:
        seats = form.number("seats", _("Number of seats"), None, most=MOST_PARTICIPANTS, key="plan-seats")
    with right:
        participants = form.number(
            "participants", _("Number of participants"), None, most=MOST_PARTICIPANTS, key="plan-participants"
        )
    st.caption(_("Only the number is kept. Nobody who takes part is named here."))
    with form.field("room_note") as said:
        room_note = st.text_area(
            _("The room") + said, key="plan-room", help=_("For example keys, set-up and tidying up.")
        )
    with form.field("catering_note") as said:
        catering_note = st.text_area(_("Food and drink") + said, key="plan-catering")
draft.keep()


def held() -> list[ModuleTime]:
    """When the modules are, or why that cannot be."""
    if isinstance(meetings, DomainError):
        raise meetings
    return meetings


# What the page itself refuses, it refuses together.
form.check("name", lambda: contact.name(name))
form.check("meetings", held)
if st.button(_("Plan the course"), type="primary", icon=":material/event_available:"):
    form.send(
        lambda by: plan(by, held()),
        _("The course is planned."),
        icon=":material/event_available:",
        then=draft.sent(lambda run: go(addresses.COURSE, run.id)),
    )
