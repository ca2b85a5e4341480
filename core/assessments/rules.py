"""Pure decisions about received applications: where each stands, in which order they are shown, and what goes when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.assessments.sheets import criteria
from core.error_codes import ErrorCode
from core.errors import DomainError


class CriterionWord(StrEnum):
    """How it stands with one criterion (R5): a word, never a figure, and nothing is counted."""

    MET = "met"
    TALK = "talk"
    NOT_YET = "not_yet"
    NOT_ASKED = "not_asked"


class ViewAnswer(StrEnum):
    """What a current volunteer or a supervisor says (R3)."""

    GLADLY = "gladly"  # would like to work with them
    TALK = "talk"  # there is something to talk about first, by word of mouth
    UNKNOWN = "unknown"  # does not know them well enough


class ViewState(StrEnum):
    """How it stands with a view that was asked for."""

    ASKED = "asked"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class ApplicationVerdict(StrEnum):
    """What is decided about an application."""

    YES = "yes"
    NO = "no"


class BoardStage(StrEnum):
    """Where a received application stands, in the order of the board: what waits for us comes first."""

    READY = "ready"  # all that was asked of others is here, or its time is up
    LETTER = "letter"  # decided, and the letter has not gone
    RECEIVED = "received"  # nobody has begun
    UNDER_WAY = "under_way"  # somebody has begun
    ASKED = "asked"  # waits for what others say
    ANSWERED = "answered"  # the letter has gone
    WITHDRAWN = "withdrawn"  # taken back by the applicant


OPEN_STAGES = (BoardStage.READY, BoardStage.LETTER, BoardStage.RECEIVED, BoardStage.UNDER_WAY, BoardStage.ASKED)


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What is known of a received application. `views_until` is the last day of the views that are still open, None
    for none; `asked` whether any was asked for."""

    withdrawn: bool = False
    begun: bool = False
    asked: bool = False
    views_until: date | None = None
    decided: bool = False
    answered: bool = False


def stage_of(facts: AssessmentFacts, today: date) -> BoardStage:
    """Where it stands on `today`; the last day of a view is one of those on which it is waited for."""
    if facts.withdrawn:
        return BoardStage.WITHDRAWN
    if facts.answered:
        return BoardStage.ANSWERED
    if facts.decided:
        return BoardStage.LETTER
    if facts.views_until is not None and today <= facts.views_until:
        return BoardStage.ASKED
    if facts.asked:
        return BoardStage.READY
    return BoardStage.UNDER_WAY if facts.begun else BoardStage.RECEIVED


def days_waiting(received_on: date, answered_on: date | None, today: date) -> int:
    """How many days the applicant waits or waited for the letter."""
    return max(0, ((answered_on or today) - received_on).days)


def is_late(received_on: date, stage: BoardStage, today: date, answer_days: int) -> bool:
    """Whether somebody has waited longer for an answer than the organisation would have them wait."""
    return stage in OPEN_STAGES and today - received_on > timedelta(days=answer_days)


def view_state(answered: bool, until: date, today: date) -> ViewState:
    """How it stands with a view that is asked for until the end of `until`."""
    if answered:
        return ViewState.ANSWERED
    return ViewState.ASKED if today <= until else ViewState.LAPSED


def criteria_gone_on(answered_on: date, delete_on: date, criteria_days: int) -> date:
    """The day on which what was said of somebody's illness is deleted: so many days after the letter, and never later
    than the application."""
    return min(delete_on, answered_on + timedelta(days=criteria_days))


def check_criteria(said: Mapping[str, str]) -> dict[str, str]:
    """The words on the criteria without those not asked; "choice_invalid" for what there is not."""
    if set(said) - {each.id for each in criteria()} or set(said.values()) - set(CriterionWord):
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return {each: str(word) for each, word in said.items() if word != CriterionWord.NOT_ASKED}


def criterion_word(said: Mapping[str, str], criterion: str) -> CriterionWord:
    """How it stands with one criterion, in what is kept of all."""
    return CriterionWord(said.get(criterion, CriterionWord.NOT_ASKED))
