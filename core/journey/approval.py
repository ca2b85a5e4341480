"""The steps of an instructor: training, courses, supervisions, decision, what keeps an approval (S1–S3, O1). Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.approvals.rules import (
    ApprovalFact,
    ApprovalState,
    CourseFact,
    Decision,
    InstructorFacts,
    SupervisionFact,
    approval_state,
    approved_until,
    is_paused,
    newest_decision,
    put_off,
    still_missing,
    warned_from,
    year_of,
)
from core.journey.kinds import step_of
from core.journey.steps import SUPERVISOR, VOLUNTEER, PathFacts, RunFact, Step, StepKind, StepStatus
from core.programmes.programme import ApprovalPath, Pace, Programme
from core.supervision.rules import SupervisionKind

DONE, WAITING, LATER, NOT_NEEDED = StepStatus.DONE, StepStatus.WAITING, StepStatus.LATER, StepStatus.NOT_NEEDED
APPROVED = (ApprovalState.APPROVED, ApprovalState.RUNNING_OUT, ApprovalState.LAPSED)


def approval_steps(programme: Programme, path: ApprovalPath, facts: PathFacts, today: date) -> Iterator[Step]:
    """Everything after the documents, in the order it is walked."""
    own = facts.instructor
    decided = newest_decision(own, today) is not None
    trained = own.trained_on is not None and own.trained_on <= today
    yield _training(own, trained, decided)
    if programme.pairs:
        yield _pair(facts, trained)
    yield from _first_courses(path, facts, today, trained=trained, decided=decided)
    yield from _first_supervisions(path, programme.pace, own, today, decided=decided)
    yield from _runs(programme.pace, facts.runs)
    yield _decision(path, programme.pace, own, today, decided=decided)
    yield from _year(path, programme.pace, own, today)
    yield from _re_evaluations(path, programme.pace, own, today)
    yield from _closing(programme.pace, own, today)


def paused_step(facts: PathFacts, today: date) -> Step | None:
    """That the clocks stand still, until the last day of the pause where it is known."""
    pauses = [each for each in facts.instructor.pauses if is_paused((each,), today)]
    if not pauses:
        return None
    ends = None if any(each.ends_on is None for each in pauses) else max(each.ends_on or today for each in pauses)
    return step_of("paused", StepKind.PAUSED, WAITING, due_on=ends)


def _training(own: InstructorFacts, trained: bool, decided: bool) -> Step:
    if trained:
        return step_of("training", StepKind.TRAINING, DONE)
    # Somebody approved before their training was recorded here, as after an import, is not sent back to it.
    status = NOT_NEEDED if decided else LATER if own.trained_on else WAITING
    return step_of("training", StepKind.TRAINING, status, due_on=own.trained_on)


def _pair(facts: PathFacts, trained: bool) -> Step:
    status = DONE if facts.paired else WAITING if trained else LATER
    return step_of("pair", StepKind.PAIR, status)


def _first_courses(
    path: ApprovalPath, facts: PathFacts, today: date, *, trained: bool, decided: bool
) -> Iterator[Step]:
    own = facts.instructor
    agreed_on = facts.clarification.first_course_on if facts.clarification else None
    held = sorted(
        (each for each in own.courses if each.counts and each.last_on <= today), key=lambda each: each.last_on
    )
    ahead = sorted((each for each in own.courses if each.planned), key=lambda each: each.first_on)
    for number in range(1, path.first_courses + 1):
        step_id = f"course:{number}"
        if number <= len(held):
            run = held[number - 1].course_run_id
            yield step_of(step_id, StepKind.COURSE, DONE, VOLUNTEER, subject_id=run)
        elif decided:
            yield step_of(step_id, StepKind.COURSE, NOT_NEEDED)
        elif number <= len(held) + len(ahead):
            run_ahead = ahead[number - len(held) - 1]
            yield step_of(
                step_id,
                StepKind.COURSE,
                LATER,
                VOLUNTEER,
                due_on=max(run_ahead.first_on, today),
                reason=_how_far(run_ahead, today),
                subject_id=run_ahead.course_run_id,
            )
        else:
            # The second course is planned when the first is over.
            status = WAITING if trained and number == len(held) + len(ahead) + 1 and not ahead else LATER
            yield step_of(step_id, StepKind.COURSE, status, due_on=agreed_on if number == 1 else None, reason="plan")


def _how_far(run: CourseFact, today: date) -> str:
    """How far a run has come of which not all is ticked off: past its last day it is under way no more."""
    if run.first_on > today:
        return "planned"
    return "running" if run.last_on >= today else "over"


def _first_supervisions(
    path: ApprovalPath, pace: Pace, own: InstructorFacts, today: date, *, decided: bool
) -> Iterator[Step]:
    supervisions = sorted((each for each in own.supervisions if each.kind is SupervisionKind.FIRST), key=_order)
    leads = any(each.planned or each.counts for each in own.courses)
    enough = decided or approval_state(path, own, today) is ApprovalState.READY
    for number in range(1, max(path.supervisions_default, len(supervisions)) + 1):
        step_id = f"supervision:{number}"
        if number <= len(supervisions):
            step = _supervision(step_id, StepKind.SUPERVISION, pace, supervisions[number - 1], today)
            over = decided and step.status is not DONE and supervisions[number - 1].held_on is None
            yield step_of(step.id, step.kind, NOT_NEEDED, step.owner, subject_id=step.subject_id) if over else step
        elif enough:
            yield step_of(step_id, StepKind.SUPERVISION, NOT_NEEDED)
        else:
            first_open = number == len(supervisions) + 1 and all(each.feedback for each in supervisions)
            status = WAITING if leads and first_open else LATER
            yield step_of(step_id, StepKind.SUPERVISION, status, reason="order")


def _order(supervision: SupervisionFact) -> tuple[bool, date, str]:
    """Finished ones first, each in the order of its day, so that a new one never takes a finished one's place."""
    day = supervision.held_on or supervision.planned_on or supervision.ordered_on
    return (not supervision.feedback, day, str(supervision.supervision_id))


def _supervision(step_id: str, kind: StepKind, pace: Pace, supervision: SupervisionFact, today: date) -> Step:
    """Where one supervision stands: to be planned, to be held, feedback to be written, or done."""
    subject = supervision.supervision_id
    if supervision.feedback:
        return step_of(step_id, kind, DONE, SUPERVISOR, due_on=supervision.held_on, subject_id=subject)
    if supervision.held_on is not None:
        due = supervision.held_on + timedelta(days=pace.feedback_days)
        return step_of(step_id, kind, WAITING, SUPERVISOR, due_on=due, reason="feedback", subject_id=subject)
    if supervision.planned_on is None:
        due = supervision.ordered_on + timedelta(days=pace.plan_days)
        return step_of(step_id, kind, WAITING, SUPERVISOR, due_on=due, reason="plan", subject_id=subject)
    status = LATER if supervision.planned_on >= today else WAITING
    return step_of(step_id, kind, status, SUPERVISOR, due_on=supervision.planned_on, reason="hold", subject_id=subject)


def _runs(pace: Pace, runs: tuple[RunFact, ...]) -> Iterator[Step]:
    """What a course run asks of the coordinator: a word after a module, the evaluation, the joint review."""
    for run in runs:
        module = run.newest_module
        if module is not None and not run.evaluated:
            yield step_of(
                f"contact:{module.module_id}",
                StepKind.CONTACT,
                DONE if module.contacted else WAITING,
                due_on=module.held_on + timedelta(days=pace.contact_days),
                subject_id=module.module_id,
            )
        if not run.held:
            continue
        yield step_of(
            f"evaluate:{run.course_run_id}",
            StepKind.EVALUATE,
            DONE if run.evaluated else WAITING,
            due_on=run.last_on + timedelta(days=pace.evaluate_days),
            subject_id=run.course_run_id,
        )
        yield step_of(
            f"review:{run.course_run_id}",
            StepKind.REVIEW,
            DONE if run.reviewed else WAITING if run.evaluated else LATER,
            due_on=run.last_on + timedelta(days=pace.review_days),
            subject_id=run.course_run_id,
        )


def _decision(path: ApprovalPath, pace: Pace, own: InstructorFacts, today: date, *, decided: bool) -> Step:
    if decided:
        newest = newest_decision(own, today)
        no = newest is not None and newest.decision is Decision.NOT_APPROVED
        return step_of("decide", StepKind.DECIDE, DONE, reason="no" if no else "")
    if approval_state(path, own, today) is not ApprovalState.READY:
        return step_of("decide", StepKind.DECIDE, LATER)
    held = [each.held_on for each in own.supervisions if each.feedback and each.held_on is not None]
    ready = max((day for day in held if day <= today), default=today)
    return step_of("decide", StepKind.DECIDE, WAITING, due_on=ready + timedelta(days=pace.plan_days))


def _year(path: ApprovalPath, pace: Pace, own: InstructorFacts, today: date) -> Iterator[Step]:
    year = year_of(path, own, today)
    if year is None or not year.needed:
        return
    soon = today >= year.last - timedelta(days=pace.courses_days)
    status = DONE if year.counted >= year.needed else WAITING if year.missing and soon else LATER
    reason = "planned" if not year.missing else str(year.missing)
    yield step_of(f"courses:{year.first.isoformat()}", StepKind.COURSES, status, due_on=year.last, reason=reason)


def _re_evaluations(path: ApprovalPath, pace: Pace, own: InstructorFacts, today: date) -> Iterator[Step]:
    """One for each approval that was given: done when somebody decided anew."""
    decided = sorted((each for each in own.approvals if each.decided_on <= today), key=lambda each: each.decided_on)
    for number, approval in enumerate(decided):
        if approval.decision is not Decision.APPROVED or approval.valid_until is None:
            continue
        step_id = f"re_evaluate:{number + 1}"
        if number + 1 < len(decided):
            yield step_of(step_id, StepKind.RE_EVALUATE, DONE)
        else:
            yield _next_re_evaluation(step_id, path, pace, own, approval, today)


def _next_re_evaluation(
    step_id: str, path: ApprovalPath, pace: Pace, own: InstructorFacts, approval: ApprovalFact, today: date
) -> Step:
    assert approval.valid_until is not None
    until = put_off(own.pauses, approval.decided_on, approval.valid_until, today)
    supervisions = [
        each
        for each in own.supervisions
        if each.kind is SupervisionKind.RE_EVALUATION and (each.held_on or today) > approval.decided_on
    ]
    ready = not still_missing(path, own, today)
    if today < warned_from(path, until) and not ready and not supervisions:
        return step_of(step_id, StepKind.RE_EVALUATE, LATER, due_on=until)
    if ready:
        return step_of(step_id, StepKind.RE_EVALUATE, WAITING, due_on=until, reason="decide")
    if supervisions:
        step = _supervision(step_id, StepKind.RE_EVALUATE, pace, min(supervisions, key=_order), today)
        due = min(until, step.due_on) if step.due_on else until
        status = WAITING if step.status is DONE else step.status
        return step_of(
            step_id, step.kind, status, step.owner, due_on=due, reason=step.reason, subject_id=step.subject_id
        )
    reason = "lapsed" if today > until else "order"
    return step_of(step_id, StepKind.RE_EVALUATE, WAITING, due_on=until, reason=reason)


def _closing(pace: Pace, own: InstructorFacts, today: date) -> Iterator[Step]:
    """A meeting for each no; one that was not held is not needed any more when somebody has decided anew."""
    decided = sorted((each for each in own.approvals if each.decided_on <= today), key=lambda each: each.decided_on)
    for number, decision in enumerate(decided, start=1):
        if decision.decision is not Decision.NOT_APPROVED:
            continue
        step_id = f"closing:{number}"
        if decision.closed_on is not None and decision.closed_on <= today:
            yield step_of(step_id, StepKind.CLOSING, DONE)
        elif number < len(decided):
            yield step_of(step_id, StepKind.CLOSING, NOT_NEEDED)
        elif decision.closing_on is None:
            due = decision.decided_on + timedelta(days=pace.plan_days)
            yield step_of(step_id, StepKind.CLOSING, WAITING, due_on=due, reason="plan")
        else:
            status = LATER if decision.closing_on > today else WAITING
            yield step_of(step_id, StepKind.CLOSING, status, due_on=decision.closing_on, reason="hold")


def dates_that_matter(programme: Programme, path: ApprovalPath, facts: PathFacts, today: date) -> Iterator[date]:
    """The days on which the same facts may say something else, besides those after a step is due."""
    own = facts.instructor
    for day in (
        own.trained_on,
        *(each.last_on for each in own.courses),
        *(each.first_on for each in own.courses),
        *(each.held_on for each in own.supervisions),
        *(each.decided_on for each in own.approvals),
        *(each.closing_on for each in own.approvals),
        *(each.closed_on for each in own.approvals),
    ):
        if day is not None:
            yield day
    until = approved_until(own, today)
    if until is not None:
        yield from (warned_from(path, until), until + timedelta(days=1))
    year = year_of(path, own, today)
    if year is not None:
        yield from (year.last - timedelta(days=programme.pace.courses_days), year.last + timedelta(days=1))
