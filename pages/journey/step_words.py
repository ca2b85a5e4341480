"""Each kind of step in the words of those who look after a volunteer: a new kind is one entry here."""

from dataclasses import dataclass, field

from core.i18n import N_
from core.journey.steps import StepKind


@dataclass(frozen=True, slots=True)
class StepWords:
    """What one kind of step is called, and what is said of it where it comes next.

    `title` is two or three words, "" where the step is a document and called by its name. `next` is said in a line of a
    list, "" for what is never next; "{document}" stands there for what a document is called, "{number}" for which one
    it is. `closer` takes its place where the reason of the step says more. What waits for its day says what happens
    then.
    """

    title: str = ""
    next: str = ""
    closer: dict[str, str] = field(default_factory=dict)


STEPS: dict[StepKind, StepWords] = {
    StepKind.JOINED: StepWords(title=N_("In the portal"), next=N_("Has not been in here yet")),
    StepKind.DETAILS: StepWords(title=N_("Contact details"), next=N_("Has not said how we reach them")),
    StepKind.DRAFT: StepWords(next=N_("{document}: is to be made")),
    StepKind.FILL_IN: StepWords(next=N_("{document}: something is to be filled in")),
    StepKind.SIGN: StepWords(next=N_("{document}: a signature is missing")),
    StepKind.SEALING: StepWords(),
    StepKind.HOLD: StepWords(),
    StepKind.READ: StepWords(title=N_("Guidelines read"), next=N_("Has guidelines to read")),
    StepKind.BEGIN: StepWords(title=N_("First day"), next=N_("Begins as a volunteer")),
    StepKind.TRAINING: StepWords(title=N_("Instructor training"), next=N_("Has the instructor training to complete")),
    StepKind.PAIR: StepWords(title=N_("A partner to teach with"), next=N_("Has no partner to teach with")),
    StepKind.COURSE: StepWords(
        title=N_("Course {number}"),
        next=N_("A course is to be planned"),
        closer={
            "planned": N_("Is to teach a course"),
            "running": N_("Is teaching a course"),
        },
    ),
    StepKind.SUPERVISION: StepWords(
        title=N_("Supervision {number}"),
        next=N_("Supervision {number} is to be ordered"),
        closer={
            "plan": N_("Supervision {number} is to be planned"),
            "hold": N_("Supervision {number} is planned"),
            "feedback": N_("The words after supervision {number} are missing"),
        },
    ),
    StepKind.CONTACT: StepWords(title=N_("A word after the module"), next=N_("Talk with the pair after the module")),
    StepKind.EVALUATE: StepWords(
        title=N_("The participants' evaluation"), next=N_("The participants' evaluation is missing")
    ),
    StepKind.REVIEW: StepWords(
        title=N_("The course talked through"), next=N_("The evaluation is to be talked through")
    ),
    StepKind.DECIDE: StepWords(title=N_("Decision on approval"), next=N_("Ready for your decision on approval")),
    StepKind.COURSES: StepWords(
        title=N_("Courses of the year"),
        next=N_("Too few courses this year"),
        closer={
            "planned": N_("Has enough courses planned this year"),
        },
    ),
    StepKind.RE_EVALUATE: StepWords(
        title=N_("Approval renewed"),
        next=N_("Approved"),
        closer={
            "decide": N_("The approval runs out: ready for your decision"),
            "order": N_("The approval runs out: a supervision is to be ordered"),
            "plan": N_("The approval runs out: a supervision is to be planned"),
            "hold": N_("The approval runs out: a supervision is planned"),
            "feedback": N_("The approval runs out: the words after the supervision are missing"),
            "lapsed": N_("The approval has run out: there is a way back"),
        },
    ),
    StepKind.CLOSING: StepWords(
        title=N_("Closing meeting"),
        next=N_("A closing meeting is to be planned"),
        closer={
            "hold": N_("A closing meeting is to be held"),
        },
    ),
    StepKind.LEARN: StepWords(title=N_("Competence development")),
    StepKind.TALK: StepWords(title=N_("A planned talk"), next=N_("A talk is planned")),
    StepKind.PAUSED: StepWords(title=N_("Break"), next=N_("Is on a break")),
}
