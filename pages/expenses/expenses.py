"""Expenses of volunteers: approved, returned with a word, noted as paid, taken out for payroll; and the rates."""

import streamlit as st

from core.access.permissions import Action
from core.expenses.reading import claims
from core.expenses.rules import ExpenseState
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.expenses.handling import claim_card, export, pay_all, rate_table
from pages.expenses.words import standing_words
from pages.recognition.words import money
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState

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
st.title(_("Expenses"), anchor=False)
standing = st.segmented_control(
    _("Which ones?"),
    shown,
    default=ExpenseState.SENT,
    required=True,
    format_func=standing_words,
    key="expense-standing",
)
year = st.selectbox(
    _("The year of the expense"),
    [None, *range(context.today.year, context.today.year - YEARS_BACK, -1)],
    format_func=lambda each: _("All") if each is None else str(each),
    key="expense-year",
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
if not page.rows:
    st.info(nothing.get(standing, _("There is nothing here.")), icon=":material/receipt_long:")
else:
    told = ngettext("{count} expense, {amount}", "{count} expenses, {amount}", page.count)
    st.markdown(told.format(count=page.count, amount=money(page.amount)))
    if standing is ExpenseState.APPROVED:
        pay_all(context, page.rows)
    for claim in page.rows:
        claim_card(context, claim)
    if page.pages > 1:
        st.number_input(_("Page (of {pages})").format(pages=page.pages), 1, page.pages, step=1, key=PAGE.key)
    export(context, organisation_id, standing, year)
st.header(_("Rates for kilometres"), anchor=False)
rate_table(context, organisation_id)
