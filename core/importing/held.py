"""What is here of the time before, of those engagements that a sheet adds to, read for many at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from db.approvals import Approval
from db.courses import CourseInstructor, CourseRun
from db.pairs import Pair
from db.recognition import Recognised, Recognition
from db.supervision import Supervision, SupervisionSubject


@dataclass(slots=True)
class HistoryHeld:
    """Whether anything was decided, the days of supervisions, courses and thanks, and who the partner is now."""

    decided: bool = False
    supervised: list[date] = field(default_factory=list)
    led: list[date] = field(default_factory=list)
    thanked: list[date] = field(default_factory=list)
    partner_id: UUID | None = None


def history_held(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, HistoryHeld]:
    """That of each of these engagements; five queries however many there are."""
    ids = list(engagement_ids)
    found = {id_: HistoryHeld() for id_ in ids}
    for engagement_id in session.exec(select(Approval.engagement_id).where(col(Approval.engagement_id).in_(ids))):
        found[engagement_id].decided = True
    held = (
        select(SupervisionSubject.engagement_id, col(Supervision.held_on))
        .join(Supervision, col(Supervision.id) == SupervisionSubject.supervision_id)
        .where(col(SupervisionSubject.engagement_id).in_(ids), col(Supervision.held_on).is_not(None))
    )
    for engagement_id, day in session.exec(held):
        if day is not None:
            found[engagement_id].supervised.append(day)
    led = (
        select(CourseInstructor.engagement_id, col(CourseRun.first_on))
        .join(CourseRun, col(CourseRun.id) == CourseInstructor.course_run_id)
        .where(col(CourseInstructor.engagement_id).in_(ids), col(CourseRun.first_on).is_not(None))
    )
    for engagement_id, day in session.exec(led):
        if day is not None:
            found[engagement_id].led.append(day)
    thanked = (
        select(Recognised.engagement_id, col(Recognition.given_on))
        .join(Recognition, col(Recognition.id) == Recognised.recognition_id)
        .where(col(Recognised.engagement_id).in_(ids), col(Recognition.given_on).is_not(None))
    )
    for recognised_id, day in session.exec(thanked):
        if recognised_id is not None and day is not None:
            found[recognised_id].thanked.append(day)
    paired = select(Pair.first_id, Pair.second_id).where(
        col(Pair.ended_at).is_(None), or_(col(Pair.first_id).in_(ids), col(Pair.second_id).in_(ids))
    )
    for first_id, second_id in session.exec(paired):
        for own, other in ((first_id, second_id), (second_id, first_id)):
            if own in found:
                found[own].partner_id = other
    return found
