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
    """A button for each kind that is not under way, behind a quiet one; nothing where there is none to make."""
    under_way = {row.kind for row in rows if not row.finished}
    open_kinds = [kind for kind in kinds if kind not in under_way]
    if not open_kinds:
        return
    folded = st.popover(
        _("Make a document"), icon=":material/note_add:", type="tertiary", on_change="rerun", key="make-a-document"
    )
    if not folded.open:
        return
    with folded:
        language = st.radio(
            _("The language it is signed in"),
            [*LANGUAGES],
            format_func=LANGUAGES.__getitem__,
            index=[*LANGUAGES].index(known(view.person.language)),
            horizontal=True,
            help=_("Another language can be read beside it."),
            key=f"signing-language-{view.engagement.id}",
        )
        for kind in open_kinds:
            if st.button(
                button_words(Do.MAKE, kind), key=f"make-{kind}", type="tertiary", icon=":material/description:"
            ):
                make(view.engagement.id, kind, language)
