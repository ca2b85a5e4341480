"""That a document's template has moved on, with what it would change, and moving along."""

import streamlit as st

from core.documents.moving import move_to_newest, moved_on
from core.documents.reading import DocumentView
from core.errors import DomainError
from core.i18n import gettext as _
from pages.parts import paper
from pages.parts.said import say, say_refused
from pages.parts.session import actor_of, current


def draw_moved_on(view: DocumentView) -> None:
    """The difference and a button, where a newer version of the template is in force; nothing where there is none."""
    if not view.can_edit_points:
        return
    context = current()
    moved = moved_on(
        session=context.session, actor=actor_of(context), document_id=view.document.id, today=context.today
    )
    if moved is None:
        return
    with st.container(border=True, key="moved-on"):
        st.markdown(f":material/update: **{_('The template has moved on')}**")
        st.write(_("There is a newer version of this document. What you have chosen and written stays."))
        if any(party.consent for party in view.parties):
            st.write(_("Who has signed must sign again, and is told."))
        with st.expander(_("What would change ({count})").format(count=len(moved.changes))):
            if moved.changes:
                paper.draw_changes(moved.changes)
            else:
                st.write(_("Nothing you can read here."))
        if st.button(_("Use the new version"), icon=":material/update:", key="move-along"):
            _move(view)


def _move(view: DocumentView) -> None:
    context = current()
    try:
        move_to_newest(session=context.session, actor=actor_of(context), document_id=view.document.id, now=context.now)
    except DomainError as error:
        say_refused(error)
    else:
        say(_("The document has the new version now."))
    st.rerun()
