"""A goodbye under way: its parts with owner and day, ticked off on the volunteer's page, and how it is begun."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.approvals.goodbye import say_goodbye, take_goodbye_back, tick_handed_over
from core.approvals.rules import EndReason, GoodbyePart, GoodbyeState
from core.approvals.stopping import answer_wish, wish_of
from core.i18n import N_, on_date
from core.i18n import gettext as _
from core.people.service import VolunteerView
from pages.approvals.words import WHY, why
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.dialogs import close_dialog
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import day_input
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button


@dataclass(frozen=True, slots=True)
class PartWay:
    """How a part of a goodbye is done: the button, what it does, and what is drawn where it is `done`."""

    button: str
    does: Callable[[], object]
    done: Callable[[], object] | None = None


# What each part is called, and what belongs to it in a sentence.
PARTS = {
    GoodbyePart.HANDED_OVER: (N_("Tasks handed over"), N_("Who does now what they did, and has what they had?")),
    GoodbyePart.TALKED: (N_("A closing talk"), N_("How was it, and would something else here suit them?")),
    GoodbyePart.THANKED: (N_("Thanks"), N_("In their own way, and from those they worked with.")),
    GoodbyePart.PROVED: (N_("Proof of effort"), N_("A proof or a certificate: they find it among their documents.")),
}

# What still can be done once they have stopped: it is theirs, and no later day takes it away.
AFTERWARDS = frozenset({GoodbyePart.THANKED, GoodbyePart.PROVED})


def parts(context: Context, view: VolunteerView, goodbye: GoodbyeState, ways: Mapping[GoodbyePart, PartWay]) -> None:
    """What is to be done by the last day, by whom, and when it was; over or not, it says how it went.

    `ways` are how each part is done, of those the reader may do.
    """
    over = view.engagement.ended_at is not None
    left = len(GoodbyePart) - len(goodbye.done)
    with section(_("Goodbye"), len(GoodbyePart) if over else left).rows("of-goodbye"):
        for part, (title, about) in PARTS.items():
            day, way = goodbye.done.get(part), ways.get(part)
            line(
                _(title),
                place=f"{_owner(part, view)} · {_(about)}" if day is None and not over else _owner(part, view),
                state=_state(context, goodbye, part, over=over),
                when=_when(goodbye, part, over=over),
            )
            if day is not None and way is not None and way.done is not None:
                way.done()
            elif (
                day is None
                and way is not None
                and (part in AFTERWARDS or not over)
                and row_button(way.button, f"goodbye-{part}")
            ):
                way.does()


def _state(context: Context, goodbye: GoodbyeState, part: GoodbyePart, *, over: bool) -> RowState:
    if part in goodbye.done:
        return RowState(_("Done"), "green")
    if part is GoodbyePart.THANKED and goodbye.thanks_on is not None:
        return RowState(_("Planned"), "blue")
    if over:
        return RowState(_("Not done"))
    return RowState(_("Over its day") if goodbye.last_day < context.today else _("To be done"), "orange")


def _when(goodbye: GoodbyeState, part: GoodbyePart, *, over: bool) -> str:
    if (day := goodbye.done.get(part)) is not None:
        return on_date(day)
    if part is GoodbyePart.THANKED and goodbye.thanks_on is not None:
        return on_date(goodbye.thanks_on)
    if over:
        return ""
    return _("by {day}").format(day=on_date(goodbye.last_day))


def _owner(part: GoodbyePart, view: VolunteerView) -> str:
    """Whose turn it is, as in `core.journey.kinds`: the contact person knows the tasks, else the coordinator."""
    return view.contact_person.name if part is GoodbyePart.HANDED_OVER else _("The coordinator")


def wish(context: Context, engagement_id: UUID) -> None:
    """What a volunteer wrote who would like to stop, and what was answered; nothing where nobody asked."""
    found = wish_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    if found is None or found.wished_on is None:
        return
    with st.container(border=True, gap="xsmall"):
        told = [_("Said on {day} that they would like to stop.").format(day=on_date(found.wished_on))]
        if found.reason is not None:
            told.append(f"{_(WHY[found.reason])}.")
        st.markdown(" ".join(told))
        if found.words:
            st.markdown(f"“{plain(found.words)}”")
        if found.answered:
            st.markdown(_("You answered: {words}").format(words=plain(found.answer)) if found.answer else _("Answered"))


def answer(context: Context, engagement_id: UUID) -> None:
    """The answer to it, below what they wrote; drawn in a dialog."""
    wish(context, engagement_id)
    form = EntryForm(f"wish-{engagement_id}")
    with form.field("words") as said:
        words = st.text_area(
            _("A few words to them (may be left blank)") + said,
            key=f"wish-words-{engagement_id}",
            placeholder=_("Thank you for telling us. Shall we talk on Thursday?"),
        )
    if st.button(_("Answer"), key=f"wish-answer-{engagement_id}", type="primary", icon=":material/send:"):
        form.send(
            lambda by: answer_wish(**by, engagement_id=engagement_id, words=words),
            _("They have your answer."),
            then=close_dialog,
        )


def handed_over(engagement_id: UUID, *, done: bool) -> None:
    """Say that the tasks are handed over, or are not after all."""
    act(
        lambda by: tick_handed_over(**by, engagement_id=engagement_id, done=done),
        _("Noted.") if done else _("Taken back. It stands among what is to be done again."),
        redraw_refused=True,
    )


def not_handed_over(engagement_id: UUID) -> None:
    """The way back, drawn where the tasks are said to be handed over."""
    if row_button(_("Undo"), f"goodbye-{GoodbyePart.HANDED_OVER}"):
        handed_over(engagement_id, done=False)


def begin(engagement_id: UUID, goodbye: GoodbyeState | None, said: EndReason | None) -> None:
    """From when there is to be a goodbye, and why where it was `said`; one under way gets another day, or is taken back
    where they stay."""
    if goodbye is None:
        st.markdown(
            _(
                "When you know the last day, write it here. What belongs to a goodbye comes on Today with that day: "
                "tasks handed over, a closing talk, thanks, and a proof of what they have done."
            )
        )
    day = day_input(_("Last day here"), goodbye.last_day if goodbye else None, key="goodbye-day")
    reason = why(said, "goodbye-reason")
    with st.container(horizontal=True):
        if st.button(_("Begin the goodbye") if goodbye is None else _("Save the day"), key="goodbye-begin"):
            act(
                lambda by: say_goodbye(**by, engagement_id=engagement_id, last_day=day.needed(), reason=reason),
                _("The goodbye is begun. Its parts stand on the page about them and on Today."),
                icon=":material/waving_hand:",
            )
        if goodbye is not None and st.button(_("They stay after all"), key="goodbye-back", icon=":material/undo:"):
            act(
                lambda by: take_goodbye_back(**by, engagement_id=engagement_id),
                _("Good. The goodbye is taken back."),
                icon=":material/undo:",
            )
