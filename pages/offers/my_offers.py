"""Learn something new and meet others: what I am invited to, yes or no in one tap, where I have been, what I need."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.offers.reading import my_offers
from core.offers.rules import Opening, SignUpState
from pages.offers.learning import been_at, needs, offer_card
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.widgets.show_more import first_ones, more_button

context = require_actor(Action.ATTEND_OFFERS)
actor = actor_of(context)
asked = st.query_params.get("id")
found = my_offers(session=context.session, actor=actor, now=context.now)
# A mail leads to one of them: it stands first.
ahead, before = (sorted(each, key=lambda mine: str(mine.offer.id) != asked) for each in found)
organisations = len({mine.organisation for mine in (*ahead, *before)})

show_flashes()
st.title(_("Learn something new"), anchor=False)
st.write(_("It costs you nothing to take part."))
if not ahead:
    st.info(_("Nothing is planned for you right now. Below you can say what you would like."), icon=":material/event:")
if asked and not any(str(mine.offer.id) == asked for mine in (*ahead, *before)):
    st.info(_("What the link leads to is over, or is not for you any more."), icon=":material/event_busy:")
waits = next((m.offer.id for m in ahead if m.standing is SignUpState.INVITED and m.opening is Opening.OPEN), None)
for mine in first_ones(ahead, "my-offers-shown", at_once=10):
    offer_card(mine, first=mine.offer.id == waits, organisations=organisations)
more_button(ahead, "my-offers-shown", at_once=10)
if before:
    st.header(_("You were there"), anchor=False)
    been_at(first_ones(before, "been-at"))
    more_button(before, "been-at")
st.header(_("What would you like?"), anchor=False)
needs(context, named=organisations > 1)
