"""Supervisions: what is to be planned, held and written, and the way to order one or hand all of somebody's over."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.supervision.lists import sessions
from pages.parts.house import organisation_for
from pages.parts.rows import first_ones, more_button
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor
from pages.parts.supervision_ordering import hand_over_all, order_one
from pages.parts.supervision_words import session_card

context = require_actor(Action.ORDER_SUPERVISION)
actor, organisation_id = actor_of(context), organisation_for(context, Action.ORDER_SUPERVISION)

show_said()
st.title(_("Supervisions"), anchor=False)
under_way = sessions(session=context.session, actor=actor, organisation_id=organisation_id)
order_one(context, organisation_id)
if not under_way:
    st.info(_("No supervision is under way. Order one when a course begins."), icon=":material/visibility:")
for row in first_ones(under_way, "supervisions"):
    session_card(row)
more_button(under_way, "supervisions")
hand_over_all(context, organisation_id, under_way)
folded = st.expander(_("Held and called off"), icon=":material/history:", key="finished", on_change="rerun")
if folded.open:
    with folded:
        before = sessions(session=context.session, actor=actor, organisation_id=organisation_id, finished=True)
        if not before:
            st.write(_("None yet."))
        for row in before:
            session_card(row)
