"""Pure decisions about a clarification meeting: whose turn it is, who reads what, and what two sides answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class MeetingSide(StrEnum):
    """Who prepares the meeting."""

    VOLUNTEER = "volunteer"
    ORGANISATION = "organisation"

    @property
    def other(self) -> "MeetingSide":
        """Who sits across."""
        return MeetingSide.ORGANISATION if self is MeetingSide.VOLUNTEER else MeetingSide.VOLUNTEER


class MeetingOutcome(StrEnum):
    """What a meeting ended with."""

    AGREED = "agreed"
    NOT_NOW = "not_now"


class NotNowReason(StrEnum):
    """Why it is not now, in a neutral word."""

    TIMING = "timing"  # the time does not suit
    OTHER_TASK = "other_task"  # another task suits better
    EXPECTATIONS = "expectations"  # the two expect different things
    OTHER = "other"


class DoneBy(StrEnum):
    """Who does what was agreed."""

    VOLUNTEER = "volunteer"
    ORGANISATION = "organisation"
    BOTH = "both"


class MeetingTurn(StrEnum):
    """What is to happen next."""

    PLAN = "plan"  # nobody has proposed a day
    ANSWER = "answer"  # the volunteer says whether the day suits
    ANOTHER_DAY = "another_day"  # they asked for another one
    PREPARE = "prepare"  # the volunteer writes down what they think
    PREPARE_OURS = "prepare_ours"  # so does the coordinator
    READY = "ready"  # both have, and the day has not come
    HOLD = "hold"  # its day has come
    HELD = "held"
    NOT_NOW = "not_now"
    AGAIN = "again"  # it was not then, and the day has come to ask again


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The newest meeting of an engagement. `ready` are the sides that have finished; `on` is None where it was held
    without a day, or the day that was proposed was taken back."""

    meeting_id: UUID
    on: date | None = None
    accepted: bool = False
    asked_another: bool = False
    ready: frozenset[MeetingSide] = frozenset()
    held_on: date | None = None
    outcome: MeetingOutcome | None = None
    again_on: date | None = None
    first_course_on: date | None = None


@dataclass(frozen=True, slots=True)
class ComparedTopic:
    """What both sides wrote about a topic, "" for nothing."""

    topic: str
    volunteer: str
    organisation: str

    @property
    def sides(self) -> frozenset[MeetingSide]:
        """Who wrote something."""
        wrote = {MeetingSide.VOLUNTEER: self.volunteer, MeetingSide.ORGANISATION: self.organisation}
        return frozenset(side for side, words in wrote.items() if words)


def turn_of(meeting: MeetingFacts | None, today: date) -> MeetingTurn:
    """What is to happen next with the newest meeting, None for none (M1). Total."""
    if meeting is None:
        return MeetingTurn.PLAN
    if meeting.outcome is MeetingOutcome.AGREED:
        return MeetingTurn.HELD
    if meeting.outcome is MeetingOutcome.NOT_NOW:
        over = meeting.again_on is not None and meeting.again_on <= today
        return MeetingTurn.AGAIN if over else MeetingTurn.NOT_NOW
    if meeting.asked_another:
        return MeetingTurn.ANOTHER_DAY
    if meeting.on is None:
        return MeetingTurn.PLAN
    if meeting.on <= today:
        return MeetingTurn.HOLD
    if not meeting.accepted:
        return MeetingTurn.ANSWER
    if MeetingSide.VOLUNTEER not in meeting.ready:
        return MeetingTurn.PREPARE
    return MeetingTurn.READY if MeetingSide.ORGANISATION in meeting.ready else MeetingTurn.PREPARE_OURS


def both_shown(meeting: MeetingFacts, today: date) -> bool:
    """Whether each side reads what the other wrote: when both have finished, and at the meeting whether they have or
    not. Until then nobody is led by what the other says."""
    at_meeting = meeting.on is not None and meeting.on <= today and not meeting.asked_another
    return meeting.held_on is not None or at_meeting or meeting.ready == frozenset(MeetingSide)


def compare(
    topics: Iterable[str], volunteer: Mapping[str, str], organisation: Mapping[str, str]
) -> tuple[ComparedTopic, ...]:
    """Two sets of answers side by side: every one of `topics` in order, then those answered that are among them no
    more, by name. No answer is lost, and it is the same whoever is called which (M2)."""
    known = tuple(dict.fromkeys(topics))
    others = sorted((volunteer.keys() | organisation.keys()) - set(known))
    return tuple(ComparedTopic(each, volunteer.get(each, ""), organisation.get(each, "")) for each in (*known, *others))
