"""The way to their peer teams for who is there for them at a workplace, where a colleague begins the day."""

from uuid import UUID

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.teams.reading import own_teams
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.rows import Notice
from pages.widgets.show_more import first_ones, more_button


def own_teams_here(context: Context, organisation_id: UUID) -> list[Notice]:
    """A way to each, and a button for more; nothing for who coordinates, and finds them all in the menu."""
    actor = actor_of(context)
    if may(actor, Action.MANAGE_TEAMS, Subject(organisation_id)) or not may(actor, Action.SEE_TEAM):
        return []
    found = own_teams(session=context.session, actor=actor)
    more_button(found, "own-teams")
    return [
        Notice(
            addresses.TEAM,
            _("Your peer team: {name}").format(name=team.name),
            "groups",
            {"id": str(team.team_id)},
        )
        for team in first_ones(found, "own-teams")
    ]
