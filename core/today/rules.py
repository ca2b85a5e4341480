"""Pure decisions of the coordinator's morning: how soon a line is, and the one thing that is done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.access.permissions import Action
from core.documents.rules import PARTNER, VOLUNTEER
from core.journey.steps import StepKind
from core.journey.urgency import Urgency


class When(StrEnum):
    """How soon something is to be done; each line is in one of them. "Ours" is the organisation's turn."""

    OVERDUE = "overdue"  # its day has passed, whoever it waits for
    SOON = "soon"  # ours within a week
    LATER = "later"  # ours, with more time or no day
    OTHERS = "others"  # the turn of the volunteer, their partner or their supervisor
    AHEAD = "ahead"  # nobody has anything to do: paused, or it waits for its day


# Which of the urgencies of the projection each is.
URGENCIES: dict[When, tuple[Urgency, ...]] = {
    When.OVERDUE: (Urgency.OURS_OVERDUE, Urgency.OTHERS_OVERDUE),
    When.SOON: (Urgency.OURS_SOON,),
    When.LATER: (Urgency.OURS,),
    When.OTHERS: (Urgency.OTHERS,),
    When.AHEAD: (Urgency.PAUSED, Urgency.NOTHING),
}
OF_URGENCY = {urgency: moment for moment, urgencies in URGENCIES.items() for urgency in urgencies}


class Do(StrEnum):
    """The one thing to do from a line."""

    MAKE = "make"  # begin the document that is missing
    CONTINUE = "continue"  # go on with a draft
    FILL_IN = "fill_in"  # it waits for the organisation's answers
    ANSWER = "answer"  # it was declined
    SIGN = "sign"  # it waits for the reader's signature
    REMIND = "remind"  # by mail, whom a document waits for
    PAPER = "paper"  # it waits for somebody who does everything on paper
    INVITE = "invite"  # no link is out that the volunteer could use
    CALL = "call"  # it waits for the volunteer, whom the reader reaches best by telephone
    PAIR = "pair"  # find a partner
    COURSE = "course"  # plan a course, or look at the one the line is about
    EVALUATE = "evaluate"  # enter what the participants of a run answered
    REVIEW = "review"  # talk the evaluation through
    CONTACT = "contact"  # record that the pair was contacted after a module
    PLAN = "plan"  # order or plan a supervision
    LOOK = "look"  # see how a supervision goes
    TALK = "talk"  # write down the talk that was planned
    DECIDE = "decide"  # about an approval, or hold the closing meeting
    OPEN = "open"  # what there is to do stands on the volunteer's page


# What it takes to do it; whoever may not is led to the volunteer's page instead.
NEEDS: dict[Do, Action] = {
    Do.MAKE: Action.DRAFT_DOCUMENT,
    Do.CONTINUE: Action.DRAFT_DOCUMENT,
    Do.FILL_IN: Action.DRAFT_DOCUMENT,
    Do.ANSWER: Action.DRAFT_DOCUMENT,
    Do.SIGN: Action.SIGN_DOCUMENT,
    Do.REMIND: Action.DRAFT_DOCUMENT,
    Do.PAPER: Action.DRAFT_DOCUMENT,
    Do.INVITE: Action.INVITE_VOLUNTEER,
    Do.PAIR: Action.MAKE_PAIR,
    Do.COURSE: Action.SEE_COURSES,
    Do.EVALUATE: Action.ENTER_EVALUATION,
    Do.REVIEW: Action.EDIT_COURSES,
    Do.CONTACT: Action.WRITE_NOTES,
    Do.TALK: Action.WRITE_NOTES,
    Do.PLAN: Action.ORDER_SUPERVISION,
    Do.LOOK: Action.ORDER_SUPERVISION,
    Do.DECIDE: Action.DECIDE_APPROVAL,
}

# Which step is done how; those of documents, invitations and supervisions depend on more.
BY_KIND: dict[str, Do] = {
    StepKind.DETAILS: Do.CALL,
    StepKind.READ: Do.CALL,
    StepKind.PAIR: Do.PAIR,
    StepKind.COURSE: Do.COURSE,
    StepKind.COURSES: Do.COURSE,
    StepKind.CONTACT: Do.CONTACT,
    StepKind.TALK: Do.TALK,
    StepKind.EVALUATE: Do.EVALUATE,
    StepKind.REVIEW: Do.REVIEW,
    StepKind.DECIDE: Do.DECIDE,
    StepKind.CLOSING: Do.DECIDE,
}
SESSIONS: dict[str, Do] = {"order": Do.PLAN, "plan": Do.PLAN, "hold": Do.LOOK, "feedback": Do.LOOK}
DOCUMENT_STEPS = (StepKind.DRAFT, StepKind.FILL_IN, StepKind.SIGN)


@dataclass(frozen=True, slots=True)
class Line:
    """What decides how a line is done; `kind`, `owner` and `reason` are the step's.

    `has_document` is whether the document of the step was begun, `declined` whether it was declined; `invited` whether
    a link is out that the volunteer can use; `mailable` and `joined` are the volunteer's.
    """

    kind: str
    owner: str
    my_turn: bool
    reason: str = ""
    has_document: bool = False
    declined: bool = False
    invited: bool = False
    mailable: bool = True
    joined: bool = True


def what_to_do(line: Line, allowed: Callable[[Action], bool]) -> Do:
    """The one thing to do about a line, of those its reader is `allowed` to."""
    found = _what(line)
    needed = NEEDS.get(found)
    return found if needed is None or allowed(needed) else Do.OPEN


def _what(line: Line) -> Do:
    if line.kind in DOCUMENT_STEPS:
        return _about_a_document(line)
    if line.kind == StepKind.JOINED:
        return Do.CALL if line.invited else Do.INVITE
    if line.kind in (StepKind.SUPERVISION, StepKind.RE_EVALUATE):
        return SESSIONS.get(line.reason, Do.DECIDE if line.reason else Do.OPEN)
    return BY_KIND.get(line.kind, Do.OPEN)


def _about_a_document(line: Line) -> Do:
    if not line.has_document:
        return Do.MAKE if line.kind == StepKind.DRAFT else Do.OPEN
    if line.declined:
        return Do.ANSWER
    if line.kind == StepKind.DRAFT:
        return Do.CONTINUE
    if line.owner == VOLUNTEER and not line.mailable:
        return Do.CALL if line.joined else Do.PAPER
    if line.kind == StepKind.FILL_IN and line.owner not in (VOLUNTEER, PARTNER):
        return Do.FILL_IN
    return Do.SIGN if line.my_turn else Do.REMIND
