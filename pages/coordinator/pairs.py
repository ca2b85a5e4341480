"""Pairs: two instructors joined, the agreement between them, and what becomes of it with a new partner."""

import streamlit as st

from core.access.permissions import Action
from core.courses.partners import courses_concerned
from core.i18n import gettext as _
from core.pairs.service import instructors, pairs
from pages.parts.house import organisation_for
from pages.parts.pairing import join, pair_row
from pages.parts.partnering import free, together
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor

context = require_actor(Action.MAKE_PAIR)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.MAKE_PAIR)
found = pairs(session=context.session, actor=actor, organisation_id=organisation_id)
people = instructors(session=context.session, actor=actor, organisation_id=organisation_id)

show_said()
st.title(_("Pairs"), anchor=False)
st.write(_("Two instructors lead a course together. Here you join them, and both get their agreement to read."))
join(people)
if people:
    free(context, organisation_id=organisation_id)
    together(context, people, organisation_id=organisation_id)
now = [row for row in found if row.ended_at is None]
before = [row for row in found if row.ended_at is not None]
still_led = courses_concerned(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    pairs=[(row.first_id, row.second_id) for row in now],
    today=context.today,
)
if now:
    st.header(_("Pairs now"), anchor=False)
for row in now:
    pair_row(row, is_now=True, courses=still_led[row.first_id, row.second_id])
if before:
    with st.expander(_("Earlier pairs"), icon=":material/history:"):
        for row in before:
            pair_row(row, is_now=False)
