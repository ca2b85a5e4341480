"""A year of recognition: the money, and who was thanked when, so that nobody is forgotten."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st
from dateutil.relativedelta import relativedelta

from core.access.permissions import Action
from core.amounts import ore
from core.i18n import gettext as _
from core.i18n import ngettext, on_date, short_month
from core.recognition.spending import Spending
from core.recognition.year import (
    BudgetDetails,
    BudgetLine,
    VolunteerThanks,
    VolunteerThanksPage,
    forgotten,
    money_of,
    set_budget,
    thanked_when,
)
from pages.recognition.words import kroner, money
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.plain import plain
from pages.widgets.show_more import more_of, shown
from pages.widgets.tables import Cell, Dot, TableLine, table

MONTHS, A_PAGE = 12, 25
PAGE = ScreenState("thanked-page", 1)


def _budgets(organisation_id: UUID, year: int, places: Sequence[BudgetLine]) -> None:
    """What may be, was and will be spent: the whole first, then each workplace where there is something to tell."""
    whole, *others = places
    _told(whole)
    told = [each for each in others if each.spending.spent or each.spending.committed or each.spending.amount]
    for each in told:
        st.markdown(f"**{plain(each.name)}**  \n{_at_place(each.spending)}")
    with st.popover(_("Set a budget"), icon=":material/edit:"):
        place = st.selectbox(
            _("For"), range(len(places)), format_func=lambda index: places[index].name, key=f"budget-for-{year}"
        )
        chosen = places[place]
        amount = chosen.spending.amount
        written = st.text_input(
            _("Kroner in the year"),
            kroner(amount) if amount else "",
            key=f"budget-{year}-{chosen.workplace_id}-{chosen.version}",
            autocomplete="off",
        )
        if st.button(_("Save"), type="primary", key="save-budget"):
            _save(organisation_id, year, chosen, written)


def _at_place(spending: Spending) -> str:
    said = _("{spent} spent, {planned} planned").format(spent=money(spending.spent), planned=money(spending.committed))
    if spending.amount is None or spending.left is None:
        return said
    left = _("{left} left of {budget}").format(left=money(spending.left), budget=money(spending.amount))
    return f"{said}, {left}"


def _told(whole: BudgetLine) -> None:
    spending = whole.spending
    with st.container(horizontal=True):
        st.metric(_("Budget"), money(spending.amount) if spending.amount is not None else _("Not set"))
        st.metric(_("Spent"), money(spending.spent))
        st.metric(_("Planned"), money(spending.committed))
        if spending.left is not None:
            st.metric(_("Left"), money(spending.left))
    if spending.left is not None and spending.left < 0:
        st.warning(_("What is planned comes above the budget."), icon=":material/info:")


def _save(organisation_id: UUID, year: int, place: BudgetLine, written: str) -> None:
    act(
        lambda by: set_budget(
            **by,
            organisation_id=organisation_id,
            details=BudgetDetails(workplace_id=place.workplace_id, year=year, amount=ore(written)),
            expected_version=place.version,
        ),
        _("The budget is saved."),
    )


def _forgotten_card(seen: VolunteerThanks) -> None:
    """Somebody nobody has thanked for long, and the way to them."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        last = _("last on {day}").format(day=on_date(seen.days[-1])) if seen.days else _("not yet")
        st.markdown(f"**{plain(seen.name)}**  \n:small[{plain(seen.workplace)} · {last}]", width="stretch")
        st.page_link(
            addresses.VOLUNTEER, label=_("Open"), icon=":material/person:", query_params={"id": str(seen.engagement_id)}
        )


def _when_thanked(read: Callable[[int, int], VolunteerThanksPage], today: date) -> None:
    """A grid of people by name and the last months, with a mark where somebody was thanked; the same in a table.

    `read` is asked for so many people after the first so many.
    """
    page = PAGE.get()
    seen = read((page - 1) * A_PAGE, A_PAGE)
    if not seen.total:
        st.caption(_("Nobody here yet."))
        return
    pages = -(-seen.total // A_PAGE)
    if page > pages:
        page = pages
        PAGE.set(page)
        seen = read((page - 1) * A_PAGE, A_PAGE)
    if pages > 1:
        st.number_input(_("Page (of {pages})").format(pages=pages), 1, pages, step=1, key=PAGE.key)
    shown = seen.rows
    first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
    months = [first + relativedelta(months=number) for number in range(MONTHS)]
    table(
        _("Who was thanked when"),
        (_("Name"), *map(short_month, months)),
        [
            TableLine(
                each.name,
                tuple(_mark(each, month, last=month == months[-1]) for month in months),
                f"volunteer?id={each.engagement_id}",
            )
            for each in shown
        ],
    )
    st.caption(_("A dot is a month with thanks. A ring is somebody nobody has thanked for a long time."))


def _mark(seen: VolunteerThanks, month: date, *, last: bool) -> Cell:
    """The days of thanks in a month as a dot; in the last of the months, that there were none for long as a ring."""
    days = [on_date(day) for day in seen.days if day.replace(day=1) == month]
    if days:
        return Dot(", ".join(days))
    return Dot(_("nobody did"), hollow=True) if last and seen.forgotten else ""


BACK, SHOWN = 3, 10
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.RECOGNISE)

show_flashes()
st.page_link(addresses.RECOGNITION, label=_("Recognition"), icon=":material/arrow_back:")
st.title(_("The year’s recognition"), anchor=False)
this = context.today.year
year = st.selectbox(_("Year"), range(this + 1, this - BACK, -1), index=1, key="recognition-year")
st.header(_("Money"), anchor=False)
_budgets(
    organisation_id,
    year,
    money_of(session=context.session, actor=actor, organisation_id=organisation_id, year=year),
)
asked: dict[str, Any] = {
    "session": context.session,
    "actor": actor,
    "organisation_id": organisation_id,
    "today": context.today,
}
unseen = forgotten(**asked, count=shown("forgotten", at_once=SHOWN))
st.header(_("Nobody has thanked them for a long time"), anchor=False)
if unseen.total:
    told = ngettext("{count} person, by name", "{count} persons, by name", unseen.total)
    st.write(told.format(count=unseen.total))
    for each in unseen.rows:
        _forgotten_card(each)
    more_of(unseen.total, "forgotten", at_once=SHOWN)
else:
    st.success(_("Everybody has been thanked within the last year."), icon=":material/favorite:")
st.header(_("Who was thanked when"), anchor=False)
_when_thanked(lambda first, count: thanked_when(**asked, first=first, count=count), context.today)
