"""Whether a task description is part of the letter, signed as one with it (L6)."""

import streamlit as st

from core.documents.attaching import attach
from core.documents.reading import DocumentView
from core.documents.template import ATTACHABLE
from core.errors import DomainError
from core.i18n import gettext as _
from pages.parts.said import say, say_refused
from pages.parts.session import actor_of, current
from pages.parts.turns import kind_name


def attaching(view: DocumentView) -> None:
    """A switch for each kind that can be part of this document, for whoever may choose its points now."""
    for kind in ATTACHABLE.get(view.document.kind, ()):
        key = f"{view.document.id}:with-{kind}"
        st.toggle(
            _("{document} is part of it").format(document=kind_name(kind)),
            view.document.attached_version_id is not None,
            key=key,
            on_change=_attach,
            args=(view, kind, key),
        )
        st.caption(_("It comes after the points of the letter, and one signature holds for both."))


def _attach(view: DocumentView, kind: str, key: str) -> None:
    context = current()
    wanted = kind if st.session_state[key] else None
    try:
        attach(
            session=context.session, actor=actor_of(context), document_id=view.document.id, kind=wanted, now=context.now
        )
    except DomainError as error:
        say_refused(error)
    else:
        said = _("It is part of the letter now.") if wanted else _("It is no longer part of the letter.")
        say(said, icon=":material/attach_file:")
