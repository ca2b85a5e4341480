"""What one sees first of a volunteer: the one next thing, done from there, and beside it what is looked up most."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.approvals.goodbye import come_back
from core.approvals.rules import EndReason
from core.i18n import gettext as _
from core.i18n import on_date
from core.journey.doing import Do
from core.journey.steps import Stage, StepKind
from core.people.service import VolunteerView
from core.register.service import RegisterRow
from core.today.rules import When
from core.today.service import TodayRow
from pages.approvals.words import WHY
from pages.journey.doing import RowSubject, as_read, next_button, press_of
from pages.journey.next_words import due_said, reminded_words, waits_for_words, what_words
from pages.journey.stages import STAGES
from pages.people.reaching import call_address
from pages.shell import addresses
from pages.shell import theme as look
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context
from pages.widgets.beside import next_thing
from pages.widgets.facts import Fact, facts
from pages.widgets.rows import row_button

# Where these are done there is nothing to press: the page itself says what there is.
READ_HERE = (Do.OPEN, Do.CALL)


def next_step(
    context: Context,
    view: VolunteerView,
    line: TodayRow,
    here: tuple[str, Callable[[], object]] | None,
    *,
    loud: bool = True,
) -> None:
    """Where they are, what comes next, and the button that does it; `here` is that button and what it does, where it
    is done on this very page. It is not `loud` where something else on the page is."""
    look_of_button: Literal["primary", "secondary"] = "primary" if loud else "secondary"
    due, late = due_said(line, context.today), line.when is When.OVERDUE
    reminded = reminded_words(line.reminded_on, context.today) if line.reminded_on else ""
    told = (due if not late else "", waits_for_words(line), reminded, _(STAGES[Stage(line.stage)]))
    box = next_thing(
        what_words(line, str),
        " · ".join(part for part in told if part),
        late=due if late else "",
    )
    with box:
        if line.kind == StepKind.PAUSED:
            if st.button(_("They go on"), key="next-step", type=look_of_button):
                go(addresses.CHANGES, view.engagement.id)
        elif here is not None:
            label, does = here
            now = (label, line.step)
            if st.button(label, key="next-step", type=look_of_button, on_click=press_of(now)) and as_read(now):
                does()
        elif line.do is Do.CALL and view.person.phone and line.when is not When.AHEAD:
            called = _("Call {name}").format(name=view.person.name.split()[0])
            look.draw("call", words=called, address=call_address(view.person.phone), loud=loud, width="content")
        elif line.do not in READ_HERE:
            about = RowSubject(
                line.engagement_id, line.subject_id, line.step, line.kind, to_sign=line.kind == StepKind.SIGN
            )
            drawn_by = row_button if loud else _framed
            next_button(line.do, about, key="next-step", loud=line.when is not When.AHEAD, drawn_by=drawn_by)


def _framed(label: str, key: str, *, told: Callable[[], None], **_loud: bool) -> bool:
    """The button where something else on the page is loud."""
    return st.button(label, key=key, on_click=told)


def gone(context: Context, view: VolunteerView) -> None:
    """That they are no longer a volunteer here, since when and, where it was said and for who may record it, why.

    Who may record it also takes it back, or has them come back later.
    """
    engagement = view.engagement
    told = []
    if engagement.ended_on is not None:
        told.append(_("The last day was {day}.").format(day=on_date(engagement.ended_on)))
    if engagement.end_reason and may(context.actor, Action.END_ENGAGEMENT, Subject.of(engagement)):
        told.append(f"{_(WHY[EndReason(engagement.end_reason)])}.")
    box = next_thing(_("They are no longer a volunteer here."), " ".join(told))
    if may(context.actor, Action.END_ENGAGEMENT, Subject.of(engagement)):
        with box:
            if st.button(_("Come back"), key="come-back", icon=":material/undo:"):
                act(
                    lambda by: come_back(**by, engagement_id=engagement.id),
                    _("Welcome back. A pair, and documents that were open, are to be made anew."),
                    icon=":material/waving_hand:",
                    redraw_refused=True,
                )


def in_short(view: VolunteerView, row: RegisterRow | None, programme: str) -> None:
    """What ties the volunteer to the organisation, with whom, and until when."""
    engagement = view.engagement
    told = [Fact(_("Programme"), programme), Fact(_("Workplace"), view.workplace.name)]
    told.append(Fact(_("Contact person"), view.contact_person.name))
    if row is not None and row.partner:
        told.append(Fact(_("Partner"), row.partner))
    if engagement.begins_on:
        told.append(Fact(_("First day"), on_date(engagement.begins_on)))
    if row is not None and row.approved_until is not None:
        told.append(Fact(_("Approved until"), on_date(row.approved_until)))
    facts(_("In short"), told)
