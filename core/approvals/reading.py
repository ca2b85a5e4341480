"""What approvals follow from, read for many instructors at once."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from core.approvals.rules import ApprovalFact, CourseFact, Decision, InstructorFacts, PauseFact, SupervisionFact
from core.courses.reading import LedRun, runs_of
from core.i18n import local_day
from core.supervision.rules import SupervisionKind
from db.approvals import Approval, Pause
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject


def facts_of(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, InstructorFacts]:
    """The facts of each of these engagements, by its id; a fixed number of queries however many there are."""
    if not engagement_ids:
        return {}
    trained = session.exec(
        select(Engagement.id, col(Engagement.trained_on)).where(col(Engagement.id).in_(engagement_ids))
    ).all()
    runs = runs_of(session, engagement_ids)
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
        for engagement_id, trained_on in trained
    }


def _course(run: LedRun) -> CourseFact:
    return CourseFact(run.course_run_id, run.first_on, run.last_on, run.counts, run.planned)


def _sessions(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[SupervisionFact]]:
    rows = session.exec(
        select(Supervision, SupervisionSubject.engagement_id, SupervisionSubject.feedback_at)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
        .where(
            col(SupervisionSubject.engagement_id).in_(engagement_ids),
            col(Supervision.cancelled_at).is_(None),
        )
        .order_by(col(Supervision.created_at), col(Supervision.id))
    ).all()
    found: dict[UUID, list[SupervisionFact]] = defaultdict(list)
    for row, engagement_id, feedback_at in rows:
        found[engagement_id].append(
            SupervisionFact(
                supervision_id=row.id,
                kind=SupervisionKind(row.kind),
                ordered_on=local_day(row.created_at),
                planned_on=local_day(row.planned_at) if row.planned_at else None,
                held_on=row.held_on,
                feedback=feedback_at is not None,
                course_run_id=row.course_run_id,
            )
        )
    return found


def _decisions(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[ApprovalFact]]:
    rows = session.exec(
        select(
            Approval.engagement_id,
            Approval.decision,
            Approval.decided_on,
            Approval.valid_until,
            Approval.closing_on,
            Approval.closed_on,
        )  # type: ignore[call-overload]
        .where(col(Approval.engagement_id).in_(engagement_ids))
        .order_by(col(Approval.decided_on), col(Approval.created_at), col(Approval.id))
    ).all()
    found: dict[UUID, list[ApprovalFact]] = defaultdict(list)
    for engagement_id, decision, *days in rows:
        found[engagement_id].append(ApprovalFact(Decision(decision), *days))
    return found


def pauses_of(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, tuple[PauseFact, ...]]:
    """The pauses of each of these engagements, by its id, in one query."""
    if not engagement_ids:
        return {}
    rows = session.exec(
        select(Pause.engagement_id, col(Pause.begins_on), col(Pause.ends_on))
        .where(col(Pause.engagement_id).in_(engagement_ids))
        .order_by(col(Pause.begins_on), col(Pause.id))
    ).all()
    found: dict[UUID, list[PauseFact]] = defaultdict(list)
    for engagement_id, begins_on, ends_on in rows:
        found[engagement_id].append(PauseFact(begins_on, ends_on))
    return {engagement_id: tuple(found[engagement_id]) for engagement_id in engagement_ids}
