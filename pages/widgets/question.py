"""A question before what cannot be undone: what comes of it stands beside the button that does it."""

from collections.abc import Callable

import streamlit as st

from core.i18n import gettext as _


def ask_first(
    label: str,
    told: str,
    does: Callable[[], object],
    *,
    key: str,
    icon: str = ":material/send:",
    disabled: bool = False,
) -> None:
    """The way to do something to many, which says what comes of it, as Markdown; `does` it once its button, `key`, is
    pressed. What that draws stands above the button: a refusal below the question would lie behind it, and one below
    the button beyond the edge of a phone."""
    with st.popover(label, type="primary", icon=icon, disabled=disabled):
        st.markdown(told)
        above = st.container()
        if st.button(_("Yes, do it"), type="primary", icon=icon, key=key, disabled=disabled):
            with above:
                does()
