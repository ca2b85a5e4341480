"""The path a volunteer walks: what is done, whose turn it is, and the one next thing. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.approvals.rules import is_paused
from core.documents.rules import ORGANISATION, PARTNER, DocumentState, state_of, waiting_for
from core.journey.along_the_way import along_the_way_steps
from core.journey.approval import approval_steps, paused_step
from core.journey.clarifying import clarifying_step, not_now, put_aside
from core.journey.goodbye import goodbye_steps, without_beginning
from core.journey.kinds import RULES, step_of
from core.journey.steps import (
    CONTACT_PERSON,
    SOON,
    VOLUNTEER,
    DocumentFacts,
    PathFacts,
    Step,
    StepKind,
    StepStatus,
)
from core.offers.rules import LearnerFacts, counts, expected_on
from core.programmes.programme import Programme

OVER = frozenset({DocumentState.SEALING, DocumentState.SEALED, DocumentState.DISCUSSED, DocumentState.SUPERSEDED})


def journey(programme: Programme, facts: PathFacts, today: date) -> tuple[Step, ...]:
    """The steps of one engagement in the order they are walked (R1, L5, L7, S1–S3).

    It is total: there is a journey for any facts and any day. At most one step is NOW: the first that only the
    volunteer can do. A document that was drafted outside the programme's list comes after those in it. While an
    engagement is paused nothing is due but a talk that was planned, and what belongs to a goodbye. After a meeting that
    ended in not now, nobody is asked for what comes after it; and of somebody who is leaving nobody asks for what would
    begin something new.
    """
    steps: list[Step] = []
    now_is_taken, aside = False, False
    paused = is_paused(facts.instructor.pauses, today)
    for step in _all_steps(programme, facts, today):
        if facts.goodbye is not None:
            step = without_beginning(step)
        if step.status is StepStatus.NOW and now_is_taken:
            step = step.later()
        if paused and step.open and not RULES[step.kind].goes_on:
            step = replace(step, due_on=None)
        if aside and step.open and not RULES[step.kind].goes_on:
            step = put_aside(step)
        aside = aside or (step.kind is StepKind.CLARIFY and not_now(facts, today))
        now_is_taken = now_is_taken or step.status is StepStatus.NOW
        steps.append(step)
    return tuple(steps)


def next_step(steps: tuple[Step, ...]) -> Step | None:
    """The one thing the volunteer does next; None where it is somebody else's turn or everything is done."""
    return next((step for step in steps if step.status is StepStatus.NOW), None)


def _all_steps(programme: Programme, facts: PathFacts, today: date) -> Iterator[Step]:
    answer = timedelta(days=programme.pace.answer_days)
    joined = StepStatus.DONE if facts.joined else StepStatus.NOW
    asked = None if facts.added_on is None else facts.added_on + answer
    yield step_of("joined", StepKind.JOINED, joined, due_on=asked)
    details = StepStatus.NOW if facts.details_missing else StepStatus.DONE
    yield step_of("details", StepKind.DETAILS, details, due_on=asked)
    others = (kind for kind, found in facts.documents.items() if found.standing.shared)
    for kind in (*programme.documents, *sorted(set(others) - set(programme.documents))):
        found = facts.documents.get(kind)
        if programme.clarification and kind == programme.agreement:
            sent = found is not None and found.standing.shared
            yield clarifying_step(programme, facts, today, sent=sent)
        step = _document_step(kind, found, facts.writers.get(kind, CONTACT_PERSON))
        since = found.since if found and found.since else facts.added_on
        yield replace(step, due_on=None if since is None or not step.open else since + answer)
    if facts.unread is not None:
        yield step_of("guidelines", StepKind.READ, _reading(facts))
    if facts.begins_on is not None:
        begun = StepStatus.DONE if facts.begins_on <= today else StepStatus.LATER
        yield step_of("begin", StepKind.BEGIN, begun, due_on=facts.begins_on)
    if programme.approval is not None:
        yield from approval_steps(programme, programme.approval, facts, today)
    if (learning := _learning(programme, facts, today)) is not None:
        yield learning
    yield from along_the_way_steps(programme, facts, today)
    for talk in sorted(facts.talks, key=lambda each: each.planned_on):
        near = talk.planned_on <= today + SOON
        status = StepStatus.WAITING if near else StepStatus.LATER
        key = f"talk:{talk.talk_id}"
        yield step_of(key, StepKind.TALK, status, due_on=talk.planned_on, subject_id=talk.talk_id)
    if (paused := paused_step(facts, today)) is not None:
        yield paused
    if facts.goodbye is not None:
        yield from goodbye_steps(facts.goodbye, programme.pace.wish_days, today)


def _learning(programme: Programme, facts: PathFacts, today: date) -> Step | None:
    """Done where somebody has been at something that counts, until it is expected again. It is expected if possible,
    so it is never anybody's turn and has no day to be late for."""
    began = facts.begins_on or facts.added_on
    own = [each for each in facts.learning if counts(programme.competence, each.kind)]
    attended = tuple((each.kind, each.on) for each in own if each.attended and each.on <= today)
    again = expected_on(programme.competence, LearnerFacts(began_on=began, attended=attended))
    if again is None:
        return None
    if attended and today < again:
        return step_of("learn", StepKind.LEARN, StepStatus.DONE, VOLUNTEER)
    ahead = any(not each.attended and each.on >= today for each in own)
    return step_of("learn", StepKind.LEARN, StepStatus.LATER, reason="planned" if ahead else "")


def _reading(facts: PathFacts) -> StepStatus:
    """Guidelines come after the documents in order, so that they never keep anybody from signing."""
    if not facts.unread:
        return StepStatus.DONE
    return StepStatus.NOW if facts.joined and not facts.details_missing else StepStatus.LATER


def _document_step(kind: str, found: DocumentFacts | None, writer: str) -> Step:
    if found is None or not found.standing.shared or found.standing.withdrawn:
        return step_of(kind, StepKind.DRAFT, StepStatus.WAITING, writer)
    state = state_of(found.standing)
    if state in OVER:
        what = StepKind.SEALING if state is DocumentState.SEALING else StepKind.HOLD
        return step_of(kind, what, StepStatus.DONE, document_id=found.document_id)
    if state is DocumentState.DECLINED:
        return step_of(
            kind, StepKind.SIGN, StepStatus.WAITING, writer, document_id=found.document_id, reason=state.value
        )
    what = StepKind.FILL_IN if state is DocumentState.FILLING_IN else StepKind.SIGN
    if found.capacity in waiting_for(found.standing):
        return step_of(kind, what, StepStatus.NOW, VOLUNTEER, document_id=found.document_id)
    if PARTNER in (*waiting_for(found.standing), found.capacity) and ORGANISATION not in waiting_for(found.standing):
        writer = PARTNER
    return step_of(kind, what, StepStatus.WAITING, writer, document_id=found.document_id)
