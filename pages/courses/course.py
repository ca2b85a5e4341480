"""One course: what comes next, who leads it, its modules, its evaluation and the talk about it."""

import streamlit as st

from core.access.permissions import Action
from core.courses.rules import CourseState
from core.courses.service import undo_course_change
from core.courses.view import CourseView, course
from core.group_messages.rules import GroupKind, MessageGroup
from core.i18n import gettext as _
from pages.courses.changing import CANCELLABLE, cancel, change
from pages.courses.doing import do_next
from pages.courses.evaluating import results, talk
from pages.courses.leading import change_leaders, leaders
from pages.courses.modules import MODULE, modules, one_module
from pages.courses.printing import prints
from pages.courses.versions import changed_by_reader, seen_version
from pages.courses.words import course_badge, days_words, held_words, seats_words, where_words
from pages.group_messages.beginning import write_to
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.telling.telling import waiting
from pages.widgets.beside import beside
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

# What the address of a course holds for a form of its own.
DO, CHANGE, CANCEL = "do", "change", "cancel"


def head(view: CourseView) -> None:
    """The title with what can be done to all of it, and in short where it stands."""
    run = view.run
    with page_head(plain(run.name)):
        if view.edits and view.state is not CourseState.CANCELLED:
            way(view, CHANGE, _("Change the course"), ":material/edit:")
        if view.edits and view.state in CANCELLABLE:
            way(view, CANCEL, _("Cancel the course"), ":material/block:")
        if view.edits and view.state in (CourseState.PLANNED, CourseState.RUNNING):
            st.page_link(
                addresses.COVER,
                label=_("Find a stand-in"),
                icon=":material/person_search:",
                query_params={"id": str(run.id)},
                width="content",
            )
        if view.leaders and view.state is not CourseState.CANCELLED:
            group = MessageGroup(GroupKind.COURSE, run.id)
            write_to(context, run.organisation_id, group, _("Write to those who lead it"))
        way_back()
    told = [days_words(run.first_on, run.last_on)]
    told.append(held_words(sum(each.held_at is not None for each in view.modules), len(view.modules)))
    st.markdown(
        f"{course_badge(view.state, run.last_on, context.today)} {plain(' · '.join(part for part in told if part))}"
    )


def way_back() -> None:
    """To the list of courses."""
    st.page_link(addresses.COURSES, label=_("All courses"), icon=":material/arrow_back:", width="content")


def way(view: CourseView, asked: str, label: str, icon: str) -> None:
    """To a form on a page of its own."""
    if st.button(label, icon=icon, type="tertiary", key=f"do-{asked}"):
        st.switch_page(addresses.COURSE, query_params={"id": str(view.run.id), DO: asked})


def whole(view: CourseView, version: int) -> None:
    """The course at a glance: what comes next, who leads it beside that, and its modules below."""
    place = beside()
    # Once the evaluation is in, talking about it is what there is to do, and all else is looked up.
    to_talk_about = view.state is CourseState.EVALUATED
    with place.question:
        do_next(view)
        if to_talk_about:
            results(view)
            talk(view, version)
        modules(view)
    with place.facts:
        leaders(view)
        run = view.run
        notes = [
            Fact(name, words)
            for name, words in (
                (_("Seats"), seats_words(run.seats, run.participants)),
                (_("Place"), where_words(run.place, view.workplace)),
                (_("The room"), run.room_note),
                (_("Food and drink"), run.catering_note),
                (_("Who keys in the evaluation"), view.keyed_by),
            )
            if words
        ]
        facts(_("Practical"), notes)
    with place.rest:
        change_leaders(view, version)
        if not to_talk_about:
            results(view)
            talk(view, version)
        prints(view)


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
    head(view)
    version = seen_version(view)
    if view.edits:
        waiting(
            context,
            view.run.id,
            lambda by, notice_id: undo_course_change(**by, run_id=view.run.id, notice_id=notice_id),
            then=lambda: changed_by_reader(view),
        )
    asked, module = st.query_params.get(DO, ""), st.query_params.get(MODULE, "")
    if module:
        one_module(view, module, version)
    elif view.edits and asked == CHANGE and view.state is not CourseState.CANCELLED:
        change(view, version)
    elif view.edits and asked == CANCEL:
        cancel(view, version)
    else:
        whole(view, version)
    # A link to the page one is on looks chosen already, so the way back is a button.
    if (module or asked) and st.button(
        _("Back to the course"), icon=":material/arrow_back:", type="tertiary", key="back-to-course"
    ):
        go(addresses.COURSE, view.run.id)
