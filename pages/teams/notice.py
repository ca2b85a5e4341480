"""The way to their peer teams for who is there for them at a workplace, where a colleague begins the day."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.teams.reading import own_teams
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button


def own_teams_here(context: Context, organisation_id: UUID) -> None:
    """A way to each; nothing for who coordinates, and finds them all in the menu."""
    actor = actor_of(context)
    if may(actor, Action.MANAGE_TEAMS, Subject(organisation_id)) or not may(actor, Action.SEE_TEAM):
        return
    found = own_teams(session=context.session, actor=actor)
    for team in first_ones(found, "own-teams"):
        label = _("Your peer team: {name}").format(name=plain(team.name))
        st.page_link(addresses.TEAM, label=label, icon=":material/groups:", query_params={"id": str(team.team_id)})
    more_button(found, "own-teams")
