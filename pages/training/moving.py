"""Moving a day of a training for everybody who has it ahead."""

import streamlit as st

from core.i18n import COPENHAGEN, local_day, ngettext
from core.i18n import gettext as _
from core.training.reading import PeerDay, RoundDay, RoundView
from core.training.rounds import move_day
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm
from pages.widgets.plain import plain


def move_button(round_: RoundView, day: RoundDay, first: PeerDay) -> None:
    """A quiet button that asks where it goes."""
    dialog_button(
        _("Move"),
        f"move-{day.day.id}",
        _("Move “{day}”").format(day=day.day.called),
        lambda _by: _move(round_, day, first),
    )


def _move(round_: RoundView, day: RoundDay, first: PeerDay) -> None:
    st.write(_("It moves for everybody who has it ahead, in their calendars too."))
    key = f"move-{day.day.id}"
    form = EntryForm(key)
    on = form.day("on", _("Which day?"), local_day(first.starts_at), key=f"{key}-on", needed=True)
    starts = first.starts_at.astimezone(COPENHAGEN).time()
    at = st.time_input(_("Begins at"), value=starts, key=f"{key}-at", step=900)
    with form.field("place") as said:
        where = st.text_input(_("Where?") + said, first.place, key=f"{key}-place")
    if st.button(_("Move it"), type="primary", icon=":material/event:", key=f"{key}-do"):
        form.send(
            lambda by: move_day(
                **by, round_id=round_.round_id, plan_day=day.day.id, on=on, begins_at=at or starts, place=where
            ),
            lambda count: plain(
                ngettext("Moved for {count} peer.", "Moved for {count} peers.", count).format(count=count)
            ),
            then=close_dialog,
        )
