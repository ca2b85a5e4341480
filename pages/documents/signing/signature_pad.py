"""A pad to draw one's signature on, inside a form: never needed, for the typed name alone is a signature.

Its files are served from the portal's own address, because the content policy lets no other script run; that holds
for a component declared with a folder, and not for one whose script is handed over as text.
"""

from base64 import b64encode
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from core.documents.signing.drawn import cleaned, from_data_url
from core.i18n import gettext as _
from core.i18n import language
from pages.shell import theme as look


def draw(key: str) -> str:
    """Draw the pad, folded; return what was drawn on it when the form was last sent, "" for nothing."""
    with st.expander(_("Draw your signature (optional)"), icon=":material/gesture:"):
        sent = _component()(
            language=language(),
            label=_("Pad for your signature"),
            explanation=_("Draw with a mouse, a finger or a pen. Your typed name is enough, so you can skip this."),
            clear=_("Clear"),
            drawn=_("There is a drawing."),
            empty=_("Nothing is drawn."),
            default="",
            key=key,
        )
    return sent if isinstance(sent, str) else ""


def picture(sent: str) -> bytes | None:
    """What `draw` returned as a picture of ours, None for nothing; raises "drawing_unreadable"."""
    return cleaned(from_data_url(sent)) if sent else None


def show(png: bytes, name: str) -> None:
    """Show what `name` drew, small; inside the page itself, so that it has no address somebody else could open."""
    look.draw("drawing", png=b64encode(png).decode(), told=_("Signature drawn by {name}").format(name=name))


@cache
def _component() -> Any:
    # Declared in the first run and not when imported: Streamlit only serves what is declared inside a run.
    return declare_component("pad", path=look.ASSETS / "pad")
