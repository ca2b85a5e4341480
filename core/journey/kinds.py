"""What holds for every step of a kind: whose turn it is, and what is done about it. A new kind is one entry here.

Its words are one entry in `pages/journey/step_words.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from core.documents.rules import VOLUNTEER, DocumentState
from core.journey.doing import Do
from core.journey.steps import CONTACT_PERSON, COORDINATOR, Step, StepKind, StepStatus


@dataclass(frozen=True, slots=True)
class KindRule:
    """`owner` is the role whose turn it is, where the step does not say otherwise.

    `do` is what a colleague does about it, `by_reason` what instead where the reason of the step says more. `document`
    is how the document stands that it is about: what is done follows from that (`about_document`). `papers`
    is whether it belongs to the way in, before which nobody is active. A break stops the clocks of all but what goes on
    then: `goes_on`.
    """

    owner: str
    do: Do
    by_reason: Mapping[str, Do] = field(default_factory=dict)
    document: DocumentState | None = None
    papers: bool = False
    goes_on: bool = False


OF_CLARIFICATION = {
    "answer": Do.MEET,
    "prepare": Do.MEET,
    "ready": Do.MEET,
    "not_now": Do.MEET,
    "prepare_ours": Do.PREPARE,
    "hold": Do.MEET,
}
OF_SUPERVISIONS = {"order": Do.PLAN, "plan": Do.PLAN, "hold": Do.LOOK, "feedback": Do.LOOK}
RULES: dict[StepKind, KindRule] = {
    StepKind.JOINED: KindRule(VOLUNTEER, Do.INVITE),
    StepKind.DETAILS: KindRule(VOLUNTEER, Do.CALL, papers=True),
    StepKind.DRAFT: KindRule(CONTACT_PERSON, Do.MAKE, document=DocumentState.DRAFT, papers=True),
    StepKind.FILL_IN: KindRule(CONTACT_PERSON, Do.FILL_IN, document=DocumentState.FILLING_IN, papers=True),
    StepKind.SIGN: KindRule(CONTACT_PERSON, Do.SIGN, document=DocumentState.WAITING, papers=True),
    StepKind.SEALING: KindRule(VOLUNTEER, Do.OPEN),
    StepKind.HOLD: KindRule(VOLUNTEER, Do.OPEN),
    StepKind.READ: KindRule(VOLUNTEER, Do.CALL, papers=True),
    StepKind.BEGIN: KindRule(VOLUNTEER, Do.OPEN),
    StepKind.CLARIFY: KindRule(COORDINATOR, Do.CLARIFY, OF_CLARIFICATION),
    StepKind.TRAINING: KindRule(COORDINATOR, Do.TRAIN),
    StepKind.PAIR: KindRule(COORDINATOR, Do.PAIR),
    StepKind.COURSE: KindRule(COORDINATOR, Do.COURSE, {"plan": Do.PLAN_COURSE}),
    StepKind.SUPERVISION: KindRule(COORDINATOR, Do.OPEN, OF_SUPERVISIONS),
    StepKind.CONTACT: KindRule(COORDINATOR, Do.CONTACT),
    StepKind.EVALUATE: KindRule(COORDINATOR, Do.EVALUATE),
    StepKind.REVIEW: KindRule(COORDINATOR, Do.REVIEW),
    StepKind.DECIDE: KindRule(COORDINATOR, Do.DECIDE),
    StepKind.COURSES: KindRule(COORDINATOR, Do.PLAN_COURSE),
    StepKind.RE_EVALUATE: KindRule(COORDINATOR, Do.OPEN, {**OF_SUPERVISIONS, "decide": Do.DECIDE, "lapsed": Do.DECIDE}),
    StepKind.CLOSING: KindRule(COORDINATOR, Do.CLOSE),
    StepKind.LEARN: KindRule(COORDINATOR, Do.OPEN),
    StepKind.FOLLOW_UP: KindRule(COORDINATOR, Do.TALK),
    StepKind.MOVE_ON: KindRule(COORDINATOR, Do.OPEN),
    StepKind.TALK: KindRule(COORDINATOR, Do.TALK, goes_on=True),
    StepKind.PAUSED: KindRule(COORDINATOR, Do.OPEN, goes_on=True),
    StepKind.WISH: KindRule(COORDINATOR, Do.REPLY, goes_on=True),
    StepKind.HAND_OVER: KindRule(CONTACT_PERSON, Do.HANDED_OVER, goes_on=True),
    StepKind.LAST_TALK: KindRule(COORDINATOR, Do.TALK, goes_on=True),
    StepKind.LAST_THANKS: KindRule(COORDINATOR, Do.THANK, {"planned": Do.THANKED}, goes_on=True),
    StepKind.PROOF: KindRule(COORDINATOR, Do.PROVE, goes_on=True),
    StepKind.GOODBYE: KindRule(COORDINATOR, Do.PART, goes_on=True),
}


def step_of(
    id_: str,
    kind: StepKind,
    status: StepStatus,
    owner: str = "",
    *,
    document_id: UUID | None = None,
    due_on: date | None = None,
    reason: str = "",
    subject_id: UUID | None = None,
) -> Step:
    """A step of this kind, the turn of `owner`, or of whom the kind names."""
    return Step(id_, kind, status, owner or RULES[kind].owner, document_id, due_on, reason, subject_id)


def kind_called(name: str) -> StepKind | None:
    """The kind that a stored row names; None for one that this portal does not know."""
    return StepKind(name) if name in StepKind.__members__.values() else None


def is_about_a_document(name: str) -> bool:
    """Whether a stored row names a step of a document that somebody is to do something about."""
    kind = kind_called(name)
    return kind is not None and RULES[kind].document is not None
