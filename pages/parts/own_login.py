"""Joining by a link with a login one already has."""

import streamlit as st

from core.access.joining import join_with_login
from core.errors import DomainError
from core.i18n import gettext as _
from pages.parts.session import Context, device, logged_in, refused

WANTED = "with_own_login"


def with_own_login() -> bool:
    """Whether the visitor has said that they have a login."""
    return bool(st.session_state.get(WANTED))


def offer_own_login() -> None:
    """The way for somebody who volunteers elsewhere too."""
    st.button(
        _("I already have a login here"),
        type="tertiary",
        icon=":material/login:",
        key="own-login",
        on_click=_want,
        args=(True,),
    )


def join_with_own_login(context: Context, link: str) -> None:
    """For somebody who volunteers elsewhere too: one login, and everything in one place."""
    st.subheader(_("Join with the login you have"), anchor=False)
    st.write(
        _(
            "Then you see everything in one place, and your contact details stay as you have them. Nobody sees what "
            "you do elsewhere unless you share it."
        )
    )
    with st.form("own-login-form", border=False):
        login_name = st.text_input(_("Login name"), autocomplete="username", key="own_login_name")
        passphrase = st.text_input(
            _("Passphrase"), type="password", autocomplete="current-password", key="own_passphrase"
        )
        if st.form_submit_button(_("Log in and join"), type="primary", width="stretch"):
            try:
                login = join_with_login(
                    session=context.session,
                    token=link,
                    login_name=login_name,
                    passphrase=passphrase,
                    device=device(),
                    now=context.now,
                )
            except DomainError as error:
                refused(error)
            else:
                _want(False)
                st.query_params.clear()
                logged_in(login)
    st.button(_("I have no login yet"), type="tertiary", key="no-login", on_click=_want, args=(False,))


def _want(wanted: bool) -> None:
    st.session_state[WANTED] = wanted
