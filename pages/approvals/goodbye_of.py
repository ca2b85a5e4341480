"""A goodbye under way: its parts with owner and day, ticked off on the volunteer's page, and how it is begun."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.approvals.goodbye import say_goodbye, take_goodbye_back, tick_goodbye
from core.approvals.rules import GoodbyePart, GoodbyeState
from core.i18n import N_, on_date
from core.i18n import gettext as _
from core.people.service import VolunteerView
from pages.shell.action import act
from pages.shell.context import Context
from pages.widgets.headings import section
from pages.widgets.rows import RowState, line, row_button, row_list

# What each part is called, and what belongs to it in a sentence.
PARTS = {
    GoodbyePart.HANDED_OVER: (N_("Tasks handed over"), N_("Who does now what they did, and has what they had?")),
    GoodbyePart.TALKED: (N_("A closing talk"), N_("How was it, and would something else here suit them?")),
    GoodbyePart.THANKED: (N_("Thanks"), N_("In their own way, and from those they worked with.")),
    GoodbyePart.PROVED: (N_("Proof of effort"), N_("A proof or a certificate: they find it among their documents.")),
}


def parts(context: Context, view: VolunteerView, goodbye: GoodbyeState) -> None:
    """What is to be done by the last day, by whom, and when it was; over or not, it says how it went."""
    over = view.engagement.ended_at is not None
    ticks = may(context.actor, Action.WRITE_NOTES) and not over
    left = len(GoodbyePart) - len(goodbye.done)
    section(_("Goodbye"), left if not over else None)
    with row_list("of-goodbye"):
        for part, (title, about) in PARTS.items():
            day = goodbye.done.get(part)
            late = day is None and not over and goodbye.last_day < context.today
            if day is not None:
                state = RowState(_("Done"), "green")
            else:
                state = RowState(_("Not done") if over else _("Over its day") if late else _("To be done"), "orange")
            when = on_date(day) if day else _("by {day}").format(day=on_date(goodbye.last_day))
            line(
                _(title), place=f"{_owner(part, view)} · {_(about)}", state=state, when="" if over and not day else when
            )
            if ticks and row_button(_("It is done") if day is None else _("Undo"), f"goodbye-{part}"):
                tick(view.engagement.id, part, done=day is None)


def _owner(part: GoodbyePart, view: VolunteerView) -> str:
    """Whose turn it is, as in `core.journey.kinds`: the contact person knows the tasks, else the coordinator."""
    return view.contact_person.name if part is GoodbyePart.HANDED_OVER else _("The coordinator")


def tick(engagement_id: UUID, part: GoodbyePart, *, done: bool) -> None:
    """Say that a part is done, or is not after all."""
    act(
        lambda by: tick_goodbye(**by, engagement_id=engagement_id, part=part, done=done),
        _("Noted.") if done else _("Taken back. It stands among what is to be done again."),
        redraw_refused=True,
    )


def begin(engagement_id: UUID, goodbye: GoodbyeState | None) -> None:
    """From when there is to be a goodbye; one under way gets another day, or is taken back where they stay."""
    if goodbye is None:
        st.markdown(
            _(
                "When you know the last day, write it here. What belongs to a goodbye comes on Today with that day: "
                "tasks handed over, a closing talk, thanks, and a proof of what they have done."
            )
        )
    day = st.date_input(
        _("Last day here"),
        value=goodbye.last_day if goodbye else None,
        format="DD.MM.YYYY",
        key="goodbye-day",
    )
    with st.container(horizontal=True):
        if st.button(_("Begin the goodbye") if goodbye is None else _("Save the day"), key="goodbye-begin"):
            act(
                lambda by: say_goodbye(**by, engagement_id=engagement_id, last_day=day),
                _("The goodbye is begun. Its parts stand on the page about them and on Today."),
                icon=":material/waving_hand:",
            )
        if goodbye is not None and st.button(_("They stay after all"), key="goodbye-back", icon=":material/undo:"):
            act(
                lambda by: take_goodbye_back(**by, engagement_id=engagement_id),
                _("Good. The goodbye is taken back."),
                icon=":material/undo:",
            )
