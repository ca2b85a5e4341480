"""What somebody gets of each kind of mail, each choice one tap."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.mail_choices.rules import CHOICES, MailKind, Wanted
from pages.widgets.headings import section

KINDS = {
    MailKind.REMINDERS: N_("Reminders"),
    MailKind.MORNING: N_("The mail in the morning"),
    MailKind.GROUPS: N_("Messages to several at once"),
}
ABOUT = {
    MailKind.REMINDERS: N_("Of what waits for you, and the day before of what you have ahead."),
    MailKind.MORNING: N_("How much waits for you, if anything does."),
    MailKind.GROUPS: N_("News and invitations that your coordinator writes to several of you."),
}
WORDS = {
    Wanted.AT_ONCE: N_("At once"),
    Wanted.WEEKLY: N_("All in one mail a week"),
    Wanted.NEEDED: N_("Only what others wait for"),
    Wanted.YES: N_("Yes"),
    Wanted.NO: N_("No"),
}


def choices(held: Mapping[MailKind, Wanted], choose: Callable[[MailKind, Wanted], object]) -> None:
    """Each kind with what is chosen of it; another choice is kept by `choose` as it is tapped."""
    for kind, wanted in held.items():
        section(_(KINDS[kind]))
        options = CHOICES[kind]
        named = {each: _(WORDS[each]) for each in options}
        chosen = st.radio(
            _(ABOUT[kind]),
            options,
            options.index(wanted),
            format_func=named.__getitem__,
            key=f"mails-{kind}-{wanted}",
        )
        if chosen != wanted:
            choose(kind, chosen)
    st.caption(_("Links, codes, documents to sign and changes of what you take part in always come."))
