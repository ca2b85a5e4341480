"""Forgotten passphrase: a link by mail, or by the coordinator where there is no mail."""

import streamlit as st

from core.access.forgotten import ask_new_passphrase
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.context import current

context = current()
st.title(_("Forgotten your passphrase?"))
if context.portal.settings.mail_configured:
    st.write(_("Write your login name or your e-mail address. We send you a link to choose a new passphrase."))
    with st.form("forgotten", border=False):
        login_name = st.text_input(_("Login name or e-mail address"), autocomplete="username")
        sent = st.form_submit_button(_("Send me a link"), type="primary", width="stretch")
    if sent and login_name.strip():
        ask_new_passphrase(session=context.session, login_name=login_name, now=context.now)
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
