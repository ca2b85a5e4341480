"""Pure decisions of the coordinator's morning: how soon a line is, and the one thing that is done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.access.permissions import Action
from core.documents.rules import PARTNER, VOLUNTEER, DocumentState
from core.journey.doing import Do, Way, about_document, way_to, within_reach
from core.journey.kinds import RULES, kind_called
from core.journey.steps import StepKind
from core.journey.urgency import OVERDUE, Urgency


class When(StrEnum):
    """How soon something is to be done; each line is in one of them. "Ours" is the organisation's turn."""

    OVERDUE = "overdue"  # its day has passed, whoever it waits for
    SOON = "soon"  # ours within a week
    LATER = "later"  # ours, with more time or no day
    OTHERS = "others"  # the turn of the volunteer, their partner or their supervisor
    AHEAD = "ahead"  # nobody has anything to do: paused, or it waits for its day


# Which of the urgencies of the projection each is.
URGENCIES: dict[When, tuple[Urgency, ...]] = {
    When.OVERDUE: OVERDUE,
    When.SOON: (Urgency.OURS_SOON,),
    When.LATER: (Urgency.OURS,),
    When.OTHERS: (Urgency.OTHERS,),
    When.AHEAD: (Urgency.PAUSED, Urgency.NOTHING),
}
OF_URGENCY = {urgency: moment for moment, urgencies in URGENCIES.items() for urgency in urgencies}


@dataclass(frozen=True, slots=True)
class Line:
    """What decides how a line is done; `kind`, `owner` and `reason` are the step's.

    `has_document` is whether the document of the step was begun, `declined` whether it was declined, `reminded` whether
    those it waits for were reminded and are left in peace; `invited` whether a link is out that the volunteer can
    use; `mailable` and `joined` are the volunteer's.
    """

    kind: str
    owner: str
    my_turn: bool
    reason: str = ""
    has_document: bool = False
    declined: bool = False
    reminded: bool = False
    invited: bool = False
    mailable: bool = True
    joined: bool = True


def what_to_do(line: Line, allowed: Callable[[Action], bool]) -> Do:
    """The one thing to do about a line, of those its reader is `allowed` to."""
    return within_reach(_what(line), allowed)


def _what(line: Line) -> Do:
    kind = kind_called(line.kind)
    if kind is None:
        return Do.OPEN
    rule = RULES[kind]
    if rule.document is not None:
        return _about_a_document(line, rule.document)
    if kind is StepKind.JOINED and line.invited:
        return Do.CALL
    return rule.by_reason.get(line.reason, rule.do)


def _about_a_document(line: Line, state: DocumentState) -> Do:
    if not line.has_document:
        return Do.MAKE if state is DocumentState.DRAFT else Do.OPEN
    way = way_to([(line.mailable, line.joined)]) if line.owner == VOLUNTEER else Way.MAIL
    ours = line.owner not in (VOLUNTEER, PARTNER)
    return about_document(
        DocumentState.DECLINED if line.declined else state,
        ours=ours,
        my_turn=line.my_turn,
        way=way,
        reminded=line.reminded,
    )
