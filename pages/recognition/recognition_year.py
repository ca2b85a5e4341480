"""A year of recognition: whom to thank next, so that nobody is forgotten, and the money."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import holds_for
from core.amounts import ore
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.people.colleagues import contact_people
from core.recognition.spending import Spending
from core.recognition.year import (
    BudgetDetails,
    BudgetLine,
    VolunteerThanks,
    forgotten,
    money_of,
    next_to_thank,
    set_budget,
)
from pages.recognition.thanking import thank_one
from pages.recognition.words import kroner, money
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState, kept
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.headings import page_head, section
from pages.widgets.rows import RowState, line, row, row_button
from pages.widgets.show_more import more_of, shown


def _budgets(organisation_id: UUID, year: int, places: Sequence[BudgetLine]) -> None:
    """What may be, was and will be spent: the whole first, then each workplace where there is something to tell."""
    whole, *others = places
    _told(whole)
    told = [each for each in others if each.spending.spent or each.spending.committed or each.spending.amount]
    with section(_("At each workplace"), len(told)).rows("budgets"):
        for each in told:
            line(each.name, what=_at_place(each.spending))
    dialog_button(
        _("Set a budget"),
        "set-budget",
        _("Set a budget"),
        lambda _now: _set_budget(organisation_id, year, places),
        icon=":material/edit:",
    )


def _set_budget(organisation_id: UUID, year: int, places: Sequence[BudgetLine]) -> None:
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
        then=close_dialog,
    )


def _to_thank(seen: VolunteerThanks, givers: Mapping[UUID, str], *, first: bool) -> None:
    """Somebody to thank, when they last were, and the way to plan it."""
    last = _("Last thanked on {day}").format(day=on_date(seen.days[-1])) if seen.days else _("Not thanked yet")
    late = RowState(_("a long time ago"), "orange", "schedule") if seen.forgotten else RowState(icon="redeem")
    row(addresses.VOLUNTEER, seen.engagement_id, seen.name, place=seen.workplace, what=last, state=late)
    key = str(seen.engagement_id)
    if row_button(_("Plan a thank-you"), f"open-plan-{key}", loud=first):
        open_dialog(f"planning-{key}")
    dialog(
        f"planning-{key}",
        _("Plan a thank-you: {who}").format(who=seen.name),
        lambda now: thank_one(now, organisation_id, seen.engagement_id, givers),
    )


BACK, SHOWN = 3, 10
# Counted among everybody and all their thanks; see `kept`.
LONG_AGO = ScreenState[tuple[Hashable, int] | None]("recognition-long-ago", None)
MONEY = ScreenState[tuple[Hashable, Sequence[BudgetLine]] | None]("recognition-money", None)
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.RECOGNISE)

show_flashes()
with page_head(_("The year’s recognition")):
    st.page_link(addresses.RECOGNITION, label=_("Recognition"), icon=":material/arrow_back:", width="content")
asked: dict[str, Any] = {"session": context.session, "actor": actor, "organisation_id": organisation_id}
to_thank = next_to_thank(**asked, today=context.today, count=shown("to-thank", at_once=SHOWN))
now = holds_for(**asked, action=Action.RECOGNISE, today=context.today)
long_ago = kept(LONG_AGO, now, lambda: forgotten(**asked, today=context.today, count=0).total)
told = ngettext(
    "Nobody has thanked {count} person for a long time.",
    "Nobody has thanked {count} persons for a long time.",
    long_ago,
).format(count=long_ago)
heading = section(
    _("Whom to thank next"),
    to_thank.total,
    note=told if long_ago else _("Everybody has been thanked within the last year."),
)
givers = contact_people(**asked)
with heading.rows("to-thank"):
    for place, each in enumerate(to_thank.rows):
        _to_thank(each, givers, first=place == 0)
more_of(to_thank.total, "to-thank", at_once=SHOWN)
section(_("Money"))
this = context.today.year
year = st.selectbox(_("Year"), range(this + 1, this - BACK, -1), index=1, key="recognition-year", width=180)
_budgets(organisation_id, year, kept(MONEY, (now, year), lambda: money_of(**asked, year=year)))
