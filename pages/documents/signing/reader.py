"""The document as it is read, and in another language as an aid."""

import streamlit as st

from core.documents.reading import DocumentView
from core.i18n import gettext as _
from core.i18n import language, name_of
from pages.widgets import paper


def document(view: DocumentView) -> None:
    """The text that is signed; the reader may see it in another language, marked as an aid."""
    signing = view.language
    names = {
        code: name_of(code) if code == signing else _("{language}, as a help").format(language=name_of(code))
        for code in view.languages
    }
    chosen = st.segmented_control(
        _("Read it in"),
        view.languages,
        default=signing,
        required=True,
        format_func=names.__getitem__,
        key=f"{view.document.id}:reading-language",
    )
    if language() != signing and language() in view.languages and chosen == signing:
        st.caption(_("The document is not in your language. Here you can have it in yours, as a help."))
    if chosen != signing and not view.aid_is_exact:
        st.warning(_("Contact details have changed since it was signed, so the help may differ there."))
    paper.draw(view.in_language(chosen or signing), reading_aid=chosen not in (None, signing))
