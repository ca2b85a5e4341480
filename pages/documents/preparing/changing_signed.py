"""Change a text somebody has signed: beside it, seen as a difference, and sent in one deed after a question."""

import streamlit as st

from core.documents.drafting.aside import Aside, begin_aside, drop_aside, send_aside
from core.documents.reading import DocumentView
from core.documents.rules import ORGANISATION
from core.documents.template.model import ATTACHABLE
from core.i18n import gettext as _
from core.i18n import on_date
from pages.documents.preparing.points import has_choices
from pages.documents.preparing.still_needed import ours_missing, write_missing
from pages.shell.action import act
from pages.widgets import paper
from pages.widgets.plain import and_words, plain


def offer(view: DocumentView) -> None:
    """Say who has signed, and offer to change the text; in one where there is nothing for us to change, nothing."""
    written = any(
        field.source is None and field.filled_by in {ORGANISATION, *view.without_account} for field in view.fields
    )
    if not written and not has_choices(view) and view.document.kind not in ATTACHABLE:
        return
    signed = and_words(plain(party.name) for party in view.parties if party.consent is not None)
    st.info(
        _("{name} has signed. You can change the text beside it: the signature counts until you send.").format(
            name=signed
        ),
        icon=":material/draw:",
    )
    if st.button(_("Change it anyway"), key="change-anyway", icon=":material/edit:"):
        act(lambda by: begin_aside(**by, document_id=view.document.id), redraw_refused=True)


def draw(view: DocumentView, edited: DocumentView, aside: Aside) -> None:
    """What is being changed aside, and what to do with it."""
    with st.container(border=True, key="aside"):
        if not view.can_edit_points:
            st.markdown(f"**{_('Everybody signed while it was being changed')}**")
            st.markdown(_("The text stands as it was signed. The changes are not in it, and nobody has seen them."))
            _difference(aside)
            if st.button(_("Drop the changes"), icon=":material/delete:", key="drop-aside"):
                _drop(view)
            return
        st.markdown(f"**{_('You are changing a text that was signed')}**")
        st.markdown(
            _("The signatures count until you send the changes. Nobody else sees them, and nobody gets a mail.")
        )
        st.caption(_("Begun by {name} on {date}.").format(name=plain(aside.begun_by), date=on_date(aside.begun_on)))
        _difference(aside)
        left = ours_missing(edited)
        with st.container(horizontal=True, vertical_alignment="center"):
            if not aside.changes:
                if st.button(_("Done: the text is as it was"), type="primary", key="send-aside"):
                    _send(view)
            elif left:
                write_missing(edited)
            else:
                with st.popover(_("Send the changes"), icon=":material/send:", type="primary"):
                    _question(aside)
                    if st.button(_("Yes, send them"), type="primary", key="send-aside"):
                        _send(view)
            if aside.changes:
                with st.popover(_("Drop the changes"), icon=":material/delete:", type="tertiary"):
                    st.markdown(_("What you have changed is thrown away. The text stays as it was signed."))
                    if st.button(_("Yes, drop them"), key="drop-aside"):
                        _drop(view)


def _difference(aside: Aside) -> None:
    if not aside.changes:
        st.markdown(_("The text reads as the one that was signed."))
        return
    with st.expander(_("What would change ({count})").format(count=len(aside.changes))):
        paper.draw_changes(aside.changes)


def _question(aside: Aside) -> None:
    """Who must sign again, and who hears of it."""
    if aside.again:
        names = and_words(plain(person.name) for person in aside.again)
        st.markdown(_("**{names}** must sign again.").format(names=names))
    mailed = and_words(plain(person.name) for person in aside.mailed)
    if mailed:
        st.markdown(_("A mail that the text has changed goes to **{names}**.").format(names=mailed))
    else:
        st.markdown(_("Nobody gets a mail. Tell those it concerns yourself."))


def _send(view: DocumentView) -> None:
    act(
        lambda by: send_aside(**by, document_id=view.document.id),
        lambda sent: _sent(sent) if sent is not None else "",
        icon=":material/send:",
        redraw_refused=True,
    )


def _sent(sent: Aside) -> str:
    if not sent.again and not sent.mailed:
        return _("The text is as it was. The signatures stand.") if not sent.changes else _("The text is changed.")
    again = and_words(person.name for person in sent.again)
    return (
        _("The changes are sent. {names} must sign again.").format(names=again) if again else _("The changes are sent.")
    )


def _drop(view: DocumentView) -> None:
    act(
        lambda by: drop_aside(**by, document_id=view.document.id),
        _("The changes are dropped. The text stands as it was signed."),
        icon=":material/undo:",
        redraw_refused=True,
    )
