"""Forgotten passphrase: a link by mail, or by the coordinator where there is no mail."""

from datetime import datetime
from threading import Thread

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from core.access.forgotten import allow_asking, ask_new_passphrase
from core.i18n import gettext as _
from core.startup import Portal
from pages.shell import addresses, boundary
from pages.shell.action import refusal_shown
from pages.shell.context import caller, current


def ask(portal: Portal, login_name: str, now: datetime) -> None:
    """Beside the page, so that how long it takes does not tell whether the name is known."""
    try:
        with portal.session() as session:
            ask_new_passphrase(session=session, login_name=login_name, now=now)
    except SQLAlchemyError as error:
        boundary.report(error)


context = current()
st.title(_("Forgotten your passphrase?"))
if context.portal.settings.mail_configured:
    st.write(_("Write your login name or your e-mail address. We send you a link to choose a new passphrase."))
    with st.form("forgotten", border=False):
        login_name = st.text_input(_("Login name or e-mail address"), autocomplete="username")
        sent = st.form_submit_button(_("Send me a link"), type="primary", width="stretch")
    if sent and login_name.strip():
        with refusal_shown():
            allow_asking(session=context.session, caller=caller(), now=context.now)
            Thread(target=ask, args=(context.portal, login_name, context.now)).start()
            st.success(
                _(
                    "If we know that name and have an e-mail address for it, a link is on its way. It works for two "
                    "hours. Nothing there? Look in your spam folder, or ask your contact person for a link."
                )
            )
    elif sent:
        st.error(_("Write your login name or your e-mail address."))
else:
    st.write(
        _(
            "Ask your contact person or coordinator. They can make a link with which you choose a new passphrase. "
            "You can get it on paper, in a message or on the phone."
        )
    )
st.page_link(addresses.LOGIN, label=_("Back to log in"), icon=":material/arrow_back:")
