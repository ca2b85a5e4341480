"""A button that copies a text: large, and in the reader's language, which Streamlit's own small one is not.

Its files are served from the portal's own address, because the content policy lets no other script run.
"""

from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from core.i18n import gettext as _
from core.i18n import language
from pages.shell import theme as look


def link_to_copy(link: str, key: str) -> None:
    """A link to hand on, written out, and the button that copies it."""
    with st.container(key=f"hs-link-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        look.draw("link", link=link)
        copy_button(_("Copy the link"), link, key)


def copy_button(label: str, text: str, key: str) -> None:
    """Draw the button; pressing it puts `text` on the clipboard and says so beside it."""
    _component()(
        label=label,
        text=text,
        done=_("Copied."),
        failed=_("It could not be copied here. Mark it and copy it yourself."),
        language=language(),
        key=key,
    )


@cache
def _component() -> Any:
    # Declared in the first run and not when imported: Streamlit only serves what is declared inside a run.
    return declare_component("copy", path=look.ASSETS / "copy")
