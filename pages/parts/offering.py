"""Offers in the coordinator's calendar, planning a new one, what a year cost, and what people need."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

import streamlit as st

from core.competence.needs import Plan, plan_of_needs
from core.competence.planning import plan_offer
from core.competence.reading import OfferRow, YearOfOffers
from core.competence.rules import OfferKind, Question
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.parts.competence_words import (
    OFFER,
    QUESTIONS,
    kind_badge,
    kind_word,
    month_words,
    seats_words,
    when_words,
)
from pages.parts.offer_form import offer_fields
from pages.parts.plain import plain, plain_label
from pages.parts.recognition_words import money
from pages.parts.rows import first_ones, go, more_button
from pages.parts.said import say
from pages.parts.session import Context, actor_of, refused

ROUND, SHOWN = "offer-round", 10


def plan_one(context: Context, organisation_id: UUID) -> None:
    """The form for a new one, folded away."""
    folded = st.expander(_("Plan an offer"), icon=":material/add:", on_change="rerun", key="plan-offer")
    if not folded.open:
        return
    with folded:
        # With each round the fields begin anew, so that a second press cannot plan the same again.
        number = st.session_state.setdefault(ROUND, 0)
        missing: DomainError | None = None
        wanted = None
        try:
            wanted = offer_fields(context, organisation_id, None, f"offer-{number}")
        except DomainError as error:
            missing = error
        if st.button(_("Put it in the calendar"), type="primary", icon=":material/event_available:", key="offer-plan"):
            try:
                if wanted is None:
                    raise missing or DomainError("date_invalid")
                made = plan_offer(
                    session=context.session,
                    actor=actor_of(context),
                    organisation_id=organisation_id,
                    wanted=wanted,
                    now=context.now,
                )
            except DomainError as error:
                refused(error)
            else:
                st.session_state[ROUND] += 1
                say(_("It is planned. Now invite those it is for."), icon=":material/event_available:")
                go(OFFER, made.id)


def calendar(rows: Sequence[OfferRow]) -> None:
    """What is ahead, under the month it begins in."""
    for month, offers in groupby(rows, key=lambda row: month_words(row.offer.starts_at)):
        st.subheader(month, anchor=False)
        for row in offers:
            offer_card(row)


def former(rows: Sequence[OfferRow]) -> None:
    """What is over, folded away."""
    with st.expander(_("Former offers"), icon=":material/history:", key="former-offers"):
        for row in first_ones(rows, "former-shown", at_once=SHOWN):
            offer_card(row)
        more_button(rows, "former-shown", at_once=SHOWN)


def offer_card(row: OfferRow) -> None:
    """One offer in a list: what, when, where, how full it is and what it costs."""
    offer = row.offer
    with st.container(border=True, gap="small"):
        st.page_link(OFFER, label=plain_label(offer.title), query_params={"id": str(offer.id)}, width="content")
        told = [when_words(offer), *([plain(offer.place)] if offer.place else [])]
        full = seats_words(row)
        if offer.cost:
            full = f"{full} · {money(offer.cost)}"
        badge = kind_badge(offer.kind)
        if offer.called_off_at is not None:
            badge = f"{badge} :gray-badge[:material/block: {_('Called off')}]"
        elif row.attended:
            came = ngettext("{count} came", "{count} came", row.attended).format(count=row.attended)
            full = f"{came}{f' · {money(offer.cost)}' if offer.cost else ''}"
        st.markdown("  \n".join([badge, *told, f":small[{full}]"]))


def years(found: Sequence[YearOfOffers]) -> None:
    """What each year cost."""
    for each in found:
        offers = ngettext("{count} offer", "{count} offers", each.count).format(count=each.count)
        came = ngettext("one person came", "people came {count} times", each.attended).format(count=each.attended)
        told = [money(each.cost), offers, *([came] if each.attended else [])]
        st.markdown(f"- **{each.year}:** {' · '.join(told)}")


def needs(context: Context, organisation_id: UUID) -> None:
    """What volunteers and employees have answered this year, by question, and what they ask for."""
    plan = plan_of_needs(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    st.header(_("What people need"), anchor=False)
    said = ngettext("{count} person has answered in {year}.", "{count} people have answered in {year}.", plan.people)
    st.write(said.format(count=plan.people, year=plan.year))
    for kind in OfferKind:
        if plan.asked.get(kind):
            st.markdown(_asked(plan, kind))
    for question in Question:
        answers = plan.answers[question]
        label = f"{_(QUESTIONS[question])} ({len(answers)})"
        with st.expander(label, key=f"need-{question}"):
            for each in first_ones(answers, f"need-{question}-shown", at_once=SHOWN):
                who = f"{plain(each.name)} · {_('employee')}" if each.staff else plain(each.name)
                st.markdown(f"**{who}**  \n{plain(each.words)}")
            more_button(answers, f"need-{question}-shown", at_once=SHOWN)
            if not answers:
                st.caption(_("Nobody has answered this yet."))


def _asked(plan: Plan, kind: OfferKind) -> str:
    asked, offered = plan.asked[kind], plan.offered.get(kind, 0)
    told = ngettext("{count} person asks for it", "{count} people ask for it", asked).format(count=asked)
    if offered:
        planned = ngettext("{count} in the calendar", "{count} in the calendar", offered).format(count=offered)
    else:
        planned = _("nothing planned yet")
    return f"- **{kind_word(kind)}:** {told} · {planned}"
