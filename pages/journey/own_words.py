"""The steps of a path in the words of the volunteer whose path it is."""

from datetime import date

from core.documents.rules import PARTNER
from core.documents.template.model import NATURES, kind_name
from core.i18n import gettext as _
from core.i18n import on_date
from core.journey.service import Path
from core.journey.steps import CONTACT_PERSON, VOLUNTEER, Step, StepKind, StepStatus
from pages.journey.step_words import CONFIRMED, STEPS, UNDER_WAY
from pages.journey.telling_words import CallToAction, OwnWords, Told
from pages.shell import addresses
from pages.shell.links import address_of

# What can be read, and thought over, before its turn has come.
THOUGHT_OF_BEFORE = (StepKind.CLARIFY, StepKind.FOLLOW_UP, StepKind.MOVE_ON)


def is_told(step: Step) -> bool:
    """Whether the volunteer reads of it: not of what is not needed, nor of what colleagues do among themselves."""
    own = STEPS[step.kind].own
    return own is not None and step.status is not StepStatus.NOT_NEEDED and (own.stays or not _done(step))


def title(step: Step) -> str:
    """A step in two or three words; a document is called by its name."""
    called = _own(step).title
    return _(called).format(number=step.id.rpartition(":")[2]) if called else kind_name(step.id)


def sentence(step: Step, path: Path, today: date) -> str:
    """Where a step stands on `today`, in a sentence to the volunteer; "" where there is nothing to say."""
    own = _own(step)
    if step.kind is StepKind.CLARIFY and step.status is StepStatus.LATER and step.owner == VOLUNTEER and step.due_on:
        # A day that is proposed does not wait for what stands before it.
        return _("You meet on {day}, if it suits you. You can look at it already.").format(day=on_date(step.due_on))
    if own.mine and step.owner == VOLUNTEER and step.status is StepStatus.LATER:
        return _("Your turn, when you have done the step before.")
    if _done(step):
        said = own.ended.get(step.reason) or CONFIRMED.get((step.kind, NATURES.get(step.id)), own.done)
    elif own.mine and step.status is StepStatus.NOW:
        said = own.mine
    else:
        told = own.told.get(step.reason) or own.told.get("") or Told("")
        said = told.said
        if step.due_on is None and told.undated:
            said = told.undated
        elif step.due_on is not None and step.due_on < today:
            said = told.past or told.undated or told.said
    if not said:
        return ""
    whole = _(said).format(
        organisation=path.organisation,
        name=_other(step, path),
        day=on_date(step.due_on) if step.due_on else "",
        count=step.reason,
        number=step.id.rpartition(":")[2],
    )
    return whole[:1].upper() + whole[1:]


def address(step: Step) -> str:
    """Where what a step made is read, as a link; "" where its turn has not come, or it makes nothing to read."""
    own = _own(step)
    waits = step.status is StepStatus.LATER and step.kind not in THOUGHT_OF_BEFORE
    if not own.opens or waits or (own.opens == addresses.DOCUMENT and not step.document_id):
        return ""
    return address_of(own.opens, step.document_id if own.opens == addresses.DOCUMENT else None)


def under_way(step: Step) -> str:
    """The word for a step that has begun or is over, instead of that of its status; "" for every other."""
    return _(UNDER_WAY[step.kind, step.reason]) if (step.kind, step.reason) in UNDER_WAY else ""


def asked(step: Step) -> CallToAction:
    """What the page asks for when `step` is the volunteer's next thing."""
    own = _own(step).asked
    assert own is not None, f"{step.kind} is never the volunteer's turn"
    document = kind_name(step.id) if step.document_id else ""
    said = CONFIRMED.get((step.kind, NATURES.get(step.id)), own.sentence)
    return CallToAction(_(own.title).format(document=document), _(said), _(own.button), own.page)


def _other(step: Step, path: Path) -> str:
    """Whose turn it is, other than the volunteer's; everybody else is the coordinator's to ask."""
    if step.owner == CONTACT_PERSON:
        return path.contact_person
    return _("your partner") if step.owner == PARTNER else _("your coordinator")


def _own(step: Step) -> OwnWords:
    return STEPS[step.kind].own or OwnWords()


def _done(step: Step) -> bool:
    return step.status is StepStatus.DONE
