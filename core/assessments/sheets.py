"""What an applicant is asked and told, as it comes with the portal: read from the files beside this one."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from core.strict import StrictModel, Words

FOLDER = Path(__file__).parent
Id = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class Criterion(StrictModel):
    """One thing a coordinator talks through (R5), with one way to begin the talk about it."""

    id: Id
    name: Words
    ask: Words


class QuestionnaireItem(Words):
    """One question of the questionnaire, or one thing that is handed out; `id` is what it is kept under."""

    id: Id


class QuestionnaireTopic(StrictModel):
    """One of the four topics (R12): what is asked on paper, and what the interview goes on with (R13)."""

    id: Id
    name: Words
    questions: Annotated[tuple[QuestionnaireItem, ...], Field(min_length=1)]
    talk: Annotated[tuple[Words, ...], Field(min_length=1)]


class Questionnaire(StrictModel):
    """The whole questionnaire, and the guide to the interview about it."""

    title: Words
    intro: Words
    interview: Words
    interview_intro: Words
    interview_end: Words
    topics: Annotated[tuple[QuestionnaireTopic, ...], Field(min_length=1)]

    @property
    def ids(self) -> tuple[str, ...]:
        """What the answers are kept under, in the order in which they are asked."""
        return tuple(question.id for topic in self.topics for question in topic.questions)


class LetterText(StrictModel):
    """A letter that answers an application: what its mail is called, and its first words."""

    subject: Words
    body: Words


class LetterTexts(StrictModel):
    """Both answers, how other tasks are offered, and how a letter ends."""

    yes: LetterText
    no: LetterText
    others: Words
    close: Words


@cache
def criteria() -> tuple[Criterion, ...]:
    """The ten criteria, in the order in which they are talked through."""
    return tuple(Criterion.model_validate(each) for each in _read("criteria")["criteria"])


@cache
def handouts() -> tuple[QuestionnaireItem, ...]:
    """What somebody can be given to read (R6)."""
    return tuple(QuestionnaireItem.model_validate(each) for each in _read("handouts")["handouts"])


@cache
def questionnaire() -> Questionnaire:
    """The questionnaire that comes with the portal."""
    return Questionnaire.model_validate(_read("questionnaire"))


def letter_body(
    *, yes: bool, language: str, named: Mapping[str, str], own_words: str = "", others: Sequence[str] = ()
) -> str:
    """The whole letter in `language`: the words that come with the portal, `own_words`, other tasks, and its end.

    `named` gives what is filled in: name, task and organisation.
    """
    texts = _letters()
    chosen = texts.yes if yes else texts.no
    parts = [_filled(chosen.body.in_language(language), named), own_words.strip()]
    if others:
        parts.append("\n".join((texts.others.in_language(language), *(f"- {each}" for each in others))))
    parts.append(_filled(texts.close.in_language(language), named))
    return "\n\n".join(part for part in parts if part)


def letter_subject(*, yes: bool, language: str) -> str:
    """What the letter is called above its words."""
    texts = _letters()
    return (texts.yes if yes else texts.no).subject.in_language(language)


@cache
def _letters() -> LetterTexts:
    return LetterTexts.model_validate(_read("letters"))


def _filled(words: str, named: Mapping[str, str]) -> str:
    """What people wrote may hold braces, so only the words that come with the portal are looked through."""
    for name in ("name", "task", "organisation"):
        words = words.replace(f"{{{name}}}", f"\0{name}\0")
    for name, said in named.items():
        words = words.replace(f"\0{name}\0", said)
    return words


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
