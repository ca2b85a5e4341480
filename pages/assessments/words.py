"""What the pages of applications say of where one stands, of criteria, and of what others think."""

from core.assessments.rules import BoardStage, CriterionWord, ViewAnswer
from core.i18n import N_, ngettext
from core.i18n import gettext as _
from pages.widgets.rows import RowState

STAGES: dict[str, str] = {
    BoardStage.READY: N_("To be decided"),
    BoardStage.LETTER: N_("The letter is to go"),
    BoardStage.RECEIVED: N_("New"),
    BoardStage.UNDER_WAY: N_("Under way"),
    BoardStage.ASKED: N_("Waits for others"),
    BoardStage.ANSWERED: N_("Answered"),
    BoardStage.WITHDRAWN: N_("Taken back"),
}
CRITERIA = {
    CriterionWord.MET: RowState(N_("In place"), "green", "check_circle"),
    CriterionWord.TALK: RowState(N_("To talk about"), "orange", "forum"),
    CriterionWord.NOT_YET: RowState(N_("Not yet"), "gray", "schedule"),
    CriterionWord.NOT_ASKED: RowState(N_("Not asked"), "gray", "radio_button_unchecked"),
}
VIEWS = {
    ViewAnswer.GLADLY: N_("Would like to work with them"),
    ViewAnswer.TALK: N_("Would like to talk about it first"),
    ViewAnswer.UNKNOWN: N_("Does not know them well enough"),
}
OWN_VIEWS = {
    ViewAnswer.GLADLY: N_("Yes, I would like to work with them"),
    ViewAnswer.TALK: N_("I would like to talk about it first"),
    ViewAnswer.UNKNOWN: N_("I do not know them well enough"),
}


def waited_words(days: int) -> str:
    """For how long somebody has waited."""
    if days <= 0:
        return _("Came today")
    return ngettext("Has waited {count} day", "Has waited {count} days", days).format(count=days)
