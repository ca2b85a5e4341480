"""What a register shows: the choices its reader makes, those its address asks for, and how to see everybody again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.i18n import N_, on_date
from core.i18n import gettext as _
from core.journey.steps import Stage
from core.register.choices import SHOWN, Acts, Column, RegisterFilter, RegisterOrder
from pages.journey.stages import STAGES
from pages.people.filters import FILTERS, filters, take_workplace
from pages.shell.context import Context
from pages.shell.state import ScreenState
from pages.widgets.inputs import day_input, one_of

LIST, TABLE = SHAPES = ("list", "table")
PAGE = ScreenState("register-page", 1)
LAST = ScreenState[tuple[RegisterFilter, RegisterOrder, bool] | None]("register-filter", None)
SEARCH = ScreenState("register-search", "")
STAGE = ScreenState[Stage | None]("register-stage", None)
ACTS = ScreenState[Acts | None]("register-acts", None)
SINCE, BEFORE = ScreenState[date | None]("register-since", None), ScreenState[date | None]("register-before", None)
MINE, FORMER = ScreenState("register-mine", False), ScreenState("register-former", False)
ORDER, BACKWARDS = ScreenState("register-order", RegisterOrder.NAME), ScreenState("register-backwards", False)
COLUMNS = ScreenState[Sequence[Column]]("register-columns", SHOWN)
SHAPE = ScreenState("register-shape", LIST)
T = TypeVar("T")
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
    RegisterOrder.WORKPLACE: N_("Workplace"),
    RegisterOrder.PROGRAMME: N_("Programme"),
    RegisterOrder.CONTACT_PERSON: N_("Contact person"),
    RegisterOrder.STAGE: N_("Where they stand"),
    RegisterOrder.BEGINS: N_("Begins on"),
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
    backwards: bool
    columns: tuple[Column, ...]
    as_table: bool


def choices(context: Context, organisation_id: UUID, programmes: Mapping[str, str]) -> Choices:
    """The choices of the reader; when they change, the list begins at its first page again."""
    _take_address()
    with st.container(key="hs-register-choices", horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            _("Search by name"),
            key=SEARCH.key,
            icon=":material/search:",
            placeholder=_("Name, phone or e-mail"),
            persist_state="session",
            max_chars=80,
        )
        SHAPE.first(LIST)
        st.segmented_control(
            _("Show as"),
            SHAPES,
            format_func=lambda each: _("List") if each == LIST else _("Table"),
            key=SHAPE.key,
            required=True,
            persist_state="session",
        )
    chosen = filters(context, organisation_id, lambda: programmes, more=_more)
    filtered_by = RegisterFilter(
        **chosen.for_query(),
        stage=STAGE.get(),
        acts=ACTS.get(),
        since=SINCE.get(),
        before=BEFORE.get(),
        mine=MINE.get(),
        former=FORMER.get(),
        search=search,
    )
    found = Choices(filtered_by, ORDER.get(), BACKWARDS.get(), tuple(COLUMNS.get()), SHAPE.get() == TABLE)
    now = (filtered_by, found.order, found.backwards)
    if LAST.get() != now:
        LAST.set(now)
        PAGE.set(1)
    _told(found.filtered_by)
    return found


def _take_address() -> None:
    """Choose what the address asks for as the reader would, and nothing besides; what it should not say is left."""
    asked = {name: st.query_params[name] for name in ASKED if name in st.query_params}
    if not asked:
        return
    show_everybody()
    take_workplace()
    for name in ASKED:
        st.query_params.pop(name, None)
    STAGE.set(read(Stage, asked.get("stage", "")))
    SINCE.set(read(date.fromisoformat, asked.get("since", "")))
    BEFORE.set(read(date.fromisoformat, asked.get("before", "")))


def read(how: Callable[[str], T], written: str) -> T | None:
    """What is written, read again; None for what is nothing of the kind."""
    try:
        return how(written)
    except ValueError:
        return None


def show_everybody() -> None:
    """Leave every choice of who is shown."""
    for each in FILTERS:
        each.set(None)
    STAGE.set(None)
    ACTS.set(None)
    SINCE.set(None)
    BEFORE.set(None)
    MINE.set(False)
    FORMER.set(False)
    SEARCH.set("")


def _more() -> None:
    where, who, first, last = st.columns(4)
    _choice(where, _("Where they stand"), STAGES, STAGE.key)
    _choice(who, _("Who has the next thing to do"), ACTORS, ACTS.key)
    for column, label, day in (
        (first, _("Approval runs out from"), SINCE),
        (last, _("Approval runs out by"), BEFORE),
    ):
        day_input(label, day.get(), key=day.key, where=column, persist_state="session")
    with st.container(horizontal=True):
        st.toggle(_("Only those I look after"), key=MINE.key, persist_state="session")
        st.toggle(_("Those who have stopped"), key=FORMER.key, persist_state="session")
    order, columns = st.columns([2, 5])
    order.selectbox(
        _("Sort by"), list(ORDERS), format_func=partial(_word, ORDERS), key=ORDER.key, persist_state="session"
    )
    order.toggle(_("The other way round"), key=BACKWARDS.key, persist_state="session")
    COLUMNS.first([*SHOWN])
    columns.multiselect(
        _("What each row tells"),
        list(CALLED),
        format_func=partial(_word, CALLED),
        placeholder=_("Choose"),
        key=COLUMNS.key,
        persist_state="session",
    )


def _choice(column: DeltaGenerator, label: str, words: Mapping[Any, str], key: str) -> None:
    one_of(label, [None, *words], format_func=partial(_word, words), where=column, key=key, persist_state="session")


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
