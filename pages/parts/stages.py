"""Where a volunteer stands, in words: the stages of `core.journey.rules` in the order they are walked."""

from core.i18n import N_

STAGES = {
    "invited": N_("Invited"),
    "papers": N_("Sorting out papers"),
    "training": N_("In training"),
    "in_approval": N_("On the way to approval"),
    "approved": N_("Approved"),
    "active": N_("Volunteering"),
    "running_out": N_("Approval runs out soon"),
    "lapsed": N_("Approval has run out"),
    "paused": N_("On a break"),
    "not_approved": N_("Not approved"),
}
