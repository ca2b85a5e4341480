"""The page behind a link: who invites, to what, and choosing how to log in; or choosing a new passphrase."""

import streamlit as st

from core.access.invitations import JOIN, OpenInvitation, accept, opened
from core.access.joining import join_with_login
from core.access.roles import DOES, NAMES
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language, local_day, on_date, words_in
from core.programmes.programme import shipped
from pages.access.credentials import login_name_field, new_passphrase_field
from pages.shell import addresses, navigation
from pages.shell.action import attempt, refusal_shown
from pages.shell.context import Context, caller, current, device, logged_in, suggest_language
from pages.shell.state import ScreenState
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.plain import plain

# Whether the visitor has said that they have a login; None before they said anything.
OWN_LOGIN = ScreenState[bool | None]("with_own_login", None)


def _offer_own_login() -> None:
    """The way for somebody who volunteers elsewhere too."""
    st.button(
        _("I already have a login here"),
        type="tertiary",
        icon=":material/login:",
        key="own-login",
        on_click=OWN_LOGIN.set,
        args=(True,),
    )


def _join_with_own_login(context: Context, invitation: OpenInvitation, link: str) -> None:
    """For somebody who volunteers elsewhere too: one login, and everything in one place."""
    section(_("Join with the login you have"))
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
            with refusal_shown():
                login = join_with_login(
                    session=context.session,
                    token=link,
                    login_name=login_name,
                    passphrase=passphrase,
                    device=device(),
                    now=context.now,
                    caller=caller(),
                )
                OWN_LOGIN.set(False)
                st.query_params.clear()
                logged_in(login, at=invitation.organisation_id if invitation.roles else None)
    st.button(_("I have no login yet"), type="tertiary", key="no-login", on_click=OWN_LOGIN.set, args=(False,))


def _unusable() -> None:
    st.title(_("This link does not work any more"))
    st.write(
        _(
            "A link can be used once and only for some time. Perhaps you have already used it, or a newer one has "
            "been sent to you."
        )
    )
    st.markdown(
        "- "
        + _("Have you already chosen a passphrase? Then log in.")
        + "\n- "
        + _("If not, look for a newer message, or ask your contact person or coordinator for a new link.")
    )
    st.page_link(addresses.LOGIN, label=_("Log in"), icon=":material/login:")


def _programme(invitation: OpenInvitation) -> str:
    known = shipped().get(invitation.programme)
    return words_in(known.name, language()) if known else ""


def _welcome(invitation: OpenInvitation) -> None:
    st.title(_("Welcome, {name}").format(name=plain(invitation.person)))
    programme = _programme(invitation)
    told = {
        "inviter": plain(invitation.inviter),
        "organisation": plain(invitation.organisation),
        "workplace": plain(invitation.workplace),
        "programme": plain(programme),
    }
    if programme:
        st.write(
            _("{inviter} from {organisation} invites you to volunteer at {workplace} ({programme}).").format(**told)
        )
        st.write(
            _(
                "Here you and {organisation} agree in writing: you read what you agree on, fill in what is missing, "
                "sign, and keep your own copy. What you agree does not bind you legally, and you can stop at any time. "
                "What the law says, as on confidentiality, holds all the same."
            ).format(**told)
        )
    elif not invitation.organisation:
        st.write(_("You are to make organisations here, each with its first administrator. You see nobody in them."))
    elif invitation.association:
        st.write(
            _(
                "{organisation} works together with {association}, and you speak for {association}. Here you see what "
                "the two have agreed, and say what you expect of each other."
            ).format(association=plain(invitation.association), organisation=told["organisation"])
        )
    elif not invitation.inviter:
        st.write(_("You are invited to work with volunteers at {organisation} here.").format(**told))
    else:
        st.write(_("{inviter} invites you to work with volunteers at {organisation} here.").format(**told))
    for role in (each for each in invitation.roles if each in DOES):
        st.markdown(f"**{_(NAMES[role])}.** {_(DOES[role])}")


def _choose(context: Context, invitation: OpenInvitation, link: str) -> None:
    joining = invitation.purpose == JOIN
    form = EntryForm("credentials")
    with st.form("credentials", border=False, enter_to_submit=False):
        if joining:
            section(_("Choose how you log in"))
            login_name = login_name_field(form, invitation.login_name)
        else:
            login_name = invitation.login_name
            st.write(_("Your login name is **{name}**.").format(name=plain(login_name)))
        passphrase = new_passphrase_field(form)
        label = _("Continue") if joining else _("Save and log in")
        if st.form_submit_button(label, type="primary", width="stretch"):
            login = form.attempt(
                lambda: accept(
                    session=context.session,
                    token=link,
                    login_name=login_name,
                    passphrase=passphrase,
                    device=device(),
                    now=context.now,
                    caller=caller(),
                )
            )
            if not isinstance(login, DomainError):
                st.query_params.clear()
                logged_in(login)
    until = on_date(local_day(invitation.expires_at))
    st.caption(_("The link is yours alone and works until {date}.").format(date=until))


context = current()
link = st.query_params.get("t", "")
invitation = attempt(lambda: opened(session=context.session, token=link, now=context.now))
if isinstance(invitation, DomainError):
    if context.actor is not None:
        st.switch_page(navigation.home_of(context.actor).path)
    _unusable()
    st.stop()
suggest_language(invitation.language)
if invitation.purpose == JOIN:
    _welcome(invitation)
else:
    st.title(_("Choose a new passphrase"))
# Who is logged in under the very name is asked to come in with that login, and not to make another one.
themselves = context.actor is not None and context.actor.name == invitation.person
own_login = OWN_LOGIN.get() if OWN_LOGIN.get() is not None else themselves
if context.actor is not None and not (themselves and own_login):
    st.warning(
        _("You are logged in as {name}. If you continue, you will be logged in as {other} instead.").format(
            name=plain(context.actor.name), other=plain(invitation.person)
        )
    )
if invitation.purpose == JOIN and own_login:
    _join_with_own_login(context, invitation, link)
else:
    # First, and to everybody alike: the page tells nobody whether an address is known here.
    if invitation.purpose == JOIN:
        _offer_own_login()
    _choose(context, invitation, link)
