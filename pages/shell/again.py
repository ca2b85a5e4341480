"""Drawing a page anew once it is whole: for what was found out, or done, while it was being drawn."""

import streamlit as st

from pages.shell.state import ScreenState

AGAIN = ScreenState("draw_again", False)


def draw_again() -> None:
    """Have the page drawn anew when the whole of it has been drawn."""
    AGAIN.set(True)


def if_asked() -> None:
    """Draw it anew where that was asked for."""
    if AGAIN.take():
        st.rerun()
