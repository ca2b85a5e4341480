"""A question before what cannot be undone: what comes of it stands beside the button that does it."""

import streamlit as st

from core.i18n import gettext as _


def ask_first(label: str, told: str, *, key: str, icon: str = ":material/send:", disabled: bool = False) -> bool:
    """The way to do something to many, which says what comes of it, as Markdown; whether its button, `key`, was pressed
    then."""
    with st.popover(label, type="primary", icon=icon, disabled=disabled):
        st.markdown(told)
        return st.button(_("Yes, do it"), type="primary", icon=icon, key=key, disabled=disabled)
