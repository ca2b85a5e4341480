"""What is asked when expectations are aligned (F1–F7): one form for a partnership, a short one for a volunteer, and
what two who work together ask themselves afterwards (V2). Pure but for its own files."""

import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from core.strict import StrictModel, Words

FOLDER = Path(__file__).parent
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class AlignmentKind(StrEnum):
    """What it is: between the organisation and an association, or a workplace and a volunteer; or how the former two
    find that it goes (V2)."""

    PARTNERSHIP = "partnership"
    WORKPLACE = "workplace"
    EVALUATION = "evaluation"


class ExpectationChoice(Words):
    """One of what can be chosen; `id` is what is kept."""

    id: Identifier


class ExpectationQuestion(StrictModel):
    """One question: free text where there are no `choices`. `id` is what its answers are kept under."""

    id: Identifier
    words: Words
    choices: tuple[ExpectationChoice, ...] = ()

    def said(self, value: str, language: str) -> str:
        """What was answered, in words; a choice that is none any more stays as it is kept."""
        return next((each.in_language(language) for each in self.choices if each.id == value), value)


class AlignmentStep(StrictModel):
    """Questions that belong together."""

    title: Words
    questions: Annotated[tuple[ExpectationQuestion, ...], Field(min_length=1)]


class AlignmentForm(StrictModel):
    """All that is asked."""

    title: Words
    intro: Words
    steps: Annotated[tuple[AlignmentStep, ...], Field(min_length=1)]

    @property
    def questions(self) -> tuple[ExpectationQuestion, ...]:
        """Every question, in the order they are asked."""
        return tuple(self._each())

    def _each(self) -> Iterator[ExpectationQuestion]:
        for step in self.steps:
            yield from step.questions


@cache
def form_of(kind: AlignmentKind) -> AlignmentForm:
    """The form that comes with the portal."""
    return AlignmentForm.model_validate(tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8")))
