"""What is printed for a course: the blank evaluation form, in both languages."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.courses.printing import print_evaluation
from core.courses.rules import CourseState
from core.courses.view import CourseView
from core.i18n import LANGUAGES, name_in_words
from core.i18n import gettext as _
from pages.shell.context import actor_of, current


def prints(view: CourseView) -> None:
    """The form for the participants, to hand out after the last module."""
    if view.state is not CourseState.CANCELLED:
        with st.expander(_("Evaluation form on paper"), icon=":material/print:"):
            st.write(_("Hand it out after the last module. Nobody writes their name on it."))
            print_buttons(view.run.id)


def print_buttons(run_id: UUID) -> None:
    """A blank form in each language, made when it is asked for; by then the run's own session is closed."""
    context = current()
    portal, actor = context.portal, actor_of(context)

    def printed(language: str) -> bytes:
        with portal.session() as session:
            return print_evaluation(session=session, actor=actor, run_id=run_id, language=language)

    with st.container(horizontal=True):
        for language in LANGUAGES:
            st.download_button(
                _("Print in {language}").format(language=name_in_words(language)),
                data=partial(printed, language),
                file_name=f"evaluation-{language}.pdf",
                mime="application/pdf",
                icon=":material/print:",
                on_click="ignore",
                key=f"print-evaluation:{run_id}:{language}",
            )
