"""One offer: who should be invited and why, who comes, who waits, and who was there."""

import streamlit as st

from core.access.permissions import Action
from core.group_messages.rules import GroupKind, MessageGroup
from core.i18n import gettext as _
from core.offers.planning import COMING, undo_offer_change
from core.offers.reading import one_offer
from core.offers.rules import HAS_A_SEAT
from core.register.documents import programme_names
from pages.group_messages.beginning import write_to
from pages.offers import doing
from pages.offers import people as offer_people
from pages.offers.words import kind_badge, when_words
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.telling.telling import waiting
from pages.widgets.beside import beside
from pages.widgets.downloads import list_button
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

context = require_actor(Action.PLAN_OFFERS)
actor = actor_of(context)

show_flashes()
with refusal_shown(_("Learn and meet")):
    row, people = one_offer(session=context.session, actor=actor, offer_id=id_in_address(st.query_params.get("id")))
    offer = row.offer
    version = doing.seen_version(offer)
    called_off = offer.called_off_at is not None
    with page_head(plain(offer.title)):
        if not called_off:
            st.page_link(
                addresses.PLAN_OFFER,
                label=_("Change it"),
                icon=":material/edit:",
                query_params={"id": str(offer.id)},
                width="content",
            )
            told = [each.name for each in people if each.standing in COMING]
            doing.calling_off(context, offer, version, told)
        if any(each.standing in HAS_A_SEAT for each in people):
            group = MessageGroup(GroupKind.OFFER, offer.id)
            write_to(context, offer.organisation_id, group, _("Write to those who come"))
        st.page_link(addresses.OFFERS, label=_("All offers"), icon=":material/arrow_back:", width="content")
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    begun = context.now >= offer.starts_at
    waiting(
        context,
        offer.id,
        lambda by, notice_id: undo_offer_change(**by, offer_id=offer.id, notice_id=notice_id),
        then=lambda: doing.forget(offer),
    )
    place = beside()
    with place.facts:
        doing.told(row, programmes.get(offer.programme, ""), begun=begun)
    with place.question:
        st.markdown(f"{kind_badge(offer.kind)} **{when_words(offer)}**")
        if called_off:
            st.info(_("This is called off."), icon=":material/block:")
        elif begun:
            offer_people.attendance(context, offer, people, version)
        else:
            offer_people.inviting(context, offer)
    with place.rest:
        offer_people.lists(people, begun=begun and not called_off)
        if not called_off:
            if not begun:
                offer_people.told_by_phone(offer, people)
            offer_people.print_button(context, row, people)
            if people:
                list_button(offer_people.out(context, offer))
