"""A course whose instructor cannot come, and others who could."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from core.courses.rules import LeaderSpan
from core.cover.finding import NewCover
from core.cover.service import ask_for_cover
from core.i18n import local_day
from db.approvals import Approval
from db.courses import CourseRun
from db.cover import CoverAsked, CoverRequest
from db.engine import transaction
from tests.builders import Scene
from tests.core.courses.builders import a_run, beside


def approved(session: Session, scene: Scene, now: datetime, *, until: date | None = None) -> None:
    """The scene's volunteer is approved, for two years unless it is said how long."""
    with transaction(session):
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision="approved",
                decided_on=local_day(now - timedelta(days=30)),
                valid_until=until or local_day(now + timedelta(days=700)),
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )


def able(session: Session, scene: Scene, now: datetime, name: str) -> Scene:
    """One more instructor, who is approved."""
    other = beside(session, scene, now, name)
    approved(session, other, now)
    return other


def a_course_ahead(session: Session, scene: Scene, now: datetime, *others: Scene) -> CourseRun:
    """Three modules that begin in a week, led by the scene's volunteer and `others`."""
    leading = [LeaderSpan(each.engagement.id) for each in (scene, *others)]
    return a_run(session, scene, leading, first_on=local_day(now + timedelta(days=7)), name="Lær at tackle")


def wanted(run: CourseRun, scene: Scene, first: int = 1, last: int = 1) -> NewCover:
    """Somebody for these modules of the scene's volunteer."""
    return NewCover(run.id, scene.engagement.id, first, last)


def asked_for(session: Session, scene: Scene, run: CourseRun, now: datetime, *whom: Scene) -> CoverRequest:
    """These people asked to come in for the first module."""
    return ask_for_cover(
        session=session,
        actor=scene.as_coordinator,
        cover=wanted(run, scene),
        engagement_ids=[each.engagement.id for each in whom],
        now=now,
    )


def link_of(session: Session, scene: Scene) -> str:
    """What stands in the link of the one of them who was asked last."""
    return session.exec(select(CoverAsked).where(CoverAsked.engagement_id == scene.engagement.id)).one().token


def asked_id(session: Session, scene: Scene) -> UUID:
    """What they were asked, by its id."""
    return session.exec(select(CoverAsked.id).where(CoverAsked.engagement_id == scene.engagement.id)).one()
