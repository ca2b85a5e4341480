"""What somebody did in another organisation, as they share it: dates, courses and decisions, never words (S6)."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.approvals.rules import Decision
from core.i18n import N_, language, local_day, on_date, short_date, words_in
from core.i18n import gettext as _
from core.programmes.programme import shipped
from core.sharing.service import DecisionMade, History, shared_history
from pages.approvals.words import KINDS
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain

DECISIONS = {
    Decision.APPROVED: N_("Approved on {day}"),
    Decision.NOT_APPROVED: N_("Not approved on {day}"),
    Decision.ENDED: N_("The approval ended on {day}"),
}


def draw(context: Context, engagement_id: UUID) -> None:
    """What the volunteer of an engagement shares with its organisation; nothing where they share nothing."""
    actor = actor_of(context)
    if not may(actor, Action.SEE_SHARED_HISTORY):
        return
    found = shared_history(session=context.session, actor=actor, engagement_id=engagement_id)
    if not found:
        return
    st.subheader(_("Done elsewhere"), anchor=False)
    for shared in found:
        with st.container(border=True):
            st.markdown(f"**{plain(shared.organisation)}**")
            draw_history(shared.engagements)
            told = _("Shared by the volunteer since {day}. They can take it back at any time.")
            st.caption(told.format(day=on_date(local_day(shared.since))))


def draw_history(engagements: Sequence[History]) -> None:
    """What is shared of somebody's time in one organisation."""
    for history in engagements:
        st.markdown(f"{plain(_programme(history.programme))}\n\n{_list(_lines(history))}")


def _programme(identifier: str) -> str:
    known = shipped().get(identifier)
    return words_in(known.name, language()) if known else identifier


def _lines(history: History) -> list[str]:
    lines = [_decision(each) for each in history.decisions]
    if history.trained_on is not None:
        lines.insert(0, _("Training completed on {day}").format(day=on_date(history.trained_on)))
    lines += [
        _("Led the course {name}, {first} to {last}").format(
            name=plain(each.name), first=short_date(each.first_on), last=short_date(each.last_on)
        )
        for each in history.courses
    ]
    lines += [
        _("{kind} on {day}").format(kind=_(KINDS[each.kind]), day=on_date(each.held_on))
        for each in history.supervisions
    ]
    return lines


def _decision(made: DecisionMade) -> str:
    said = _(DECISIONS[made.decision]).format(day=on_date(made.decided_on))
    if made.valid_until is not None:
        said += ", " + _("until {day}").format(day=on_date(made.valid_until))
    return said


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "- " + _("Nothing to tell yet.")
