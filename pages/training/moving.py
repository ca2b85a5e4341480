"""Moving a day of a training for everybody who has it ahead, and one of what comes again after it."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import streamlit as st

from core.i18n import COPENHAGEN, local_day, ngettext
from core.i18n import gettext as _
from core.training.moving import call_off_gathering, move_day, move_gathering
from core.training.reading import GatheringView, PeerDay, RoundDay, TrainingView
from core.training.rules import GATHERINGS
from pages.shell.action import By, act
from pages.shell.context import Context
from pages.telling.days import said_of_day, said_of_people
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm


def move_button(training: TrainingView, day: RoundDay, to_come: Collection[PeerDay]) -> None:
    """A quiet button that asks where it goes."""
    dialog_button(
        _("Move"),
        f"move-{day.day.id}",
        _("Move “{day}”").format(day=day.day.called),
        lambda context: _move(context, training, day, to_come),
    )


def change_gathering(training: TrainingView, each: GatheringView) -> None:
    """The same of one that comes again, with what calls it off."""
    dialog_button(
        _("Move"),
        f"gathering-{each.gathering_id}",
        _("Move “{day}”").format(day=_(GATHERINGS[each.kind])),
        lambda context: _move_gathering(context, training, each),
    )


def _move(context: Context, training: TrainingView, day: RoundDay, to_come: Collection[PeerDay]) -> None:
    st.write(_("It moves for everybody who has it ahead, in their calendars too. They get a mail."))
    round_ = training.current
    assert round_ is not None
    first, peers = min(to_come, key=lambda each: each.starts_at), [each.engagement_id for each in to_come]
    _ask(
        context,
        training,
        f"move-{day.day.id}",
        (first.starts_at, first.place, peers),
        lambda by, on, at, place: move_day(
            **by, round_id=round_.round_id, plan_day=day.day.id, on=on, begins_at=at, place=place
        ),
        lambda count: ngettext("Moved for {count} peer.", "Moved for {count} peers.", count).format(count=count),
    )


def _move_gathering(context: Context, training: TrainingView, each: GatheringView) -> None:
    st.write(_("This one moves, and the others stay. Everybody in the team gets a mail."))
    _ask(
        context,
        training,
        f"gathering-{each.gathering_id}",
        (each.starts_at, each.place, [member.engagement_id for member in training.members]),
        lambda by, on, at, place: move_gathering(
            **by, gathering_id=each.gathering_id, on=on, begins_at=at, place=place
        ),
        lambda _done: _("Moved."),
    )
    if st.button(_("Call this one off"), icon=":material/event_busy:", key=f"gathering-off-{each.gathering_id}"):
        act(
            lambda by: call_off_gathering(**by, gathering_id=each.gathering_id),
            _("Called off. The others stay."),
            then=close_dialog,
        )


def _ask(
    context: Context,
    training: TrainingView,
    key: str,
    now_at: tuple[datetime, str, Collection[UUID]],
    moves: Callable[[By, date | None, time, str], Any],
    said: Callable[[Any], str],
) -> None:
    """The day, the hour and the place, with who can hardly be there; `now_at` is when and where it is now, for whom."""
    starts_at, place, peers = now_at
    before, form = local_day(starts_at), EntryForm(key)
    on = form.day("on", _("Which day?"), before, key=f"{key}-on", needed=True)
    said_of_day(context, training.organisation_id, on, before)
    if on is not None and on != before:
        said_of_people(context, peers, [on], [training.current.round_id] if training.current else [])
    starts = starts_at.astimezone(COPENHAGEN).time()
    at = st.time_input(_("Begins at"), value=starts, key=f"{key}-at", step=900)
    with form.field("place") as wrong:
        where = st.text_input(_("Where?") + wrong, place, key=f"{key}-place")
    if st.button(_("Move it"), type="primary", icon=":material/event:", key=f"{key}-do"):
        form.send(lambda by: moves(by, on, at or starts, where), said, then=close_dialog)
