"""Begin a document of a kind that the programme asks for, in a language of choice."""

from collections.abc import Sequence

import streamlit as st

from core.i18n import LANGUAGES, known
from core.i18n import gettext as _
from core.journey.doing import Do
from core.people.service import VolunteerView
from core.register.documents import DocumentRow
from pages.journey.doing import button_words, make


def make_documents(view: VolunteerView, kinds: Sequence[str], rows: Sequence[DocumentRow]) -> None:
    """A button for each kind that is not under way; the first one nobody has begun is the main one."""
    under_way = {row.kind for row in rows if not row.finished}
    begun = {row.kind for row in rows}
    open_kinds = [kind for kind in kinds if kind not in under_way]
    if not open_kinds:
        return
    fresh = [kind for kind in open_kinds if kind not in begun]
    with st.container(border=True):
        st.markdown(f"**{_('Make a document')}**")
        language = st.radio(
            _("The language it is signed in"),
            [*LANGUAGES],
            format_func=LANGUAGES.__getitem__,
            index=[*LANGUAGES].index(known(view.person.language)),
            horizontal=True,
            help=_("Another language can be read beside it."),
            key=f"signing-language-{view.engagement.id}",
        )
        with st.container(horizontal=True):
            for kind in open_kinds:
                if st.button(
                    button_words(Do.MAKE, kind),
                    key=f"make-{kind}",
                    type="primary" if fresh[:1] == [kind] else "secondary",
                    icon=":material/note_add:",
                ):
                    make(view.engagement.id, kind, language)
