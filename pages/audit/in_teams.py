"""What the audit log says of peer teams. Of a talk it says neither whose it is nor of which kind."""

from core.i18n import N_

IN_TEAMS = {
    "team.made": N_("made a peer team"),
    "team.changed": N_("changed a peer team"),
    "team.ended": N_("ended a peer team"),
    "team.joined": N_("put somebody in a peer team"),
    "team.left": N_("recorded that somebody left a peer team"),
    "team.accommodations": N_("Somebody wrote how they work best in their team"),
    "team.in_the_way": N_("Somebody wrote what stands in the way in their team"),
    "team.check_in_agreed": N_("Somebody agreed on a check-in in their team"),
    "team.checked_in": N_("Somebody checked in with their team lead"),
    "support.asked": N_("Somebody asked for a talk"),
    "support.answered": N_("answered somebody who asked for a talk"),
    "support.planned": N_("planned a talk in a peer team"),
    "support.passed_on": N_("passed on that somebody would like to talk"),
    "support.called_off": N_("A talk was called off"),
    "support.held": N_("A talk was held"),
    "organisation.support": N_("wrote what holds for talks in peer teams"),
}
