"""A long list, a page at a time: which lines these are of how many, and the ways to those before and after."""

import streamlit as st

from core.i18n import gettext as _
from pages.shell.state import ScreenState


def pager(turned: ScreenState[int], page: int, *, total: int, at_once: int) -> None:
    """Nothing where all of `total` are shown on one page of `at_once`.

    `turned` is where the list remembers which page it shows; `page` is the one that is shown.
    """
    pages = -(-total // at_once)
    if pages <= 1:
        return
    first, last = (page - 1) * at_once + 1, min(page * at_once, total)
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        st.button(
            _("Earlier ones"),
            key=f"{turned.key}-back",
            icon=":material/chevron_left:",
            disabled=page == 1,
            on_click=turned.set,
            args=(page - 1,),
        )
        st.markdown(_("{first}–{last} of {total}").format(first=first, last=last, total=total), width="content")
        st.button(
            _("Next ones"),
            key=f"{turned.key}-further",
            icon=":material/chevron_right:",
            disabled=page == pages,
            on_click=turned.set,
            args=(page + 1,),
        )
