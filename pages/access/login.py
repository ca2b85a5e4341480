"""Log in: by login name and passphrase; in a demonstration by one click."""

import streamlit as st

from core.access.roles import NAMES
from core.access.sessions import log_in, log_in_demonstration
from core.demo.service import demo_logins
from core.i18n import gettext as _
from pages.shell import addresses, navigation
from pages.shell.action import refusal_shown
from pages.shell.context import Context, caller, current, device, logged_in
from pages.widgets.headings import section
from pages.widgets.plain import plain_label


def _offer_demonstration(context: Context) -> None:
    logins = demo_logins(context.session)
    if not logins:
        return
    section(_("Try the demonstration"))
    st.write(_("Everybody here is invented. Choose whom you want to be:"))
    for login in logins:
        label = _("{role}: {name}").format(role=_(NAMES[login.role]), name=plain_label(login.name))
        if st.button(label, key=f"as-{login.login_name}", width="stretch"):
            with refusal_shown():
                begun = log_in_demonstration(
                    session=context.session, login_name=login.login_name, device=device(), now=context.now
                )
                logged_in(begun)
    section(_("Or log in yourself"))


def _ask(context: Context) -> None:
    with st.form("login", border=False):
        login_name = st.text_input(_("Login name"), autocomplete="username", key="login_name")
        passphrase = st.text_input(
            _("Passphrase"), type="password", autocomplete="current-password", key="login_passphrase"
        )
        sent = st.form_submit_button(_("Log in"), type="primary", width="stretch")
        if sent:
            with refusal_shown():
                login = log_in(
                    session=context.session,
                    login_name=login_name,
                    passphrase=passphrase,
                    device=device(),
                    now=context.now,
                    caller=caller(),
                )
                logged_in(login)
    st.page_link(addresses.FORGOTTEN, label=_("Forgotten your passphrase?"))


context = current()
if context.actor is not None:
    st.switch_page(navigation.home_of(context.actor).path)
st.title(_("Log in"))
_offer_demonstration(context)
_ask(context)
st.caption(_("Are you new here? Open the link in your invitation. Your contact person can send it again."))
