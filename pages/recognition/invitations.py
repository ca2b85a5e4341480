"""What I am invited to, and what I was thanked with: for volunteers and colleagues alike."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.recognition.invitations import my_invitations
from pages.recognition import recognition_of
from pages.recognition.inviting import invitation_card
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes

context = require_actor(Action.SEE_OWN_THANKS)
show_flashes()
st.title(_("Invitations and thanks"), anchor=False)
found = my_invitations(session=context.session, actor=actor_of(context), today=context.today)
if not found:
    st.info(_("You have no invitations right now."), icon=":material/mail:")
for invitation in found:
    invitation_card(invitation)
recognition_of.own(context)
recognition_of.mention(context)
