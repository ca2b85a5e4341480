"""Say once, after the page has been drawn anew, what was just done."""

import streamlit as st

from core.errors import DomainError
from core.errors import words as error_words
from core.i18n import gettext as _
from pages.shell.context import Context
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


def mail_words(context: Context, email: str) -> str:
    """What becomes of a mail to `email`: on its way, waiting, or none to send."""
    if not email:
        return _("There is no e-mail address, so pass it on yourself.")
    if not context.portal.settings.mail_configured:
        return _("There is no mail server, so pass it on yourself.")
    if context.state == "demonstration":
        return _("A demonstration sends no mail to anybody.")
    return _("A mail is on its way.")
