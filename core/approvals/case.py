"""An engagement, its programme and its facts, read or locked for a decision about its approval."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.approvals.reading import facts_of
from core.approvals.rules import CourseFact, InstructorFacts, SupervisionFact
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.programmes.programme import ApprovalPath
from core.programmes.publishing import programme_of
from db.approvals import Approval
from db.people import Engagement

Evidence = dict[str, list[str]]


def engagement_for(session: Session, actor: Actor, action: Action, engagement_id: UUID) -> Engagement:
    """The engagement, or "not_found" / "not_allowed"."""
    found = session.get(Engagement, engagement_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, action, Subject.of(found))
    return found


def locked_engagement(session: Session, actor: Actor, action: Action, engagement_id: UUID) -> Engagement:
    """The engagement, locked until the transaction ends; "engagement_over" where it has ended."""
    asked = select(Engagement).where(Engagement.id == engagement_id).with_for_update()
    found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, action, Subject.of(found))
    if found.ended_at is not None:
        raise DomainError(ErrorCode.ENGAGEMENT_OVER)
    return found


def path_of(session: Session, engagement: Engagement) -> ApprovalPath:
    """The counts of its programme; "no_approval_here" where the programme gives no approval."""
    path = programme_of(session, engagement.programme_version_id).approval
    if path is None:
        raise DomainError(ErrorCode.NO_APPROVAL_HERE)
    return path


def own_facts(session: Session, engagement: Engagement) -> InstructorFacts:
    """The facts of this one engagement."""
    return facts_of(session, [engagement.id])[engagement.id]


def newest_row(session: Session, engagement_id: UUID) -> Approval | None:
    """The decision made last."""
    ordered = select(Approval).where(Approval.engagement_id == engagement_id)
    return session.exec(ordered.order_by(col(Approval.created_at).desc(), col(Approval.id).desc())).first()


def supervisions_told(facts: InstructorFacts, today: date) -> tuple[SupervisionFact, ...]:
    """The supervisions a decision can lean on: held by today, with feedback."""
    return tuple(
        each for each in facts.supervisions if each.feedback and each.held_on is not None and each.held_on <= today
    )


def courses_led(facts: InstructorFacts, today: date) -> tuple[CourseFact, ...]:
    """The courses a decision can lean on: those that count by today."""
    return tuple(each for each in facts.courses if each.counts and each.last_on <= today)


def evidence(facts: InstructorFacts, today: date) -> Evidence:
    """The evidence for a decision made today, as ids."""
    return {
        "supervisions": sorted(str(each.supervision_id) for each in supervisions_told(facts, today)),
        "courses": sorted(str(each.course_run_id) for each in courses_led(facts, today)),
    }


def nothing_new(newest: Approval | None, facts: InstructorFacts, today: date) -> bool:
    """Whether a decision was made on just what there is today."""
    leans_on = evidence(facts, today)
    return newest is not None and {name: newest.evidence.get(name) for name in leans_on} == leans_on
