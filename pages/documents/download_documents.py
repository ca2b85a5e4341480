"""Sealed documents to take out: chosen by place, programme, kind and person, and downloaded as one ZIP."""

import streamlit as st

from core.access.permissions import Action
from core.documents.rules import DocumentState
from core.i18n import gettext as _
from core.register.documents import documents_waiting, programme_names
from pages.documents.turns import kind_name
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import organisation_for
from pages.widgets.filters import filters
from pages.widgets.zip_download import fetch_button

context = require_actor(Action.DOWNLOAD_DOCUMENTS)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.DOWNLOAD_DOCUMENTS)

st.page_link(addresses.VOLUNTEERS, label=_("Volunteers"), icon=":material/arrow_back:")
st.title(_("Download documents"), anchor=False)
st.write(
    _(
        "The documents everyone has signed, as sealed PDFs, with a list that a spreadsheet opens. It says who and "
        "when, and by its SHA-256 anyone can tell that a file is unchanged. The log says who downloaded what."
    )
)
programmes = programme_names(session=context.session, actor=actor, language=context.language)
chosen = filters(context, organisation_id, programmes, states=False)
with_former = st.checkbox(_("Also those a newer one has replaced"), key="archive-former")
states = (DocumentState.SEALED, DocumentState.SUPERSEDED) if with_former else (DocumentState.SEALED,)
rows = [
    row
    for row in documents_waiting(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        finished=True,
        today=context.today,
        **chosen.for_query(),
    )
    if row.state in states
]
if not rows:
    st.info(_("Nothing here is signed by everyone yet."), icon=":material/folder_off:")
    st.stop()
kinds = st.multiselect(
    _("Only these documents"),
    sorted({row.kind for row in rows}),
    format_func=kind_name,
    key="archive-kinds",
    placeholder=_("All"),
)
names = {row.engagement_id: row.volunteer_name for row in sorted(rows, key=lambda row: row.volunteer_name.casefold())}
people = st.multiselect(
    _("Only these volunteers"), [*names], format_func=names.__getitem__, key="archive-people", placeholder=_("All")
)
fetch_button(
    [
        row.document_id
        for row in rows
        if (not kinds or row.kind in kinds) and (not people or row.engagement_id in people)
    ]
)
