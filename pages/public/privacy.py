"""What is kept about people, in plain words: what, why, who sees it, how long, and what one can ask for."""

from collections.abc import Iterable

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from pages.public import contacts, kept
from pages.shell.context import current

NOT_KEPT = (
    N_("Your CPR number."),
    N_("Criminal records or certificates."),
    N_(
        "What illness you have. No field asks for it, and we ask you not to write it. What somebody writes all the "
        "same is kept as they wrote it."
    ),
)
WHY = (
    N_("So that you and the organisation know what you have agreed, and both hold the same document."),
    N_("So that your contact person can reach you, and help can be called if you need it."),
    N_("So that courses, support, thanks and expenses can be planned and settled with you."),
    N_("Your organisation decides on which legal ground it keeps this. Ask, and you will be told."),
)
OTHER_READERS = (
    N_("You see what is yours, and your partner sees what the two of you share."),
    N_("Another organisation sees what you did here only if you choose to show it. You can take that back."),
    N_("Where several organisations share the portal, whoever makes them here sees nobody in them."),
    N_("Whoever runs the server for your organisation can reach all that is kept on it."),
    N_(
        "Anybody who holds one of the sealed PDFs can check here whether it is genuine. The check never shows "
        "anything about a person."
    ),
    N_("We send mail as links, never with the document in it."),
)
HOW_LONG = (
    N_(
        "When you have stopped, we keep talks, notes, the clarification meeting, why you stopped and how we reach you. "
        "Your organisation has chosen for how long. Your start page says until which day. Then a colleague is "
        "reminded, and deletes them. What ties you here besides keeps how we reach you."
    ),
    N_(
        "The portal does not delete by itself what is signed, nor what you have done. Your organisation decides how "
        "long."
    ),
    N_("What you do not eat is deleted when we have met."),
    N_("Logins end by themselves when they are not used for {days} days."),
)
COOKIES = (
    N_("Only those the portal needs: one that you are logged in, one for this browser, one for your language."),
    N_("Nobody follows what you do, and nothing is fetched from other companies."),
)
TO_ASK_FOR = (
    N_("Your documents, your details and your path you always see here yourself."),
    N_("Your contact details you can change yourself, at any time. Ask us to put the rest right."),
    N_(
        "You have the right to see all that is kept about you, and often to have it deleted. There is no button for it "
        "here yet. Ask us, and you get an answer."
    ),
    N_("You can complain to the Danish Data Protection Agency at [datatilsynet.dk](https://www.datatilsynet.dk)."),
)


def _section(title: str, points: Iterable[str]) -> None:
    st.header(title, anchor=False)
    st.markdown("\n".join(f"- {point}" for point in points))


context = current()
st.title(_("Your data"), anchor=False)
st.markdown(_("Here is what the portal keeps about you, why, who sees it, and what you can ask of us."))
_section(_("What we keep"), (_(group.words) for group in kept.KEPT))
_section(_("What we do not keep"), map(_, NOT_KEPT))
_section(_("Why"), map(_, WHY))
_section(_("Who sees it"), (*kept.readers(), *map(_, OTHER_READERS)))
_section(_("How long"), (_(point).format(days=context.portal.settings.session_days) for point in HOW_LONG))
_section(_("Cookies"), map(_, COOKIES))
_section(_("What you can ask for"), map(_, TO_ASK_FOR))
st.header(_("Whom to ask"), anchor=False)
contacts.draw(context.session)
