"""What is printed for a course: the blank evaluation form, in both languages."""

from uuid import UUID

import streamlit as st

from core.courses.printing import print_evaluation
from core.courses.rules import CourseState
from core.courses.view import CourseView
from core.i18n import gettext as _
from pages.shell.context import actor_of, current
from pages.widgets.downloads import print_buttons


def prints(view: CourseView) -> None:
    """The form for the participants, to hand out after the last module."""
    if view.state is not CourseState.CANCELLED:
        with st.expander(_("Evaluation form on paper"), icon=":material/print:"):
            st.write(_("Hand it out after the last module. Nobody writes their name on it."))
            evaluation_buttons(view.run.id)


def evaluation_buttons(run_id: UUID) -> None:
    """A blank form in each language."""
    actor = actor_of(current())
    print_buttons(
        _("Print in {language}"),
        lambda session, language: print_evaluation(session=session, actor=actor, run_id=run_id, language=language),
        "evaluation",
        key=f"print-evaluation:{run_id}:",
    )
