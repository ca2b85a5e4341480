"""A break from volunteering: that it began, and that they go on."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import streamlit as st

from core.approvals.pauses import PauseDetails, begin_pause, end_pause
from core.approvals.rules import PauseReason
from core.approvals.view import PauseTold
from core.i18n import gettext as _
from core.i18n import on_date
from pages.approvals.words import REASONS
from pages.shell.action import act
from pages.shell.context import current
from pages.shell.state import ScreenState
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.inputs import day_input
from pages.widgets.plain import plain

ONE_DAY = timedelta(days=1)


def pauses(engagement_id: UUID, found: Sequence[PauseTold], *, loud: bool) -> None:
    """All breaks with what can still be changed, and a new one, `loud` where nothing else is to be done first."""
    for pause in found:
        with st.container(border=True, key=f"pause-{pause.pause_id}"):
            _told(pause)
    st.button(
        _("Record a break"),
        icon=":material/pause_circle:",
        type="primary" if loud else "secondary",
        key="open-pause",
        on_click=open_dialog,
        args=("pause",),
    )
    dialog("pause", _("Record a break"), lambda _now: _begin(engagement_id))


# The version of a break that the reader has before them.
SEEN = ScreenState("pause-seen", 0)


def _told(pause: PauseTold) -> None:
    context = current()
    days = (
        _("From {first}, until further notice").format(first=on_date(pause.begins_on))
        if pause.ends_on is None
        else _("From {first} to {last}").format(first=on_date(pause.begins_on), last=on_date(pause.ends_on))
    )
    word = f" · {_(REASONS[PauseReason(pause.reason)])}" if pause.reason else ""
    st.markdown(f"{days}{word}  \n:small[{_('Recorded by {name}').format(name=plain(pause.recorded_by))}]")
    version = SEEN.of(pause.pause_id).swap(pause.version)
    if pause.ends_on is not None and pause.ends_on < context.today:
        return
    key = f"go-on-{pause.pause_id}"
    dialog_button(
        _("They go on"), key, _("They go on"), lambda _now: _end(pause, version), icon=":material/play_circle:"
    )


def _end(pause: PauseTold, version: object) -> None:
    last = day_input(
        _("Last day of the break"),
        pause.ends_on or max(pause.begins_on, current().today - ONE_DAY),
        key=f"pause-last-{pause.pause_id}",
    )
    if st.button(_("Save the last day"), type="primary", key=f"pause-end-{pause.pause_id}"):
        act(
            lambda by: end_pause(
                **by,
                pause_id=pause.pause_id,
                ends_on=last.needed(),
                expected_version=version if isinstance(version, int) else 0,
            ),
            _("The last day of the break is saved."),
            icon=":material/play_circle:",
            then=close_dialog,
        )


def _begin(engagement_id: UUID) -> None:
    context = current()
    form = EntryForm("pause")
    first = form.day("begins_on", _("First day of the break"), context.today, key="pause-first")
    last = form.day("ends_on", _("Last day (may be left blank)"), None, key="pause-last")
    reason = st.pills(
        _("Reason (may be left out)"),
        [*PauseReason],
        format_func=lambda each: _(REASONS[each]),
        key="pause-reason",
        help=_("What somebody is ill with, and that they are, is nobody’s business here."),
    )
    if st.button(_("Record it as a break"), type="primary", key="pause-begin"):
        form.send(
            lambda by: begin_pause(
                **by,
                engagement_id=engagement_id,
                details=PauseDetails(begins_on=first, ends_on=last, reason=reason),
            ),
            _("The break is recorded. See below what it touches."),
            icon=":material/pause_circle:",
            then=close_dialog,
        )
