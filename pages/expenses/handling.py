"""What a coordinator does about an expense: approve it, return it with a word, note it as paid; and the rates."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.amounts import ore_written
from core.expenses.reading import ExpenseRow, for_payroll, rates
from core.expenses.rules import ExpenseState
from core.expenses.service import RateDetails, approve, mark_paid, save_rate, send_back
from core.i18n import N_, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.spreadsheet import TypedCell
from pages.expenses.receipts import receipt
from pages.expenses.words import SHORT, STANDINGS, standing_words, told
from pages.recognition.words import kroner
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.downloads import ListOut, list_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import day_input
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button, row_menu


class ClaimStep(StrEnum):
    """What can be done about an expense besides the one next thing."""

    RECEIPT = "receipt"
    RETURN = "return"


CLAIM_STEPS = {ClaimStep.RECEIPT: N_("See the receipt …"), ClaimStep.RETURN: N_("Return it with a word …")}


def claim_row(claim: ExpenseRow, *, first: bool) -> None:
    """Whose it is, what it was, and what can be done about it."""
    key = str(claim.claim_id)
    line(
        claim.name,
        place=_("It is your own, so a colleague handles it.") if claim.own else "",
        what=" · ".join(part for part in (told(claim), claim.note, claim.word) if part),
        state=RowState(standing_words(claim.standing), STANDINGS[claim.standing][1]),
        when=_decided(claim).strip(),
    )
    steps = [ClaimStep.RECEIPT] * claim.receipt
    if not claim.own and claim.standing in (ExpenseState.SENT, ExpenseState.APPROVED):
        steps.append(ClaimStep.RETURN)
    if steps and (chosen := row_menu(_("More"), {step: _(CLAIM_STEPS[step]) for step in steps}, key)):
        open_dialog(f"{chosen}-{key}")
    if claim.own:
        pass
    elif claim.standing is ExpenseState.SENT:
        if row_button(_("Approve"), f"approve-{key}", loud=first):
            act(lambda by: approve(**by, claim_id=claim.claim_id, expected_version=claim.version), _("It is approved."))
    elif claim.standing is ExpenseState.APPROVED and row_button(_("It is paid"), f"open-pay-{key}"):
        open_dialog(f"paying-{key}")
    dialog(f"receipt-{key}", _("The receipt"), lambda now: receipt(now, claim.claim_id))
    dialog(f"return-{key}", _("Return with a word"), lambda _now: _return(claim))
    dialog(f"paying-{key}", _("It is paid"), lambda now: _pay(now, [claim], key))


def pay_all(claims: Sequence[ExpenseRow]) -> None:
    """Those on the page noted as paid in one go."""
    others = [claim for claim in claims if not claim.own]
    if len(others) > 1:
        label = _("All {count} here are paid").format(count=len(others))
        dialog_button(label, "pay-all", label, lambda now: _pay(now, others, "all"), icon=":material/payments:")


def export(context: Context, organisation_id: UUID, standing: ExpenseState, year: int | None) -> None:
    """What is shown as a spreadsheet, for payroll too."""
    asked: dict[str, Any] = {
        "actor": actor_of(context),
        "organisation_id": organisation_id,
        "standing": standing,
        "year": year,
    }
    list_button(
        ListOut(
            ListKind.EXPENSES,
            Action.HANDLE_EXPENSES,
            organisation_id,
            COLUMNS,
            lambda session: for_payroll(session=session, **asked),
        )
    )


COLUMNS: dict[str, Callable[[ExpenseRow], TypedCell]] = {
    N_("Name"): lambda claim: claim.name,
    N_("What for"): lambda claim: _(SHORT[claim.kind]),
    N_("Day"): lambda claim: claim.spent_on,
    N_("Kroner"): lambda claim: Decimal(claim.amount) / 100,
    N_("Kilometres"): lambda claim: Decimal(claim.metres) / 1000 if claim.metres else None,
    N_("Standing"): lambda claim: standing_words(claim.standing),
    N_("Decided by"): lambda claim: claim.decided_by,
    N_("Decided on"): lambda claim: local_day(claim.decided_at) if claim.decided_at else None,
    N_("Paid on"): lambda claim: claim.paid_on,
}
FIRST_RATE, LAST_RATE = 2020, 2100


def rate_table(context: Context, organisation_id: UUID) -> None:
    """The rates by year with where they stand, and the way to write another."""
    found = rates(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    heading = section(
        _("Rates for kilometres"),
        len(found),
        note=_(
            "A programme can offer a rate. Only an association may pay it free of tax. So says the Danish tax law, "
            "section 7 M. Rates change each year. Write the year's rate and where it stands."
        ),
    )
    with heading.rows("rates"):
        for rate in found:
            line(str(rate.year), what=f"{kroner(rate.ore)} kr./km", when=plain(rate.source))
    dialog_button(
        _("Write a rate"),
        "rate",
        _("Write a rate"),
        lambda now: _write_rate(now, organisation_id),
        icon=":material/edit:",
    )


def _write_rate(context: Context, organisation_id: UUID) -> None:
    found = rates(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    form = EntryForm("rate")
    year = form.number(
        "year", _("Year"), context.today.year, least=FIRST_RATE, most=LAST_RATE, key="rate-year", needed=True
    )
    known = next((rate for rate in found if rate.year == year), None)
    key = f"{year}-{known.version if known else 0}"
    with form.field("ore") as said:
        written = st.text_input(
            _("Kroner a kilometre") + said, kroner(known.ore) if known else "", key=f"rate-{key}", autocomplete="off"
        )
    with form.field("source") as said:
        source = st.text_input(
            _("Where does it stand?") + said, known.source if known else "", key=f"source-{key}", autocomplete="off"
        )
    if st.button(_("Save"), type="primary", key="save-rate"):
        form.send(
            lambda by: save_rate(
                **by,
                organisation_id=organisation_id,
                details=RateDetails(year=year or 0, ore=ore_written(written), source=source),
                expected_version=known.version if known else 0,
            ),
            _("The rate is saved."),
            then=close_dialog,
        )


def _decided(claim: ExpenseRow) -> str:
    if claim.paid_on is not None:
        return f" {_('on {day}').format(day=on_date(claim.paid_on))}"
    if claim.decided_at is None:
        return ""
    day = on_date(local_day(claim.decided_at))
    return f" {_('by {name}').format(name=plain(claim.decided_by))} {_('on {day}').format(day=day)}"


def _pay(context: Context, claims: Sequence[ExpenseRow], key: str) -> None:
    day = day_input(_("Which day?"), context.today, key=f"paid-on-{key}")
    if st.button(_("Note it as paid"), type="primary", key=f"paid-{key}"):
        act(
            lambda by: mark_paid(
                **by, versions={claim.claim_id: claim.version for claim in claims}, paid_on=day.needed()
            ),
            ngettext("{count} is noted as paid.", "{count} are noted as paid.", len(claims)).format(count=len(claims)),
            then=close_dialog,
        )


def _return(claim: ExpenseRow) -> None:
    draft = FormDraft(f"return:{claim.claim_id}", f"word-{claim.claim_id}")
    word = st.text_area(_("Your word to {name}").format(name=plain(claim.name)), key=f"word-{claim.claim_id}")
    draft.keep()
    if st.button(_("Return it"), type="primary", key=f"returned-{claim.claim_id}"):
        act(
            lambda by: send_back(**by, claim_id=claim.claim_id, word=word, expected_version=claim.version),
            _("It is returned with your word."),
            then=draft.sent(close_dialog),
        )
