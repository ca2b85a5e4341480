"""Plan an offer, or change one that is planned: a long form on a page of its own."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.offers.planning import COMING, change_offer, plan_offer
from core.offers.reading import one_offer
from db.offers import Offer
from pages.offers.doing import forget, seen_version
from pages.offers.form import offer_fields
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.telling.telling import words_to
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

context = require_actor(Action.PLAN_OFFERS)


def plan(context: Context, organisation_id: UUID) -> None:
    """The form for a new one."""
    with page_head(_("Plan an offer")):
        st.page_link(addresses.OFFERS, label=_("All offers"), icon=":material/arrow_back:", width="content")
    form = EntryForm("offer")
    details = offer_fields(form, context, organisation_id, None, "offer")
    if st.button(_("Put it in the calendar"), type="primary", icon=":material/event_available:", key="offer-plan"):
        form.send(
            lambda by: plan_offer(**by, organisation_id=organisation_id, details=details),
            _("It is planned. Now invite those it is for."),
            icon=":material/event_available:",
            then=lambda offer: go(addresses.OFFER, offer.id),
        )


def change(context: Context, offer_id: UUID) -> None:
    """Everything about one, to change."""
    row, people = one_offer(session=context.session, actor=actor_of(context), offer_id=offer_id)
    offer = row.offer
    with page_head(plain(_("Change {offer}").format(offer=offer.title))):
        st.page_link(
            addresses.OFFER,
            label=_("Back to the offer"),
            icon=":material/arrow_back:",
            query_params={"id": str(offer.id)},
            width="content",
        )
    version = seen_version(offer)
    form = EntryForm(f"offer-{offer.id}")
    details = offer_fields(form, context, offer.organisation_id, offer, f"change-{offer.id}")
    ahead = context.now < offer.starts_at
    words = words_to(f"offer-{offer.id}", [each.name for each in people if each.standing in COMING]) if ahead else ""
    if st.button(_("Save the offer"), type="primary", icon=":material/save:", key="offer-save"):
        form.send(
            lambda by: change_offer(**by, offer_id=offer.id, details=details, expected_version=version, words=words),
            _("Saved."),
            then=_changed,
        )


def _changed(offer: Offer) -> None:
    forget(offer)
    go(addresses.OFFER, offer.id)


show_flashes()
if st.query_params.get("id"):
    with refusal_shown(_("Learn and meet")):
        change(context, id_in_address(st.query_params["id"]))
else:
    plan(context, current_organisation(context, Action.PLAN_OFFERS))
