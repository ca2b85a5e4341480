"""A year of recognition: the money, and who was thanked when, so that nobody is forgotten."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import ngettext
from core.recognition.year import money_of, picture
from pages.parts.house import organisation_for
from pages.parts.recognition_words import RECOGNITION
from pages.parts.recognition_year import budgets, forgotten_card, when_thanked
from pages.parts.rows import first_ones, more_button
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor

BACK, SHOWN = 3, 10
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.RECOGNISE)

show_said()
st.page_link(RECOGNITION, label=_("Recognition"), icon=":material/arrow_back:")
st.title(_("The year’s recognition"), anchor=False)
this = context.today.year
year = st.selectbox(_("Year"), range(this + 1, this - BACK, -1), index=1, key="recognition-year")
st.header(_("Money"), anchor=False)
budgets(
    context,
    organisation_id,
    year,
    money_of(session=context.session, actor=actor, organisation_id=organisation_id, year=year),
)
seen = picture(session=context.session, actor=actor, organisation_id=organisation_id, today=context.today)
forgotten = [each for each in seen if each.forgotten]
st.header(_("Nobody has thanked them for a long time"), anchor=False)
if forgotten:
    told = ngettext("{count} person, by name", "{count} persons, by name", len(forgotten))
    st.write(told.format(count=len(forgotten)))
    for each in first_ones(forgotten, "forgotten", at_once=SHOWN):
        forgotten_card(each)
    more_button(forgotten, "forgotten", at_once=SHOWN)
else:
    st.success(_("Everybody has been thanked within the last year."), icon=":material/favorite:")
st.header(_("Who was thanked when"), anchor=False)
when_thanked(seen, context.today)
