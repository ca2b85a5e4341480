"""The steps of a volunteer's path in the words of those who look after them."""

from collections.abc import Sequence
from datetime import date

from core.documents.rules import PARTNER
from core.documents.template.model import kind_name
from core.i18n import N_, day_and_month
from core.i18n import gettext as _
from core.journey.moving import StepChange
from core.journey.steps import CONTACT_PERSON, COORDINATOR, SUPERVISOR, VOLUNTEER, Step, StepStatus
from pages.journey.path import STATUS_WORDS, PathStep
from pages.journey.step_words import STEPS, UNDER_WAY

OWNERS = {
    VOLUNTEER: N_("the volunteer"),
    CONTACT_PERSON: N_("the contact person"),
    COORDINATOR: N_("the coordinator"),
    PARTNER: N_("the partner"),
    SUPERVISOR: N_("the supervisor"),
}


def title(step: Step) -> str:
    """A step in two or three words; a document is called by its name."""
    called = STEPS[step.kind].title
    if not called:
        return kind_name(step.id)
    return _(called).format(number=step.id.rpartition(":")[2])


def path_steps(steps: Sequence[Step], today: date) -> list[PathStep]:
    """The path as it is drawn: what is open with whose turn it is and its day."""
    return [
        PathStep(
            title(step),
            step.status,
            _note(step, today),
            word=_(UNDER_WAY[step.kind, step.reason]) if (step.kind, step.reason) in UNDER_WAY else "",
        )
        for step in _needed(steps)
    ]


def _needed(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.status is not StepStatus.NOT_NEEDED]


def _note(step: Step, today: date) -> str:
    if not step.open:
        return ""
    turn = _("Waits for {name}").format(name=_(OWNERS[step.owner])) if step.owner in OWNERS else ""
    due = _("by {day}").format(day=day_and_month(step.due_on, today)) if step.due_on is not None else ""
    return ", ".join(part for part in (turn, due) if part)


def change_words(change: StepChange, today: date) -> str:
    """One step that would be otherwise, as one line."""
    step = change.after or change.before
    if step is None:
        return ""
    name = title(step)
    if change.before is None:
        return _("**{step}** comes into the path: {status}").format(step=name, status=_state(step, today))
    if change.after is None:
        return _("**{step}** goes out of the path").format(step=name)
    return _("**{step}**: {before} → {after}").format(
        step=name, before=_state(change.before, today), after=_state(change.after, today)
    )


def _state(step: Step, today: date) -> str:
    """Where a step stands: "done", "waits for the coordinator, by 3 May"."""
    said = _note(step, today) or _(STATUS_WORDS[step.status])
    return said[0].lower() + said[1:]
