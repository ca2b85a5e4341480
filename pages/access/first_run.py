"""The first visit: set up the organisation, or look around in a demonstration. Both take the setup code."""

import streamlit as st

from core.access.sessions import log_in
from core.demo.service import how_many, load
from core.i18n import gettext as _
from core.i18n import language
from core.organisations.service import FirstCoordinator, OrganisationDetails, set_up, state
from pages.access.credentials import login_name_field, new_passphrase_field
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import Context, current, device, logged_in


def _code() -> str:
    return st.text_input(
        _("Setup code"),
        autocomplete="off",
        key="setup_code",
        help=_("It stands in the server's log, in the line that begins with “Setup code”."),
    )


def _set_up(context: Context, code: str) -> None:
    with st.form("set_up", border=False):
        st.subheader(_("Your organisation"))
        organisation = OrganisationDetails(
            name=st.text_input(_("Name of the organisation"), autocomplete="organization"),
            address=st.text_area(_("Address"), height="content"),
            phone=st.text_input(_("Phone"), autocomplete="off", placeholder="12 34 56 78"),
            email=st.text_input(_("E-mail"), autocomplete="off", key="organisation_email"),
        )
        st.subheader(_("You, as the first coordinator"))
        coordinator = FirstCoordinator(
            name=st.text_input(_("Your name"), autocomplete="name"),
            email=st.text_input(_("Your e-mail"), autocomplete="email"),
            login_name=login_name_field(),
            passphrase=new_passphrase_field(),
            language=language(),
        )
        if not st.form_submit_button(_("Set up the portal"), type="primary", width="stretch"):
            return
        with refusal_shown():
            account = set_up(
                session=context.session, code=code, organisation=organisation, coordinator=coordinator, now=context.now
            )
            login = log_in(
                session=context.session,
                login_name=account.login_name,
                passphrase=coordinator.passphrase,
                device=device(),
                now=context.now,
            )
            logged_in(login)


def _demonstrate(context: Context, code: str) -> None:
    st.write(
        _(
            "An invented municipality with {count} volunteers and all their documents, to look around in. A portal "
            "with the demonstration can never hold real people; you make a new one for that."
        ).format(count=how_many())
    )
    if st.button(_("Load the demonstration"), type="primary", width="stretch"):
        with refusal_shown():
            with st.spinner(_("Inventing a municipality. It takes a minute or two …")):
                load(session=context.session, code=code, now=context.now)
            st.rerun()


context = current()
if state(context.session) != "empty":
    st.switch_page(addresses.LOGIN)
st.title(_("Welcome to Håndslag"))
st.write(
    _(
        "Here organisations and volunteers agree in writing, as equals. Nobody uses this portal yet, so begin by "
        "setting it up."
    )
)
code = _code()
ways = {"real": _("Set up our organisation"), "demonstration": _("Show me a demonstration")}
way = st.radio(_("What do you want to do?"), tuple(ways), format_func=ways.__getitem__)
if way == "real":
    _set_up(context, code)
else:
    _demonstrate(context, code)
