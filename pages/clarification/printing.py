"""The agenda of a clarification meeting to print: blank, or with names, day and place."""

from functools import partial

import streamlit as st
from sqlmodel import Session

from core.clarification.printing import print_agenda
from core.clarification.reading import MeetingView
from core.i18n import gettext as _
from core.i18n import language
from pages.shell.context import actor_of, current
from pages.widgets.downloads import print_button


def agenda_buttons(view: MeetingView) -> None:
    """Both prints in the reader's language."""
    context = current()
    actor, spoken, engagement_id = actor_of(context), language(), view.engagement.id

    def printed(session: Session, blank: bool) -> bytes:
        return print_agenda(
            session=session,
            actor=actor,
            engagement_id=engagement_id,
            blank=blank,
            language=spoken,
            today=context.today,
        )

    ways = ((False, _("Print the agenda with names and day")), (True, _("Print it blank")))
    with st.expander(_("On paper"), icon=":material/print:"):
        st.markdown(
            _("The agenda and the topics, with lines to write on. Nothing that anybody has answered is printed.")
        )
        with st.container(horizontal=True):
            for blank, label in ways:
                print_button(
                    label,
                    partial(printed, blank=blank),
                    "agenda-blank.pdf" if blank else "agenda.pdf",
                    key=f"print-agenda:{engagement_id}:{blank}",
                )
