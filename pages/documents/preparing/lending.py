"""Where a colleague hands this device to the volunteer, so that they sign on it together."""

from uuid import UUID

import streamlit as st

from core.documents.reading import DocumentView
from core.documents.rules import DocumentState
from core.documents.signing.together import Guest, guests, hand_over
from core.i18n import gettext as _
from pages.shell.action import act
from pages.shell.context import actor_of, current, token
from pages.widgets.plain import plain


def offer(view: DocumentView) -> None:
    """For each volunteer who can sign now, the way to hand them this device; nothing for a reader who may not."""
    if not view.can_draft or view.state is not DocumentState.WAITING:
        return
    context = current()
    for guest in guests(session=context.session, actor=actor_of(context), document_id=view.document.id):
        if asked_to_lend(view.document.id, guest):
            _hand_over(view, guest)


def asked_to_lend(document_id: UUID, guest: Guest) -> bool:
    """Whether the reader has just said that they hand this device to `guest`."""
    first = plain(guest.name.split()[0])
    with st.popover(_("Sign together with {name}").format(name=first), icon=":material/handshake:"):
        if not guest.ways.any:
            st.write(
                _("{name} has neither a login nor an e-mail address here. Sign on paper instead.").format(name=first)
            )
            return False
        st.write(
            _(
                "Are you together now? {name} reads and signs on this device. Meanwhile nothing else can be seen or "
                "done here, and you take it back with your own passphrase."
            ).format(name=first)
        )
        st.write(_("Close other windows with the portal first: they keep showing what was in them."))
        return st.button(
            _("Hand the device to {name}").format(name=first),
            icon=":material/front_hand:",
            key=f"{document_id}:hand-over:{guest.capacity}",
        )


def _hand_over(view: DocumentView, guest: Guest) -> None:
    act(lambda by: hand_over(**by, token=token(), document_id=view.document.id, capacity=guest.capacity))
