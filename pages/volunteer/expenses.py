"""My expenses: sent with a photo of the receipt, and where each of them stands."""

from collections import Counter

import streamlit as st

from core.access.permissions import Action
from core.expenses.reading import Claim, my_claims, payers
from core.expenses.rules import Standing
from core.i18n import gettext as _
from pages.parts.expense_form import again_form, report_form
from pages.parts.expense_words import standing_badge, told
from pages.parts.plain import plain
from pages.parts.receipts import receipt
from pages.parts.recognition_words import money
from pages.parts.rows import first_ones, more_button
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor

SHOWN = 10
context = require_actor(Action.REPORT_EXPENSES)
actor = actor_of(context)
places = payers(session=context.session, actor=actor)
mine = my_claims(session=context.session, actor=actor)
offered = tuple(dict.fromkeys(kind for place in places for kind in place.kinds))


def card(claim: Claim) -> None:
    """What it was, how far it has come, and what came back with it."""
    with st.container(border=True, gap="small", key=f"expense-{claim.claim_id}"):
        st.markdown(f"{told(claim)}  \n{standing_badge(claim.standing)}")
        if claim.standing is Standing.RETURNED:
            st.info(plain(claim.word), icon=":material/chat:")
            again_form(context, claim, offered)
        elif claim.standing is Standing.SENT:
            folded = st.expander(_("Change it or take it back"), on_change="rerun", key=f"change-{claim.claim_id}")
            if folded.open:
                with folded:
                    again_form(context, claim, offered)
        if claim.receipt:
            receipt(context, claim.claim_id)


show_said()
st.title(_("My expenses"), anchor=False)
st.markdown(_("What you pay as a volunteer, you get back. Send it with a photo of the receipt."))
for claim in mine:
    if claim.standing is Standing.RETURNED:
        card(claim)
if places:
    with st.expander(_("Send an expense"), icon=":material/add:", expanded=not mine, key="report"):
        report_form(context, places)
rest = [claim for claim in mine if claim.standing is not Standing.RETURNED]
if rest:
    st.header(_("What you have sent"), anchor=False)
    paid = Counter[int]()
    for claim in rest:
        if claim.standing is Standing.PAID:
            paid[claim.spent_on.year] += claim.amount
    for year, amount in sorted(paid.items(), reverse=True):
        st.markdown(_("Paid back for {year}: {amount}").format(year=year, amount=money(amount)))
    for claim in first_ones(rest, "expenses", at_once=SHOWN):
        card(claim)
    more_button(rest, "expenses", at_once=SHOWN)
