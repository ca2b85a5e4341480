"""Supervisions in words: kinds, states, who and when; and one of them in a list."""

from collections.abc import Iterable

import streamlit as st

from core.i18n import N_, at_time, local_day, on_date
from core.i18n import gettext as _
from core.supervision.lists import SupervisionRow
from core.supervision.rules import KINDS, SupervisionKind, SupervisionState
from pages.shell import addresses
from pages.widgets.plain import and_words, plain

STATES = {
    SupervisionState.ORDERED: (N_("To be planned"), "orange", "event_upcoming"),
    SupervisionState.PLANNED: (N_("Planned"), "blue", "event"),
    SupervisionState.HELD: (N_("Feedback awaited"), "orange", "rate_review"),
    SupervisionState.DONE: (N_("Done"), "green", "check_circle"),
    SupervisionState.CALLED_OFF: (N_("Called off"), "gray", "block"),
}


def kind_word(kind: SupervisionKind) -> str:
    """A kind in words."""
    return _(KINDS[kind])


def state_badge(state: SupervisionState) -> str:
    """A state as a badge within a line of text: word, shape and colour."""
    word, colour, icon = STATES[state]
    return f":{colour}-badge[:material/{icon}: {_(word)}]"


def names_words(names: Iterable[str]) -> str:
    """Those it concerns."""
    return and_words(plain(name) for name in names)


def when_words(row: SupervisionRow) -> str:
    """When it was held, is planned, or was ordered."""
    if row.held_on is not None:
        return _("Held on {day}").format(day=on_date(row.held_on))
    if row.planned_at is not None:
        return at_time(row.planned_at)
    return _("Ordered on {day} by {name}").format(day=on_date(local_day(row.ordered_at)), name=plain(row.ordered_by))


def holder_words(row: SupervisionRow) -> str:
    """Who holds it."""
    return plain(row.supervisor) if row.supervisor else _("Nobody named yet")


def supervision_card(row: SupervisionRow, *, first: bool = False, organisation: bool = False) -> None:
    """One supervision with the way to it."""
    with st.container(border=True):
        words, way = st.columns([3, 1], vertical_alignment="center")
        lines = [
            f"**{names_words(row.names)}** {state_badge(row.state)}",
            f"{kind_word(row.kind)}{f' · {plain(row.course)}' if row.course else ''}",
            f":small[{when_words(row)} · {holder_words(row)}]",
        ]
        if organisation:
            lines.append(f":small[{plain(row.organisation)}]")
        words.markdown("  \n".join(lines))
        if way.button(
            _BUTTONS.get(row.state, _open)(),
            key=f"supervision-{row.supervision_id}",
            type="primary" if first else "secondary",
            width="stretch",
        ):
            st.switch_page(addresses.SUPERVISION, query_params={"id": str(row.supervision_id)})


def _open() -> str:
    return _("Open")


_BUTTONS = {
    SupervisionState.ORDERED: lambda: _("Plan"),
    SupervisionState.HELD: lambda: _("Write feedback"),
}
