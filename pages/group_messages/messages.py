"""Messages to groups: those that are not sent yet, those that were, and the way to a new one."""

from collections.abc import Sequence

import streamlit as st

from core.access.permissions import Action
from core.group_messages.reading import MessageRow, group_messages
from core.group_messages.rules import GroupKind, MessageGroup, MessageState
from core.i18n import at_time, ngettext
from core.i18n import gettext as _
from core.organisations.service import workplaces
from pages.group_messages.beginning import write_to
from pages.group_messages.words import STATES, group_words
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head, section
from pages.widgets.rows import RowState, row
from pages.widgets.show_more import first_ones, more_button

SHOWN = 15
context = require_actor(Action.WRITE_TO_MANY)
organisation_id = current_organisation(context, Action.WRITE_TO_MANY)


def listed(title: str, key: str, rows: Sequence[MessageRow]) -> None:
    """The messages of one list."""
    with section(title, len(rows)).rows(key):
        for each in first_ones(rows, key, at_once=SHOWN):
            waits = each.state is MessageState.WAITS
            row(
                addresses.GROUP_MESSAGE,
                each.message_id,
                each.subject or _("No subject yet"),
                place=group_words(each.kind, each.about),
                what=" · ".join(
                    (ngettext("{count} person", "{count} people", each.count).format(count=each.count), each.by)
                ),
                state=RowState(_(STATES[each.state]), "orange") if waits else RowState(),
                when=at_time(each.at),
            )
    more_button(rows, key, at_once=SHOWN)


show_flashes()
page_head(_("Write to many"))
st.write(
    _(
        "One message, and each gets a mail of their own with their first name. Nobody sees who else got it, and "
        "answers come to you alone."
    )
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    place_id = st.selectbox(
        _("To the volunteers at a workplace"),
        [*places],
        format_func=places.__getitem__,
        index=None,
        placeholder=_("Choose a workplace"),
        key="message-workplace",
    )
    if place_id is not None:
        group = MessageGroup(GroupKind.WORKPLACE, place_id)
        write_to(context, organisation_id, group, _("Write to them"), quiet=False)
st.caption(
    _(
        "To those who lead a course or come to something, begin on its page. To whom you like, choose them among the "
        "volunteers."
    )
)
found = group_messages(
    session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
)
drafts = [each for each in found if each.state is MessageState.DRAFT]
sent = [each for each in found if each.state is not MessageState.DRAFT]
if drafts:
    listed(_("Not sent yet"), "messages-drafts", drafts)
listed(_("Sent"), "messages-sent", sent)
if not sent:
    st.caption(_("Nothing has been sent yet."))
