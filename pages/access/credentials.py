"""The fields for choosing how to log in, the same wherever somebody does."""

import streamlit as st

from core.access.rules import LONGEST_LOGIN_NAME, LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE
from core.i18n import gettext as _


def login_name_field(suggested: str = "") -> str:
    """The field for a new login name."""
    return st.text_input(
        _("Login name"),
        value=suggested,
        max_chars=LONGEST_LOGIN_NAME,
        autocomplete="username",
        help=_("You write this every time you log in. Your e-mail address is easy to remember."),
    )


def new_passphrase_field() -> str:
    """The field for a new passphrase, with what is asked of it said first."""
    st.markdown(
        _(
            "Choose a passphrase of at least {least} characters. Four or five ordinary words in a row are easy to "
            "remember and hard to guess. Blanks are fine, and you need no digits or symbols."
        ).format(least=SHORTEST_PASSPHRASE)
    )
    return st.text_input(
        _("New passphrase"), type="password", max_chars=LONGEST_PASSPHRASE, autocomplete="new-password"
    )
