"""The facts of one offer, and calling it off."""

from collections.abc import Sequence

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from core.offers.planning import call_off_offer
from core.offers.reading import OfferRow
from db.offers import Offer
from pages.offers.words import materials, seats_words, whom_word
from pages.recognition.words import money
from pages.shell.action import act
from pages.shell.context import Context
from pages.shell.state import ScreenState
from pages.telling.telling import words_to
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.facts import Fact, facts

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
    """Where, for whom, what it costs, and until it begins how full it is: what is looked up."""
    offer = row.offer
    whom = " · ".join(part for part in (whom_word(offer.whom), programme, row.workplace) if part)
    lines = [
        Fact(name, words)
        for name, words in (
            (_("Place"), offer.place),
            (_("For whom"), whom),
            (_("Seats"), "" if begun else seats_words(row)),
            (_("Sign up by"), on_date(offer.sign_up_by) if offer.sign_up_by and not begun else ""),
            (_("What it costs"), money(offer.cost) if offer.cost else ""),
            (_("What it is about"), offer.about),
        )
        if words
    ]
    facts(_("Practical"), lines)
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
