"""A long list, a few rows at a time: what is drawn, what is to be read, and the button that draws more."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from core.i18n import gettext as _
from pages.shell.state import ScreenState

AT_ONCE, MORE = 5, 30

Some = TypeVar("Some")


def first_ones(rows: Sequence[Some], key: str, *, at_once: int = AT_ONCE) -> Sequence[Some]:
    """The rows to draw now; the button below them draws more."""
    return rows[: shown(key, at_once=at_once)]


def shown(key: str, *, at_once: int = AT_ONCE) -> int:
    """How many rows are drawn at most."""
    return _drawn(key, at_once).get()


def asked_for(key: str, *, at_once: int = AT_ONCE) -> int:
    """How many rows to ask the database for: those that are drawn, and as many as the button offers."""
    return shown(key, at_once=at_once) + MORE


def more_button(rows: Sequence[Some], key: str, *, at_once: int = AT_ONCE) -> None:
    """Offer the rows that `first_ones` left out."""
    more_of(len(rows), key, at_once=at_once)


def more_of(count: int, key: str, *, at_once: int = AT_ONCE) -> None:
    """Offer more of `count` rows of which the first are drawn."""
    drawn = shown(key, at_once=at_once)
    left = count - drawn
    if left > 0 and st.button(
        _("Show {count} more").format(count=min(left, MORE)), key=f"{key}-more", icon=":material/expand_more:"
    ):
        _drawn(key, at_once).set(drawn + MORE)
        st.rerun()


def _drawn(key: str, at_once: int) -> ScreenState[int]:
    """How many rows are drawn, remembered under the key that the list's page gives it."""
    return ScreenState(key, at_once)
