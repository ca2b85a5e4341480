"""Offers to learn and meet: what is ahead by month, planning a new one, what it cost, and what people need."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.offers.needs import NeedsOfYear, plan_of_needs
from core.offers.planning import plan_offer
from core.offers.reading import OfferRow, YearOfOffers, coming_offers, former_offers, years_of_offers
from core.offers.rules import NeedsQuestion, OfferKind
from db.offers import Offer
from pages.offers.form import offer_fields
from pages.offers.words import QUESTIONS, kind_badge, kind_word, month_words, seats_words, when_words
from pages.recognition.words import money
from pages.shell import addresses
from pages.shell.action import act, attempt
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, refused, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.plain import plain, plain_label
from pages.widgets.show_more import first_ones, more_button

ROUND, SHOWN = ScreenState("offer-round", 0), 10


def _plan_one(context: Context, organisation_id: UUID) -> None:
    """The form for a new one, folded away."""
    folded = st.expander(_("Plan an offer"), icon=":material/add:", on_change="rerun", key="plan-offer")
    if not folded.open:
        return
    with folded:
        # With each round the fields begin anew, so that a second press cannot plan the same again.
        number = ROUND.get()
        details = attempt(lambda: offer_fields(context, organisation_id, None, f"offer-{number}"))
        if not st.button(
            _("Put it in the calendar"), type="primary", icon=":material/event_available:", key="offer-plan"
        ):
            return
        if isinstance(details, DomainError):
            refused(details)
            return
        act(
            lambda by: plan_offer(**by, organisation_id=organisation_id, details=details),
            _("It is planned. Now invite those it is for."),
            icon=":material/event_available:",
            then=_planned,
        )


def _planned(offer: Offer) -> None:
    ROUND.set(ROUND.get() + 1)
    go(addresses.OFFER, offer.id)


def _calendar(rows: Sequence[OfferRow]) -> None:
    """What is ahead, under the month it begins in."""
    for month, offers in groupby(rows, key=lambda row: month_words(row.offer.starts_at)):
        st.subheader(month, anchor=False)
        for row in offers:
            _offer_card(row)


def _former(rows: Sequence[OfferRow]) -> None:
    """What is over, folded away."""
    with st.expander(_("Former offers"), icon=":material/history:", key="former-offers"):
        for row in first_ones(rows, "former-shown", at_once=SHOWN):
            _offer_card(row)
        more_button(rows, "former-shown", at_once=SHOWN)


def _offer_card(row: OfferRow) -> None:
    """One offer in a list: what, when, where, how full it is and what it costs."""
    offer = row.offer
    with st.container(border=True, gap="small"):
        st.page_link(
            addresses.OFFER, label=plain_label(offer.title), query_params={"id": str(offer.id)}, width="content"
        )
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


def _years(found: Sequence[YearOfOffers]) -> None:
    """What each year cost."""
    for each in found:
        offers = ngettext("{count} offer", "{count} offers", each.count).format(count=each.count)
        came = ngettext("one person came", "people came {count} times", each.attended).format(count=each.attended)
        told = [money(each.cost), offers, *([came] if each.attended else [])]
        st.markdown(f"- **{each.year}:** {' · '.join(told)}")


def _needs(context: Context, organisation_id: UUID) -> None:
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
    for question in NeedsQuestion:
        answers = plan.answers[question]
        label = f"{_(QUESTIONS[question])} ({len(answers)})"
        with st.expander(label, key=f"need-{question}"):
            for each in first_ones(answers, f"need-{question}-shown", at_once=SHOWN):
                who = f"{plain(each.name)} · {_('employee')}" if each.staff else plain(each.name)
                st.markdown(f"**{who}**  \n{plain(each.words)}")
            more_button(answers, f"need-{question}-shown", at_once=SHOWN)
            if not answers:
                st.caption(_("Nobody has answered this yet."))


def _asked(plan: NeedsOfYear, kind: OfferKind) -> str:
    asked, offered = plan.asked[kind], plan.offered.get(kind, 0)
    told = ngettext("{count} person asks for it", "{count} people ask for it", asked).format(count=asked)
    if offered:
        planned = ngettext("{count} in the calendar", "{count} in the calendar", offered).format(count=offered)
    else:
        planned = _("nothing planned yet")
    return f"- **{kind_word(kind)}:** {told} · {planned}"


context = require_actor(Action.PLAN_OFFERS)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.PLAN_OFFERS)

show_flashes()
st.title(_("Learn and meet"), anchor=False)
st.write(_("Courses, meetings and talks for volunteers and employees. They cost those who come nothing."))
_plan_one(context, organisation_id)
ahead = coming_offers(session=session, actor=actor, organisation_id=organisation_id, now=context.now)
if not ahead:
    st.info(_("Nothing is planned. Below you see what people ask for."), icon=":material/event:")
_calendar(ahead)
if before := former_offers(session=session, actor=actor, organisation_id=organisation_id, now=context.now):
    _former(before)
if told := years_of_offers(session=session, actor=actor, organisation_id=organisation_id):
    st.header(_("What it costs"), anchor=False)
    _years(told)
_needs(context, organisation_id)
