"""What a coordinator's morning shows: by name, turn, urgency, workplace, programme and contact person."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.register.documents import programme_names
from core.today.rules import When
from core.today.service import TodayFilter, Turn
from pages.journey.next_words import WHEN
from pages.people.filters import filters
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState

SEARCH_WIDTH = 240
PAGE = ScreenState("today-page", 1)
LAST = ScreenState[TodayFilter | None]("today-filter", None)
CHOSEN = ScreenState[When | None]("today-when", None)
TURN = ScreenState[Turn | None]("today-turn", None)
MINE = ScreenState("today-mine", False)
TURNS = {None: N_("Everybody's"), Turn.ME: N_("My turn"), Turn.OTHERS: N_("Others' turn")}


def chosen_filter(context: Context, organisation_id: UUID) -> TodayFilter:
    """The choices of the reader; when they change, the list begins at its first page again."""
    search = st.text_input(
        _("Search by name"),
        key="today-search",
        icon=":material/search:",
        placeholder=_("Search by name"),
        label_visibility="collapsed",
        persist_state="session",
        max_chars=80,
        width=SEARCH_WIDTH,
    )
    chosen = filters(
        context,
        organisation_id,
        lambda: programme_names(session=context.session, actor=actor_of(context), language=context.language),
        more=_whose,
    )
    found = TodayFilter(
        **chosen.for_query(),
        mine=MINE.get(),
        turn=TURN.get(),
        when=CHOSEN.get(),
        search=search,
    )
    if LAST.get() != found:
        LAST.set(found)
        PAGE.set(1)
    return found


def _whose() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Whose turn it is"), list(TURNS), format_func=_called, key=TURN.key, persist_state="session", width=240
        )
        st.toggle(_("Only those I look after"), key=MINE.key, persist_state="session")


def _called(turn: Turn | None) -> str:
    return _(TURNS[turn])


def urgencies(counts: Mapping[When, int]) -> None:
    """How many lines there are of each urgency; each is a choice."""
    st.pills(
        _("How soon"),
        list(When),
        format_func=partial(_counted, counts),
        key=CHOSEN.key,
        label_visibility="collapsed",
        persist_state="session",
        wrap=True,
    )


def _counted(counts: Mapping[When, int], when: When) -> str:
    return f"{_(WHEN[when])} **{counts[when]}**"
