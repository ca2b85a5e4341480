"""Moving a day of a training for everybody who has it ahead, and one of what comes again after it."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

from core.i18n import COPENHAGEN, local_day, ngettext
from core.i18n import gettext as _
from core.training.moving import call_off_gathering, move_day, move_gathering
from core.training.reading import GatheringView, PeerDay, RoundDay, RoundView, TrainingView
from core.training.rules import GATHERINGS
from core.training.undoing import WaitingMove, undo_day_move, undo_gathering_change, waiting_moves
from pages.shell.action import By, act
from pages.shell.context import Context, actor_of
from pages.telling.days import said_of_day, said_of_people
from pages.telling.telling import waits
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


def just_moved(context: Context, training: TrainingView, round_: RoundView) -> None:
    """What was changed and is not told yet, each with one press that takes it back."""
    called = {each.day.id: each.day.called for each in round_.days}
    for each in waiting_moves(
        session=context.session,
        actor=actor_of(context),
        organisation_id=training.organisation_id,
        round_id=round_.round_id,
        now=context.now,
    ):
        waits(
            each.notice,
            partial(_undo, round_.round_id, each),
            called=_(GATHERINGS[each.kind]) if each.kind else called.get(each.plan_day, ""),
        )


def _undo(round_id: UUID, move: WaitingMove, by: By, _notice_id: UUID) -> None:
    if move.kind is None:
        undo_day_move(**by, round_id=round_id, notices=move.notices)
    else:
        ((gathering_id, notice_id),) = move.notices
        undo_gathering_change(**by, round_id=round_id, gathering_id=gathering_id, notice_id=notice_id)


def _move(context: Context, training: TrainingView, day: RoundDay, to_come: Collection[PeerDay]) -> None:
    st.write(
        _(
            "It moves for everybody who has it ahead, in their calendars too. They get a mail in ten minutes. Until "
            "then you can undo it."
        )
    )
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
    st.write(
        _(
            "This one moves, and the others stay. Everybody in the team gets a mail in ten minutes. Until then you can "
            "undo it."
        )
    )
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
