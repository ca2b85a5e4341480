"""What somebody gets of each kind of mail, each choice one tap."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.i18n import N_, at_time
from core.i18n import gettext as _
from core.mail_choices.rules import CHOICES, MailKind, Wanted
from core.messages.mailed import MailedState, my_kept_back
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.plain import and_words
from pages.widgets.rows import RowState, line

KINDS = {
    MailKind.REMINDERS: N_("Reminders and news"),
    MailKind.MORNING: N_("The mail in the morning"),
    MailKind.GROUPS: N_("Messages to several at once"),
}
ABOUT = {
    MailKind.REMINDERS: N_(
        "Of what waits for you, what you have ahead, and what is ready or decided. None comes at night or on a Sunday."
    ),
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


KEPT_BACK = {
    MailedState.HELD: RowState(N_("Comes in your mail of the week"), "gray", "date_range"),
    MailedState.UNWANTED: RowState(N_("Not sent, as you chose"), "gray", "notifications_off"),
}


def choices(
    held: Mapping[MailKind, Wanted], choose: Callable[[MailKind, Wanted], object], *, pretends: bool = False
) -> None:
    """Each kind with what is chosen of it; another choice is kept by `choose` as it is tapped. A demonstration
    `pretends` to send."""
    if pretends:
        st.info(_("This is a demonstration. It sends no mail to anybody."), icon=":material/theater_comedy:")
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
    st.caption(_("Links, codes, documents to sign, invitations and changes of what you take part in always come."))


def kept_back(context: Context) -> None:
    """What was not sent to whoever is logged in as they chose so, or waits for their mail of the week; nothing where
    nothing is."""
    found = my_kept_back(session=context.session, actor=actor_of(context), now=context.now)
    if not found:
        return
    with section(_("Not mailed to you"), len(found)).rows("kept-back"):
        for mail in found:
            became = KEPT_BACK[mail.state]
            state = RowState(_(became.words), became.colour, became.icon)
            line(and_words(list(mail.about)), what=at_time(mail.at), state=state)
