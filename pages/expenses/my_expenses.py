"""My expenses: sent with a photo of the receipt, and where each of them stands."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

import streamlit as st

from core.access.permissions import Action
from core.amounts import ore_written
from core.expenses.reading import ExpenseRow, Payer, my_claims, payers
from core.expenses.rules import ExpenseKind, ExpenseState
from core.expenses.service import ExpenseDetails, report, send_again, withdraw
from core.i18n import gettext as _
from core.scan import LARGEST_MB, SCAN_ENDINGS
from pages.expenses.receipts import folded_receipt
from pages.expenses.words import kilometres, kind_words, standing_badge, told
from pages.recognition.words import kroner, money
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button
from pages.widgets.upload import upload

ASKED_AS = ScreenState[UUID | None]("expense-asked-as", None)


def _report_form(places: Sequence[Payer]) -> None:
    """What is written is kept until it is sent. With each one sent the fields begin anew."""
    asked_as = ASKED_AS.get() or uuid4()
    ASKED_AS.set(asked_as)
    draft = FormDraft("expense", f"expense-{asked_as}-", ExpenseKind)
    payer = places[0]
    if len(places) > 1:
        index = st.selectbox(
            _("Who pays?"),
            range(len(places)),
            format_func=lambda number: places[number].organisation,
            key=f"expense-{asked_as}-payer",
        )
        payer = places[index]
    form = EntryForm(f"expense-{asked_as}")
    written = _fields(form, payer.kinds, str(asked_as), None)
    draft.keep()
    if ExpenseKind.KILOMETRES not in payer.kinds:
        _no_rate()
    if st.button(_("Send the expense"), type="primary", icon=":material/send:", key="send-expense"):
        form.send(
            lambda by: report(**by, engagement_id=payer.engagement_id, asked_as=asked_as, written=written),
            _("It is sent. You see here when it is approved and paid."),
            icon=":material/send:",
            then=draft.sent(_begin_next),
        )


def _begin_next(_sent: object) -> None:
    ASKED_AS.set(uuid4())
    close_dialog()


def _again_form(claim: ExpenseRow, offered: Sequence[ExpenseKind]) -> None:
    """What was sent, to be changed and sent again, or taken back."""
    key = f"{claim.claim_id}-{claim.version}"
    form = EntryForm(f"expense-{key}")
    draft = FormDraft(f"expense:{claim.claim_id}", f"expense-{key}-", ExpenseKind)
    written = _fields(form, offered, key, claim)
    draft.keep()
    with st.container(horizontal=True):
        sent = st.button(_("Send it again"), icon=":material/send:", key=f"again-{claim.claim_id}")
        back = st.button(_("Take it back"), type="tertiary", key=f"withdraw-{claim.claim_id}")
    if back:
        act(
            lambda by: withdraw(**by, claim_id=claim.claim_id, expected_version=claim.version),
            _("It is taken back."),
            then=draft.sent(close_dialog),
        )
    elif sent:
        form.send(
            lambda by: send_again(**by, claim_id=claim.claim_id, written=written, expected_version=claim.version),
            _("It is sent again."),
            then=draft.sent(close_dialog),
        )


def _fields(form: EntryForm, offered: Sequence[ExpenseKind], key: str, before: ExpenseRow | None) -> ExpenseDetails:
    """What it was for, when, how much, and the receipt, as it is written now."""
    with form.field("kind") as said:
        kind = st.radio(
            _("What did you pay for?") + said,
            offered,
            index=offered.index(before.kind) if before and before.kind in offered else 0,
            format_func=kind_words,
            key=f"expense-{key}-kind",
        )
    day = form.day("spent_on", _("Which day?"), before.spent_on if before else context.today, key=f"expense-{key}-day")
    driven = kind is ExpenseKind.KILOMETRES
    with form.field("amount") as said:
        if driven:
            far = kilometres(before.metres) if before and before.metres else ""
            number = st.text_input(_("How many kilometres?") + said, far, key=f"expense-{key}-far", autocomplete="off")
        else:
            cost = kroner(before.amount) if before else ""
            number = st.text_input(
                _("How much, in kroner?") + said, cost, key=f"expense-{key}-amount", autocomplete="off"
            )
    with form.field("note") as said:
        note = st.text_input(
            _("A word about it (may be left blank)") + said,
            before.note if before else "",
            key=f"expense-{key}-note",
            autocomplete="off",
        )
    amount = ore_written(number)
    if driven:
        # Kilometres are written as kroner are, so hundredths of them are tens of metres.
        return ExpenseDetails(kind, day, metres=amount * 10, note=note)
    label = _("The receipt: a photo or a PDF")
    if before is not None and before.receipt:
        label = _("Another receipt (may be left out)")
    with form.field("receipt"):
        receipt = upload(label, list(SCAN_ENDINGS), key=f"receipt-{key}", most_mb=LARGEST_MB)
    st.caption(_("We keep only what can be seen. Where and when a photo was taken is removed from it."))
    return ExpenseDetails(kind, day, amount=amount, note=note, receipt=receipt)


def _no_rate() -> None:
    with st.expander(_("Why is there no rate for kilometres?"), icon=":material/help:"):
        st.markdown(
            _(
                "Only an association may pay its unpaid volunteers a rate without tax. So says the Danish tax law, "
                "section 7 M. A municipality or a region pays what a receipt shows. It may be a ticket or petrol."
            )
        )


SHOWN = 10
context = require_actor(Action.REPORT_EXPENSES)
actor = actor_of(context)
places = payers(session=context.session, actor=actor)
mine = my_claims(session=context.session, actor=actor)
offered = tuple(dict.fromkeys(kind for place in places for kind in place.kinds))


def card(claim: ExpenseRow) -> None:
    """What it was, how far it has come, and what came back with it."""
    with st.container(border=True, gap="small", key=f"expense-{claim.claim_id}"):
        note = f"{plain(claim.note)}  \n" if claim.note else ""
        st.markdown(f"{told(claim)}  \n{note}{standing_badge(claim.standing)}")
        if claim.standing is ExpenseState.RETURNED:
            st.info(plain(claim.word), icon=":material/chat:")
            _again_form(claim, offered)
        elif claim.standing is ExpenseState.SENT:
            label = _("Change it or take it back")
            dialog_button(
                label,
                f"change-{claim.claim_id}",
                label,
                lambda _here: _again_form(claim, offered),
                icon=":material/edit:",
                saves=False,
            )
        if claim.receipt:
            folded_receipt(context, claim.claim_id)


show_flashes()
st.title(_("My expenses"), anchor=False)
st.markdown(_("What you pay as a volunteer, you get back. Send it with a photo of the receipt."))
for claim in mine:
    if claim.standing is ExpenseState.RETURNED:
        card(claim)
if places:
    title = _("Send an expense")
    if mine:
        st.button(
            title, key="open-report", type="primary", icon=":material/add:", on_click=open_dialog, args=("report",)
        )
        dialog("report", title, lambda _here: _report_form(places), saves=False)
    else:
        st.header(title, anchor=False)
        _report_form(places)
rest = [claim for claim in mine if claim.standing is not ExpenseState.RETURNED]
if rest:
    st.header(_("What you have sent"), anchor=False)
    paid = Counter[int]()
    for claim in rest:
        if claim.standing is ExpenseState.PAID:
            paid[claim.spent_on.year] += claim.amount
    for year, amount in sorted(paid.items(), reverse=True):
        st.markdown(_("Paid back for {year}: {amount}").format(year=year, amount=money(amount)))
    for claim in first_ones(rest, "expenses", at_once=SHOWN):
        card(claim)
    more_button(rest, "expenses", at_once=SHOWN)
