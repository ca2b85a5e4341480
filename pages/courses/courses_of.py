"""The courses of one volunteer, on their page."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.courses.lists import courses_of
from core.i18n import gettext as _
from pages.courses.words import course_card
from pages.shell.context import Context, actor_of
from pages.widgets.show_more import first_ones, more_button


def draw(context: Context, engagement_id: UUID) -> None:
    """Draw the runs they lead and have led, the newest first; nothing for a volunteer without any."""
    if not may(context.actor, Action.SEE_COURSES):
        return
    rows = courses_of(
        session=context.session, actor=actor_of(context), engagement_id=engagement_id, today=context.today
    )
    if not rows:
        return
    st.subheader(_("Courses"), anchor=False)
    key = f"courses-of-{engagement_id}"
    for row in first_ones(rows, key):
        course_card(row)
    more_button(rows, key)
