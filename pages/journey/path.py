"""Progress as a path that somebody walks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from core.i18n import N_, ngettext
from core.i18n import gettext as _
from core.journey.steps import StepStatus
from pages.shell import theme as look

FOLDED_FROM = 5
STATUS_WORDS = {
    StepStatus.DONE: N_("Done"),
    StepStatus.NOW: N_("Now"),
    StepStatus.WAITING: N_("Waiting"),
    StepStatus.LATER: N_("Later"),
    StepStatus.NOT_NEEDED: N_("Not needed"),
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step as it is drawn: `title` in a few words, `note` a sentence on where it stands ("" for none).

    `word` is said instead of that of its status; `address` leads to what the step made.
    """

    title: str
    status: StepStatus
    note: str = ""
    word: str = ""
    address: str = ""


def draw(steps: Sequence[PathStep], *, label: str = "") -> None:
    """Draw `steps` as an ordered list, each with its status as word and shape. `label` names the list when read out.

    A long way behind is folded away, so that the first thing on a phone is what is still to come.
    """
    drawn = [(step, step.word or _(STATUS_WORDS[step.status])) for step in steps]
    behind = sum(1 for _step in takewhile(lambda step: step.status is StepStatus.DONE, steps))
    folded = behind if FOLDED_FROM <= behind < len(steps) else 0
    told = ngettext("{count} step is done", "{count} steps are done", folded).format(count=folded)
    look.draw("journey", label=label or _("The whole way"), told=told, done=drawn[:folded], steps=drawn[folded:])
