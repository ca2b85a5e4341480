"""A course changed or called off: forms on pages of their own, which say who is told."""

import streamlit as st

from core import contact
from core.courses.rules import CourseState
from core.courses.service import MOST_PARTICIPANTS, CourseDetails, cancel_course, change_course
from core.courses.view import CourseView
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.service import volunteers
from pages.courses.doing import carry_out, names_told
from pages.courses.versions import changed_by_reader
from pages.people.choosing import Choice, Find, choose_person
from pages.shell.context import actor_of, current
from pages.telling.telling import words_to
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import one_of

CANCELLABLE = (CourseState.PLANNED, CourseState.RUNNING)


def change(view: CourseView, version: int) -> None:
    """Everything that is known of it besides its hours and who leads it."""
    run, context = view.run, current()
    places = {place.id: place.name for place in workplaces(context.session, run.organisation_id)}
    if run.workplace_id and run.workplace_id not in places:
        places[run.workplace_id] = view.workplace
    key = str(run.id)
    section(_("Change the course"))
    form = EntryForm(f"course-{key}")
    draft = FormDraft(f"course:{key}", f"about-{key}-", also=f"words-to-about-{key}")
    with form.field("name") as said:
        name = st.text_input(_("Name of the course") + said, value=run.name, key=f"about-{key}-name")
    with form.field("place") as said:
        place = st.text_input(_("Place") + said, value=run.place, key=f"about-{key}-place")
    workplace_id = one_of(
        _("Workplace (may be left blank)"),
        [None, *places],
        format_func=lambda each: places[each] if each else _("None"),
        index=[None, *places].index(run.workplace_id),
        key=f"about-{key}-workplace",
    )
    left, right = st.columns(2)
    most = MOST_PARTICIPANTS
    with left:
        seats = form.number("seats", _("Number of seats"), run.seats, most=most, key=f"about-{key}-seats")
    with right:
        participants = form.number(
            "participants",
            _("Number of participants"),
            run.participants,
            most=most,
            key=f"about-{key}-participants",
            help=_("Only the number is kept. Nobody who takes part is named here."),
        )
    with form.field("room_note") as said:
        room_note = st.text_area(
            _("The room") + said,
            value=run.room_note,
            key=f"about-{key}-room",
            help=_("For example keys, set-up and tidying up."),
        )
    with form.field("catering_note") as said:
        catering_note = st.text_area(_("Food and drink") + said, value=run.catering_note, key=f"about-{key}-catering")
    keyed_by_id = choose_person(
        _("Who keys in the evaluation"),
        _found(view),
        key=f"about-{key}-keyed",
        chosen=Choice(run.keyed_by_id, view.keyed_by) if run.keyed_by_id else None,
        empty=_("The coordinator"),
        help=_("A volunteer may help with the participants’ paper forms. They see nothing else of the course."),
    )
    # Only what those who lead it were told of is told anew.
    told = place != run.place and view.state in CANCELLABLE
    words = words_to(f"about-{key}", names_told(view)) if told else ""
    draft.keep()

    def details() -> CourseDetails:
        return CourseDetails(
            name=name,
            place=place,
            workplace_id=workplace_id,
            seats=seats,
            participants=participants,
            room_note=room_note,
            catering_note=catering_note,
            keyed_by_id=keyed_by_id,
        )

    # What the page itself refuses, it refuses together.
    form.check("name", lambda: contact.name(name))
    if st.button(_("Save the course"), key="about-save", icon=":material/save:", type="primary"):
        form.send(
            lambda by: change_course(**by, run_id=run.id, details=details(), expected_version=version, words=words),
            _("The course is saved."),
            icon=":material/save:",
            then=draft.sent(lambda _changed: changed_by_reader(view)),
        )


def cancel(view: CourseView, version: int) -> None:
    """Call the course off; it is kept and can be read."""
    if view.state not in CANCELLABLE:
        return
    section(_("Cancel the course?"))
    st.write(_("The course is kept in the list as cancelled, and the instructors are free at those hours again."))
    st.write(_("Nobody who takes part is named here, so tell them yourselves."))
    words = words_to(f"off-{view.run.id}", names_told(view))
    if st.button(_("Yes, cancel the course"), key="cancel-course", type="primary"):
        carry_out(
            view,
            lambda by: cancel_course(**by, run_id=view.run.id, expected_version=version, words=words),
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
