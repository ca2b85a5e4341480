"""A document as it reads, drawn as a letter on paper; and what changed in it since somebody signed."""

from collections.abc import Iterable

import streamlit as st

from core.documents.text.difference import TextChange
from core.documents.text.exact import FrozenText
from core.i18n import N_, name_of, reading
from core.i18n import gettext as _
from pages.shell import theme as look
from pages.widgets.plain import linked, plain

# Parts of a document that have no heading of their own to be called by.
PLACES = {
    "title": N_("The title"),
    "in_short": N_("In short"),
    "not_binding": N_("How binding it is"),
    "opening": N_("The opening"),
    "declaration": N_("What those who sign confirm"),
    "organisation": N_("The organisation"),
    "order": N_("The order of the points"),
    "language": N_("The language it is signed in"),
}
# What may differ between two texts and is nothing their readers see.
UNSEEN = frozenset({"kind", "template"})


def draw(text: FrozenText, *, reading_aid: bool = False) -> None:
    """Draw `text`, its headings in its own language. `reading_aid` marks it as a help to read: not what is signed."""
    aid = _("A help to read, not what is signed. The document itself is in another language.") if reading_aid else ""
    with reading(text.language):
        look.draw(
            "paper",
            text=text,
            linked=linked,
            aid=aid,
            in_short=_("In short"),
            parties=_("Who takes part"),
            on_behalf_of=_("on behalf of {name}"),
            adapted=_("worded for this document"),
            declaration=_("What is confirmed by signing")
            if sum(party.signs for party in text.parties) == 1
            else _("What those who sign confirm"),
            language_name=name_of(text.language),
        )


def draw_changes(changes: Iterable[TextChange]) -> None:
    """Draw what is new, place by place: words taken out struck through, new words underlined, both also named."""
    placed = [
        (_(PLACES[change.where]) if change.where in PLACES else change.where, change)
        for change in changes
        if change.where not in UNSEEN
    ]
    look.draw("changes", changes=placed, added=_("new:"), removed=_("taken out:"))


def letter(subject: str, body: str) -> None:
    """Draw a letter that was never a document, in plain paragraphs; what people wrote in it stands letter by letter."""
    with st.container(border=True):
        st.markdown(f"**{plain(subject)}**")
        for paragraph in body.split("\n\n"):
            st.markdown("  \n".join(plain(each) for each in paragraph.split("\n")))
