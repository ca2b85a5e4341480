"""Paper beside the screen: what is signed on paper is recorded, and its picture is kept (O4)."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Actor
from core.documents.paper import scan_of
from core.documents.reading import DocumentView
from core.documents.rules import DocumentState
from core.documents.scan import JPEG, PDF
from core.i18n import gettext as _
from core.i18n import on_date
from core.startup import Portal
from pages.parts.holding import download, papers_of, signatures
from pages.parts.session import actor_of, current

ON_PAPER = "pages/coordinator/on_paper.py"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg"}
CAN_BE_SIGNED = (DocumentState.DRAFT, DocumentState.FILLING_IN, DocumentState.WAITING)


def draw_paper(view: DocumentView) -> None:
    """The way to recording it while somebody is to sign, and what was recorded afterwards."""
    if view.state in CAN_BE_SIGNED and view.can_draft:
        st.page_link(
            ON_PAPER,
            label=_("Record that it was signed on paper"),
            icon=":material/task_alt:",
            query_params={"id": str(view.document.id)},
        )
    if any(party.consent for party in view.parties):
        signatures(view)
    _scans(view)
    if view.state is DocumentState.SEALED:
        download(view)


def _scans(view: DocumentView) -> None:
    context = current()
    for paper in papers_of(view).values():
        if paper.scan_type:
            st.download_button(
                _("The signed paper of {date}").format(date=on_date(paper.signed_on)),
                data=partial(_scan, context.portal, actor_of(context), view.document.id, paper.id),
                file_name=f"{view.document.number}{ENDINGS[paper.scan_type]}".lower(),
                mime=paper.scan_type,
                on_click="ignore",
                icon=":material/image:",
                key=f"{paper.id}:scan",
            )


def _scan(portal: Portal, actor: Actor, document_id: UUID, paper_id: UUID) -> bytes:
    """The bytes when they are asked for; by then the run's own session is closed."""
    with portal.session() as session:
        return scan_of(session=session, actor=actor, document_id=document_id, paper_id=paper_id).content
