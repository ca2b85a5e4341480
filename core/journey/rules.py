"""The path a volunteer walks: what is done, whose turn it is, and the one next thing. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from core.documents.rules import ORGANISATION, PARTNER, VOLUNTEER, DocumentState, Standing, state_of, waiting_for
from core.programmes.programme import Programme

OVER = frozenset({DocumentState.SEALING, DocumentState.SEALED, DocumentState.DISCUSSED, DocumentState.SUPERSEDED})
NEEDED_DETAILS = ("phone", "address", "next_of_kin_name", "next_of_kin_phone")


class StepKind(StrEnum):
    """What a step asks for; those from DRAFT to HOLD are about one document."""

    JOINED = "joined"
    DETAILS = "details"
    DRAFT = "draft"
    FILL_IN = "fill_in"
    SIGN = "sign"
    SEALING = "sealing"
    HOLD = "hold"
    READ = "read"
    BEGIN = "begin"


class StepStatus(StrEnum):
    """NOW is the one thing the volunteer does next; WAITING is somebody else's turn."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The newest document of a kind that was not withdrawn, where it stands, and as whom the person stands in it."""

    document_id: UUID
    standing: Standing
    capacity: str = VOLUNTEER


@dataclass(frozen=True, slots=True)
class PathFacts:
    """The facts of one engagement.

    `writers` is the role that acts for the organisation in each kind of document; a kind it does not name is the
    contact person's. `details_missing` names what `NEEDED_DETAILS` asks for and is not there. `unread` counts the
    guidelines and principles to acknowledge; None where there are none at all.
    """

    joined: bool
    details_missing: tuple[str, ...]
    documents: Mapping[str, DocumentFacts]
    writers: Mapping[str, str]
    begins_on: date | None = None
    unread: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `id` is the document's kind for a document; `owner` is the role whose turn it is or was."""

    id: str
    kind: StepKind
    status: StepStatus
    owner: str
    document_id: UUID | None = None


def journey(programme: Programme, facts: PathFacts, today: date) -> tuple[Step, ...]:
    """The steps of one engagement in the order they are walked (R1, L5, L7).

    At most one step is NOW: the first that only the volunteer can do. A document that was drafted outside the
    programme's list comes after those in it.
    """
    steps = []
    now_is_taken = False
    for step in _all_steps(programme, facts, today):
        if step.status is StepStatus.NOW and now_is_taken:
            step = Step(step.id, step.kind, StepStatus.LATER, step.owner, step.document_id)
        now_is_taken = now_is_taken or step.status is StepStatus.NOW
        steps.append(step)
    return tuple(steps)


def next_step(steps: tuple[Step, ...]) -> Step | None:
    """The one thing the volunteer does next; None where it is somebody else's turn or everything is done."""
    return next((step for step in steps if step.status is StepStatus.NOW), None)


def _all_steps(programme: Programme, facts: PathFacts, today: date) -> Iterator[Step]:
    joined = StepStatus.DONE if facts.joined else StepStatus.NOW
    yield Step("joined", StepKind.JOINED, joined, VOLUNTEER)
    details = StepStatus.NOW if facts.details_missing else StepStatus.DONE
    yield Step("details", StepKind.DETAILS, details, VOLUNTEER)
    others = (kind for kind, found in facts.documents.items() if found.standing.shared)
    for kind in (*programme.documents, *sorted(set(others) - set(programme.documents))):
        yield _document_step(kind, facts.documents.get(kind), facts.writers.get(kind, "contact_person"))
    if facts.unread is not None:
        yield Step("guidelines", StepKind.READ, _reading(facts), VOLUNTEER)
    if facts.begins_on is not None:
        begun = StepStatus.DONE if facts.begins_on <= today else StepStatus.LATER
        yield Step("begin", StepKind.BEGIN, begun, VOLUNTEER)


def _reading(facts: PathFacts) -> StepStatus:
    """Guidelines come after the documents in order, so that they never keep anybody from signing."""
    if not facts.unread:
        return StepStatus.DONE
    return StepStatus.NOW if facts.joined and not facts.details_missing else StepStatus.LATER


def _document_step(kind: str, found: DocumentFacts | None, writer: str) -> Step:
    if found is None or not found.standing.shared or found.standing.withdrawn:
        return Step(kind, StepKind.DRAFT, StepStatus.WAITING, writer)
    state = state_of(found.standing)
    if state in OVER:
        what = StepKind.SEALING if state is DocumentState.SEALING else StepKind.HOLD
        return Step(kind, what, StepStatus.DONE, VOLUNTEER, found.document_id)
    what = StepKind.FILL_IN if state is DocumentState.FILLING_IN else StepKind.SIGN
    if found.capacity in waiting_for(found.standing):
        return Step(kind, what, StepStatus.NOW, VOLUNTEER, found.document_id)
    if PARTNER in (*waiting_for(found.standing), found.capacity) and ORGANISATION not in waiting_for(found.standing):
        writer = PARTNER
    return Step(kind, what, StepStatus.WAITING, writer, found.document_id)
