"""The day a demonstration pretends it is: set ahead to see a season pass, and back again."""

from datetime import date

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import days_as_typed, local_day, short_date, utc_now
from core.i18n import gettext as _
from core.organisations.service import set_days_ahead
from pages.shell.action import act
from pages.shell.context import Context


def draw(context: Context) -> None:
    """Which day it is here; behind it, another day. For colleagues in a demonstration alone."""
    if context.state != "demonstration" or not may(context.actor, Action.SEE_VOLUNTEERS):
        return
    # The one place that asks the calendar itself: from it follows how far ahead the demonstration is.
    calendar = local_day(utc_now())
    # No more than the day, so that the way out stays beside it on a phone.
    with st.popover(
        short_date(context.today),
        type="tertiary",
        icon=":material/calendar_today:",
        help=_("The day it is here"),
        # Another day is another list, so it closes once the day is chosen.
        key=f"day-here-{context.today}",
    ):
        st.markdown(_("See what the portal shows on a later day. It changes for everybody in the demonstration."))
        day = st.date_input(
            _("Day"),
            value=context.today,
            # Any day can be written: the nearest that can be shown is.
            min_value=date.min,
            max_value=date(9998, 12, 31),
            format=days_as_typed(),
            key=f"pretended-{context.today}",
        )
        if st.button(_("Show this day"), key="pretend", type="primary", width="stretch"):
            _pretend(day, calendar)


def _pretend(day: date, calendar: date) -> None:
    act(lambda by: set_days_ahead(session=by["session"], actor=by["actor"], days=(day - calendar).days))
