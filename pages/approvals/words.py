"""Where an instructor stands with their approval, in words."""

from collections.abc import Sequence

import streamlit as st

from core.approvals.rules import ApprovalState, Decision, EndReason, PauseReason, UnmetRequirement, Year
from core.approvals.view import ApprovalSummary
from core.i18n import N_, ngettext, on_date
from core.i18n import gettext as _
from core.supervision.rules import SupervisionKind

STATES = {
    ApprovalState.TRAINING: (N_("In training"), "blue", "school"),
    ApprovalState.IN_APPROVAL: (N_("On the way to approval"), "blue", "route"),
    ApprovalState.READY: (N_("Ready for a decision"), "orange", "arrow_circle_right"),
    ApprovalState.APPROVED: (N_("Approved"), "green", "check_circle"),
    ApprovalState.RUNNING_OUT: (N_("Approval runs out soon"), "orange", "schedule"),
    ApprovalState.LAPSED: (N_("Approval has run out"), "red", "event_busy"),
    ApprovalState.NOT_APPROVED: (N_("Not approved"), "gray", "do_not_disturb_on"),
    ApprovalState.ENDED: (N_("The approval has ended"), "gray", "block"),
}
DECISIONS = {
    Decision.APPROVED: N_("Approved"),
    Decision.NOT_APPROVED: N_("Not approved"),
    Decision.ENDED: N_("The approval has ended"),
}
REASONS = {PauseReason.LEAVE: N_("Leave"), PauseReason.OTHER: N_("Something else")}
WHY = {
    EndReason.OWN_WISH: N_("Own wish"),
    EndReason.LOST_INTEREST: N_("Would rather do something else"),
    EndReason.ILLNESS: N_("Illness"),
    EndReason.MOVED: N_("Moved away"),
    EndReason.NEW_WORK: N_("On to a job"),
    EndReason.STUDIES: N_("On to an education"),
    EndReason.TASK_ENDED: N_("The task has ended"),
    EndReason.NOT_APPROVED: N_("Not approved"),
    EndReason.OTHER: N_("Something else"),
}
KINDS = {
    SupervisionKind.FIRST: N_("Supervision towards approval"),
    SupervisionKind.RE_EVALUATION: N_("Re-evaluation"),
    SupervisionKind.EXTRA: N_("Extra supervision"),
    SupervisionKind.OBSERVATION: N_("Coordinator's visit"),
    SupervisionKind.METHOD_COURSE: N_("Method course"),
}


def why(said: EndReason | None, key: str) -> EndReason | None:
    """Ask why somebody stops, at first as it was `said`; nobody has to say."""
    return st.pills(
        _("Why they stop (may be left out)"),
        [*EndReason],
        default=said,
        format_func=lambda each: _(WHY[each]),
        key=key,
    )


def state_badge(state: ApprovalState) -> str:
    """Where somebody stands as a badge within a line of text: word, shape and colour."""
    word, colour, icon = STATES[state]
    return f":{colour}-badge[:material/{icon}: {_(word)}]"


def until_words(where: ApprovalSummary) -> str:
    """Until when the approval that holds lasts or lasted; "" where there is none."""
    if where.until is None:
        return ""
    told = _("It ran out on {day}.") if where.state is ApprovalState.LAPSED else _("It holds until {day}.")
    return told.format(day=on_date(where.until))


def missing_words(missing: Sequence[UnmetRequirement]) -> list[str]:
    """What a decision still waits for, one sentence each."""
    told = {
        "training": _("The instructor training is not completed yet."),
        "supervisions": _("Supervisions with feedback: {have} of {need}."),
        "re_evaluation": _("A re-evaluation with feedback has not been held yet."),
    }
    return [told[each.what].format(have=each.have, need=each.need) for each in missing]


def year_words(year: Year) -> str:
    """The courses of the year that counts now: held, planned, and those still needed."""
    told = _("From {first} to {last}: {held} held, {planned} planned.").format(
        first=on_date(year.first), last=on_date(year.last), held=year.counted, planned=year.planned
    )
    if year.missing:
        rest = ngettext(
            "{count} course is still to be planned.", "{count} courses are still to be planned.", year.missing
        )
        return f"{told} {rest.format(count=year.missing)}"
    return f"{told} {_('That is enough for this year.')}" if year.needed else told
