"""A time for a talk: one of three that are suggested, each one press, or a day and an hour of one's own."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

import streamlit as st

from core.i18n import COPENHAGEN, local_day
from core.i18n import gettext as _
from core.support.rules import AHEAD
from pages.shell.action import By
from pages.shell.context import Context
from pages.support.words import at_words
from pages.widgets.dialogs import close_dialog
from pages.widgets.form import EntryForm

AT = time(9)


def suggested_times(times: Sequence[datetime], key: str, context: Context, *, loud: bool = False) -> datetime | None:
    """The times to choose from, the first of them `loud`; the one that was pressed."""
    chosen = None
    with st.container(horizontal=True):
        for number, starts_at in enumerate(times):
            words = at_words(starts_at, context)
            if st.button(
                words[:1].upper() + words[1:],
                key=f"talk-at-{number}-{key}",
                type="primary" if loud and number == 0 else "secondary",
            ):
                chosen = starts_at
    return chosen


def own_time(
    context: Context, key: str, before: datetime | None, does: Callable[[By, datetime], object], said: str
) -> None:
    """A day and an hour to choose, `before` what it was; `does` keeps them."""
    form = EntryForm(f"talk-time-{key}")
    left, right = st.columns(2)
    tomorrow = context.today + timedelta(days=1)
    with left:
        day = form.day(
            "day",
            _("Which day?"),
            max(local_day(before), context.today) if before else tomorrow,
            needed=True,
            first=context.today,
            last=context.today + AHEAD - timedelta(days=1),
            key=f"talk-day-{key}",
        )
    at = right.time_input(
        _("At what time?"),
        value=before.astimezone(COPENHAGEN).time() if before else AT,
        key=f"talk-hour-{key}",
        step=900,
    )
    if st.button(_("Save the time"), type="primary", icon=":material/event:", key="talk-save"):
        starts_at = datetime.combine(day or tomorrow, at or AT, tzinfo=COPENHAGEN)
        form.send(lambda by: does(by, starts_at), said, icon=":material/event:", then=close_dialog)
