"""My courses: when and where, my partner's phone, ticking off a module, and forms to key in."""

import streamlit as st

from core.access.permissions import Action
from core.courses.view import CourseView, agreed_before, my_courses, to_key_in
from core.i18n import gettext as _
from pages.parts.course_doing import EVALUATION
from pages.parts.course_evaluating import results
from pages.parts.course_mine import coming_up, own_modules, partners
from pages.parts.course_planning import agreed_card
from pages.parts.course_printing import prints
from pages.parts.course_words import course_badge, course_card, days_words, where_words
from pages.parts.plain import plain
from pages.parts.rows import first_ones, more_button
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor

context = require_actor(Action.LEAD_COURSE)
actor, session = actor_of(context), context.session
mine, before = my_courses(session=session, actor=actor, today=context.today)
asked = to_key_in(session=session, actor=actor, today=context.today)


def one_course(view: CourseView, *, first: bool) -> None:
    """A course I lead: what comes next, whom I lead it with, and all its modules."""
    st.header(plain(view.run.name), anchor=False)
    told = [where_words(view.run.place, view.workplace), days_words(view.run.first_on, view.run.last_on)]
    if len({each.organisation for each in mine}) > 1:
        told.insert(0, view.organisation)
    st.markdown(f"{course_badge(view.state)}  \n{plain(' · '.join(part for part in told if part))}")
    coming_up(view, actor.person_id, first=first)
    partners(view, actor.person_id)
    if view.next_open == 1:
        own = [each.engagement_id for each in view.leaders if each.person_id == actor.person_id]
        agreed_card(
            agreed_before(session=session, actor=actor, organisation_id=view.run.organisation_id, engagement_ids=own)
        )
    own_modules(view, actor.person_id)
    results(view)
    prints(view)


show_said()
st.title(_("My courses"), anchor=False)
for row in asked:
    with st.container(border=True):
        st.markdown(_("You are asked to key in the participants’ forms of {course}.").format(
            course=f"**{plain(row.name)}**"
        ))  # fmt: skip
        st.page_link(
            EVALUATION,
            label=_("Key in the forms"),
            icon=":material/rate_review:",
            query_params={"id": str(row.run_id)},
        )
if not mine and not before:
    st.info(_("You lead no course yet. When one is planned, you find it here."), icon=":material/school:")
for position, view in enumerate(mine):
    one_course(view, first=position == 0)
if before:
    st.header(_("Earlier courses"), anchor=False)
    for row in first_ones(before, "earlier-courses"):
        course_card(row, link=False)
    more_button(before, "earlier-courses")
