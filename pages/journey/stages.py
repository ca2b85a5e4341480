"""Where a volunteer stands, in words: the stages of `core.journey.steps` in the order they are walked."""

from core.i18n import N_
from core.journey.steps import Stage

STAGES = {
    Stage.INVITED: N_("Invited"),
    Stage.PAPERS: N_("Sorting out papers"),
    Stage.TRAINING: N_("In training"),
    Stage.IN_APPROVAL: N_("On the way to approval"),
    Stage.APPROVED: N_("Approved"),
    Stage.ACTIVE: N_("Volunteering"),
    Stage.RUNNING_OUT: N_("Approval runs out soon"),
    Stage.LAPSED: N_("Approval has run out"),
    Stage.PAUSED: N_("On a break"),
    Stage.NOT_APPROVED: N_("Not approved"),
}
