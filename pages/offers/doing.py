"""The facts of one offer, and calling it off."""

from collections.abc import Sequence

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from core.offers.planning import call_off_offer
from core.offers.reading import OfferRow
from db.offers import Offer
from pages.offers.words import kind_badge, materials, seats_words, when_words, whom_word
from pages.recognition.words import money
from pages.shell.action import act
from pages.shell.context import Context
from pages.shell.state import ScreenState
from pages.telling.telling import words_to
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.plain import plain

# The version of an offer that the reader has before them.
SEEN = ScreenState("offer-seen", 0)


def seen_version(offer: Offer) -> int:
    """The version the reader has before them. Where somebody else has changed it since, the page says so, and what is
    sent in this run is refused once."""
    before = SEEN.of(offer.id).swap(offer.version)
    if before != offer.version:
        st.warning(_("Somebody else has changed this since you saw it. Read it again."), icon=":material/sync_problem:")
    return before


def told(row: OfferRow, programme: str, *, begun: bool) -> None:
    """What it is, when, where, for whom, what it costs, and until it begins how full it is."""
    offer = row.offer
    where = [plain(offer.place)] if offer.place else []
    st.markdown("  \n".join([kind_badge(offer.kind), f"**{when_words(offer)}**", *where]))
    if offer.called_off_at is not None:
        st.info(_("This is called off."), icon=":material/block:")
    whom = " · ".join(plain(part) for part in (whom_word(offer.whom), programme, row.workplace) if part)
    lines = [_("For: {whom}").format(whom=whom)]
    if not begun:
        lines.append(seats_words(row))
    if offer.sign_up_by and not begun:
        lines.append(_("Sign up by {day}").format(day=on_date(offer.sign_up_by)))
    if offer.cost:
        lines.append(_("Costs {amount}, paid by the organisation").format(amount=money(offer.cost)))
    st.markdown("\n".join(f"- {line}" for line in lines))
    if offer.about:
        st.markdown(plain(offer.about))
    materials(offer.material, str(offer.id))


def calling_off(context: Context, offer: Offer, version: int, names: Sequence[str]) -> None:
    """Before it begins, the question whether it is called off. `names` are of those who are told."""
    if context.now < offer.starts_at:
        dialog_button(
            _("Call this off"),
            f"off-{offer.id}",
            _("Call it off: {what}").format(what=offer.title),
            lambda _now: _call_off(offer, version, names),
            icon=":material/block:",
        )


def _call_off(offer: Offer, version: int, names: Sequence[str]) -> None:
    st.write(_("Is it called off? What you write is in the mail to those who are invited."))
    words = words_to(f"offer-off-{offer.id}", names)
    if st.button(_("Yes, call it off"), type="primary", key="offer-off"):
        act(
            lambda by: call_off_offer(**by, offer_id=offer.id, expected_version=version, words=words),
            _("It is called off."),
            then=lambda _called_off: _over(offer),
        )


def _over(offer: Offer) -> None:
    close_dialog()
    forget(offer)


def forget(offer: Offer) -> None:
    """The reader has changed it: what is drawn next is what they saw."""
    SEEN.of(offer.id).forget()
