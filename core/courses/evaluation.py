"""What the participants of a run are asked, and counting what they answered (V1, B4.1). Pure but for its own file."""

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.strict import StrictModel, Words

FILE = Path(__file__).with_name("evaluation.toml")
MOST_FORMS = 500

Totals = dict[str, dict[str, int]]


class EvaluationQuestion(Words):
    """One question; `id` is what its answers are kept under."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class QuestionSheet(StrictModel):
    """The whole sheet. A step is kept as "1" for the first of `steps`, and so on."""

    title: Words
    intro: Words
    comment: Words
    steps: Annotated[tuple[Words, ...], Field(min_length=2, max_length=9)]
    questions: Annotated[tuple[EvaluationQuestion, ...], Field(min_length=1)]

    @property
    def answers(self) -> tuple[str, ...]:
        """The steps as they are kept: "1", "2" …"""
        return tuple(str(number) for number in range(1, len(self.steps) + 1))


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in one line of a pasted table; `line` counts from 1."""

    line: int
    error: DomainError


@cache
def question_sheet() -> QuestionSheet:
    """The sheet that comes with the portal."""
    return QuestionSheet.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def totals_of(forms: Iterable[Mapping[str, str]]) -> Totals:
    """How many chose each step of each question; what was skipped is in no sum."""
    totals: Totals = {}
    for form in forms:
        for question, answer in form.items():
            counted = totals.setdefault(question, {})
            counted[answer] = counted.get(answer, 0) + 1
    return totals


def check_form(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers of one paper form without those skipped; "choice_invalid" for what the sheet does not have."""
    sheet = question_sheet()
    given = {question: answer for question, answer in answers.items() if answer}
    if set(given) - {question.id for question in sheet.questions} or set(given.values()) - set(sheet.answers):
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return given


def field_of(question_id: str) -> str:
    """What the field of a question is called where it is refused."""
    return f"question-{question_id}"


def check_totals(answered: int, totals: Mapping[str, Mapping[str, int]]) -> Totals:
    """The totals without empty sums.

    Raises all that is refused at once, by "answered" and by `field_of` each question: "evaluation_answered" for a
    strange number of people, "evaluation_sum" for a question more of them answered than there are, or "choice_invalid"
    for what the sheet does not have.
    """
    sheet = question_sheet()
    kept: Totals = {}
    with all_refused() as check:
        with check.at("answered"):
            if not 0 <= answered <= MOST_FORMS:
                raise DomainError(ErrorCode.EVALUATION_ANSWERED, most=MOST_FORMS)
        for number, question in enumerate(sheet.questions, start=1):
            counted = {answer: count for answer, count in totals.get(question.id, {}).items() if count}
            people = sum(counted.values())
            with check.at(field_of(question.id)):
                if set(counted) - set(sheet.answers) or any(count < 0 for count in counted.values()):
                    raise DomainError(ErrorCode.CHOICE_INVALID)
                if people > answered:
                    raise DomainError(ErrorCode.EVALUATION_SUM, number=number, count=people, answered=answered)
            if counted:
                kept[question.id] = counted
    if set(totals) - {question.id for question in sheet.questions}:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return kept


def average(counted: Mapping[str, int]) -> float | None:
    """The mean step of one question's totals, None where nobody answered it."""
    people = sum(counted.values())
    return sum(int(answer) * count for answer, count in counted.items()) / people if people else None


def read_table(pasted: str) -> tuple[Totals, tuple[LineProblem, ...]]:
    """Totals from a table as a spreadsheet gives it: a line for each question, its name or number first, then how many
    chose each step.

    A first line of headings is passed over. What is wrong is told line by line, and the rest is read all the same.
    """
    sheet, totals, problems = question_sheet(), Totals(), list[LineProblem]()
    rows = [(line, row) for line, row in _rows(pasted) if any(row)]
    for position, (line, (first, *counts)) in enumerate(rows):
        question = _question(sheet, first)
        if question is None:
            if position or any(count.isdecimal() for count in counts):
                problems.append(LineProblem(line, DomainError(ErrorCode.EVALUATION_QUESTION, written=first[:60])))
            continue
        while len(counts) > len(sheet.answers) and not counts[-1]:
            counts.pop()
        try:
            if question in totals:
                raise DomainError(ErrorCode.EVALUATION_TWICE)
            totals[question] = _counts(sheet, counts)
        except DomainError as error:
            problems.append(LineProblem(line, error))
    if not totals and not problems:
        problems.append(LineProblem(1, DomainError(ErrorCode.EVALUATION_EMPTY_TABLE)))
    return totals, tuple(problems)


def _rows(pasted: str) -> list[tuple[int, list[str]]]:
    """The cells of each row, with the line it ends in."""
    lines = pasted.lstrip("\ufeff").splitlines()
    # A question may hold a comma, so that is the last thing tried.
    separator = next((each for each in "\t;" if any(each in line for line in lines)), ",")
    reader = csv.reader(lines, delimiter=separator)
    return [(reader.line_num, [cell.strip() for cell in row]) for row in reader]


def _question(sheet: QuestionSheet, written: str) -> str | None:
    wanted = _bare(written)
    for number, question in enumerate(sheet.questions, start=1):
        if wanted in (str(number), question.id, *map(_bare, question.languages.values())):
            return question.id
    return None


def _bare(written: str) -> str:
    """Words as they are compared: without case, signs, and a number that stands before them."""
    said = re.sub(r"^\d+[.)]\s+", "", written.strip().casefold())
    return said.rstrip(" .?!:)")


def _counts(sheet: QuestionSheet, cells: Sequence[str]) -> dict[str, int]:
    if len(cells) != len(sheet.answers):
        raise DomainError(ErrorCode.EVALUATION_COLUMNS, wanted=len(sheet.answers), found=len(cells))
    found = {}
    for answer, cell in zip(sheet.answers, cells, strict=True):
        if not re.fullmatch(r"[0-9]{0,4}", cell):
            raise DomainError(ErrorCode.EVALUATION_NUMBER, written=cell[:20])
        if cell and int(cell):
            found[answer] = int(cell)
    return found
