"""Mails that nobody got: how many wait, and each that was given up, to be sent again."""

from typing import Any
from uuid import UUID

import streamlit as st

from core.i18n import N_, ngettext
from core.i18n import gettext as _
from core.messages.sending import Lost
from core.messages.undelivered import AT_ONCE, LostMail, leave, lost_mails, send_again, unsent
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.flash import mail_words
from pages.widgets.headings import section
from pages.widgets.rows import RowState, line, more_button, row_button

WHY: dict[Lost, RowState] = {
    Lost.REFUSED: RowState(N_("The address does not take mail"), "red", "unsubscribe"),
    Lost.RETURNING: RowState(N_("Mails come back from the address"), "red", "unsubscribe"),
    Lost.STALE: RowState(N_("Tried for a week"), "orange", "schedule_send"),
}


def mails(context: Context, organisation_id: UUID) -> None:
    """What was not delivered; nothing where all was."""
    asked: dict[str, Any] = {"session": context.session, "actor": actor_of(context), "organisation_id": organisation_id}
    found = unsent(**asked)
    if found.waiting:
        sentence = ngettext(
            "{count} mail could not be sent yet. It waits here and is tried again.",
            "{count} mails could not be sent yet. They wait here and are tried again.",
            found.waiting,
        )
        st.warning(sentence.format(count=found.waiting), icon=":material/outgoing_mail:")
    if not found.lost:
        return
    note = _("Put the address right first, on the person's page, and send the mail again. Or tell them yourself.")
    with section(_("Mails that did not arrive"), found.lost, note=note).rows("mails"):
        for mail in lost_mails(**asked):
            _row(context, mail)
    if found.lost > AT_ONCE:
        st.caption(_("These are the newest {count}.").format(count=AT_ONCE))


def _row(context: Context, mail: LostMail) -> None:
    why = WHY[mail.why]
    line(mail.name, place=mail.email, what=mail.subject, state=RowState(_(why.words), why.colour, why.icon))
    if more_button(_("Leave it"), f"mail-leave-{mail.id}"):
        act(lambda by: leave(**by, mail_id=mail.id), _("You are not told of it again."))
    if row_button(_("Send again"), f"mail-again-{mail.id}"):
        act(lambda by: send_again(**by, mail_id=mail.id), mail_words(context, mail.email))
