"""The supervisions of one instructor, on their page."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.supervision.lists import supervisions_of
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.supervision.words import supervision_row
from pages.widgets.rows import row_list


def draw(context: Context, engagement_id: UUID) -> None:
    """Draw their supervisions with the ways to order one and to the log book; nothing where the programme has none."""
    actor = actor_of(context)
    if not may(actor, Action.ORDER_SUPERVISION):
        return
    found = supervisions_of(session=context.session, actor=actor, engagement_id=engagement_id)
    if found is None:
        return
    st.subheader(_("Supervisions"), anchor=False)
    with row_list("supervisions"):
        for row in found:
            supervision_row(row)
    with st.container(horizontal=True):
        if st.button(_("Order a supervision"), icon=":material/add:", key="order-supervision"):
            st.switch_page(addresses.SUPERVISIONS, query_params={"for": str(engagement_id)})
        if st.button(_("Log book"), icon=":material/menu_book:", key="to-log-book"):
            st.switch_page(addresses.LOG_BOOK, query_params={"id": str(engagement_id)})
