"""What was sent to somebody and when: to a volunteer on their page, to a colleague beside their roles."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.i18n import N_, at_time
from core.i18n import gettext as _
from core.messages.mailed import AT_ONCE, MailedRow, MailedState, mails_to, mails_to_colleague
from core.messages.returning import mail_address, say_returning
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.headings import section
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import RowState, line

SHOWN = ScreenState("mails-of-colleague", False)
STATES = {
    MailedState.SENT: RowState(N_("Sent"), "green", "mark_email_read"),
    MailedState.WAITS: RowState(N_("On its way"), "gray", "outgoing_mail"),
    MailedState.LOST: RowState(N_("Did not arrive"), "red", "unsubscribe"),
    MailedState.NOT_SENT: RowState(N_("Not sent: it was settled before"), "gray", "check"),
    MailedState.PRETENDED: RowState(N_("Not sent: this is a demonstration"), "gray", "theater_comedy"),
    MailedState.HELD: RowState(N_("Comes in their mail of the week"), "gray", "date_range"),
    MailedState.UNWANTED: RowState(N_("Not sent: they want only what others wait for"), "gray", "notifications_off"),
}


def draw(context: Context, engagement_id: UUID) -> None:
    """Each mail with its subject and moment, the newest first."""
    _address(context, engagement_id)
    found = mails_to(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    _listed(_("Mails to them"), found)


def to_colleague(context: Context, organisation_id: UUID, person_id: UUID) -> None:
    """The same of a colleague, once it is asked for."""
    shown = SHOWN.of(person_id)
    label = _("Hide the mails") if shown.get() else _("See the mails to the colleague")
    if st.button(label, icon=":material/mail:", type="tertiary", key=f"mails-of-{person_id}"):
        shown.set(not shown.get())
        st.rerun()
    if shown.get():
        who = {"organisation_id": organisation_id, "person_id": person_id}
        found = mails_to_colleague(session=context.session, actor=actor_of(context), **who)
        _listed(_("Mails to the colleague"), found)


def _listed(heading: str, found: Sequence[MailedRow]) -> None:
    with section(heading, len(found)).rows("mails-to"):
        for mail in found:
            became = STATES[mail.state]
            state = RowState(_(became.words), became.colour, became.icon)
            line(and_words(list(mail.about)), what=at_time(mail.at), state=state)
    if not found:
        st.write(_("No mail has been sent to them yet."))
    if len(found) == AT_ONCE:
        st.caption(_("These are the newest {count}.").format(count=AT_ONCE))


def _address(context: Context, engagement_id: UUID) -> None:
    """Whether mails come back from their address, and for whoever may say so the way to say it."""
    found = mail_address(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    if found.returns:
        told = _("Mails come back from {email}. None is sent there before the address is put right.")
        st.warning(told.format(email=plain(found.email)), icon=":material/unsubscribe:")
    if not found.email or not found.can_say:
        return
    label = _("The address works after all") if found.returns else _("Mails come back from the address")
    if st.button(label, type="tertiary", icon=":material/unsubscribe:", key=f"returning-{engagement_id}"):
        act(
            lambda by: say_returning(**by, engagement_id=engagement_id, returns=not found.returns),
            _("It is noted. Mails are sent again.")
            if found.returns
            else _("It is noted. What is to be mailed stands on Today instead, until the address is put right."),
        )
