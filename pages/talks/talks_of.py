"""Talks with a volunteer and notes about them, on their page: planned, written down, and taken back."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import N_, at_time, on_date
from core.i18n import gettext as _
from core.talks.rules import CHOSEN, TalkKind, can_be_taken_back
from core.talks.service import (
    NoteRow,
    TalkRow,
    call_talk_off,
    correct_talk,
    hold_talk,
    move_talk,
    notes_of,
    plan_talk,
    record_talk,
    take_note_back,
    take_talk_back,
    talks_of,
    write_note,
)
from pages.along_the_way import challenges
from pages.approvals.closing_talk import closing_guide
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, current
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import section_line
from pages.widgets.inputs import day_input
from pages.widgets.leading import Led, lead_to, leads
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button
from pages.widgets.show_more import first_ones, more_button

KINDS = {
    TalkKind.CLARIFICATION: N_("Before the training"),
    TalkKind.AFTER_MODULE: N_("After a module"),
    TalkKind.FOLLOW_UP: N_("How it goes"),
    TalkKind.WELLBEING: N_("When things are hard"),
    TalkKind.OTHER_TASKS: N_("What else one could do"),
    TalkKind.FAREWELL: N_("A closing talk"),
}
IN_TWO_WEEKS = timedelta(days=14)
PLAN, RECORD, CLOSING, NOTE = "plan", "record", "closing", "note"
# The one form that is open below the heading of one volunteer's talks: one of these, or the id of a talk; "" for none.
OPEN = ScreenState("talks-open", "")
# Whether another day is asked for, by talk.
MOVING = ScreenState("talks-moving", False)
LED = ScreenState[Led | None]("talks-led", None)


def hold(engagement_id: UUID, talk_id: UUID | None) -> None:
    """Open the form that says that this talk was held."""
    _open(engagement_id, str(talk_id or RECORD))


def write_closing_talk(engagement_id: UUID) -> None:
    """Open the form that says that the closing talk of a goodbye was held."""
    _open(engagement_id, CLOSING)


def _open(engagement_id: UUID, form: str) -> None:
    """Open a form and have the reader led to it: what was pressed may stand far above it, or at the top of the page."""
    OPEN.of(engagement_id).set(form)
    lead_to(LED, _form_key(engagement_id))
    st.rerun()


def _form_key(engagement_id: UUID) -> str:
    return f"talk-form-{engagement_id}"


def draw(context: Context, engagement_id: UUID, *, over: bool = False) -> None:
    """Everything said and written about one volunteer, and the ways to add to it; nothing for who may not read it.

    Nothing is added about somebody with whom it is `over`.
    """
    if not may(context.actor, Action.WRITE_NOTES):
        return
    actor = actor_of(context)
    talks = talks_of(session=context.session, actor=actor, engagement_id=engagement_id)
    notes = notes_of(session=context.session, actor=actor, engagement_id=engagement_id)
    if over and not talks and not notes:
        return
    acts, heading = section_line("talks", _("Talks and notes"), len(talks) + len(notes))
    with acts:
        if not over:
            _ways(engagement_id)
    _opened(engagement_id, talks, len(notes))
    key = f"said-of-{engagement_id}"
    told: list[TalkRow | NoteRow] = [*talks, *notes]
    if told:
        with heading.rows("of-talks"):
            for each in first_ones(told, key):
                _talk(engagement_id, each, over=over) if isinstance(each, TalkRow) else _written(each)
        more_button(told, key)


def _ways(engagement_id: UUID) -> None:
    ways = (
        (PLAN, _("Plan a talk"), ":material/event:"),
        (RECORD, _("We have talked"), ":material/forum:"),
        (NOTE, _("Write a note"), ":material/edit_note:"),
    )
    for way, label, icon in ways:
        if st.button(label, icon=icon, key=f"to-{way}-{engagement_id}", type="tertiary"):
            if OPEN.of(engagement_id).get() != way:
                _open(engagement_id, way)
            OPEN.of(engagement_id).set("")
            st.rerun()
    if st.button(_("Something is wrong"), icon=":material/support:", key=f"to-worry-{engagement_id}", type="tertiary"):
        go(addresses.WRITE_DOWN, engagement_id)


def _opened(engagement_id: UUID, talks: Sequence[TalkRow], notes: int) -> None:
    """The form that somebody opened: the page has much else to draw, so each waits until it is asked for."""
    asked = OPEN.of(engagement_id).get()
    talk = next((each for each in talks if str(each.talk_id) == asked), None)
    if talk is None and asked not in (PLAN, RECORD, CLOSING, NOTE):
        return
    with st.container(border=True, key=_form_key(engagement_id)):
        st.caption(_("For colleagues alone. Write what you have agreed, never what somebody is ill with."))
        if talk is not None and talk.held_on is not None:
            _correct(engagement_id, talk)
        elif talk is not None:
            if talk.kind is TalkKind.FOLLOW_UP:
                challenges.beside_talk(current(), engagement_id)
            _hold(engagement_id, talk)
        elif asked == PLAN:
            _plan(engagement_id)
        elif asked in (RECORD, CLOSING):
            if asked == CLOSING:
                closing_guide(current(), engagement_id)
            else:
                challenges.beside_talk(current(), engagement_id)
            _record(engagement_id, len(talks), TalkKind.FAREWELL if asked == CLOSING else CHOSEN[0])
        else:
            _note(engagement_id, notes)
    leads(LED.get(), {}, f"talk-leads-{engagement_id}")


def _talk(engagement_id: UUID, talk: TalkRow, *, over: bool) -> None:
    what = _(KINDS[talk.kind])
    if talk.module is not None:
        what = _("After module {number}").format(number=talk.module)
    if talk.held_on is not None:
        line(what, place=_("with {name}").format(name=talk.recorded_by), what=talk.words, when=on_date(talk.held_on))
        if talk.module is None and not over and row_button(_("Correct"), f"correct-{talk.talk_id}"):
            hold(engagement_id, talk.talk_id)
        return
    late = talk.planned_on is not None and talk.planned_on < current().today
    state = RowState(_("Over its day"), "orange") if late else RowState(_("Planned"), "blue")
    line(what, state=state, when=on_date(talk.planned_on) if talk.planned_on else "")
    if row_button(_("It has been held"), f"hold-{talk.talk_id}"):
        hold(engagement_id, talk.talk_id)


def _written(note: NoteRow) -> None:
    line(_("Note"), place=note.written_by, what=note.words, when=plain(at_time(note.written_at)))
    if note.mine and row_button(_("Take back"), f"take-back-{note.note_id}"):
        act(
            lambda by: take_note_back(**by, note_id=note.note_id),
            _("The note is taken back."),
        )


def _plan(engagement_id: UUID) -> None:
    context = current()
    kind = _kind("plan-talk-kind")
    day = day_input(_("When?"), context.today + IN_TWO_WEEKS, key=f"plan-talk-{engagement_id}")
    st.caption(_("They get a mail with the day, and nothing of what it is about."))
    if st.button(_("Plan it"), key="plan-talk"):
        act(
            lambda by: plan_talk(**by, engagement_id=engagement_id, kind=kind, planned_on=day.needed()),
            _("The talk is planned."),
            then=lambda _talk: OPEN.of(engagement_id).forget(),
        )


def _record(engagement_id: UUID, number: int, about: TalkKind) -> None:
    key = f"talked-{engagement_id}-{number}-"
    draft = FormDraft(f"talk:{engagement_id}:{number}", key, TalkKind)
    kind = _kind(f"{key}kind-{about}", about)
    form = EntryForm(f"record-talk-{engagement_id}")
    day, words = _held(form, key)
    draft.keep()
    if st.button(_("Save the talk"), key="record-talk"):
        form.send(
            lambda by: record_talk(**by, engagement_id=engagement_id, kind=kind, held_on=day, words=words),
            _("The talk is written down."),
            then=draft.sent(lambda _talk: OPEN.of(engagement_id).forget()),
        )


def _hold(engagement_id: UUID, talk: TalkRow) -> None:
    form = EntryForm(f"held-talk-{talk.talk_id}")
    draft = FormDraft(f"held-talk:{talk.talk_id}", f"talked-{talk.talk_id}-")
    day, words = _held(form, f"talked-{talk.talk_id}-")
    draft.keep()
    with st.container(horizontal=True):
        if st.button(_("Save the talk"), key=f"held-talk-save-{talk.talk_id}"):
            form.send(
                lambda by: hold_talk(
                    **by, talk_id=talk.talk_id, held_on=day, words=words, expected_version=talk.version
                ),
                _("The talk is written down."),
                then=draft.sent(lambda _talk: OPEN.of(engagement_id).forget()),
            )
        if st.button(_("Another day"), key=f"move-talk-{talk.talk_id}", type="tertiary", icon=":material/event:"):
            MOVING.of(talk.talk_id).set(not MOVING.of(talk.talk_id).get())
            st.rerun()
        if st.button(_("Call the talk off"), key=f"call-off-{talk.talk_id}", type="tertiary", icon=":material/block:"):
            act(
                lambda by: call_talk_off(**by, talk_id=talk.talk_id, expected_version=talk.version),
                _("The talk is called off."),
                then=lambda _none: OPEN.of(engagement_id).forget(),
            )

    if MOVING.of(talk.talk_id).get():
        _move(engagement_id, talk)


def _move(engagement_id: UUID, talk: TalkRow) -> None:
    form = EntryForm(f"move-talk-{talk.talk_id}")
    day = form.day("planned_on", _("Which day?"), talk.planned_on, key=f"move-talk-day-{talk.talk_id}")
    st.caption(_("They get a mail with the day, and nothing of what it is about."))
    if st.button(_("Move it to that day"), key=f"move-talk-save-{talk.talk_id}"):
        form.send(
            lambda by: move_talk(**by, talk_id=talk.talk_id, planned_on=day, expected_version=talk.version),
            _("The talk is moved."),
            then=lambda _talk: OPEN.of(engagement_id).forget(),
        )


def _held(form: EntryForm, key: str) -> tuple[date | None, str]:
    day = form.day("held_on", _("When was it?"), current().today, key=f"{key}day")
    with form.field("words") as said:
        words = st.text_area(_("What you agreed (may be left blank)") + said, key=f"{key}words")
    return day, words


def _correct(engagement_id: UUID, talk: TalkRow) -> None:
    """Another day, and for a while after it was written down that it was not held at all."""
    day = day_input(_("When was it?"), talk.held_on, key=f"correct-day-{talk.talk_id}")
    with st.container(horizontal=True):
        if st.button(_("Save the day"), key=f"correct-save-{talk.talk_id}"):
            act(
                lambda by: correct_talk(
                    **by, talk_id=talk.talk_id, held_on=day.needed(), expected_version=talk.version
                ),
                _("The day is saved."),
                then=lambda _talk: OPEN.of(engagement_id).forget(),
            )
        if can_be_taken_back(talk.recorded_at, current().now) and st.button(
            _("It was not held"), key=f"not-held-{talk.talk_id}", type="tertiary", icon=":material/undo:"
        ):
            act(
                lambda by: take_talk_back(**by, talk_id=talk.talk_id, expected_version=talk.version),
                _("It is taken back."),
                then=lambda _none: OPEN.of(engagement_id).forget(),
            )


def _note(engagement_id: UUID, number: int) -> None:
    draft = FormDraft(f"note:{engagement_id}:{number}", f"note-words-{engagement_id}-{number}")
    words = st.text_area(_("Your note"), key=f"note-words-{engagement_id}-{number}")
    draft.keep()
    if st.button(_("Save the note"), key="write-note"):
        act(
            lambda by: write_note(**by, engagement_id=engagement_id, words=words),
            _("The note is saved."),
            then=draft.sent(lambda _note: OPEN.of(engagement_id).forget()),
        )


def _kind(key: str, about: TalkKind = CHOSEN[0]) -> TalkKind:
    return (
        st.radio(
            _("What is it about?"),
            CHOSEN,
            index=CHOSEN.index(about),
            format_func=lambda kind: _(KINDS[kind]),
            key=key,
        )
        or about
    )
