"""My documents: each with where it stands, those that wait for the reader first."""

import streamlit as st

from core.access.permissions import Action
from core.documents.rules import DocumentState
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.journey.service import OwnDocument, count_own_finished, own_documents
from pages.certificates import certifying
from pages.documents import status
from pages.documents.phrases import STATE_BADGES
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, row, row_button
from pages.widgets.show_more import more_of, shown

context = require_actor(Action.SEE_OWN_DOCUMENTS)
LIST, AT_ONCE = "my-documents", 10
found = own_documents(session=context.session, actor=actor_of(context), most=shown(LIST, at_once=AT_ONCE))


def stands(document: OwnDocument) -> None:
    """Where a document stands, by shape and word, and whose turn it is."""
    status.badge(document.state)
    if document.my_turn:
        st.markdown(f":material/arrow_circle_right: **{_('It is your turn.')}**")
    elif document.waits_for:
        names = " · ".join(plain(name) for name in document.waits_for)
        st.markdown(f":material/hourglass_empty: {_('Waiting for {name}').format(name=names)}")


def button(document: OwnDocument) -> str:
    """What there is to do with it now."""
    if not document.my_turn:
        return _("Open")
    return _("Fill in") if document.state is DocumentState.FILLING_IN else _("Read and sign")


def as_row(document: OwnDocument, *, loud: bool) -> None:
    """One with a volunteer: a line each, as a colleague has many."""
    colour, icon = STATE_BADGES[document.state]
    waits = [_("Waiting for {name}").format(name=" · ".join(document.waits_for))] if document.waits_for else []
    row(
        addresses.DOCUMENT,
        document.document_id,
        document.volunteer,
        place=" · ".join([kind_name(document.kind), *([document.organisation] if several else [])]),
        state=RowState(status.word(document.state), colour, icon),
        when=f"**{_('It is your turn.')}**" if document.my_turn else plain("".join(waits)),
    )
    if document.my_turn and row_button(button(document), f"open-{document.document_id}", loud=loud):
        st.switch_page(addresses.DOCUMENT, query_params={"id": str(document.document_id)})


several = len({document.organisation for document in found}) > 1
show_flashes()
st.title(_("My documents"), anchor=False)
if not found:
    st.info(_("There is nothing here yet. You get a message when the first document is ready."))
in_order = sorted(found, key=lambda each: not each.my_turn)
first = next((each for each in in_order if each.my_turn), None)
# A volunteer has few, their partner's agreement among them; a colleague signs with many.
as_rows = [each for each in in_order if not each.is_own] if actor_of(context).employers() else []
for document in (each for each in in_order if each not in as_rows):
    with st.container(border=True, key=f"document-{document.document_id}"):
        st.header(kind_name(document.kind), anchor=False)
        if several:
            st.markdown(plain(document.organisation))
        if not document.is_own:
            st.markdown(_("Volunteer: {name}").format(name=plain(document.volunteer)))
        stands(document)
        if st.button(
            button(document),
            key=f"open-{document.document_id}",
            type="primary" if document is first else "secondary",
        ):
            st.switch_page(addresses.DOCUMENT, query_params={"id": str(document.document_id)})
finished = count_own_finished(session=context.session, actor=actor_of(context))
if as_rows:
    left = finished - min(finished, shown(LIST, at_once=AT_ONCE))
    with section(_("With volunteers"), len(as_rows) + left).rows("of-others"):
        for document in as_rows:
            as_row(document, loud=document is first)
more_of(finished, LIST, at_once=AT_ONCE)
certifying.own(context)
