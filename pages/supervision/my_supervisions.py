"""My supervisions: those one is to hold, in whichever organisations, and those one has held."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.supervision.lists import my_supervisions
from pages.access.welcome import welcome
from pages.assessments.notice import asked_about
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.supervision.words import BUTTONS, supervision_row
from pages.widgets.headings import page_head, section

context = require_actor(Action.HOLD_SUPERVISION)
actor = actor_of(context)

show_flashes()
page_head(_("My supervisions"))
for organisation_id in actor.employers():
    welcome(context, organisation_id)
asked_about(context)
under_way = my_supervisions(session=context.session, actor=actor)
several = len({row.organisation_id for row in under_way}) > 1
if not under_way:
    st.success(_("There is no supervision for you to hold now."), icon=":material/check_circle:")
first = next((row for row in under_way if row.state in BUTTONS), None)
with section(_("Under way"), len(under_way)).rows("under-way"):
    for row in under_way:
        supervision_row(row, first=row is first, organisation=several)
folded = st.expander(_("Those you have held"), icon=":material/history:", key="finished", on_change="rerun")
if folded.open:
    with folded:
        before = my_supervisions(session=context.session, actor=actor, finished=True)
        if not before:
            st.write(_("None yet."))
        with section(_("Those you have held"), len(before)).rows("finished"):
            for row in before:
                supervision_row(row, organisation=True)
