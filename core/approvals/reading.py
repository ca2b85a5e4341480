"""What approvals follow from, read for many instructors at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.approvals.rules import ApprovalFact, CourseFact, Decision, InstructorFacts, PauseFact, SupervisionFact
from core.courses.reading import LedRun, runs_of
from core.i18n import local_day
from core.supervision.rules import SupervisionKind
from db.approvals import Approval, Pause
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject

# Paths and lists ask these for every instructor; putting them together each time takes longer than running them.
_IDS: Any = bindparam("ids", expanding=True)
_TRAINED: Any = select(Engagement.id, col(Engagement.trained_on)).where(col(Engagement.id).in_(_IDS))
_SUPERVISED: Any = (
    select(  # type: ignore[call-overload]
        SupervisionSubject.engagement_id,
        Supervision.id,
        Supervision.kind,
        Supervision.created_at,
        Supervision.planned_at,
        Supervision.held_on,
        col(SupervisionSubject.feedback_at).is_not(None),
        Supervision.course_run_id,
    )
    .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
    .where(col(SupervisionSubject.engagement_id).in_(_IDS), col(Supervision.cancelled_at).is_(None))
    .order_by(col(Supervision.created_at), col(Supervision.id))
)
_DECIDED: Any = (
    select(  # type: ignore[call-overload]
        Approval.engagement_id,
        Approval.decision,
        Approval.decided_on,
        Approval.valid_until,
        Approval.closing_on,
        Approval.closed_on,
    )
    .where(col(Approval.engagement_id).in_(_IDS))
    .order_by(col(Approval.decided_on), col(Approval.created_at), col(Approval.id))
)
_PAUSED: Any = (
    select(Pause.engagement_id, col(Pause.begins_on), col(Pause.ends_on))
    .where(col(Pause.engagement_id).in_(_IDS))
    .order_by(col(Pause.begins_on), col(Pause.id))
)


def facts_of(
    session: Session, engagement_ids: Collection[UUID], *, led: Mapping[UUID, tuple[LedRun, ...]] | None = None
) -> dict[UUID, InstructorFacts]:
    """The facts of each of these engagements, by its id; a fixed number of queries however many there are.

    `led` is what `runs_of` gives for them, where somebody has asked it already.
    """
    if not engagement_ids:
        return {}
    ids = {"ids": list(engagement_ids)}
    runs = runs_of(session, engagement_ids) if led is None else led
    sessions = _sessions(session, engagement_ids)
    decisions = _decisions(session, engagement_ids)
    pauses = pauses_of(session, engagement_ids)
    return {
        engagement_id: InstructorFacts(
            trained_on=trained_on,
            courses=tuple(_course(run) for run in runs[engagement_id]),
            supervisions=tuple(sessions[engagement_id]),
            approvals=tuple(decisions[engagement_id]),
            pauses=pauses[engagement_id],
        )
        for engagement_id, trained_on in session.exec(_TRAINED, params=ids)
    }


def decided_for(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, InstructorFacts]:
    """Of each of these engagements what was decided and its pauses, in two queries: all that the last day of an
    approval follows from, and no courses and supervisions."""
    if not engagement_ids:
        return {}
    decisions, pauses = _decisions(session, engagement_ids), pauses_of(session, engagement_ids)
    return {each: InstructorFacts(approvals=tuple(decisions[each]), pauses=pauses[each]) for each in engagement_ids}


def _course(run: LedRun) -> CourseFact:
    return CourseFact(run.course_run_id, run.first_on, run.last_on, run.counts, run.planned)


def _sessions(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[SupervisionFact]]:
    found: dict[UUID, list[SupervisionFact]] = defaultdict(list)
    for engagement_id, id_, kind, created_at, planned_at, held_on, feedback, course_run_id in session.exec(
        _SUPERVISED, params={"ids": list(engagement_ids)}
    ):
        found[engagement_id].append(
            SupervisionFact(
                supervision_id=id_,
                kind=SupervisionKind(kind),
                ordered_on=local_day(created_at),
                planned_on=local_day(planned_at) if planned_at else None,
                held_on=held_on,
                feedback=bool(feedback),
                course_run_id=course_run_id,
            )
        )
    return found


def _decisions(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[ApprovalFact]]:
    found: dict[UUID, list[ApprovalFact]] = defaultdict(list)
    for engagement_id, decision, *days in session.exec(_DECIDED, params={"ids": list(engagement_ids)}):
        found[engagement_id].append(ApprovalFact(Decision(decision), *days))
    return found


def pauses_of(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, tuple[PauseFact, ...]]:
    """The pauses of each of these engagements, by its id, in one query."""
    if not engagement_ids:
        return {}
    found: dict[UUID, list[PauseFact]] = defaultdict(list)
    for engagement_id, begins_on, ends_on in session.exec(_PAUSED, params={"ids": list(engagement_ids)}):
        found[engagement_id].append(PauseFact(begins_on, ends_on))
    return {engagement_id: tuple(found[engagement_id]) for engagement_id in engagement_ids}
