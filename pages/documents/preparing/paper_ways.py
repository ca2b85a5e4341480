"""Paper beside the screen: what is signed on paper is recorded, and its picture is kept (O4)."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Actor
from core.documents.printing.service import print_form
from core.documents.reading import DocumentView
from core.documents.rules import DocumentState
from core.i18n import gettext as _
from core.startup import Portal
from pages.documents.signing.signed_copy import download, signatures
from pages.shell import addresses
from pages.shell.context import actor_of, current, while_allowed

CAN_BE_SIGNED = (DocumentState.DRAFT, DocumentState.FILLING_IN, DocumentState.WAITING)


def draw_paper(view: DocumentView) -> None:
    """The print and the way to recording it while somebody is to sign, and what was recorded afterwards."""
    if view.state in CAN_BE_SIGNED and view.can_draft:
        _prints(view)
    if view.state in CAN_BE_SIGNED and view.can_draft and not view.on_paper:
        st.page_link(
            addresses.ON_PAPER,
            label=_("Record that it was signed on paper"),
            icon=":material/task_alt:",
            query_params={"id": str(view.document.id)},
        )
    if any(party.consent for party in view.parties):
        signatures(view)
    if view.state is DocumentState.SEALED:
        download(view)


def _prints(view: DocumentView) -> None:
    context = current()
    labels = {False: _("Print with what is known"), True: _("Print it blank")}
    with st.popover(_("Print"), icon=":material/print:"):
        st.markdown(_("A PDF with lines to write on, to sign by hand. Afterwards you record it here."))
        for blank, label in labels.items():
            st.download_button(
                label,
                data=while_allowed(partial(_print, context.portal, actor_of(context), view.document.id, blank=blank)),
                file_name=f"{view.document.kind}-{'blank' if blank else view.document.number}.pdf".lower(),
                mime="application/pdf",
                on_click="ignore",
                key=f"{view.document.id}:print:{blank}",
            )


def _print(portal: Portal, actor: Actor, document_id: UUID, *, blank: bool) -> bytes:
    with portal.session() as session:
        return print_form(session=session, actor=actor, document_id=document_id, blank=blank)
