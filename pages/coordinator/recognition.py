"""Occasions to thank somebody, found and not remembered; what is planned, and what was given."""

import streamlit as st

from core.access.permissions import Action
from core.certificates.reading import made_ones
from core.i18n import gettext as _
from core.i18n import ngettext
from core.people.colleagues import contact_people
from core.recognition.reading import recognitions
from core.recognition.service import proposals, shared
from pages.parts.certifying import DIPLOMAS
from pages.parts.house import organisation_for
from pages.parts.recognising import occasion_card, recognition_card
from pages.parts.rows import first_ones, more_button
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor
from pages.parts.thanking import thank

SHOWN, GIVEN = 10, 50
YEAR = "pages/coordinator/recognition_year.py"
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.RECOGNISE)

show_said()
st.title(_("Recognition"), anchor=False)
st.write(_("What people have done, and nobody has thanked them for yet. Choose what to do, or leave it with a reason."))
with st.container(horizontal=True):
    st.page_link(DIPLOMAS, label=_("Diplomas and certificates"), icon=":material/workspace_premium:", width="content")
    st.page_link(YEAR, label=_("The year: money, and who was thanked"), icon=":material/savings:", width="content")
found = proposals(session=context.session, actor=actor, organisation_id=organisation_id, today=context.today)
colleagues = contact_people(session=context.session, actor=actor, organisation_id=organisation_id)
givers = {person.id: person.name for person in colleagues}
st.header(_("Worth celebrating"), anchor=False)
if found:
    st.write(ngettext("{count} occasion", "{count} occasions", len(found)).format(count=len(found)))
    cards = shared(found)
    for card in first_ones(cards, "occasions", at_once=SHOWN):
        occasion_card(context, card, givers)
    more_button(cards, "occasions", at_once=SHOWN)
else:
    st.info(_("Nobody waits for thanks right now."), icon=":material/check_circle:")
rows = recognitions(session=context.session, actor=actor, organisation_id=organisation_id, count=GIVEN)
made = made_ones(session=context.session, actor=actor, organisation_id=organisation_id)
planned = [row for row in rows if row.given_on is None]
given = [row for row in rows if row.given_on is not None]
st.header(_("Planned thanks"), anchor=False)
thank(context, organisation_id, givers)
if not planned:
    st.caption(_("Nothing is planned."))
for row in planned:
    recognition_card(context, row, made, givers)
if given:
    with st.expander(_("Given"), icon=":material/history:", key="given"):
        for row in first_ones(given, "given-shown", at_once=SHOWN):
            recognition_card(context, row, made, givers)
        more_button(given, "given-shown", at_once=SHOWN)
