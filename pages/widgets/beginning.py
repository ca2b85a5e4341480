"""One question of the few that lead from an empty portal to the first link."""

import streamlit as st

from core.i18n import gettext as _
from pages.shell.state import ScreenState

QUESTIONS = 5
# Somebody has just set the portal up, and is led on to the first workplace.
BEGINS = ScreenState("begins", False)


def question(number: int, asked: str) -> None:
    """The heading of a step: what is asked, and how far one has come."""
    st.title(asked, anchor=False)
    st.caption(_("Step {number} of {count}").format(number=number, count=QUESTIONS))
