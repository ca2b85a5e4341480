"""All volunteers the reader looks after, found by name, workplace, programme or contact person."""

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import ngettext
from core.overview.service import programme_names
from core.overview.volunteers import volunteers_at_a_glance
from pages.parts.behind import narrowed, take_workplace
from pages.parts.filters import filters
from pages.parts.house import organisation_for
from pages.parts.rows import first_ones, more_button, volunteer_row
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor

AT_ONCE = 15

context = require_actor(Action.SEE_VOLUNTEERS)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.SEE_VOLUNTEERS)
programmes = programme_names(session=context.session, actor=actor, language=context.language)

show_said()
with st.container(key="hs-wide"):
    head, add = st.columns([3, 1], vertical_alignment="center")
head.title(_("Volunteers"), anchor=False)
if may(actor, Action.ADD_VOLUNTEER) and add.button(
    _("Add a volunteer"), type="primary", icon=":material/person_add:", width="stretch"
):
    st.switch_page("pages/coordinator/add_volunteer.py")
with st.container(horizontal=True):
    if may(actor, Action.DRAFT_DOCUMENT):
        st.page_link("pages/coordinator/send_many.py", label=_("Send to many"), icon=":material/send:")
    if may(actor, Action.DOWNLOAD_DOCUMENTS):
        st.page_link("pages/coordinator/archive.py", label=_("Download documents"), icon=":material/folder_zip:")
search = st.text_input(
    _("Search by name"), key="volunteer-search", icon=":material/search:", persist_state="session", max_chars=80
)
take_workplace()
chosen = filters(context, organisation_id, programmes, states=False)
found = volunteers_at_a_glance(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    search=search,
    now=context.now,
    **chosen.for_query(),
)
found = narrowed(context, organisation_id, found)
if found:
    st.write(ngettext("{count} volunteer", "{count} volunteers", len(found)).format(count=len(found)))
    for row in first_ones(found, "volunteers", at_once=AT_ONCE):
        volunteer_row(row, programmes)
    more_button(found, "volunteers", at_once=AT_ONCE)
else:
    st.info(_("Nobody here fits what you search for."), icon=":material/search_off:")
if may(actor, Action.DRAFT_DOCUMENT):
    st.page_link("pages/coordinator/forms.py", label=_("Blank forms to print"), icon=":material/print:")
