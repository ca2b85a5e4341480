"""Asking those who know an applicant, and what they say."""

from uuid import UUID

import streamlit as st

from core.assessments.reading import ApplicantView
from core.assessments.rules import ViewAnswer, ViewState
from core.assessments.views import (
    CanBeAsked,
    ViewRow,
    ask_views,
    courses_taken,
    take_question_back,
    who_can_be_asked,
)
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from pages.assessments.words import VIEWS
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.headings import section_line
from pages.widgets.inputs import one_of
from pages.widgets.plain import plain_label
from pages.widgets.rows import RowState, line, row_button

# Whether the choice of whom to ask about one applicant is open.
CHOOSING = ScreenState("asking", False)
COLOURS = {ViewAnswer.GLADLY: "green", ViewAnswer.TALK: "orange", ViewAnswer.UNKNOWN: "gray"}


def draw(context: Context, view: ApplicantView) -> None:
    """Who was asked and what they say, and asking somebody more."""
    choosing = CHOOSING.of(view.application.id)
    open_ = view.answered_on is None and view.application.withdrawn_at is None and view.verdict is None
    acts, heading = section_line("views", _("What others say"), len(view.views))
    with acts:
        if open_ and st.button(
            _("Close") if choosing.get() else _("Ask somebody"),
            icon=":material/forward_to_inbox:",
            key="to-asking",
            type="tertiary",
        ):
            choosing.set(not choosing.get())
            st.rerun()
    if not view.views and not choosing.get():
        st.caption(_("Ask those who led the course, and whoever watched it. They read a name and a task, no more."))
    if choosing.get() and open_:
        _choose(context, view)
    if view.views:
        with heading.rows("views"):
            for each in view.views:
                _said(each, open_=open_)


def _said(each: ViewRow, *, open_: bool) -> None:
    if each.answer is not None:
        line(each.name, state=RowState(_(VIEWS[each.answer]), COLOURS[each.answer]))
        return
    lapsed = each.state is ViewState.LAPSED
    told = _("No answer by {day}") if lapsed else _("Asked, until {day}")
    line(each.name, state=RowState(told.format(day=on_date(each.until)), "gray"))
    if open_ and row_button(_("Do not ask after all"), f"take-question-back-{each.view_id}"):
        act(lambda by: take_question_back(**by, view_id=each.view_id), _("They are not asked any more."))


def _choose(context: Context, view: ApplicantView) -> None:
    """By the course the applicant took, else by name."""
    session, actor, about = context.session, actor_of(context), view.application.id
    courses = courses_taken(session=session, actor=actor, application_id=about, today=context.today)
    with st.container(border=True):
        course_id: UUID | None = None
        if courses:
            course_id = one_of(
                _("Which course have they taken?"),
                [None, *courses],
                format_func=lambda each: courses[each] if each else _("None, or one I do not know"),
                key="asking-course",
            )
        search = ""
        if course_id is None:
            search = st.text_input(_("Find a volunteer or a supervisor by name"), key="asking-search", max_chars=80)
        found = who_can_be_asked(session=session, actor=actor, application_id=about, course_id=course_id, search=search)
        people = {each.person_id: each for each in found}
        if not people:
            st.caption(_("There is nobody to ask here."))
            return
        chosen = st.pills(
            _("Whom do you want to ask?"),
            [*people],
            format_func=lambda each: _called(people[each], of_course=course_id is not None),
            selection_mode="multi",
            default=[*people] if course_id else None,
            key=f"asking-whom-{course_id}-{search}",
            wrap=True,
        )
        if st.button(_("Ask them"), key="ask-views", type="primary", icon=":material/forward_to_inbox:"):
            act(
                lambda by: ask_views(**by, application_id=view.application.id, person_ids=chosen),
                lambda count: ngettext("{count} person is asked.", "{count} people are asked.", count).format(
                    count=count
                ),
                then=lambda _count: CHOOSING.of(view.application.id).forget(),
            )


def _called(each: CanBeAsked, *, of_course: bool) -> str:
    name = plain_label(each.name)
    if not each.supervises:
        return name
    return (_("{name}, who watched it") if of_course else _("{name}, who supervises")).format(name=name)
