"""What is kept about people, in plain words: what, why, who sees it, how long, and what one can ask for."""

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from pages.public import contacts
from pages.shell.context import current

SECTIONS = (
    (
        N_("What we keep"),
        (
            N_("Your name, and how we reach you: phone, e-mail and address."),
            N_("Whom we call if something happens to you. Tell that person that you have given us their number."),
            N_("Where you are a volunteer, since when, and who your contact person is."),
            N_("The documents you and the organisation agree on, with what you wrote in them."),
            N_("When you sign: the name you typed, the time, and a fingerprint of the text you read."),
            N_("Your login name. Your passphrase is kept only in a form that nobody can read."),
            N_("A log of what was done here, when and by whom. It never holds what you wrote."),
        ),
    ),
    (
        N_("What we do not keep"),
        (
            N_("Your CPR number."),
            N_("Diagnoses or anything else about your health. Please do not write it anywhere here."),
            N_("Criminal records or certificates."),
        ),
    ),
    (
        N_("Why"),
        (
            N_("So that you and the organisation know what you have agreed, and both hold the same document."),
            N_("So that your contact person can reach you, and help can be called if you need it."),
            N_("Your organisation decides on which legal ground it keeps this. Ask, and you will be told."),
        ),
    ),
    (
        N_("Who sees it"),
        (
            N_("You, your contact person and the coordinators in your organisation. Nobody else uses it."),
            N_("Where several organisations share the portal, whoever makes them here sees nobody in them."),
            N_(
                "Anybody who holds one of the sealed PDFs can check here whether it is genuine. The check never shows "
                "anything about a person."
            ),
            N_("We send mail as links, never with the document in it."),
        ),
    ),
    (
        N_("How long"),
        (
            N_("As long as you are a volunteer, and after that as long as your organisation's rules say."),
            N_("Logins end by themselves when they are not used for {days} days."),
        ),
    ),
    (
        N_("Cookies"),
        (
            N_("Only those the portal needs: one that you are logged in, one for this browser, one for your language."),
            N_("Nobody follows what you do, and nothing is fetched from other companies."),
        ),
    ),
    (
        N_("What you can ask for"),
        (
            N_("To see what is kept about you, and to get a copy."),
            N_("To have it put right. Your contact details you can change yourself, at any time."),
            N_("To have it deleted, or used less, where the law gives you that right."),
            N_(
                "You can complain to the Danish Data Protection Agency at [datatilsynet.dk](https://www.datatilsynet.dk)."
            ),
        ),
    ),
)

context = current()
st.title(_("Your data"), anchor=False)
st.markdown(_("We keep as little as we can. Here is what, why, and what you can ask of us."))
for title, points in SECTIONS:
    st.header(_(title), anchor=False)
    st.markdown("\n".join(f"- {_(point)}" for point in points).format(days=context.portal.settings.session_days))
st.header(_("Whom to ask"), anchor=False)
contacts.draw(context.session)
