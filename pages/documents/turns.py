"""Whose turn it is, in the words a volunteer reads."""

from dataclasses import dataclass

from core.documents.rules import PARTNER
from core.documents.template.model import shipped
from core.i18n import N_, language, on_date
from core.i18n import gettext as _
from core.journey.service import Path
from core.journey.steps import VOLUNTEER, Step, StepKind, StepStatus

TITLES = {
    StepKind.JOINED: N_("You said yes"),
    StepKind.DETAILS: N_("How we reach you"),
    StepKind.READ: N_("Read and confirm"),
    StepKind.BEGIN: N_("Your first day"),
    StepKind.TRAINING: N_("Your instructor training"),
    StepKind.PAIR: N_("Somebody to lead courses with"),
    StepKind.CONTACT: N_("A word after the module"),
    StepKind.EVALUATE: N_("What the participants think"),
    StepKind.REVIEW: N_("Talk the course through"),
    StepKind.DECIDE: N_("Your approval"),
    StepKind.COURSES: N_("Your courses this year"),
    StepKind.RE_EVALUATE: N_("Your approval is renewed"),
    StepKind.CLOSING: N_("A talk to round off"),
    StepKind.LEARN: N_("Something to learn, and others to meet"),
    StepKind.PAUSED: N_("You are taking a break"),
}
NUMBERED = {StepKind.COURSE: N_("Your course number {number}"), StepKind.SUPERVISION: N_("Supervision number {number}")}


PLANNED_LATER = N_("Your coordinator plans it with you.")
# By kind and reason; what has no sentence of its own takes the one without a reason.
YEAR: dict[StepKind, dict[str, str]] = {
    StepKind.TRAINING: {"": N_("On {day}.")},
    StepKind.PAIR: {"": N_("Your coordinator finds somebody with you.")},
    StepKind.COURSE: {
        "": PLANNED_LATER,
        "planned": N_("It begins on {day}."),
        "running": N_("It is under way."),
    },
    StepKind.SUPERVISION: {
        "": N_("Your coordinator asks a supervisor to come."),
        "plan": N_("Your supervisor finds a day with you."),
        "hold": N_("Your supervisor comes on {day}."),
        "feedback": N_("Your supervisor is writing down what you talked about."),
    },
    StepKind.CONTACT: {"": N_("Your coordinator asks how it went.")},
    StepKind.EVALUATE: {"": N_("The participants' answers are gathered by {day}.")},
    StepKind.REVIEW: {"": N_("You and your coordinator talk it through by {day}.")},
    StepKind.DECIDE: {"": N_("Your coordinator decides when the supervisions are over.")},
    StepKind.COURSES: {
        "": N_("You still need {count} before {day}."),
        "planned": N_("All that you need are planned."),
    },
    StepKind.RE_EVALUATE: {
        "": N_("Your approval holds until {day}."),
        "plan": N_("A supervisor finds a day with you. Your approval holds until {day}."),
        "hold": N_("A supervisor comes on {day}."),
        "feedback": N_("Your supervisor is writing down what you talked about."),
        "decide": N_("Your coordinator decides before {day}."),
        "lapsed": N_("Your approval ran out on {day}. Your coordinator helps you get it back."),
    },
    StepKind.CLOSING: {"": PLANNED_LATER, "hold": N_("On {day}.")},
    StepKind.LEARN: {
        "": N_("You are invited when there is a course or a meeting for you. You come if you can."),
        "planned": N_("You have a seat."),
    },
    StepKind.PAUSED: {"": N_("Until {day}. Nothing runs out meanwhile.")},
}
# The same without a day, where none is known.
UNDATED = {
    N_("On {day}."): PLANNED_LATER,
    N_("Until {day}. Nothing runs out meanwhile."): N_("Nothing runs out meanwhile."),
    N_("It begins on {day}."): N_("It is planned."),
    N_("The participants' answers are gathered by {day}."): N_("The participants' answers are gathered."),
    N_("You and your coordinator talk it through by {day}."): N_("You and your coordinator talk it through."),
    N_("You still need {count} before {day}."): N_("You still need {count}."),
    N_("Your approval holds until {day}."): N_("Your coordinator follows it."),
    N_("A supervisor finds a day with you. Your approval holds until {day}."): N_("A supervisor finds a day with you."),
    N_("A supervisor comes on {day}."): N_("A supervisor comes."),
    N_("Your supervisor comes on {day}."): N_("Your supervisor comes."),
    N_("Your coordinator decides before {day}."): N_("Your coordinator decides."),
    N_("Your approval ran out on {day}. Your coordinator helps you get it back."): N_(
        "Your approval ran out. Your coordinator helps you get it back."
    ),
}


@dataclass(frozen=True, slots=True)
class CallToAction:
    """The one next thing as the page asks for it."""

    title: str
    sentence: str
    button: str


def kind_name(kind: str) -> str:
    """What a kind of document is called in the reader's language."""
    return shipped()[kind].words(language()).title


def is_left_out(step: Step) -> bool:
    """Whether a volunteer need not read of it: what is not needed, what others have done about a course, and what
    colleagues have planned among themselves."""
    about_a_course = step.kind in (StepKind.CONTACT, StepKind.EVALUATE, StepKind.REVIEW)
    if step.kind is StepKind.TALK:
        return True
    return step.status is StepStatus.NOT_NEEDED or (step.status is StepStatus.DONE and about_a_course)


def title(step: Step) -> str:
    """A step in two or three words."""
    if step.kind in NUMBERED:
        return _(NUMBERED[step.kind]).format(number=step.id.partition(":")[2])
    return _(TITLES[step.kind]) if step.kind in TITLES else kind_name(step.id)


def sentence(step: Step, path: Path) -> str:
    """Where a step stands, in a sentence to the volunteer."""
    if step.kind in YEAR:
        return _year_sentence(step)
    others = {"contact_person": path.contact_person, PARTNER: _("your partner")}
    other = others.get(step.owner, _("your coordinator"))
    if step.status is StepStatus.LATER and step.kind is not StepKind.BEGIN:
        return _("Your turn, when you have done the step before.")
    match step.kind:
        case StepKind.JOINED:
            return _("You are a volunteer with {organisation}.").format(organisation=path.organisation)
        case StepKind.DETAILS:
            return _("We know what we need.") if step.status is StepStatus.DONE else _("Your turn: tell us.")
        case StepKind.DRAFT:
            return _("{name} is preparing it. You need not do anything.").format(name=other)
        case StepKind.FILL_IN if step.owner == VOLUNTEER:
            return _("Your turn: fill it in.")
        case StepKind.FILL_IN:
            return _("{name} is filling in the rest.").format(name=other)
        case StepKind.SIGN if step.owner == VOLUNTEER:
            return _("Your turn: read it and sign.")
        case StepKind.SIGN:
            return _("You have signed. Now {name} signs.").format(name=other)
        case StepKind.SEALING:
            return _("Everyone has signed. The PDF is ready in a moment.")
        case StepKind.HOLD:
            return _("Signed by everyone. You can always read it here.")
        case StepKind.READ:
            if step.status is StepStatus.DONE:
                return _("You have read what we build on here. You can always read it again.")
            return _("Your turn: read what we build on here.")
        case StepKind.BEGIN:
            return on_date(path.engagement.begins_on) if path.engagement.begins_on else ""
        case _:
            return ""


def _year_sentence(step: Step) -> str:
    """What is known of a step in the life of an instructor, with its day."""
    if step.status is StepStatus.DONE:
        return ""
    if step.status is StepStatus.NOT_NEEDED:
        return _("You do not need this one.")
    words = YEAR[step.kind].get(step.reason, YEAR[step.kind][""])
    if step.due_on is None or "{day}" not in words:
        return _(UNDATED.get(words, words)).format(count=step.reason)
    return _(words).format(day=on_date(step.due_on), count=step.reason)


def asked(step: Step) -> CallToAction:
    """What the page asks for when `step` is the volunteer's next thing."""
    match step.kind:
        case StepKind.DETAILS:
            return CallToAction(
                _("Tell us how we reach you"),
                _("Your phone, your address, and who we call if something happens. You only write it once."),
                _("Write my details"),
            )
        case StepKind.FILL_IN:
            return CallToAction(
                _("Fill in: {document}").format(document=kind_name(step.id)),
                _("We save as you go, so you can stop and come back at any time."),
                _("Fill in"),
            )
        case StepKind.READ:
            return CallToAction(
                _("Read what we build on here"),
                _("The guidelines of the place, and how volunteers and staff work together. Say when you have read."),
                _("Read and confirm"),
            )
        case _:
            return CallToAction(
                _("Read and sign: {document}").format(document=kind_name(step.id)),
                _("Take the time you need. It does not bind you legally; it says what we have agreed."),
                _("Read and sign"),
            )
