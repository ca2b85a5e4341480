"""What cooperation with volunteers builds on: a line where it matters, and all of it unfolded (E1–E4)."""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

import streamlit as st

from core.guidelines.principles import principles_here, principles_of
from core.guidelines.text import Guideline
from core.i18n import N_
from core.i18n import gettext as _
from pages.guidelines import texts
from pages.shell.context import current


class Matter(StrEnum):
    """Where a principle matters."""

    RECRUITING = "recruiting"
    CLARIFYING = "clarifying"
    ALIGNING = "aligning"
    PARTNERSHIP = "partnership"
    WORRY = "worry"
    GOODBYE = "goodbye"


LINES = {
    Matter.RECRUITING: N_("Volunteers do what nobody is entitled to. Staff are responsible for what the law requires."),
    Matter.CLARIFYING: N_("Rules are there to help. They must not stand in the way of what makes sense."),
    Matter.ALIGNING: N_("Staff make room for volunteers, and volunteers respect the work of the staff."),
    Matter.PARTNERSHIP: N_("Volunteers decide themselves whether to join together, and the management helps."),
    Matter.WORRY: N_("Whoever sees neglect or abuse tells the management, and does not carry it alone."),
    Matter.GOODBYE: N_("It is unpaid, and it is seen. Everybody is thanked for what they gave."),
}


def principle(matter: Matter, organisation_id: UUID, *, programme: str = "") -> None:
    """One line on what matters here; unfolded, the whole as the organisation has published it. Nothing is read before.

    Which principles: of `programme`, or of all that the organisation has volunteers in.
    """
    session = current().session
    _folded(matter, lambda: principles_here(session=session, organisation_id=organisation_id, programme=programme))


def own_principle(matter: Matter, engagement_id: UUID) -> None:
    """The same of the programme that somebody is a volunteer in."""
    session = current().session
    _folded(matter, lambda: principles_of(session=session, engagement_id=engagement_id))


def _folded(matter: Matter, read: Callable[[], tuple[Guideline, ...]]) -> None:
    folded = st.expander(
        f"**{_('What we build on')}:** {_(LINES[matter])}",
        icon=":material/handshake:",
        on_change="rerun",
        key=f"principle-{matter}",
    )
    if not folded.open:
        return
    with folded:
        found = read()
        if not found:
            st.write(_("No principles have been written for this programme."))
        for text in found:
            texts.draw(text, place="")
