"""Plan an offer, or change one that is planned: a long form on a page of its own."""

from datetime import datetime
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import COPENHAGEN
from core.i18n import gettext as _
from core.offers.planning import COMING, OfferDetails, change_offer, plan_offer
from core.offers.reading import one_offer
from core.offers.rhythm import RhythmRow, plan_turn, rhythm_to_plan
from core.offers.rules import Audience, OfferKind
from db.offers import Offer
from pages.offers.doing import forget, seen_version
from pages.offers.form import BEGINS, ENDS, offer_fields
from pages.shell import addresses
from pages.shell.action import By, refusal_shown
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.telling.telling import words_to
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

context = require_actor(Action.PLAN_OFFERS)


def plan(context: Context, organisation_id: UUID, coming_up: RhythmRow | None) -> None:
    """The form for a new one, filled in with a gathering that has come up."""
    with page_head(_("Plan an offer")):
        st.page_link(addresses.OFFERS, label=_("All offers"), icon=":material/arrow_back:", width="content")
    form = EntryForm("offer")
    draft = FormDraft(
        f"plan-offer:{organisation_id}:{coming_up.rhythm.id if coming_up else ''}", "offer-", OfferKind, Audience
    )
    before = _as_it_comes_up(context, coming_up) if coming_up is not None else None
    details = offer_fields(form, context, organisation_id, before, "offer")
    draft.keep()
    if st.button(_("Put it in the calendar"), type="primary", icon=":material/event_available:", key="put-in-calendar"):
        form.send(
            lambda by: _planned(by, organisation_id, coming_up, details),
            _("It is planned. Now invite those it is for."),
            icon=":material/event_available:",
            then=draft.sent(lambda offer: go(addresses.OFFER, offer.id)),
        )


def _planned(by: By, organisation_id: UUID, coming_up: RhythmRow | None, details: OfferDetails) -> Offer:
    if coming_up is None or coming_up.due_on is None:
        return plan_offer(**by, organisation_id=organisation_id, details=details)
    return plan_turn(**by, rhythm_id=coming_up.rhythm.id, due_on=coming_up.due_on, details=details)


def _as_it_comes_up(context: Context, row: RhythmRow) -> Offer:
    """What a rhythm says of its next gathering, as an offer that is stored nowhere."""
    rhythm = row.rhythm
    day = max(row.due_on or context.today, context.today)
    return Offer(
        organisation_id=rhythm.organisation_id,
        kind=rhythm.kind,
        title=rhythm.title,
        starts_at=datetime.combine(day, BEGINS, tzinfo=COPENHAGEN),
        ends_at=datetime.combine(day, ENDS, tzinfo=COPENHAGEN),
        whom=rhythm.whom,
        programme=rhythm.programme,
        workplace_id=rhythm.workplace_id,
        created_by_id=rhythm.created_by_id,
        created_at=context.now,
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
    draft = FormDraft(
        f"offer:{offer.id}", f"change-{offer.id}-", OfferKind, Audience, also=f"words-to-offer-{offer.id}"
    )
    details = offer_fields(form, context, offer.organisation_id, offer, f"change-{offer.id}")
    ahead = context.now < offer.starts_at
    words = words_to(f"offer-{offer.id}", [each.name for each in people if each.standing in COMING]) if ahead else ""
    draft.keep()
    if st.button(_("Save the offer"), type="primary", icon=":material/save:", key="offer-save"):
        form.send(
            lambda by: change_offer(**by, offer_id=offer.id, details=details, expected_version=version, words=words),
            _("Saved."),
            then=draft.sent(_changed),
        )


def _changed(offer: Offer) -> None:
    forget(offer)
    go(addresses.OFFER, offer.id)


show_flashes()
if st.query_params.get("id"):
    with refusal_shown(_("Learn and meet")):
        change(context, id_in_address(st.query_params["id"]))
elif st.query_params.get("rhythm"):
    with refusal_shown(_("Learn and meet")):
        rhythm_id = id_in_address(st.query_params["rhythm"])
        found = rhythm_to_plan(
            session=context.session, actor=actor_of(context), rhythm_id=rhythm_id, today=context.today
        )
        plan(context, found.rhythm.organisation_id, found if found.due_on is not None else None)
else:
    plan(context, current_organisation(context, Action.PLAN_OFFERS), None)
