"""The rows of a register: who, what comes next and with whom, and what the reader chose to see besides."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from core.i18n import day_and_month, on_date
from core.i18n import gettext as _
from core.journey.steps import Stage
from core.register.choices import Column, RegisterOrder
from core.register.service import RegisterRow
from core.spreadsheet import TypedCell
from core.today.rules import When
from pages.dashboard.figures import VOLUNTEER, Behind
from pages.journey.next_words import due_colour, due_said, due_words, waits_for_words, what_words
from pages.journey.stages import STAGES
from pages.people.reaching import call_address, mail_address
from pages.register.choices import BACKWARDS, CALLED, ORDER, ORDERS, Choices
from pages.shell import addresses
from pages.shell.context import Context
from pages.widgets import rows as widgets
from pages.widgets import tables
from pages.widgets.plain import plain
from pages.widgets.rows import STATELESS, RowState

# The orders of a table's headings; None is the name. Phone numbers, mails and partners stand in no order.
SORTED = {
    None: RegisterOrder.NAME,
    Column.STAGE: RegisterOrder.STAGE,
    Column.NEXT: RegisterOrder.URGENT,
    Column.WORKPLACE: RegisterOrder.WORKPLACE,
    Column.PROGRAMME: RegisterOrder.PROGRAMME,
    Column.CONTACT_PERSON: RegisterOrder.CONTACT_PERSON,
    Column.APPROVED_UNTIL: RegisterOrder.APPROVAL,
    Column.BEGINS_ON: RegisterOrder.BEGINS,
}
# What needs no word before it to be understood.
SPEAKS = frozenset({Column.STAGE, Column.WORKPLACE, Column.PROGRAMME})
# What somebody is reached by.
WAYS = {Column.PHONE: call_address, Column.EMAIL: mail_address}


def row_of(row: RegisterRow, columns: Sequence[Column], programmes: Mapping[str, str], context: Context) -> None:
    """One volunteer: a line that opens their page, and a tap that calls them or writes to them where that is shown."""
    told = [
        said if column in SPEAKS else f"{_(CALLED[column])}: {said}"
        for column in columns
        if column is not Column.NEXT and column not in WAYS and (said := cell(row, column, programmes, context.today))
    ]
    goes_on = row.ended_on is None and Column.NEXT in columns
    widgets.row(
        addresses.VOLUNTEER,
        row.engagement_id,
        row.name,
        place=" · ".join(told),
        what=what_words(row, str) if goes_on else _stopped(row.ended_on) if row.ended_on else "",
        state=RowState(due_said(row, context.today), due_colour(row)) if goes_on else STATELESS,
        when=plain(waits_for_words(row)) if goes_on else "",
    )
    if ways := [(said, WAYS[column](said)) for column in columns if column in WAYS and (said := getattr(row, column))]:
        widgets.row_ways(ways)


def table(rows: Sequence[RegisterRow], shown: Choices, programmes: Mapping[str, str], today: date) -> None:
    """A page as one table whose names lead on and whose headings sort it; it is moved sideways by itself where it is
    wide."""
    sorts: list[tables.Sort | None] = []
    with st.container(key="hs-pressed"):
        for order in (SORTED.get(column) for column in (None, *shown.columns)):
            if order is None:
                sorts.append(None)
                continue
            by_this = order is shown.order
            # A heading of the table presses the button, which stands beside it unseen.
            st.button(_(ORDERS[order]), key=f"press-{order}", on_click=_sort_by, args=(order,))
            sorts.append(tables.Sort(f"press-{order}", (-1 if shown.backwards else 1) if by_this else 0))
    tables.table(
        _("Volunteers"),
        headings(shown.columns),
        [
            tables.TableLine(
                row.name,
                tuple(cell(row, column, programmes, today) for column in shown.columns),
                Behind(VOLUNTEER, {"id": str(row.engagement_id)}).address,
            )
            for row in rows
        ],
        sorts=sorts,
    )


def _sort_by(order: RegisterOrder) -> None:
    """By what the heading says; pressed again, the other way round."""
    BACKWARDS.set(not BACKWARDS.get() if ORDER.get() is order else False)
    ORDER.set(order)


def to_choose(row: RegisterRow, columns: Sequence[Column], programmes: Mapping[str, str], today: date) -> str:
    """A row in which somebody is chosen: the name, and each column in a place of its own."""
    cells = (cell(row, column, programmes, today) for column in columns)
    return " ".join((f"**{plain(row.name)}**", *(f":gray[{plain(words) or '–'}]" for words in cells)))


def headings(columns: Sequence[Column]) -> tuple[str, ...]:
    """What the columns are called, the name first."""
    return (_("Name"), *(_(CALLED[column]) for column in columns))


def typed_headings(columns: Sequence[Column]) -> tuple[str, ...]:
    """What the columns of a spreadsheet are called: what comes next is told in three."""
    three = (_(CALLED[Column.NEXT]), _("Whose turn"), _("Due on"))
    called = (three if column is Column.NEXT else (_(CALLED[column]),) for column in columns)
    return (_("Name"), *(words for told in called for words in told))


def typed_cells(
    row: RegisterRow, columns: Sequence[Column], programmes: Mapping[str, str], today: date
) -> list[TypedCell]:
    """A row of a spreadsheet: a day as a day, a number as a number, everything else in words."""
    told: list[TypedCell] = [row.name]
    for column in columns:
        match column:
            case Column.NEXT if row.ended_on is not None:
                told += [_("Stopped"), "", row.ended_on]
            case Column.NEXT:
                told += [what_words(row, str), _("Mine") if row.my_turn else row.waits_for, row.due_on]
            case Column.APPROVED_UNTIL | Column.BEGINS_ON | Column.COURSES_MISSING:
                told.append(getattr(row, column))
            case _:
                told.append(cell(row, column, programmes, today))
    return told


def cell(row: RegisterRow, column: Column, programmes: Mapping[str, str], today: date) -> str:
    """What a column tells of one volunteer, as bare words; "" for nothing."""
    match column:
        case Column.STAGE:
            return _(STAGES[Stage(row.stage)]) if row.stage else ""
        case Column.NEXT:
            return _next(row, today) if row.ended_on is None else _stopped(row.ended_on)
        case Column.PROGRAMME:
            return programmes.get(row.programme, "")
        case Column.APPROVED_UNTIL:
            return on_date(row.approved_until) if row.approved_until else ""
        case Column.BEGINS_ON:
            return on_date(row.begins_on) if row.begins_on else ""
        case Column.COURSES_MISSING:
            return str(row.courses_missing) if row.courses_missing else ""
        case _:
            return str(getattr(row, column))


def _stopped(day: date) -> str:
    return _("Stopped on {day}").format(day=on_date(day))


def _next(row: RegisterRow, today: date) -> str:
    due = ""
    if row.due_on is not None:
        ahead = row.when is When.AHEAD
        due = day_and_month(row.due_on, today) if ahead else due_words(row.due_on, today)
    return ", ".join(part for part in (what_words(row, str), waits_for_words(row), due) if part)
