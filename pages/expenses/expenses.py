"""Expenses of volunteers: approved, returned with a word, noted as paid, taken out for payroll; and the rates."""

import streamlit as st

from core.access.permissions import Action
from core.expenses.reading import A_PAGE, claims
from core.expenses.rules import ExpenseState
from core.i18n import gettext as _
from pages.expenses.handling import claim_row, export, pay_all, rate_table
from pages.expenses.words import standing_words
from pages.recognition.words import money
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import one_of
from pages.widgets.pager import pager

YEARS_BACK = 5
context = require_actor(Action.HANDLE_EXPENSES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.HANDLE_EXPENSES)
shown = (ExpenseState.SENT, ExpenseState.APPROVED, ExpenseState.PAID, ExpenseState.RETURNED)
nothing = {
    ExpenseState.SENT: _("No expense waits for you."),
    ExpenseState.APPROVED: _("No expense waits to be paid."),
}

PAGE = ScreenState("expense-page", 1)

show_flashes()
page_head(_("Expenses"))
with st.container(key="hs-choices", horizontal=True, vertical_alignment="bottom", gap="small"):
    standing = st.segmented_control(
        _("Which ones?"),
        shown,
        default=ExpenseState.SENT,
        required=True,
        format_func=standing_words,
        key="expense-standing",
    )
    year = one_of(
        _("The year of the expense"),
        [None, *range(context.today.year, context.today.year - YEARS_BACK, -1)],
        format_func=lambda each: _("All") if each is None else str(each),
        key="expense-year",
        width=180,
    )
number = PAGE.get()
page = claims(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    standing=standing,
    year=year,
    page=number,
)
heading = section(standing_words(standing), page.count, note=money(page.amount) if page.rows else "")
if not page.rows:
    st.info(nothing.get(standing, _("There is nothing here.")), icon=":material/receipt_long:")
else:
    with heading.rows("expenses"):
        for place, claim in enumerate(page.rows):
            claim_row(claim, first=place == 0)
    pager(PAGE, number, total=page.count, at_once=A_PAGE)
    with st.container(horizontal=True):
        if standing is ExpenseState.APPROVED:
            pay_all(page.rows)
        export(context, organisation_id, standing, year)
rate_table(context, organisation_id)
