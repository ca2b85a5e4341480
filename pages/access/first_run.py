"""The first visit: set up the organisation, one question a step, or look around in a demonstration.

Both take the setup code. The steps after the login, the first workplace and the first volunteer, stand where volunteers
are added: from there on the facts tell how far somebody has come.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from core import contact
from core.access.rules import login_names
from core.access.sessions import log_in
from core.demo.service import how_many, load
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language
from core.organisations.service import FirstCoordinator, OrganisationDetails, check_setup_code, set_up, state
from pages.access.credentials import login_name_field, new_passphrase_field
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import Context, caller, current, device, logged_in
from pages.shell.state import ScreenState
from pages.widgets.beginning import BEGINS, question
from pages.widgets.form import EntryForm


@dataclass(frozen=True, slots=True)
class _Written:
    """What has been answered so far."""

    code: str = ""
    organisation: str = ""
    name: str = ""
    email: str = ""


STEP = ScreenState("set-up-step", 0)
WRITTEN = ScreenState("set-up-written", _Written())


def _go_on(written: _Written) -> None:
    WRITTEN.set(written)
    STEP.set(STEP.get() + 1)
    st.rerun()


def _back() -> None:
    st.button(
        _("Back"),
        type="tertiary",
        icon=":material/arrow_back:",
        key="set-up-back",
        on_click=lambda: STEP.set(_before()),
    )


def _before() -> int:
    return max(0, STEP.get() - 1)


def _ways(context: Context) -> None:
    """The code, and what is to become of the portal."""
    st.title(_("Welcome to Håndslag"))
    st.write(
        _(
            "Here organisations and volunteers agree in writing, as equals. Nobody uses this portal yet, so begin by "
            "setting it up."
        )
    )
    code = st.text_input(
        _("Setup code"),
        WRITTEN.get().code,
        autocomplete="off",
        key="setup_code",
        help=_("It stands in the server's log, in the line that begins with “Setup code”."),
    )
    ways = {"real": _("Set up our organisation"), "demonstration": _("Show me a demonstration")}
    way = st.radio(_("What do you want to do?"), tuple(ways), format_func=ways.__getitem__)
    if way == "demonstration":
        _demonstrate(context, code)
        return
    st.write(_("It takes five short questions, and the last one makes the link for your first volunteer."))
    if st.button(_("Begin"), type="primary", width="stretch"):
        with refusal_shown():
            check_setup_code(session=context.session, code=code, caller=caller(), now=context.now)
            _go_on(replace(WRITTEN.get(), code=code))


def _demonstrate(context: Context, code: str) -> None:
    st.write(
        _(
            "An invented municipality with {count} volunteers and all their documents, to look around in. A portal "
            "with the demonstration can never hold real people; you make a new one for that."
        ).format(count=how_many())
    )
    if st.button(_("Load the demonstration"), type="primary", width="stretch"):
        with refusal_shown():
            check_setup_code(session=context.session, code=code, caller=caller(), now=context.now)
            with st.spinner(_("Inventing a municipality. It takes a minute or two …")):
                load(session=context.session, code=code, now=context.now)
            st.rerun()


def _organisation(_context: Context) -> None:
    """What it is called; how it is reached can wait."""
    question(1, _("What is your organisation called?"))
    written = WRITTEN.get()
    with st.form("set-up-organisation", border=False):
        name = st.text_input(
            _("Name of the organisation"),
            written.organisation,
            autocomplete="organization",
            placeholder=_("For example Solbjerg Kommune"),
        )
        if st.form_submit_button(_("Go on"), type="primary", width="stretch"):
            with refusal_shown():
                _go_on(replace(written, organisation=contact.name(name)))


def _coordinator(_context: Context) -> None:
    """Who sets it up."""
    question(2, _("Who are you?"))
    st.write(_("You become the first coordinator and administrator. You can invite colleagues afterwards."))
    written = WRITTEN.get()
    form = EntryForm("set-up-coordinator")
    with st.form("set-up-coordinator", border=False, enter_to_submit=False):
        with form.field("name") as said:
            name = st.text_input(_("Your name") + said, written.name, autocomplete="name", key="set-up-name")
        with form.field("email") as said:
            email = st.text_input(
                _("Your e-mail (may be left blank)") + said, written.email, autocomplete="email", key="set-up-email"
            )
        form.check("name", lambda: contact.name(name))
        form.check("email", lambda: contact.email(email))
        if st.form_submit_button(_("Go on"), type="primary", width="stretch"):
            found = form.attempt(lambda: replace(written, name=contact.name(name), email=contact.email(email)))
            if not isinstance(found, DomainError):
                _go_on(found)


def _login(context: Context) -> None:
    """How they log in, with a login name offered; then the portal is theirs."""
    question(3, _("How will you log in?"))
    written = WRITTEN.get()
    form = EntryForm("set-up-login")
    with st.form("set-up-login", border=False, enter_to_submit=False):
        login_name = login_name_field(form, next(login_names(written.email, written.name)))
        passphrase = new_passphrase_field(form)
        if not st.form_submit_button(_("Set up the portal"), type="primary", width="stretch"):
            return
        account = form.attempt(
            lambda: set_up(
                session=context.session,
                code=written.code,
                organisation=OrganisationDetails(name=written.organisation),
                coordinator=FirstCoordinator(
                    name=written.name,
                    email=written.email,
                    login_name=login_name,
                    passphrase=passphrase,
                    language=language(),
                ),
                now=context.now,
            )
        )
        if not isinstance(account, DomainError):
            login = log_in(
                session=context.session,
                login_name=account.login_name,
                passphrase=passphrase,
                device=device(),
                now=context.now,
                caller=caller(),
            )
            WRITTEN.forget()
            STEP.forget()
            BEGINS.set(True)
            logged_in(login)


STEPS: tuple[Callable[[Context], None], ...] = (_ways, _organisation, _coordinator, _login)

context = current()
if state(context.session) != "empty":
    st.switch_page(addresses.LOGIN)
STEPS[STEP.get()](context)
if STEP.get():
    _back()
