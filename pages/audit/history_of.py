"""What happened about one volunteer, by whom and when, on their page."""

from itertools import groupby
from uuid import UUID

import streamlit as st

from core.access.log import AuditRow
from core.access.permissions import Action, may
from core.i18n import clock, local_day, on_date
from core.i18n import gettext as _
from core.register.history import history_of
from pages.audit.words import what, which_fields, who
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.plain import plain

AT_ONCE = 20
SHOWN = ScreenState("history-shown", AT_ONCE)


def draw(context: Context, engagement_id: UUID) -> None:
    """The newest events, more when somebody asks for them; nothing for who may not."""
    if not may(context.actor, Action.ADD_VOLUNTEER):
        return
    counted = SHOWN.of(engagement_id)
    shown = counted.get()
    entries = history_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id, count=shown + 1)
    for day, of_day in groupby(entries[:shown], key=lambda entry: local_day(entry.at)):
        st.markdown(f"**{on_date(day)}**\n\n" + "\n".join(_line(entry) for entry in of_day))
    if len(entries) > shown and st.button(_("Show more"), icon=":material/expand_more:", key=f"{counted.key}-more"):
        counted.set(shown + AT_ONCE)
        st.rerun()


def _line(entry: AuditRow) -> str:
    return f"- {clock(entry.at)} · **{plain(who(entry))}** {plain(what(entry))}{which_fields(entry)}"
