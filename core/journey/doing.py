"""What a colleague does about a volunteer or a document: the one next thing of any row. Pure."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from core.access.permissions import Action
from core.documents.rules import DocumentState


class Do(StrEnum):
    """The one thing to do about a row."""

    MAKE = "make"  # begin the document that is missing
    CONTINUE = "continue"  # go on with a draft
    SEND = "send"  # a draft in which everything of the organisation's is there
    FILL_IN = "fill_in"  # it waits for the organisation's answers
    ANSWER = "answer"  # it was declined: change it and send it again, or withdraw it
    SIGN = "sign"  # it waits for the reader's signature
    REMIND = "remind"  # by mail, whom a document waits for
    PAPER = "paper"  # it waits for somebody who does everything on paper: print it, and record what comes back
    READ = "read"  # a document about which nothing is needed
    INVITE = "invite"  # no link is out that the volunteer could use
    CALL = "call"  # it waits for somebody whom the reader reaches best by telephone
    PAIR = "pair"  # find a partner
    COURSE = "course"  # look at the course the row is about
    PLAN_COURSE = "plan_course"  # none is planned that they lead
    EVALUATE = "evaluate"  # enter what the participants of a run answered
    REVIEW = "review"  # talk the evaluation through
    CONTACT = "contact"  # record that the pair was contacted after a module
    PLAN = "plan"  # order or plan a supervision
    LOOK = "look"  # see how a supervision goes
    TALK = "talk"  # write down a talk
    CLARIFY = "clarify"  # propose a day for the clarification meeting
    PREPARE = "prepare"  # write down one's own side before it
    MEET = "meet"  # look at it, and write down what came of it
    TRAIN = "train"  # write down when the training was completed
    DECIDE = "decide"  # about an approval
    CLOSE = "close"  # plan or hold the closing meeting
    REPLY = "reply"  # to who would like to stop
    HANDED_OVER = "handed_over"  # say that the tasks of somebody who stops are handed over
    THANK = "thank"  # plan to thank them
    THANKED = "thanked"  # write down that they were thanked
    PROVE = "prove"  # make a proof of what they have done
    PART = "part"  # say that somebody has stopped
    OPEN = "open"  # what there is to do stands on the volunteer's page


# What it takes to do it; whoever may not is led to the volunteer's page instead.
NEEDS: dict[Do, Action] = {
    Do.MAKE: Action.DRAFT_DOCUMENT,
    Do.CONTINUE: Action.DRAFT_DOCUMENT,
    Do.SEND: Action.DRAFT_DOCUMENT,
    Do.FILL_IN: Action.DRAFT_DOCUMENT,
    Do.ANSWER: Action.DRAFT_DOCUMENT,
    Do.SIGN: Action.SIGN_DOCUMENT,
    Do.REMIND: Action.DRAFT_DOCUMENT,
    Do.PAPER: Action.DRAFT_DOCUMENT,
    Do.INVITE: Action.INVITE_VOLUNTEER,
    Do.PAIR: Action.MAKE_PAIR,
    Do.COURSE: Action.SEE_COURSES,
    Do.PLAN_COURSE: Action.EDIT_COURSES,
    Do.EVALUATE: Action.ENTER_EVALUATION,
    Do.REVIEW: Action.EDIT_COURSES,
    Do.CONTACT: Action.WRITE_NOTES,
    Do.TALK: Action.WRITE_NOTES,
    Do.PLAN: Action.ORDER_SUPERVISION,
    Do.LOOK: Action.ORDER_SUPERVISION,
    Do.CLARIFY: Action.HOLD_CLARIFICATION,
    Do.PREPARE: Action.HOLD_CLARIFICATION,
    Do.MEET: Action.HOLD_CLARIFICATION,
    Do.TRAIN: Action.DECIDE_APPROVAL,
    Do.DECIDE: Action.DECIDE_APPROVAL,
    Do.CLOSE: Action.DECIDE_APPROVAL,
    Do.REPLY: Action.END_ENGAGEMENT,
    Do.HANDED_OVER: Action.WRITE_NOTES,
    Do.THANK: Action.RECOGNISE,
    Do.THANKED: Action.RECOGNISE,
    Do.PROVE: Action.RECOGNISE,
    Do.PART: Action.END_ENGAGEMENT,
}


def within_reach(do: Do, allowed: Callable[[Action], bool]) -> Do:
    """What the reader does instead where they are not `allowed` to: look at the volunteer's page."""
    needed = NEEDS.get(do)
    return do if needed is None or allowed(needed) else Do.OPEN


class Way(StrEnum):
    """How those are reached for whom something waits."""

    PAPER = "paper"  # somebody has neither an e-mail address nor a login
    MAIL = "mail"  # somebody has an e-mail address
    TELL = "tell"  # all can log in, and no mail reaches any of them


def way_to(people: Iterable[tuple[bool, bool]]) -> Way:
    """How people are reached of whom is known whether they have an e-mail address and whether they can log in.

    Paper comes first, for there the reader can do something at once.
    """
    known = list(people)
    if any(not mailable and not joined for mailable, joined in known):
        return Way.PAPER
    return Way.MAIL if not known or any(mailable for mailable, _joined in known) else Way.TELL


ASK = {Way.MAIL: Do.REMIND, Way.TELL: Do.CALL, Way.PAPER: Do.PAPER}


def about_document(
    state: DocumentState,
    *,
    ours: bool = False,
    my_turn: bool = False,
    way: Way = Way.MAIL,
    complete: bool = False,
    reminded: bool = False,
) -> Do:
    """What the reader does about a document.

    `ours` is whether it waits for the organisation, `my_turn` whether for the reader, `way` how those
    are reached it waits for, or who are to get it. `complete` is whether a draft holds all that is the organisation's,
    `reminded` whether those it waits for were reminded of it just now and are left in peace.
    """
    ask = Do.READ if reminded and way is Way.MAIL else ASK[way]
    match state:
        case DocumentState.DRAFT if not complete:
            return Do.CONTINUE
        case DocumentState.DRAFT:
            return Do.PAPER if way is Way.PAPER else Do.SEND
        case DocumentState.DECLINED:
            return Do.ANSWER
        case DocumentState.FILLING_IN:
            return Do.FILL_IN if ours else Do.SIGN if my_turn else ask
        case DocumentState.WAITING:
            return Do.SIGN if my_turn else ask
        case _:
            return Do.READ
