"""What is said of a kind of step: to those who look after a volunteer, and to the volunteer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Told(NamedTuple):
    """A sentence to the volunteer, with "{day}" where it names one.

    `undated` is said where no day is known, and where the day is over; then `past` where it has something closer.
    """

    said: str
    undated: str = ""
    past: str = ""


@dataclass(frozen=True, slots=True)
class CallToAction:
    """How the volunteer is asked for a step that is their one next thing, and the page its button leads to."""

    title: str
    sentence: str
    button: str
    page: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the volunteer reads of one kind of step on their path.

    `title` is "" where the step is a document and called by its name. `told` has a sentence for each reason of the
    step, that under "" for the others; `done` is said when it is done, or what `ended` has for its reason, `mine` when
    it is the volunteer's turn. "{name}" stands there for whose turn it is else. `asked` is there for what can be the
    volunteer's turn. `stays` is whether it is still told of when it is done. `opens` is the page with what it made.
    """

    title: str = ""
    told: Mapping[str, Told] = field(default_factory=dict)
    done: str = ""
    ended: Mapping[str, str] = field(default_factory=dict)
    mine: str = ""
    asked: CallToAction | None = None
    stays: bool = True
    opens: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """What one kind of step is called, and what is said of it where it comes next.

    `title` is two or three words, "" where the step is a document and called by its name. `next` is said in a line of a
    list, "" for what is never next; "{document}" stands there for what a document is called, "{number}" for which one
    it is. `closer` takes its place where the reason of the step says more. What waits for its day says what happens
    then; with `lasts`, until then. `own` is what the volunteer reads, None where it is the colleagues' alone.
    """

    title: str = ""
    next: str = ""
    closer: Mapping[str, str] = field(default_factory=dict)
    lasts: bool = False
    own: OwnWords | None = None
