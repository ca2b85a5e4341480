"""What a register shows: the choices its reader makes, those its address asks for, and how to see everybody again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.i18n import N_, on_date
from core.i18n import gettext as _
from core.journey.steps import Stage
from core.register.choices import SHOWN, Acts, Column, RegisterFilter, RegisterOrder
from pages.journey.stages import STAGES
from pages.people.filters import NAMES as BASE
from pages.people.filters import filters, take_workplace
from pages.shell.context import Context

PAGE, LAST = "register-page", "register-filter"
SEARCH, STAGE, ACTS, SINCE, BEFORE, MINE, FORMER, ORDER, COLUMNS = (
    f"register-{name}" for name in ("search", "stage", "acts", "since", "before", "mine", "former", "order", "columns")
)
SHAPE = "register-shape"
LIST, TABLE = SHAPES = ("list", "table")
ASKED = ("workplace", "stage", "since", "before")
ACTORS = {
    Acts.ME: N_("Me"),
    Acts.COORDINATOR: N_("The coordinator"),
    Acts.CONTACT_PERSON: N_("The contact person"),
    Acts.VOLUNTEER: N_("The volunteer"),
    Acts.PARTNER: N_("The partner"),
    Acts.SUPERVISOR: N_("The supervisor"),
}
ORDERS = {
    RegisterOrder.NAME: N_("Name"),
    RegisterOrder.URGENT: N_("What is most urgent"),
    RegisterOrder.APPROVAL: N_("When the approval runs out"),
    RegisterOrder.NEWEST: N_("The newest first"),
}
CALLED = {
    Column.STAGE: N_("Where they stand"),
    Column.NEXT: N_("What comes next"),
    Column.WORKPLACE: N_("Workplace"),
    Column.PROGRAMME: N_("Programme"),
    Column.CONTACT_PERSON: N_("Contact person"),
    Column.PHONE: N_("Phone"),
    Column.EMAIL: N_("E-mail"),
    Column.PARTNER: N_("Partner"),
    Column.APPROVED_UNTIL: N_("Approved until"),
    Column.COURSES_MISSING: N_("Courses missing this year"),
    Column.BEGINS_ON: N_("Begins on"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Which volunteers, in which order, what each row tells, and whether they stand in a table."""

    filtered_by: RegisterFilter
    order: RegisterOrder
    columns: tuple[Column, ...]
    as_table: bool


def choices(context: Context, organisation_id: UUID, programmes: Mapping[str, str]) -> Choices:
    """The choices of the reader; when they change, the list begins at its first page again."""
    _take_address()
    search = st.text_input(
        _("Search by name"), key=SEARCH, icon=":material/search:", persist_state="session", max_chars=80
    )
    chosen = filters(context, organisation_id, programmes, more=_more)
    kept = st.session_state.get
    filtered_by = RegisterFilter(
        **chosen.for_query(),
        stage=kept(STAGE),
        acts=kept(ACTS),
        since=kept(SINCE),
        before=kept(BEFORE),
        mine=bool(kept(MINE)),
        former=bool(kept(FORMER)),
        search=search,
    )
    found = Choices(filtered_by, kept(ORDER) or RegisterOrder.NAME, tuple(kept(COLUMNS, SHOWN)), kept(SHAPE) == TABLE)
    if kept(LAST) != (filtered_by, found.order):
        st.session_state[LAST], st.session_state[PAGE] = (filtered_by, found.order), 1
    _told(found.filtered_by)
    return found


def _take_address() -> None:
    """Choose what the address asks for as the reader would, and nothing besides; what it should not say is left."""
    asked = {name: st.query_params[name] for name in ASKED if name in st.query_params}
    if not asked:
        return
    show_everybody()
    take_workplace()
    for name, key, read in (
        ("stage", STAGE, Stage),
        ("since", SINCE, date.fromisoformat),
        ("before", BEFORE, date.fromisoformat),
    ):
        st.query_params.pop(name, None)
        st.session_state[key] = _read(read, asked.get(name, ""))


def _read(read: Callable[[str], object], written: str) -> object:
    try:
        return read(written)
    except ValueError:
        return None


def show_everybody() -> None:
    """Leave every choice of who is shown."""
    for key in (STAGE, ACTS, SINCE, BEFORE, *(f"filter-{name}" for name in BASE)):
        st.session_state[key] = None
    st.session_state[MINE] = st.session_state[FORMER] = False
    st.session_state[SEARCH] = ""


def _more() -> None:
    where, who, first, last = st.columns(4)
    _choice(where, _("Where they stand"), STAGES, STAGE)
    _choice(who, _("Who has the next thing to do"), ACTORS, ACTS)
    for column, label, key in (
        (first, _("Approval runs out from"), SINCE),
        (last, _("Approval runs out by"), BEFORE),
    ):
        column.date_input(label, value=st.session_state.get(key), key=key, format="DD.MM.YYYY", persist_state="session")
    with st.container(horizontal=True):
        st.toggle(_("Only those I look after"), key=MINE, persist_state="session")
        st.toggle(_("Those who have stopped"), key=FORMER, persist_state="session")
    order, shape, columns = st.columns([2, 1, 4])
    shape.selectbox(
        _("Show as"), SHAPES, format_func=lambda each: _("List") if each == LIST else _("Table"), key=SHAPE,
        persist_state="session",
    )  # fmt: skip
    order.selectbox(_("Sort by"), list(ORDERS), format_func=partial(_word, ORDERS), key=ORDER, persist_state="session")
    st.session_state.setdefault(COLUMNS, list(SHOWN))
    columns.multiselect(
        _("What each row tells"),
        list(CALLED),
        format_func=partial(_word, CALLED),
        placeholder=_("Choose"),
        key=COLUMNS,
        persist_state="session",
    )


def _choice(column: DeltaGenerator, label: str, words: Mapping[Any, str], key: str) -> None:
    column.selectbox(label, [None, *words], format_func=partial(_word, words), key=key, persist_state="session")


def _word(words: Mapping[Any, str], key: Any) -> str:
    return _("All") if key is None else _(words[key])


def _told(filtered_by: RegisterFilter) -> None:
    """What the list is narrowed to beyond what stands in sight, and the way back to everybody."""
    told = _words(filtered_by)
    if told:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/filter_alt: **{' · '.join(told)}**", width="content")
            st.button(_("Show everybody"), key="show-everybody", icon=":material/close:", on_click=show_everybody)


def _words(filtered_by: RegisterFilter) -> Sequence[str]:
    told = [_(STAGES[filtered_by.stage])] if filtered_by.stage else []
    if filtered_by.acts:
        told.append(_("Next: {who}").format(who=_(ACTORS[filtered_by.acts])))
    if filtered_by.since and filtered_by.before:
        words = _("The approval runs out from {first} to {last}")
        told.append(words.format(first=on_date(filtered_by.since), last=on_date(filtered_by.before)))
    elif filtered_by.before:
        told.append(_("The approval runs out by {last}").format(last=on_date(filtered_by.before)))
    elif filtered_by.since:
        told.append(_("The approval runs out from {first}").format(first=on_date(filtered_by.since)))
    if filtered_by.mine:
        told.append(_("Only those I look after"))
    if filtered_by.former:
        told.append(_("Those who have stopped"))
    return told
