"""One course: what comes next, who leads it, its modules, its evaluation and the talk about it."""

import streamlit as st

from core.access.permissions import Action
from core.courses.view import course
from core.errors import DomainError
from core.i18n import gettext as _
from pages.parts.course_doing import do_next
from pages.parts.course_editing import about, cancelling
from pages.parts.course_evaluating import results, talk
from pages.parts.course_leading import leaders
from pages.parts.course_modules import modules
from pages.parts.course_printing import prints
from pages.parts.course_versions import seen_version
from pages.parts.course_words import course_badge, days_words, held_words, participants_words, where_words
from pages.parts.house import id_in_address
from pages.parts.plain import plain
from pages.parts.said import show_said
from pages.parts.session import actor_of, refused, require_actor

context = require_actor(Action.SEE_COURSES)
actor = actor_of(context)

show_said()
try:
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
    if run.participants is not None:
        told.append(participants_words(run.participants))
    st.markdown(f"{course_badge(view.state)}  \n{plain(' · '.join(part for part in told if part))}")
    version = seen_version(view)
    do_next(view)
    leaders(view, version)
    modules(view, version)
    results(view)
    talk(view, version)
    about(view, version)
    prints(view)
    cancelling(view, version)
except DomainError as error:
    st.title(_("Course"), anchor=False)
    refused(error)
st.page_link("pages/coordinator/courses.py", label=_("All courses"), icon=":material/arrow_back:")
