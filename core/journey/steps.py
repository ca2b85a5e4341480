"""What a path is made of: the facts of one engagement, and the steps that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from core.approvals.rules import GoodbyeState, InstructorFacts
from core.clarification.rules import MeetingFacts
from core.documents.rules import VOLUNTEER, DocumentStanding
from core.offers.rules import OfferKind

CONTACT_PERSON, COORDINATOR, SUPERVISOR = "contact_person", "coordinator", "supervisor"
# What is due within it, or happens within it, is said to be near.
SOON = timedelta(days=7)
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
    CLARIFY = "clarify"  # the clarification meeting before the training (M1)
    TRAINING = "training"  # the instructor training (S1)
    PAIR = "pair"  # a partner to lead courses with (B0)
    COURSE = "course"  # one of the first courses (S1)
    SUPERVISION = "supervision"  # one of the first supervisions (S1)
    CONTACT = "contact"  # a word with the pair after a module
    EVALUATE = "evaluate"  # the participants' evaluation after the last module (V1)
    REVIEW = "review"  # the joint review of it (A3.2)
    DECIDE = "decide"  # the decision about the approval (S1)
    COURSES = "courses"  # the courses of the year (S2)
    RE_EVALUATE = "re_evaluate"  # before the approval runs out (S3)
    CLOSING = "closing"  # the closing meeting after a no (O1)
    LEARN = "learn"  # what counts as competence development, expected now and then if possible (A2.8)
    FOLLOW_UP = "follow_up"  # a talk about how it goes, so many months after the first day (Q11)
    MOVE_ON = "move_on"  # going on to something new, which is expected after a year or two (Q12)
    TALK = "talk"  # a talk that was planned with the volunteer (O2)
    PAUSED = "paused"  # the clocks stand still
    WISH = "wish"  # they would like to stop, and are to be answered (A4.1)
    HAND_OVER = "hand_over"  # before a last day: what they do goes on to others (R10)
    LAST_TALK = "last_talk"  # the closing talk (O1–O3)
    LAST_THANKS = "last_thanks"
    PROOF = "proof"  # on paper, what they have done
    GOODBYE = "goodbye"  # on the last day: that it is over


class StepStatus(StrEnum):
    """NOW is the one thing the volunteer does next; WAITING is somebody else's turn."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    LATER = "later"
    NOT_NEEDED = "not_needed"


class Stage(StrEnum):
    """How far an engagement has come, in one word."""

    INVITED = "invited"
    PAPERS = "papers"  # details, documents or guidelines are still open, and the work has not begun
    ACTIVE = "active"  # the work has begun or can begin, and the programme gives no approval
    TRAINING = "training"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    RUNNING_OUT = "running_out"
    LAPSED = "lapsed"
    PAUSED = "paused"
    NOT_APPROVED = "not_approved"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The newest document of a kind that was not withdrawn, where it stands, and as whom the person stands in it.

    `since` is the day since which it waits for whom it waits for, None where nobody knows.
    """

    document_id: UUID
    standing: DocumentStanding
    capacity: str = VOLUNTEER
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ModuleFact:
    """A module as it was held; `contacted` is whether somebody has asked the pair since how it went."""

    module_id: UUID
    held_on: date
    contacted: bool = False


@dataclass(frozen=True, slots=True)
class RunFact:
    """A course run that is being led, or waits for its evaluation or review; `held` is whether every module was."""

    course_run_id: UUID
    last_on: date
    held: bool = False
    evaluated: bool = False
    reviewed: bool = False
    newest_module: ModuleFact | None = None


@dataclass(frozen=True, slots=True)
class TalkFact:
    """A talk that is planned and was not held yet; `follow_up` is whether it is about how it goes."""

    talk_id: UUID
    planned_on: date
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class LearningFact:
    """An offer somebody was at, or has a seat at where `attended` is False."""

    kind: OfferKind
    on: date
    attended: bool = True


@dataclass(frozen=True, slots=True)
class PathFacts:
    """The facts of one engagement.

    `writers` is the role that acts for the organisation in each kind of document; a kind it does not name is the
    contact person's. `details_missing` names what `NEEDED_DETAILS` asks for and is not there. `unread` counts the
    guidelines and principles to acknowledge; None where there are none at all. `added_on` is when the engagement was
    recorded, `followed_up` the days of talks about how it goes, `paired` whether somebody leads courses with them now,
    `goodbye` the one under way. `clarification` is the newest meeting before a training, and `clarified` whether a talk
    was held instead, as before there were such meetings.
    """

    joined: bool
    details_missing: tuple[str, ...]
    documents: Mapping[str, DocumentFacts]
    writers: Mapping[str, str]
    begins_on: date | None = None
    unread: int | None = None
    added_on: date | None = None
    paired: bool = False
    runs: tuple[RunFact, ...] = ()
    talks: tuple[TalkFact, ...] = ()
    followed_up: tuple[date, ...] = ()
    learning: tuple[LearningFact, ...] = ()
    instructor: InstructorFacts = InstructorFacts()
    goodbye: GoodbyeState | None = None
    clarification: MeetingFacts | None = None
    clarified: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `id` is the document's kind for a document; `owner` is the role whose turn it is or was.

    `due_on` is when it is to be done, or when what it waits for happens. `reason` is a word on what exactly is to be
    done or why, "" where the kind says it all. `subject_id` is the course run, module or supervision it is about.
    """

    id: str
    kind: StepKind
    status: StepStatus
    owner: str
    document_id: UUID | None = None
    due_on: date | None = None
    reason: str = ""
    subject_id: UUID | None = None

    @property
    def open(self) -> bool:
        """Whether somebody is to do it now."""
        return self.status in (StepStatus.NOW, StepStatus.WAITING)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before `today`."""
        return self.open and self.due_on is not None and self.due_on < today

    def later(self) -> "Step":
        """The same step when its turn has not come."""
        return replace(self, status=StepStatus.LATER)
