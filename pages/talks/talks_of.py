"""Talks with a volunteer and notes about them, on their page: planned, written down, and taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import N_, at_time, on_date
from core.i18n import gettext as _
from core.talks.rules import CHOSEN, TalkKind
from core.talks.service import (
    NoteRow,
    TalkRow,
    call_talk_off,
    hold_talk,
    notes_of,
    plan_talk,
    record_talk,
    take_note_back,
    talks_of,
    write_note,
)
from pages.shell.action import act
from pages.shell.context import Context, actor_of, current
from pages.widgets.plain import plain

KINDS = {
    TalkKind.CLARIFICATION: N_("Before the training: is it something for you?"),
    TalkKind.AFTER_MODULE: N_("After a module"),
    TalkKind.FOLLOW_UP: N_("How it goes"),
    TalkKind.WELLBEING: N_("When things are hard"),
    TalkKind.OTHER_TASKS: N_("What else one could do"),
}
SHOWN, IN_TWO_WEEKS = 5, timedelta(days=14)


def draw(context: Context, engagement_id: UUID) -> None:
    """Everything said and written about one volunteer, and the ways to add to it; nothing for who may not read it."""
    if not may(context.actor, Action.WRITE_NOTES):
        return
    actor = actor_of(context)
    talks = talks_of(session=context.session, actor=actor, engagement_id=engagement_id)
    notes = notes_of(session=context.session, actor=actor, engagement_id=engagement_id)
    st.subheader(_("Talks and notes"), anchor=False)
    st.caption(_("For colleagues alone. Write what you have agreed, never what somebody is ill with."))
    with st.container(horizontal=True):
        with _opened(_("Plan a talk"), ":material/event:", f"to-plan-{engagement_id}") as opened:
            if opened:
                _plan(engagement_id)
        with _opened(_("We have talked"), ":material/forum:", f"to-record-{engagement_id}") as opened:
            if opened:
                _record(engagement_id, len(talks))
        with _opened(_("Write a note"), ":material/edit_note:", f"to-note-{engagement_id}") as opened:
            if opened:
                _note(engagement_id, len(notes))
    for talk in talks[:SHOWN]:
        _talk(talk)
    for note in notes[:SHOWN]:
        _written(note)
    if len(talks) > SHOWN or len(notes) > SHOWN:
        _earlier(engagement_id, talks[SHOWN:], notes[SHOWN:])


@contextmanager
def _opened(label: str, icon: str, key: str) -> Iterator[bool]:
    """A form behind a button, and whether it is open: the page has much else to draw, so a form waits until it is."""
    folded = st.popover(label, icon=icon, key=key, on_change="rerun")
    with folded:
        yield bool(folded.open)


def _earlier(engagement_id: UUID, talks: Sequence[TalkRow], notes: Sequence[NoteRow]) -> None:
    """Those of former years, folded away: drawn when somebody wants to see them."""
    folded = st.expander(
        _("Earlier talks and notes"),
        icon=":material/history:",
        on_change="rerun",
        key=f"earlier-talks-{engagement_id}",
    )
    if folded.open:
        with folded:
            for talk in talks:
                _talk(talk)
            for note in notes:
                _written(note)


def _talk(talk: TalkRow) -> None:
    what = _(KINDS[talk.kind])
    if talk.module is not None:
        what = _("After module {number}").format(number=talk.module)
    if talk.held_on is not None:
        told = _("{kind}, {day}, with {name}").format(
            kind=f":material/forum: **{what}**", day=on_date(talk.held_on), name=plain(talk.recorded_by)
        )
        st.markdown(told + (f"  \n{plain(talk.words)}" if talk.words else ""))
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"talk-{talk.talk_id}"):
        overdue = talk.planned_on is not None and talk.planned_on < current().today
        badge = f" :orange-badge[:material/priority_high: {_('Over its day')}]" if overdue else ""
        day = on_date(talk.planned_on) if talk.planned_on else ""
        st.markdown(f":material/event: **{what}** · {day}{badge}", width=440)
        with st.popover(_("It has been held"), icon=":material/task_alt:", key=f"hold-{talk.talk_id}"):
            _hold(talk)
        if st.button(_("Call the talk off"), key=f"call-off-{talk.talk_id}", type="tertiary", icon=":material/block:"):
            act(
                lambda by: call_talk_off(**by, talk_id=talk.talk_id, expected_version=talk.version),
                _("The talk is called off."),
            )


def _written(note: NoteRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"note-{note.note_id}"):
        when = _("{name}, {time}").format(name=plain(note.written_by), time=plain(at_time(note.written_at)))
        st.markdown(f":material/edit_note: {plain(note.words)}  \n:small[{when}]", width=560)
        if note.mine and st.button(
            _("Take back"), key=f"take-back-{note.note_id}", type="tertiary", icon=":material/undo:"
        ):
            act(
                lambda by: take_note_back(**by, note_id=note.note_id),
                _("The note is taken back."),
            )


def _plan(engagement_id: UUID) -> None:
    context = current()
    kind = _kind("plan-talk-kind")
    day = st.date_input(
        _("When?"), value=context.today + IN_TWO_WEEKS, format="DD.MM.YYYY", key=f"plan-talk-{engagement_id}"
    )
    if st.button(_("Plan it"), key="plan-talk", type="primary"):
        act(
            lambda by: plan_talk(**by, engagement_id=engagement_id, kind=kind, planned_on=day),
            _("The talk is planned."),
        )


def _record(engagement_id: UUID, number: int) -> None:
    context = current()
    kind = _kind("record-talk-kind")
    day = st.date_input(_("When was it?"), value=context.today, format="DD.MM.YYYY", key=f"record-talk-{engagement_id}")
    words = st.text_area(_("What you agreed (may be left blank)"), key=f"record-talk-words-{engagement_id}-{number}")
    if st.button(_("Save the talk"), key="record-talk", type="primary"):
        act(
            lambda by: record_talk(**by, engagement_id=engagement_id, kind=kind, held_on=day, words=words),
            _("The talk is written down."),
        )


def _hold(talk: TalkRow) -> None:
    context = current()
    day = st.date_input(_("When was it?"), value=context.today, format="DD.MM.YYYY", key=f"held-talk-{talk.talk_id}")
    words = st.text_area(_("What you agreed (may be left blank)"), key=f"held-talk-words-{talk.talk_id}")
    if st.button(_("Save the talk"), key=f"held-talk-save-{talk.talk_id}", type="primary"):
        act(
            lambda by: hold_talk(**by, talk_id=talk.talk_id, held_on=day, words=words, expected_version=talk.version),
            _("The talk is written down."),
        )


def _note(engagement_id: UUID, number: int) -> None:
    words = st.text_area(_("Your note"), key=f"note-words-{engagement_id}-{number}")
    if st.button(_("Save the note"), key="write-note", type="primary"):
        act(
            lambda by: write_note(**by, engagement_id=engagement_id, words=words),
            _("The note is saved."),
        )


def _kind(key: str) -> TalkKind:
    return st.radio(_("What is it about?"), CHOSEN, format_func=lambda kind: _(KINDS[kind]), key=key) or CHOSEN[0]
