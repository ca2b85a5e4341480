"""Offers to learn and meet: what is ahead by month, planning a new one, what it cost, and what people need."""

import streamlit as st

from core.access.permissions import Action
from core.competence.reading import coming_offers, former_offers, years_of_offers
from core.i18n import gettext as _
from pages.parts import offering
from pages.parts.house import organisation_for
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor

context = require_actor(Action.PLAN_OFFERS)
actor, session = actor_of(context), context.session
organisation_id = organisation_for(context, Action.PLAN_OFFERS)

show_said()
st.title(_("Learn and meet"), anchor=False)
st.write(_("Courses, meetings and talks for volunteers and employees. They cost those who come nothing."))
offering.plan_one(context, organisation_id)
ahead = coming_offers(session=session, actor=actor, organisation_id=organisation_id, now=context.now)
if not ahead:
    st.info(_("Nothing is planned. Below you see what people ask for."), icon=":material/event:")
offering.calendar(ahead)
if before := former_offers(session=session, actor=actor, organisation_id=organisation_id, now=context.now):
    offering.former(before)
if told := years_of_offers(session=session, actor=actor, organisation_id=organisation_id):
    st.header(_("What it costs"), anchor=False)
    offering.years(told)
offering.needs(context, organisation_id)
