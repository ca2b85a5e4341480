"""Offers to learn and meet: what is ahead by month, the way to plan one, what it cost, and what people need."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.i18n import N_, local_day, ngettext
from core.i18n import gettext as _
from core.offers.needs import NeedsOfYear, plan_of_needs
from core.offers.reading import OfferRow, YearOfOffers, coming_offers, former_offers, years_of_offers
from core.offers.rhythm import rhythms_of
from core.offers.rules import NeedsQuestion, OfferKind
from pages.offers import rhythms
from pages.offers.words import QUESTIONS, kind_word, seats_words, when_words
from pages.recognition.words import money
from pages.shell import addresses
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.downloads import ListOut, list_button
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row
from pages.widgets.show_more import first_ones, more_button

SHOWN = 10


def _offer_row(each: OfferRow) -> None:
    """One offer in a list, which leads to its page: what, when, where, how full it is and what it costs."""
    offer = each.offer
    full = seats_words(each)
    state = RowState(kind_word(offer.kind))
    if offer.called_off_at is not None:
        state = RowState(_("Called off"), icon="block")
    elif each.attended:
        full = ngettext("{count} came", "{count} came", each.attended).format(count=each.attended)
    row(
        addresses.OFFER,
        offer.id,
        offer.title,
        place=" · ".join(part for part in (when_words(offer), offer.place) if part),
        what=f"{full} · {money(offer.cost)}" if offer.cost else full,
        state=state,
    )


def _years(found: Sequence[YearOfOffers]) -> None:
    """What each year cost."""
    with section(_("What it costs"), len(found)).rows("offer-years"):
        for each in found:
            offers = ngettext("{count} offer", "{count} offers", each.count).format(count=each.count)
            came = ngettext("one person came", "people came {count} times", each.attended).format(count=each.attended)
            line(
                str(each.year),
                what=" · ".join([offers, *([came] if each.attended else [])]),
                when=plain(money(each.cost)),
            )


def _needs(context: Context, organisation_id: UUID) -> None:
    """What volunteers and employees have answered this year, by question, and what they ask for."""
    plan = plan_of_needs(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    said = ngettext("{count} person has answered in {year}.", "{count} people have answered in {year}.", plan.people)
    asked = [kind for kind in OfferKind if plan.asked.get(kind)]
    heading = section(_("What people need"), len(asked), note=said.format(count=plan.people, year=plan.year))
    with heading.rows("needs"):
        for kind in asked:
            line(kind_word(kind), what=_asked(plan, kind))
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
    return f"{told} · {planned}"


def _out(kind: ListKind, read: Callable[..., Sequence[OfferRow]]) -> ListOut[OfferRow]:
    """All that `read` gives, as a table."""
    ask = partial(read, actor=actor, organisation_id=organisation_id, now=context.now)
    return ListOut(
        kind,
        Action.PLAN_OFFERS,
        organisation_id,
        {
            N_("Offer"): lambda each: each.offer.title,
            N_("Kind"): lambda each: kind_word(each.offer.kind),
            N_("Begins"): lambda each: each.offer.starts_at,
            N_("Ends"): lambda each: each.offer.ends_at,
            N_("Place"): lambda each: each.offer.place,
            N_("Workplace"): lambda each: each.workplace,
            N_("Seats"): lambda each: each.offer.seats or None,
            N_("Signed up"): lambda each: each.taken,
            N_("Waiting list"): lambda each: each.waiting,
            N_("Came"): lambda each: each.attended,
            N_("Kroner"): lambda each: Decimal(each.offer.cost) / 100,
            N_("Called off"): lambda each: local_day(each.offer.called_off_at) if each.offer.called_off_at else None,
        },
        lambda opened: ask(session=opened),
    )


context = require_actor(Action.PLAN_OFFERS)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.PLAN_OFFERS)

show_flashes()
with page_head(_("Learn and meet")):
    if st.button(_("Plan an offer"), type="primary", icon=":material/add:", key="plan-offer"):
        st.switch_page(addresses.PLAN_OFFER)
rows = rhythms_of(session=session, actor=actor, organisation_id=organisation_id, today=context.today)
rhythms.draw_due(context, rows)
ahead = coming_offers(session=session, actor=actor, organisation_id=organisation_id, now=context.now)
heading = section(
    _("Ahead"),
    len(ahead),
    note=_("Courses, meetings and talks for volunteers and employees. They cost those who come nothing."),
)
if not ahead:
    st.info(_("Nothing is planned. Below you see what people ask for."), icon=":material/event:")
with heading.rows("offers"):
    for each in ahead:
        _offer_row(each)
if ahead:
    list_button(_out(ListKind.OFFERS, coming_offers))
if before := former_offers(session=session, actor=actor, organisation_id=organisation_id, now=context.now):
    with st.expander(_("Former offers"), icon=":material/history:", key="former-offers"):
        with section(_("Former offers"), len(before)).rows("former-offers"):
            for each in first_ones(before, "former-shown", at_once=SHOWN):
                _offer_row(each)
        more_button(before, "former-shown", at_once=SHOWN)
        list_button(_out(ListKind.FORMER_OFFERS, former_offers))
rhythms.draw_all(context, organisation_id, rows)
if told := years_of_offers(session=session, actor=actor, organisation_id=organisation_id):
    _years(told)
_needs(context, organisation_id)
