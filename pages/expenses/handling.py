"""What a coordinator does about an expense: approve it, return it with a word, note it as paid; and the rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import streamlit as st

from core.access.permissions import Actor
from core.amounts import ore
from core.expenses.reading import ExpenseRow, for_payroll, rates
from core.expenses.rules import ExpenseState
from core.expenses.service import RateDetails, approve, mark_paid, save_rate, send_back
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date, reading
from core.spreadsheet import as_csv
from core.startup import Portal
from pages.expenses.receipts import receipt
from pages.expenses.words import SHORT, kilometres, standing_badge, standing_words, told
from pages.recognition.words import kroner
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain


def claim_card(context: Context, claim: ExpenseRow) -> None:
    """Whose it is, what it was, the receipt, and what can be done about it."""
    with st.container(border=True, gap="small", key=f"claim-{claim.claim_id}"):
        st.markdown(f"**{plain(claim.name)}**  \n{told(claim)}  \n{standing_badge(claim.standing)}{_decided(claim)}")
        if claim.word:
            st.markdown(f":material/chat: {plain(claim.word)}")
        if claim.receipt:
            receipt(context, claim.claim_id)
        if claim.own:
            st.caption(_("It is your own, so a colleague handles it."))
            return
        with st.container(horizontal=True):
            if claim.standing is ExpenseState.SENT and st.button(
                _("Approve"), icon=":material/check:", key=f"approve-{claim.claim_id}"
            ):
                act(
                    lambda by: approve(**by, claim_id=claim.claim_id, expected_version=claim.version),
                    _("It is approved."),
                )
            if claim.standing is ExpenseState.APPROVED:
                with st.popover(_("It is paid"), icon=":material/payments:", key=f"pay-{claim.claim_id}"):
                    _pay(context, [claim], str(claim.claim_id))
            if claim.standing in (ExpenseState.SENT, ExpenseState.APPROVED):
                with st.popover(_("Return with a word"), icon=":material/reply:", key=f"return-{claim.claim_id}"):
                    _return(claim)


def pay_all(context: Context, claims: Sequence[ExpenseRow]) -> None:
    """Those on the page noted as paid in one go."""
    others = [claim for claim in claims if not claim.own]
    if len(others) > 1:
        label = _("All {count} here are paid").format(count=len(others))
        with st.popover(label, icon=":material/payments:", key="pay-all"):
            _pay(context, others, "all")


def export(context: Context, organisation_id: UUID, standing: ExpenseState, year: int | None) -> None:
    """What is shown as a spreadsheet for payroll."""
    # By the time it is asked for the run's own session is closed.
    out = ExpenseExport(
        context.portal, actor_of(context), organisation_id, standing, year, context.language, context.now
    )
    st.download_button(
        _("Download for payroll"),
        data=out.spreadsheet,
        file_name=f"{_('expenses')}-{context.today:%Y-%m-%d}.csv",
        mime="text/csv",
        icon=":material/table_view:",
        on_click="ignore",
        key="expenses-csv",
    )


@dataclass(frozen=True, slots=True)
class ExpenseExport:
    """All pages of the list of expenses that the reader had on the screen, as a spreadsheet or on paper."""

    portal: Portal
    actor: Actor
    organisation_id: UUID
    standing: ExpenseState
    year: int | None
    language: str
    now: datetime

    def spreadsheet(self) -> bytes:
        """The list as a CSV file; amounts and days as a Danish spreadsheet reads them."""
        with reading(self.language), self.portal.session() as session:
            found = for_payroll(
                session=session,
                actor=self.actor,
                organisation_id=self.organisation_id,
                standing=self.standing,
                year=self.year,
                now=self.now,
            )
            heading = [
                _("Name"),
                _("What for"),
                _("Day"),
                _("Kroner"),
                _("Kilometres"),
                _("Standing"),
                _("Decided by"),
                _("Decided on"),
                _("Paid on"),
            ]
            return as_csv(heading, [_row(claim) for claim in found])


def _row(claim: ExpenseRow) -> list[str]:
    return [
        claim.name,
        _(SHORT[claim.kind]),
        f"{claim.spent_on:%Y-%m-%d}",
        f"{claim.amount // 100},{claim.amount % 100:02d}",
        kilometres(claim.metres) if claim.metres else "",
        standing_words(claim.standing),
        claim.decided_by,
        f"{local_day(claim.decided_at):%Y-%m-%d}" if claim.decided_at else "",
        f"{claim.paid_on:%Y-%m-%d}" if claim.paid_on else "",
    ]


def rate_table(context: Context, organisation_id: UUID) -> None:
    """The rates by year with where they stand, and the way to write another."""
    st.markdown(
        _(
            "A programme can offer a rate. Only an association may pay it free of tax. So says the Danish tax law, "
            "section 7 M. Rates change each year. Write the year's rate and where it stands."
        )
    )
    found = rates(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    for rate in found:
        st.markdown(f"- **{rate.year}**: {kroner(rate.ore)} kr./km · {plain(rate.source)}")
    with st.popover(_("Write a rate"), icon=":material/edit:"):
        year = st.number_input(_("Year"), 2020, 2100, context.today.year, step=1, key="rate-year")
        known = next((rate for rate in found if rate.year == year), None)
        key = f"{year}-{known.version if known else 0}"
        written = st.text_input(
            _("Kroner a kilometre"), kroner(known.ore) if known else "", key=f"rate-{key}", autocomplete="off"
        )
        source = st.text_input(
            _("Where does it stand?"), known.source if known else "", key=f"source-{key}", autocomplete="off"
        )
        if st.button(_("Save"), type="primary", key="save-rate"):
            act(
                lambda by: save_rate(
                    **by,
                    organisation_id=organisation_id,
                    details=RateDetails(year=year, ore=ore(written), source=source),
                    expected_version=known.version if known else 0,
                ),
                _("The rate is saved."),
            )


def _decided(claim: ExpenseRow) -> str:
    if claim.paid_on is not None:
        return f" {_('on {day}').format(day=on_date(claim.paid_on))}"
    if claim.decided_at is None:
        return ""
    day = on_date(local_day(claim.decided_at))
    return f" {_('by {name}').format(name=plain(claim.decided_by))} {_('on {day}').format(day=day)}"


def _pay(context: Context, claims: Sequence[ExpenseRow], key: str) -> None:
    day = st.date_input(_("Which day?"), value=context.today, format="DD.MM.YYYY", key=f"paid-on-{key}")
    if st.button(_("Note it as paid"), type="primary", key=f"paid-{key}"):
        act(
            lambda by: mark_paid(**by, versions={claim.claim_id: claim.version for claim in claims}, paid_on=day),
            ngettext("{count} is noted as paid.", "{count} are noted as paid.", len(claims)).format(count=len(claims)),
        )


def _return(claim: ExpenseRow) -> None:
    word = st.text_area(_("Your word to {name}").format(name=plain(claim.name)), key=f"word-{claim.claim_id}")
    if st.button(_("Return it"), type="primary", key=f"returned-{claim.claim_id}"):
        act(
            lambda by: send_back(**by, claim_id=claim.claim_id, word=word, expected_version=claim.version),
            _("It is returned with your word."),
        )
