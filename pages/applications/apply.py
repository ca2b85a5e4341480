"""Apply for a task, without a login: what a call is about, and the application of whoever holds its link."""

import streamlit as st

from core.applications.applying import call_shown, own_application
from core.applications.rules import ApplicationState
from core.errors import DomainError, words
from core.i18n import gettext as _
from pages.applications import asking, calling, finished
from pages.shell.action import attempt
from pages.shell.context import current, suggest_language

context = current()


def nothing_here(error: DomainError) -> None:
    """Why there is nothing to read, and what to do."""
    st.title(_("We cannot find that"), anchor=False)
    st.write(words(error))
    st.write(_("Ask whoever gave you the link, or look for a newer mail from us."))


def draw(token: str) -> None:
    """The application that a link opens, as far as it has come."""
    asking.opened_from_mail(context, token)
    own = attempt(lambda: own_application(session=context.session, token=token, now=context.now))
    if isinstance(own, DomainError):
        nothing_here(own)
        return
    suggest_language(own.row.language)
    if own.state is ApplicationState.BEGUN:
        asking.ask(context, token, own)
    else:
        finished.draw(token, own)


token, address = st.query_params.get("t", ""), st.query_params.get("call", "")
if token:
    draw(token)
else:
    call = attempt(lambda: call_shown(session=context.session, address=address, now=context.now))
    if isinstance(call, DomainError):
        nothing_here(call)
    else:
        calling.draw(context, call)
