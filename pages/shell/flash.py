"""Say once, after the page has been drawn anew, what was just done."""

from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.errors import words as error_words
from core.i18n import gettext as _
from core.i18n import ngettext
from core.messages.sending import waiting
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState

SAID = ScreenState[list[tuple[str, str]]]("just_said", [])


def say(sentence: str, *, icon: str = ":material/check:") -> None:
    """Keep `sentence` for the next run."""
    SAID.first([]).append((sentence, icon))


def say_refused(error: DomainError) -> None:
    """Keep why something was refused for the next run."""
    say(error_words(error), icon=":material/error:")


def show_flashes() -> None:
    """Show what was kept, each once."""
    for sentence, icon in SAID.take():
        st.toast(sentence, icon=icon, duration="long")


def show_unsent(context: Context, organisation_id: UUID) -> None:
    """That mails wait because the mail server does not take them; nothing when none do."""
    count = waiting(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    if count:
        sentence = ngettext(
            "{count} mail could not be sent yet. It waits here and is tried again.",
            "{count} mails could not be sent yet. They wait here and are tried again.",
            count,
        )
        st.warning(sentence.format(count=count), icon=":material/outgoing_mail:")


def mail_words(context: Context, email: str) -> str:
    """What becomes of a mail to `email`: on its way, waiting, or none to send."""
    if not email:
        return _("There is no e-mail address, so pass it on yourself.")
    if not context.portal.settings.mail_configured:
        return _("There is no mail server, so pass it on yourself.")
    return _("A mail is on its way.")
