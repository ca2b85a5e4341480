"""What a volunteer was written to in a group, on the page about them."""

from uuid import UUID

import streamlit as st

from core.group_messages.reading import GotMessage, messages_got
from core.i18n import at_time
from core.i18n import gettext as _
from pages.group_messages.words import STANDINGS
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button


def draw(context: Context, engagement_id: UUID) -> None:
    """What they got, the newest first."""
    session, actor = context.session, actor_of(context)
    got = messages_got(session=session, actor=actor, engagement_id=engagement_id, now=context.now)
    if not got:
        st.markdown(_("Nothing has been written to them in a group yet."))
    key = f"messages-of-{engagement_id}"
    for each in first_ones(got, key):
        _one(each)
    more_button(got, key)


def _one(each: GotMessage) -> None:
    about = " · ".join((at_time(each.at), each.by, _(STANDINGS[each.standing])))
    with st.expander(f"{plain(each.subject)}  \n:small[{plain(about)}]"):
        st.markdown("\n\n".join("  \n".join(map(plain, part.split("\n"))) for part in each.words.split("\n\n")))
