"""Fetching sealed documents as one ZIP: by our route, which sends it while it is made, or else by the page itself."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Actor
from core.documents.archive import archive
from core.documents.downloads import make_download
from core.i18n import gettext as _
from core.i18n import ngettext, utc_now
from core.startup import Portal
from pages.parts.session import actor_of, current, token
from pages.routes.state import served

TICKET = "archive-ticket"


def fetch_button(document_ids: Sequence[UUID]) -> None:
    """The button that fetches these documents."""
    count = len(document_ids)
    label = ngettext("Download as ZIP ({count} document)", "Download as ZIP ({count} documents)", count)
    if not served():
        _from_page(label.format(count=count), document_ids, kind="primary")
        return
    st.button(
        label.format(count=count),
        type="primary",
        icon=":material/folder_zip:",
        disabled=not count,
        key="archive",
        on_click=_ask_for_ticket,
        args=(document_ids,),
    )
    if ticket := st.session_state.get(TICKET):
        st.success(_("The download begins by itself."), icon=":material/downloading:")
        # It leads to a file, so it shows nothing; drawn again it is asked for again, and a used ticket is refused.
        st.iframe(f"/archive/{ticket}", height=1, tab_index=-1)
        _from_page(_("Nothing happens? Fetch it this way"), document_ids, kind="tertiary")


def _ask_for_ticket(document_ids: Sequence[UUID]) -> None:
    context = current()
    st.session_state[TICKET] = make_download(
        session=context.session,
        actor=actor_of(context),
        session_token=token(),
        document_ids=document_ids,
        now=context.now,
    )


def _from_page(label: str, document_ids: Sequence[UUID], *, kind: str) -> None:
    context = current()
    actor, portal = actor_of(context), context.portal
    st.download_button(
        label,
        data=lambda: _whole(portal, actor, document_ids),
        file_name=f"haandslag-{context.today:%Y-%m-%d}.zip",
        mime="application/zip",
        type="primary" if kind == "primary" else "tertiary",
        icon=":material/folder_zip:",
        disabled=not document_ids,
        on_click="ignore",
        key=f"archive-{kind}",
    )


def _whole(portal: Portal, actor: Actor, document_ids: Sequence[UUID]) -> bytes:
    """The whole archive when it is asked for; the page keeps it in memory, which our route does not."""
    with portal.session() as session:
        return b"".join(
            archive(session=session, actor=actor, document_ids=document_ids, language=actor.language, now=utc_now())
        )
