"""A form over the page, drawn only while it is asked for. Escape does not close it, so it loses nothing written. One
that is only read has nothing to lose, and Escape or a press beside it closes it.

The key of the button that opens one begins with `open-`, also in a row: by that the tests find every dialog.
"""

from collections.abc import Callable

import streamlit as st

from core.i18n import gettext as _
from pages.shell.context import Context, current
from pages.shell.part import part_of_a_run
from pages.shell.state import ScreenState
from pages.widgets.plain import plain_label

OPENED = ScreenState("hs-dialog", "")  # the key of the one that is open


def open_dialog(key: str) -> None:
    """Open the dialog that the page draws as `key` from this run on."""
    OPENED.set(key)


def close_dialog(_done: object = None) -> None:
    """Close the one that is open; what was written in it is forgotten. Fits as what follows when something is done."""
    OPENED.forget()


def dialog(key: str, title: str, draw: Callable[[Context], object], *, saves: bool = True, reads: bool = False) -> None:
    """Draw the dialog `key` where it is open; it `saves` what is written in it, or has nothing to lose, as
    where a draft is kept. Nothing is written in one that is only for who `reads`.

    A choice in it runs `draw` alone and not the page around it, so `draw` gets the context of that run.
    """
    if OPENED.get() != key:
        return

    @st.dialog(plain_label(title), dismissible=reads, on_dismiss=close_dialog if reads else "ignore")
    def drawn() -> None:
        with part_of_a_run():
            draw(current())
            if st.button(
                _("Close without saving") if saves and not reads else _("Close"),
                key=f"{key}-close",
                type="tertiary",
                icon=":material/close:",
            ):
                close_dialog()
                st.rerun()

    drawn()


def dialog_button(
    label: str,
    key: str,
    title: str,
    draw: Callable[[Context], object],
    *,
    icon: str = "",
    saves: bool = True,
    loud: bool = False,
    reads: bool = False,
) -> None:
    """A button that opens a dialog with `draw` in it: a quiet one, but where it is the one next thing of its page."""
    st.button(
        label,
        key=f"open-{key}",
        type="primary" if loud else "tertiary",
        icon=icon or None,
        on_click=open_dialog,
        args=(key,),
    )
    dialog(key, title, draw, saves=saves, reads=reads)
