"""My details: contact details and next of kin, written once and used in every document."""

import streamlit as st

from core.access.permissions import Action, Role
from core.i18n import gettext as _
from core.messages.returning import comes_back
from pages.people.details import CONTACT, NEXT_OF_KIN, detail_field, missing_labels, name_fields, own_person
from pages.sharing import sharing
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.state import ScreenState
from pages.widgets.plain import and_words

# Whether the reader, on their way on, was told what is still missing.
TOLD = ScreenState("details-missing-told", False)
context = require_actor(Action.EDIT_OWN_DETAILS)
person = own_person()

st.title(_("My details"), anchor=False)
belongs = bool(actor_of(context).organisations())
if belongs:
    st.markdown(_("You write it once, and we use it in all your documents. Each field is saved when you leave it."))
else:
    st.markdown(_("Each field is saved when you leave it."))
st.header(_("You"), anchor=False)
name_fields(person)
if comes_back(person):
    st.warning(_("Mails come back from your address. Is it written right?"), icon=":material/unsubscribe:")
for name in CONTACT:
    detail_field(name, person)
# Nobody needs to call the next of kin of somebody who is at no workplace.
if belongs:
    st.header(_("If something happens to you"), anchor=False)
    for name in NEXT_OF_KIN:
        detail_field(name, person)
sharing.draw(context)
if Role.VOLUNTEER in actor_of(context).roles():
    missing = missing_labels(person)
    if missing and TOLD.get():
        said = _("We still need: {details}.").format(details=and_words(missing))
        st.warning(f"{said} {_('You can write it later.')}", icon=":material/edit_note:")
    label = _("Continue without it") if missing and TOLD.get() else _("Continue on my path")
    if st.button(label, type="primary", icon=":material/arrow_forward:", key="to-path"):
        if missing and not TOLD.get():
            TOLD.set(True)
            st.rerun()
        TOLD.forget()
        st.switch_page(addresses.MY_PATH)
