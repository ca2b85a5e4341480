"""Progress as a path that somebody walks."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.i18n import N_
from core.i18n import gettext as _
from core.journey.steps import StepStatus
from pages.parts import look

STATUS_WORDS = {
    StepStatus.DONE: N_("Done"),
    StepStatus.NOW: N_("Now"),
    StepStatus.WAITING: N_("Waiting"),
    StepStatus.LATER: N_("Later"),
    StepStatus.NOT_NEEDED: N_("Not needed"),
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step as it is drawn: `title` in a few words, `note` a sentence on where it stands ("" for none)."""

    title: str
    status: StepStatus
    note: str = ""


def draw(steps: Sequence[PathStep], *, label: str = "") -> None:
    """Draw `steps` as an ordered list, each with its status as word and shape. `label` names the list when read out."""
    drawn = [(step, _(STATUS_WORDS[step.status])) for step in steps]
    look.draw("journey", label=label or _("The whole way"), steps=drawn)
