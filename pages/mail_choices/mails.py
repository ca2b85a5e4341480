"""Which mails one gets, by the address that stands in each of them: without a login, and nothing else is shown."""

import streamlit as st

from core.errors import DomainError
from core.i18n import gettext as _
from core.mail_choices.rules import MailKind, Wanted, least_of
from core.mail_choices.service import choices_at, choose_at
from pages.mail_choices.choosing import KINDS, choices
from pages.shell.action import attempt
from pages.shell.context import current
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head

KEPT = ScreenState("mails_kept", False)
context = current()
token, asked = st.query_params.get("t", ""), st.query_params.get("k", "")


def choose(kind: MailKind, wanted: Wanted) -> None:
    """Keep it, and say so."""
    choose_at(session=context.session, token=token, kind=kind, wanted=wanted, now=context.now)
    KEPT.set(True)
    st.rerun()


def less(kind: MailKind, wanted: Wanted) -> None:
    """One press for who came to get less of the kind their mail is of."""
    least = least_of(kind)
    if wanted is least:
        return
    said = _("Only what others wait for, please") if least is Wanted.NEEDED else _("Stop this: {kind}")
    words = said.format(kind=_(KINDS[kind]))
    if st.button(words, type="primary", icon=":material/unsubscribe:", key="mails-less"):
        choose(kind, least)


page_head(_("Which mails would you like?"))
held = attempt(lambda: choices_at(session=context.session, token=token))
if isinstance(held, DomainError):
    st.warning(
        _("This link does not work any more. Log in, and choose on the page My login."), icon=":material/link_off:"
    )
else:
    if KEPT.take():
        st.success(_("That is how it is from now on."), icon=":material/check:")
    for kind, wanted in held.items():
        if kind == asked:
            less(kind, wanted)
    choices(held, choose, pretends=context.state == "demonstration")
