"""The supervisions of one instructor, on their page."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.supervision.lists import supervisions_of
from pages.shell import addresses
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of
from pages.supervision.words import supervision_row
from pages.widgets.headings import section_line
from pages.widgets.show_more import first_ones, more_button


def draw(context: Context, engagement_id: UUID, *, over: bool = False) -> None:
    """Draw their supervisions with the ways to order one and to the log book; nothing where the programme has none.

    None is ordered for somebody with whom it is `over`.
    """
    actor = actor_of(context)
    if not may(actor, Action.ORDER_SUPERVISION):
        return
    found = supervisions_of(session=context.session, actor=actor, engagement_id=engagement_id)
    if found is None:
        return
    acts, heading = section_line("supervisions", _("Supervisions"), len(found))
    with acts:
        if not over and st.button(_("Order one"), icon=":material/add:", key="order-supervision", type="tertiary"):
            st.switch_page(addresses.SUPERVISIONS, query_params={"for": str(engagement_id)})
        if st.button(_("Log book"), icon=":material/menu_book:", key="to-log-book", type="tertiary"):
            go(addresses.LOG_BOOK, engagement_id)
    key = f"supervisions-of-{engagement_id}"
    with heading.rows("of-supervisions"):
        for row in first_ones(found, key):
            supervision_row(row, named=False)
    more_button(found, key)
