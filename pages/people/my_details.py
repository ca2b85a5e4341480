"""My details: contact details and next of kin, written once and used in every document."""

import streamlit as st

from core.access.permissions import Action, Role
from core.i18n import gettext as _
from pages.people.details import CONTACT, NEXT_OF_KIN, detail_field, name_fields, own_person
from pages.sharing import sharing
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor

context = require_actor(Action.EDIT_OWN_DETAILS)
person = own_person()

st.title(_("My details"), anchor=False)
st.markdown(_("You write it once, and we use it in all your documents. Each field is saved when you leave it."))
st.header(_("You"), anchor=False)
name_fields(person)
for name in CONTACT:
    detail_field(name, person)
st.header(_("If something happens to you"), anchor=False)
for name in NEXT_OF_KIN:
    detail_field(name, person)
sharing.draw(context)
if Role.VOLUNTEER in actor_of(context).roles() and st.button(
    _("Continue on my path"), type="primary", icon=":material/arrow_forward:", key="to-path"
):
    st.switch_page(addresses.MY_PATH)
