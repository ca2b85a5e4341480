"""The lines of a coordinator's morning: whose, what, by when, and the button that does it."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.i18n import gettext as _
from core.overview.today import TodayRow
from core.overview.today_rules import Do
from core.talks.service import record_contact
from pages.parts.navigation import file_at, link_to
from pages.parts.next_words import button_words, due_badge, waits_for_words, what_words
from pages.parts.plain import plain
from pages.parts.rows import (
    DOCUMENT,
    LETTER,
    ON_PAPER,
    VOLUNTEER,
    go,
    make,
    make_link,
    remind_again,
)
from pages.parts.said import say
from pages.parts.session import Context, actor_of, current, refused

NAME_WIDTH, WORDS_WIDTH = 220, 540
# Where a line leads to whose button does nothing by itself.
OF_A_DOCUMENT = {Do.CONTINUE: LETTER, Do.FILL_IN: LETTER, Do.ANSWER: LETTER, Do.SIGN: DOCUMENT}
LISTS = {Do.PAIR: "pairs", Do.COURSE: "courses", Do.PLAN: "supervisions", Do.LOOK: "supervisions"}


def line(row: TodayRow, programmes: Mapping[str, str], context: Context, *, first: bool = False) -> None:
    """One line: words and button beside each other, on a phone below each other. It holds little: a list has many."""
    told = (waits_for_words(row), row.workplace, programmes.get(row.programme, ""))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.page_link(
            link_to("volunteer"), label=plain(row.name), width=NAME_WIDTH, query_params={"id": str(row.engagement_id)}
        )
        st.markdown(
            f"{what_words(row)} {due_badge(row, context.today)}  \n"
            f":small[{plain(' · '.join(part for part in told if part))}]",
            width=WORDS_WIDTH,
        )
        if st.button(
            button_words(row),
            key=f"today-{row.engagement_id}",
            type="primary" if first else "secondary",
            width="stretch",
            wrap=True,
        ):
            _do(row)


def _do(row: TodayRow) -> None:
    match row.do:
        case Do.MAKE:
            make(row.engagement_id, row.step, row.language)
        case Do.INVITE:
            make_link(row.person_id, row.engagement_id)
            go(VOLUNTEER, row.engagement_id)
        case Do.REMIND if row.subject_id:
            remind_again(row.subject_id)
        case Do.CONTACT if row.subject_id:
            _contacted(row.engagement_id, row.subject_id)
        case Do.PAPER if row.subject_id:
            go(ON_PAPER if row.kind == "sign" else LETTER, row.subject_id)
        case _:
            _lead(row)


def _contacted(engagement_id: UUID, module_id: UUID) -> None:
    """Say in one tap that the pair was asked how it went; words about it are written on the volunteer's page."""
    context = current()
    try:
        record_contact(
            session=context.session,
            actor=actor_of(context),
            engagement_id=engagement_id,
            module_id=module_id,
            now=context.now,
        )
    except DomainError as error:
        refused(error)
    else:
        say(_("It is noted, for both of the pair."), icon=":material/forum:")
        st.rerun()


def _lead(row: TodayRow) -> None:
    """Go where it is done: the page of the document, course, supervision or decision, else the volunteer's."""
    if row.do in OF_A_DOCUMENT and row.subject_id is not None:
        go(OF_A_DOCUMENT[row.do], row.subject_id)
    if row.do in (Do.COURSE, Do.EVALUATE, Do.REVIEW) and row.subject_id is not None and (page := file_at("course")):
        go(page, row.subject_id)
    if row.do is Do.DECIDE and (page := file_at("approval")):
        go(page, row.engagement_id)
    if row.do in LISTS and (page := file_at(LISTS[row.do])):
        st.switch_page(page)
    go(VOLUNTEER, row.engagement_id)
