"""One course: what comes next, who leads it, its modules, its evaluation and the talk about it."""

import streamlit as st

from core.access.permissions import Action
from core.courses.rules import CourseState
from core.courses.service import MOST_PARTICIPANTS, CourseDetails, cancel_course, change_course
from core.courses.view import CourseView, course
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.service import volunteers
from pages.courses.doing import carry_out, do_next
from pages.courses.evaluating import results, talk
from pages.courses.leading import leaders
from pages.courses.modules import modules
from pages.courses.printing import prints
from pages.courses.versions import seen_version
from pages.courses.words import course_badge, days_words, held_words, seats_words, where_words
from pages.people.choosing import Choice, Find, choose_person
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.plain import plain

CANCELLABLE = (CourseState.PLANNED, CourseState.RUNNING)


def _about(view: CourseView, version: int) -> None:
    """The notes on room and food, and all that can be changed."""
    run = view.run
    for label, note in ((_("The room"), run.room_note), (_("Food and drink"), run.catering_note)):
        if note:
            st.markdown(f"**{label}:** {plain(note)}")
    if not view.edits or view.state is CourseState.CANCELLED:
        return
    with st.expander(_("Change place, participants and notes"), icon=":material/edit:", key="course-about",
                     on_change="rerun") as fold:  # fmt: skip
        if fold.open:
            _edit(view, version)


def _edit(view: CourseView, version: int) -> None:
    run, context = view.run, current()
    places = {place.id: place.name for place in workplaces(context.session, run.organisation_id)}
    if run.workplace_id and run.workplace_id not in places:
        places[run.workplace_id] = view.workplace
    key = str(run.id)
    name = st.text_input(_("Name of the course"), value=run.name, key=f"about-name-{key}")
    place = st.text_input(_("Place"), value=run.place, key=f"about-place-{key}")
    workplace_id = st.selectbox(
        _("Workplace (may be left blank)"),
        [None, *places],
        format_func=lambda each: places[each] if each else _("None"),
        index=[None, *places].index(run.workplace_id),
        key=f"about-workplace-{key}",
    )
    seats = st.number_input(
        _("Number of seats"), min_value=0, max_value=MOST_PARTICIPANTS, value=run.seats, key=f"about-seats-{key}"
    )
    participants = st.number_input(
        _("Number of participants"),
        min_value=0,
        max_value=MOST_PARTICIPANTS,
        value=run.participants,
        key=f"about-participants-{key}",
        help=_("Only the number is kept. Nobody who takes part is named here."),
    )
    room_note = st.text_area(
        _("The room"),
        value=run.room_note,
        key=f"about-room-{key}",
        help=_("For example keys, set-up and tidying up."),
    )
    catering_note = st.text_area(_("Food and drink"), value=run.catering_note, key=f"about-catering-{key}")
    keyed_by_id = choose_person(
        _("Who keys in the evaluation"),
        _found(view),
        key=f"about-keyed-{key}",
        chosen=Choice(run.keyed_by_id, view.keyed_by) if run.keyed_by_id else None,
        empty=_("The coordinator"),
        help=_("A volunteer may help with the participants’ paper forms. They see nothing else of the course."),
    )
    if st.button(_("Save the course"), key="about-save", icon=":material/save:"):
        carry_out(
            view,
            lambda by: change_course(
                **by,
                run_id=run.id,
                details=CourseDetails(
                    name=name,
                    place=place,
                    workplace_id=workplace_id,
                    seats=seats,
                    participants=participants,
                    room_note=room_note,
                    catering_note=catering_note,
                    keyed_by_id=keyed_by_id,
                ),
                expected_version=version,
            ),
            _("The course is saved."),
            icon=":material/save:",
        )


def _cancelling(view: CourseView, version: int) -> None:
    """Call the course off; it is kept and can be read."""
    if not view.edits or view.state not in CANCELLABLE:
        return
    with st.popover(_("Cancel the course"), icon=":material/block:"):
        st.write(_("The course is kept in the list as cancelled, and the instructors are free at those hours again."))
        st.write(_("Nobody is told by mail, so call the two who lead it."))
        if st.button(_("Yes, cancel the course"), key="cancel-course"):
            carry_out(
                view,
                lambda by: cancel_course(**by, run_id=view.run.id, expected_version=version),
                _("The course is cancelled."),
                icon=":material/block:",
            )


def _found(view: CourseView) -> Find:
    """Finds the volunteers who may be asked to key in."""

    def find(search: str) -> list[Choice]:
        context = current()
        found = volunteers(
            session=context.session,
            actor=actor_of(context),
            organisation_id=view.run.organisation_id,
            search=search,
        )
        return [Choice(each.person_id, each.name, each.workplace) for each in found]

    return find


context = require_actor(Action.SEE_COURSES)
actor = actor_of(context)

show_flashes()
with refusal_shown(_("Course")):
    view = course(
        session=context.session,
        actor=actor,
        run_id=id_in_address(st.query_params.get("id")),
        today=context.today,
    )
    run = view.run
    st.title(plain(run.name), anchor=False)
    told = [where_words(run.place, view.workplace), days_words(run.first_on, run.last_on)]
    told.append(held_words(sum(each.held_at is not None for each in view.modules), len(view.modules)))
    told.append(seats_words(run.seats, run.participants))
    st.markdown(f"{course_badge(view.state)}  \n{plain(' · '.join(part for part in told if part))}")
    version = seen_version(view)
    do_next(view)
    # Once the evaluation is in, talking about it is what there is to do, and all else is looked up.
    to_talk_about = view.state is CourseState.EVALUATED
    if to_talk_about:
        results(view)
        talk(view, version)
    leaders(view, version)
    modules(view, version)
    if not to_talk_about:
        results(view)
        talk(view, version)
    _about(view, version)
    prints(view)
    _cancelling(view, version)
st.page_link(addresses.COURSES, label=_("All courses"), icon=":material/arrow_back:")
