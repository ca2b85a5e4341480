"""The fields for choosing how to log in, the same wherever somebody does."""

import streamlit as st

from core.access.rules import LONGEST_LOGIN_NAME, LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE
from core.i18n import gettext as _
from pages.widgets.form import EntryForm


def login_name_field(form: EntryForm, suggested: str = "") -> str:
    """The field for a new login name."""
    with form.field("login_name") as said:
        return st.text_input(
            _("Login name") + said,
            value=suggested,
            max_chars=LONGEST_LOGIN_NAME,
            autocomplete="username",
            help=_("You write this every time you log in. Your e-mail address is easy to remember."),
            key="new-login-name",
        )


def new_passphrase_field(form: EntryForm, key: str = "new-passphrase") -> str:
    """The field for a new passphrase, with what is asked of it said first."""
    st.markdown(
        _(
            "Choose a passphrase of at least {least} characters. Four or five ordinary words in a row are easy to "
            "remember and hard to guess. Blanks are fine, and you need no digits or symbols."
        ).format(least=SHORTEST_PASSPHRASE)
    )
    with form.field("passphrase") as said:
        return st.text_input(
            _("New passphrase") + said,
            type="password",
            max_chars=LONGEST_PASSPHRASE,
            autocomplete="new-password",
            key=key,
        )
