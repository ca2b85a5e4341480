"""Comparing what two sides expect, in words and never as a score; and when it is time to look again (F7). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Whose something agreed is, where it is no one side's.
BOTH = "both"


class AlignmentSide(StrEnum):
    """Who answers: the organisation or workplace, or the association or volunteer."""

    OURS = "ours"
    THEIRS = "theirs"

    @property
    def other(self) -> "AlignmentSide":
        """The one opposite."""
        return AlignmentSide.THEIRS if self is AlignmentSide.OURS else AlignmentSide.OURS


class Accord(StrEnum):
    """How two answers meet, in the order they are talked about."""

    DIFFERENT = "different"  # each chose something else
    WRITTEN = "written"  # both wrote, in words of their own
    ONE = "one"  # one side alone has said something
    NEITHER = "neither"  # nobody has said anything yet
    SAME = "same"  # both say the same: nothing to talk about


class SettledHow(StrEnum):
    """How an alignment was settled."""

    ORAL = "oral"
    WRITTEN = "written"


class AlignmentStage(StrEnum):
    """How far a round has come, by what it waits for."""

    BOTH = "both"  # answers from both
    OURS = "ours"  # our answers
    THEIRS = "theirs"  # theirs
    MEETING = "meeting"  # that the two meet
    AGREED = "agreed"  # nothing: it is settled


class LookAgain(StrEnum):
    """Why it is time to look at what was agreed again."""

    OVER = "over"
    DAY = "day"
    OUR_CONTACT = "our_contact"
    THEIR_CONTACT = "their_contact"


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """What comparing needs to know of a question."""

    id: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ComparedExpectation:
    """A question with what both said, "" for nothing, and how the two meet."""

    question_id: str
    ours: str
    theirs: str
    accord: Accord

    @property
    def to_talk_about(self) -> bool:
        """Whether it stands on the meeting's agenda."""
        return self.accord is not Accord.SAME


def compare(
    questions: Iterable[AskedAbout], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[ComparedExpectation, ...]:
    """Every question once, in its order. The same comes of it whichever side is asked first, but for whose is whose.

    What answers something that is asked no more comes last, so that nothing anybody wrote is lost.
    """
    asked = {each.id: each.chosen for each in questions}
    left = sorted({key for key in (*ours, *theirs) if key not in asked and (ours.get(key) or theirs.get(key))})
    return tuple(
        ComparedExpectation(key, mine, yours, accord_of(mine, yours, chosen=asked.get(key, False)))
        for key in (*asked, *left)
        for mine, yours in [(ours.get(key, ""), theirs.get(key, ""))]
    )


def accord_of(ours: str, theirs: str, *, chosen: bool) -> Accord:
    """How two answers to one question meet. Words are the same where they read the same but for spaces and capitals."""
    mine, yours = _bare(ours), _bare(theirs)
    if not mine and not yours:
        return Accord.NEITHER
    if not mine or not yours:
        return Accord.ONE
    if mine == yours:
        return Accord.SAME
    return Accord.DIFFERENT if chosen else Accord.WRITTEN


def agenda(compared: Iterable[ComparedExpectation]) -> tuple[ComparedExpectation, ...]:
    """What the two talk about when they meet: where they differ first, and each kind in the order it was asked."""
    order = [*Accord]
    return tuple(sorted((each for each in compared if each.to_talk_about), key=lambda each: order.index(each.accord)))


@dataclass(frozen=True, slots=True)
class AgreedThen:
    """Until when what was agreed holds, and whether somebody else follows it for us since, or speaks for the others."""

    valid_until: date | None
    look_again_on: date | None
    our_contact_changed: bool
    their_contact_changed: bool


def reasons_to_look_again(then: AgreedThen, today: date) -> tuple[LookAgain, ...]:
    """Why it is time to look again, the weightiest first; () where it holds as it is."""
    found = (
        (LookAgain.OVER, then.valid_until is not None and then.valid_until < today),
        (LookAgain.DAY, then.look_again_on is not None and then.look_again_on <= today),
        (LookAgain.OUR_CONTACT, then.our_contact_changed),
        (LookAgain.THEIR_CONTACT, then.their_contact_changed),
    )
    return tuple(reason for reason, holds in found if holds)


def stage_of(*, ours: bool, theirs: bool, agreed: bool) -> AlignmentStage:
    """How far a round has come: which sides have finished, and whether it is settled."""
    if agreed:
        return AlignmentStage.AGREED
    if ours and theirs:
        return AlignmentStage.MEETING
    if ours or theirs:
        return AlignmentStage.OURS if theirs else AlignmentStage.THEIRS
    return AlignmentStage.BOTH


def _bare(words: str) -> str:
    return " ".join(words.split()).casefold()
