"""Aligning expectations in words: how far a round has come, how two answers meet, and why to look again."""

from core.alignment.form import AlignmentKind
from core.alignment.reading import AlignmentRow
from core.alignment.rules import Accord, AlignmentSide, AlignmentStage, LookAgain, SettledHow
from core.i18n import N_, on_date
from core.i18n import gettext as _
from pages.widgets.rows import RowState

KINDS = {
    AlignmentKind.PARTNERSHIP: N_("Expectations with an association"),
    AlignmentKind.WORKPLACE: N_("Expectations with a volunteer"),
    AlignmentKind.EVALUATION: N_("How you work together"),
}
STAGES = {
    AlignmentStage.BOTH: N_("Both answer"),
    AlignmentStage.OURS: N_("Waits for answers from here"),
    AlignmentStage.THEIRS: N_("Waits for their answers"),
    AlignmentStage.MEETING: N_("Ready to talk about"),
    AlignmentStage.AGREED: N_("Agreed"),
}
ACCORDS = {
    Accord.DIFFERENT: N_("You say different things"),
    Accord.WRITTEN: N_("Both have written: read it together"),
    Accord.ONE: N_("Only one of you has answered"),
    Accord.NEITHER: N_("None of you has answered yet"),
    Accord.SAME: N_("You say the same"),
}
WHY_AGAIN = {
    LookAgain.OVER: N_("The time it was agreed for is over."),
    LookAgain.DAY: N_("The day to look at it again has come."),
    LookAgain.OUR_CONTACT: N_("Somebody else follows it for the organisation now."),
    LookAgain.THEIR_CONTACT: N_("Somebody has come or gone among those who speak for the association."),
}
HOW = {
    SettledHow.WRITTEN: N_("In writing: both sign it"),
    SettledHow.ORAL: N_("By word of mouth: it is kept here as it reads"),
}


def state_of(each: AlignmentRow, side: AlignmentSide = AlignmentSide.OURS) -> RowState:
    """How far a round in a list has come, as whoever is on `side` reads it."""
    if each.reasons:
        return RowState(_("Look at it again"), "orange")
    stage = each.stage
    if side is AlignmentSide.THEIRS:
        turned = {AlignmentStage.OURS: AlignmentStage.THEIRS, AlignmentStage.THEIRS: AlignmentStage.OURS}
        stage = turned.get(stage, stage)
    return RowState(_(STAGES[stage]), "green" if stage is AlignmentStage.AGREED else "gray")


def when_of(each: AlignmentRow) -> str:
    """When it was begun or agreed."""
    if each.agreed_on is not None:
        return _("Agreed on {date}").format(date=on_date(each.agreed_on))
    return _("Begun on {date}").format(date=on_date(each.begun_on))
