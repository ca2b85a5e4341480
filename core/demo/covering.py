"""Somebody who is needed to come in for an instructor of the demonstration: two are asked, and one has said no."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.cover.finding import NewCover, candidates
from core.cover.rules import CoverAnswer
from core.cover.service import answer_for, ask_for_cover
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.cover import CoverAsked
from db.people import Engagement, Person

ASKED_AGO, ANSWERED_AGO = timedelta(hours=5), timedelta(hours=1)
ASKED = 2


def ask_to_come_in(session: Session, coordinator: Actor, now: datetime) -> None:
    """For the first module of the next course that begins, in place of the last of those who lead it by name."""
    module = session.exec(
        select(CourseModule)
        .join(CourseRun, col(CourseRun.id) == CourseModule.course_run_id)
        .where(CourseModule.number == 1, CourseModule.starts_at > now, col(CourseRun.cancelled_at).is_(None))
        .order_by(col(CourseModule.starts_at))
    ).first()
    if module is None:
        return
    absent = session.exec(
        select(CourseInstructor.engagement_id)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(CourseInstructor.course_run_id == module.course_run_id)
        .order_by(col(Person.name).desc())
    ).first()
    cover, asked_at = NewCover(module.course_run_id, absent, 1, 1), now - ASKED_AGO
    able = candidates(session=session, actor=coordinator, cover=cover, now=asked_at).candidates
    chosen = [each.engagement_id for each in able[:ASKED]]
    if not chosen:
        return
    request = ask_for_cover(session=session, actor=coordinator, cover=cover, engagement_ids=chosen, now=asked_at)
    said_no = session.exec(
        select(CoverAsked.id).where(CoverAsked.request_id == request.id, CoverAsked.engagement_id == chosen[0])
    ).one()
    answer_for(session=session, actor=coordinator, asked_id=said_no, answer=CoverAnswer.NO, now=now - ANSWERED_AGO)
