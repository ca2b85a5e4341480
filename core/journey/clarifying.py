"""The clarification meeting as a step of the path, and what stands still while it is not now (M1). Pure."""

from dataclasses import replace
from datetime import date, timedelta

from core.approvals.rules import newest_decision
from core.clarification.rules import MeetingTurn, turn_of
from core.journey.kinds import step_of
from core.journey.steps import COORDINATOR, SOON, VOLUNTEER, PathFacts, Step, StepKind, StepStatus
from core.programmes.programme import Programme

# Whose turn it is where it is not the coordinator's, and what nobody is to do anything about yet, unless it is near.
THEIRS = frozenset({MeetingTurn.ANSWER, MeetingTurn.PREPARE})
AHEAD = frozenset({MeetingTurn.READY, MeetingTurn.NOT_NOW})


def clarifying_step(programme: Programme, facts: PathFacts, today: date, *, sent: bool) -> Step:
    """Where the meeting stands. Without one it is not needed where somebody was trained or approved, or
    where the agreement that it ends with was `sent`."""
    meeting, own = facts.clarification, facts.instructor
    turn = turn_of(meeting, today)
    if turn is MeetingTurn.HELD or (meeting is None and facts.clarified):
        return step_of("clarify", StepKind.CLARIFY, StepStatus.DONE, subject_id=meeting.meeting_id if meeting else None)
    trained = own.trained_on is not None and own.trained_on <= today
    further = programme.approval is not None and (trained or newest_decision(own, today) is not None)
    if meeting is None and (sent or further):
        return step_of("clarify", StepKind.CLARIFY, StepStatus.NOT_NEEDED)
    if meeting is None:
        due = None if facts.added_on is None else facts.added_on + timedelta(days=programme.pace.plan_days)
        return step_of("clarify", StepKind.CLARIFY, StepStatus.WAITING, due_on=due, reason=turn)
    near = turn is MeetingTurn.READY and meeting.on is not None and meeting.on <= today + SOON
    later = turn in AHEAD and not near
    return step_of(
        "clarify",
        StepKind.CLARIFY,
        StepStatus.LATER if later else StepStatus.NOW if turn in THEIRS else StepStatus.WAITING,
        VOLUNTEER if turn in THEIRS else COORDINATOR,
        due_on=meeting.again_on if turn in (MeetingTurn.NOT_NOW, MeetingTurn.AGAIN) else meeting.on,
        reason=turn,
        subject_id=meeting.meeting_id,
    )


def not_now(facts: PathFacts, today: date) -> bool:
    """Whether the two found that it is not now, and nobody has planned to meet again."""
    return turn_of(facts.clarification, today) in (MeetingTurn.NOT_NOW, MeetingTurn.AGAIN)


def put_aside(step: Step) -> Step:
    """A step that comes after a meeting that ended in not now: nobody is asked for it, and it is due on no day."""
    return replace(step, due_on=None, status=StepStatus.LATER if step.status is StepStatus.WAITING else step.status)
