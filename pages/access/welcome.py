"""Somebody new is told on their first page what is theirs, once."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Role
from core.access.roles import DOES, NAMES
from core.i18n import N_
from core.i18n import gettext as _
from core.organisations.beginning import new_roles, put_welcome_away
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain

# How somebody in each role begins. An administrator is welcomed with the list of what can wait.
BEGIN_WITH = {
    Role.CONTACT_PERSON: N_("Below stand the volunteers you follow. What needs you stands first."),
    Role.COORDINATOR: N_(
        "Below stands what waits in the whole organisation, also what others began. Take the first line: its button "
        "leads to where it is done."
    ),
    Role.SUPERVISOR: N_("Below stand the supervisions you hold. You plan each, and write feedback."),
    Role.TEAM_LEAD: N_("Below stands your team: who is in it, how you reach them, and who is there for you."),
    Role.PSYCHOLOGIST: N_("Below stands the team you are there for, and who leads it."),
    Role.AUDITOR: N_("Below stands who did what and when. What people wrote is never kept here."),
}


def welcome(context: Context, organisation_id: UUID, *, begun: bool = True) -> None:
    """What is theirs, until they put it away; nothing for who is not new. How they begin is left out where it is not
    `begun`: nothing is theirs yet."""
    found = new_roles(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    told = [role for role in found if role in BEGIN_WITH]
    if not told:
        return
    with st.container(border=True, key="welcome"):
        st.markdown(f"**{_('Welcome, {name}').format(name=plain(actor_of(context).name.split()[0]))}**")
        for role in told:
            st.markdown(f"**{_(NAMES[role])}.** {_(DOES[role])} {_(BEGIN_WITH[role]) if begun else ''}".rstrip())
        if st.button(_("I see, thank you"), key="welcome-away"):
            act(lambda by: put_welcome_away(**by, organisation_id=organisation_id))
