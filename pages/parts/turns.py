"""Whose turn it is, in the words a volunteer reads."""

from dataclasses import dataclass

from core.documents.rules import PARTNER
from core.documents.template import shipped
from core.i18n import N_, language, on_date
from core.i18n import gettext as _
from core.journey.rules import VOLUNTEER, Step, StepKind, StepStatus
from core.journey.service import Path

HOME_PAGE, TODAY_PAGE = "pages/volunteer/home.py", "pages/coordinator/today.py"
DETAILS_PAGE, DOCUMENT_PAGE = "pages/volunteer/details.py", "pages/volunteer/document.py"
GUIDELINES_PAGE = "pages/volunteer/guidelines.py"

TITLES = {
    StepKind.JOINED: N_("You said yes"),
    StepKind.DETAILS: N_("How we reach you"),
    StepKind.READ: N_("Read and confirm"),
    StepKind.BEGIN: N_("Your first day"),
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """The one next thing as the page asks for it."""

    title: str
    sentence: str
    button: str


def kind_name(kind: str) -> str:
    """What a kind of document is called in the reader's language."""
    return shipped()[kind].words(language()).title


def title(step: Step) -> str:
    """A step in two or three words."""
    return _(TITLES[step.kind]) if step.kind in TITLES else kind_name(step.id)


def sentence(step: Step, path: Path) -> str:
    """Where a step stands, in a sentence to the volunteer."""
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


def asked(step: Step) -> Invitation:
    """What the page asks for when `step` is the volunteer's next thing."""
    match step.kind:
        case StepKind.DETAILS:
            return Invitation(
                _("Tell us how we reach you"),
                _("Your phone, your address, and who we call if something happens. You only write it once."),
                _("Write my details"),
            )
        case StepKind.FILL_IN:
            return Invitation(
                _("Fill in: {document}").format(document=kind_name(step.id)),
                _("We save as you go, so you can stop and come back at any time."),
                _("Fill in"),
            )
        case StepKind.READ:
            return Invitation(
                _("Read what we build on here"),
                _("The guidelines of the place, and how volunteers and staff work together. Say when you have read."),
                _("Read and confirm"),
            )
        case _:
            return Invitation(
                _("Read and sign: {document}").format(document=kind_name(step.id)),
                _("Take the time you need. It does not bind you legally; it says what we have agreed."),
                _("Read and sign"),
            )
