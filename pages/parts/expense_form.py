"""Asking for an expense to be paid back, and sending one again that came back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import streamlit as st

from core.documents.scan import LARGEST_MB
from core.errors import DomainError
from core.expenses.reading import Claim, Payer
from core.expenses.rules import ExpenseKind
from core.expenses.service import Written, report, send_again, withdraw
from core.i18n import gettext as _
from pages.parts.expense_words import kilometres, kind_words
from pages.parts.plan_form import ore
from pages.parts.recognition_words import kroner
from pages.parts.said import say
from pages.parts.session import Context, actor_of, refused
from pages.parts.upload import upload

ASKED_AS = "expense-asked-as"


def report_form(context: Context, places: Sequence[Payer]) -> None:
    """A short form; what is written stays until it is sent. With each one sent the fields begin anew."""
    asked_as: UUID = st.session_state.setdefault(ASKED_AS, uuid4())
    payer = places[0]
    if len(places) > 1:
        index = st.selectbox(
            _("Who pays?"),
            range(len(places)),
            format_func=lambda number: places[number].organisation,
            key=f"payer-{asked_as}",
        )
        payer = places[index]
    written = _fields(payer.kinds, str(asked_as), context.today, None)
    if ExpenseKind.KILOMETRES not in payer.kinds:
        _no_rate()
    if st.button(_("Send the expense"), type="primary", icon=":material/send:", key="send-expense"):
        try:
            report(
                session=context.session,
                actor=actor_of(context),
                engagement_id=payer.engagement_id,
                asked_as=asked_as,
                written=_whole(written),
                now=context.now,
            )
        except DomainError as error:
            refused(error)
            return
        st.session_state[ASKED_AS] = uuid4()
        say(_("It is sent. You see here when it is approved and paid."), icon=":material/send:")
        st.rerun()


def again_form(context: Context, claim: Claim, offered: Sequence[ExpenseKind]) -> None:
    """What was sent, to be changed and sent again, or taken back."""
    key = f"{claim.claim_id}-{claim.version}"
    written = _fields(offered, key, context.today, claim)
    with st.container(horizontal=True):
        sent = st.button(_("Send it again"), icon=":material/send:", key=f"again-{claim.claim_id}")
        back = st.button(_("Take it back"), type="tertiary", key=f"withdraw-{claim.claim_id}")
    if not sent and not back:
        return
    session, actor = context.session, actor_of(context)
    try:
        if back:
            withdraw(
                session=session,
                actor=actor,
                claim_id=claim.claim_id,
                expected_version=claim.version,
                now=context.now,
            )
        else:
            send_again(
                session=session,
                actor=actor,
                claim_id=claim.claim_id,
                written=_whole(written),
                expected_version=claim.version,
                now=context.now,
            )
    except DomainError as error:
        refused(error)
        return
    say(_("It is taken back.") if back else _("It is sent again."))
    st.rerun()


Fields = tuple[ExpenseKind, date | None, str, str, bytes | None]


def _fields(offered: Sequence[ExpenseKind], key: str, today: date, before: Claim | None) -> Fields:
    kind = st.radio(
        _("What did you pay for?"),
        offered,
        index=offered.index(before.kind) if before and before.kind in offered else 0,
        format_func=kind_words,
        key=f"kind-{key}",
    )
    day = st.date_input(
        _("Which day?"), value=before.spent_on if before else today, format="DD.MM.YYYY", key=f"day-{key}"
    )
    if kind is ExpenseKind.KILOMETRES:
        far = kilometres(before.metres) if before and before.metres else ""
        number = st.text_input(_("How many kilometres?"), far, key=f"far-{key}", autocomplete="off")
    else:
        number = st.text_input(
            _("How much, in kroner?"), kroner(before.amount) if before else "", key=f"amount-{key}", autocomplete="off"
        )
    note = st.text_input(
        _("A word about it (may be left blank)"), before.note if before else "", key=f"note-{key}", autocomplete="off"
    )
    receipt = None
    if kind is not ExpenseKind.KILOMETRES:
        label = _("The receipt: a photo or a PDF")
        if before is not None and before.receipt:
            label = _("Another receipt (may be left out)")
        receipt = upload(label, ["pdf", "jpg", "jpeg", "png"], key=f"receipt-{key}", most_mb=LARGEST_MB)
        st.caption(_("We keep only what can be seen. Where and when a photo was taken is removed from it."))
    return kind, day, number, note, receipt


def _whole(fields: Fields) -> Written:
    """What is written, as the service takes it; "cost_invalid" for what is no number."""
    kind, day, number, note, receipt = fields
    amount = ore(number)
    if kind is ExpenseKind.KILOMETRES:
        # Kilometres are written as kroner are, so hundredths of them are tens of metres.
        return Written(kind, day, metres=amount * 10, note=note)
    return Written(kind, day, amount=amount, note=note, receipt=receipt)


def _no_rate() -> None:
    with st.expander(_("Why is there no rate for kilometres?"), icon=":material/help:"):
        st.markdown(
            _(
                "Only an association may pay its unpaid volunteers a rate without tax. So says the Danish tax law, "
                "section 7 M. A municipality or a region pays what a receipt shows. It may be a ticket or petrol."
            )
        )
