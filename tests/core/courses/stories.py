"""The steps of a course run's life in one line each, so that a test tells only what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.courses.evaluating import finish_evaluation, key_form
from core.courses.modules import tick_off
from core.courses.rules import weekly
from core.courses.service import CourseDetails, NewCourse, plan_course
from db.courses import CourseRun
from tests.builders import Scene, a_scene
from tests.core.courses.builders import beside

FIRST_ON = date(2026, 11, 10)
MODULES = 3


@dataclass
class Four:
    """A coordinator and four instructors; Karen and Bo lead the course of the story."""

    scene: Scene
    bo: Scene
    ea: Scene
    ib: Scene
    acting: str = "as_coordinator"

    @property
    def coordinator(self) -> Actor:
        """Who plans and changes: the coordinator, unless the story is about somebody else trying to."""
        return getattr(self.scene, self.acting)

    @property
    def pair(self) -> tuple[UUID, UUID]:
        return self.scene.engagement.id, self.bo.engagement.id


def four(session: Session, now: datetime) -> Four:
    scene = a_scene(session, now, programme="laer_at_tackle")
    bo, ea, ib = (beside(session, scene, now, name) for name in ("Bo Dahl", "Ea Vang", "Ib Lund"))
    return Four(scene, bo, ea, ib)


def plan(
    session: Session,
    told: Four,
    now: datetime,
    *,
    first_on: date = FIRST_ON,
    instructors: Sequence[UUID] | None = None,
    name: str = "Tirsdagsholdet",
    modules: int = MODULES,
) -> CourseRun:
    """A course on Tuesday evenings from 17 to 19.30."""
    return plan_course(
        session=session,
        actor=told.coordinator,
        organisation_id=told.scene.organisation.id,
        course=NewCourse(
            programme="laer_at_tackle",
            details=CourseDetails(name=name, place="Biblioteket, sal 2", workplace_id=told.scene.workplace.id),
            meetings=weekly(first_on, modules, time(17), time(19, 30)),
            instructors=told.pair if instructors is None else instructors,
        ),
        now=now,
    )


def after(weeks: int) -> datetime:
    """The evening of the module `weeks` after the first one, when it is over."""
    return datetime(2026, 11, 10, 20, tzinfo=UTC) + timedelta(weeks=weeks)


def held(session: Session, told: Four, now: datetime, *, modules: int = MODULES) -> CourseRun:
    """The course with its first `modules` ticked off by Karen, each on its own evening."""
    run = plan(session, told, now)
    for number in range(1, modules + 1):
        tick_off(session=session, actor=told.scene.as_volunteer, run_id=run.id, number=number, now=after(number - 1))
    return run


def evaluated(session: Session, told: Four, now: datetime) -> CourseRun:
    """The course with one paper form keyed in and its evaluation closed."""
    run = held(session, told, now)
    key_form(
        session=session, actor=told.coordinator, run_id=run.id, answers={"useful": "5"}, comment="Tak", now=after(3)
    )
    finish_evaluation(session=session, actor=told.coordinator, run_id=run.id, now=after(3))
    return run


def details_of(run: CourseRun) -> CourseDetails:
    """What stands on the run, to change one thing of it."""
    return CourseDetails(**{each.name: getattr(run, each.name) for each in fields(CourseDetails)})
