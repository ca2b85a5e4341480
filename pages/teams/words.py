"""Who is responsible for what in a peer team, in words (Q7, Q8)."""

from typing import NamedTuple

from core.i18n import N_
from core.i18n import gettext as _
from core.teams.reading import TeamView
from core.teams.rules import TeamPart
from pages.shell import theme as look
from pages.widgets.plain import and_words

PARTS = {
    TeamPart.LEAD: N_("Team lead"),
    TeamPart.PEER: N_("The peers"),
    TeamPart.WORKPLACE: N_("At the workplace"),
    TeamPart.PSYCHOLOGIST: N_("Psychologist"),
    TeamPart.COORDINATOR: N_("Coordinator"),
}
RESPONSIBLE = {
    TeamPart.LEAD: N_(
        "An experienced peer. Follows the tasks and what stands in the way of them, and helps each to notice early "
        "when something gets hard."
    ),
    TeamPart.PEER: N_(
        "Each does their own tasks, says in time what stands in the way, and looks after themselves. What is asked of "
        "you is the same as of others. Support is added."
    ),
    TeamPart.WORKPLACE: N_("Decides on the tasks, prepares the place and the colleagues, and answers from day to day."),
    TeamPart.PSYCHOLOGIST: N_("Talks with the team lead each month, and with each of you when you ask for it."),
    TeamPart.COORDINATOR: N_("Has the agreements and the plan, and is there when you do not know whom to ask."),
}
# Whom something is shown to, as the peer says it.
SHOWN_TO = {
    TeamPart.LEAD: N_("the team lead, {name}"),
    TeamPart.WORKPLACE: N_("the one at the workplace, {name}"),
    TeamPart.PSYCHOLOGIST: N_("the psychologist, {name}"),
}


class TeamRole(NamedTuple):
    """One box of the picture: what somebody is in the team, who it is, and what they are responsible for."""

    kind: TeamPart
    title: str
    who: str
    does: str


def picture(team: TeamView) -> None:
    """The team in one picture that reads as a list: each part, who has it, and what they are responsible for."""
    names = {part: person.name for part, person in team.around.items()}
    names[TeamPart.PEER] = and_words([member.name for member in team.members])
    if TeamPart.PSYCHOLOGIST not in names:
        names[TeamPart.PSYCHOLOGIST] = _("Nobody yet")
    told = [TeamRole(part, _(title), names.get(part, ""), _(RESPONSIBLE[part])) for part, title in PARTS.items()]
    look.draw("team", label=_("Who is responsible for what"), parts=told)
