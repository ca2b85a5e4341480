"""What stands on a page about a team's training when no team was chosen."""

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell.context import actor_of, current


def no_team(title: str) -> None:
    """That there is none, and for who has several the way to them."""
    st.title(title, anchor=False)
    if may(actor_of(current()), Action.MANAGE_TEAMS):
        st.info(_("A training is a team's. Choose the team first."), icon=":material/groups:")
        st.page_link(addresses.TEAMS, label=_("All teams"), icon=":material/groups:")
    else:
        st.info(_("You are in no team at the moment. You see it here as soon as you are."), icon=":material/groups:")
