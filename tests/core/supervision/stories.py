"""A course with two instructors, a supervisor, and a supervision under way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.i18n import local_day
from core.supervision.rules import SupervisionKind
from core.supervision.service import SupervisionDetails, SupervisionFeedback, order
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.people import Engagement, Person
from db.supervision import Supervision
from tests.builders import Scene, a_member, a_person, a_scene, an_actor

WORDS = SupervisionFeedback(went_well="God ro i rummet.", work_on="Giv mere plads til spørgsmål.", tasks=["Øv pauser"])


@dataclass
class Teaching:
    """Two instructors of one course, and who supervises."""

    scene: Scene
    partner: Engagement
    supervisor: Person
    run: CourseRun
    module: CourseModule

    @property
    def both(self) -> list[UUID]:
        return [self.scene.engagement.id, self.partner.id]

    @property
    def as_supervisor(self) -> Actor:
        return an_actor(self.supervisor, self.scene.organisation, Role.SUPERVISOR)


def teaching(session: Session, now: datetime) -> Teaching:
    """A course of the two that began a week ago."""
    scene = a_scene(session, now, programme="laer_at_tackle")
    other = a_person(session, now, name="Bodil Bro", email="bodil@example.dk")
    supervisor = a_member(session, scene.organisation, now, role=Role.SUPERVISOR, name="Vibeke Noer")
    began = now - timedelta(days=7)
    run = CourseRun(
        organisation_id=scene.organisation.id,
        programme="laer_at_tackle",
        name="Kroniske smerter",
        first_on=local_day(began),
        last_on=local_day(began),
        created_by_id=scene.coordinator.id,
        created_at=now,
    )
    module = CourseModule(course_run_id=run.id, number=1, starts_at=began, ends_at=began + timedelta(hours=2))
    with transaction(session):
        partner = Engagement(
            organisation_id=scene.organisation.id,
            person_id=other.id,
            programme_version_id=scene.engagement.programme_version_id,
            workplace_id=scene.workplace.id,
            contact_person_id=scene.contact_person.id,
            coordinator_id=scene.coordinator.id,
            created_at=now,
        )
        session.add_all([partner, run])
        session.flush()
        session.add(module)
        session.add_all(
            CourseInstructor(course_run_id=run.id, engagement_id=each) for each in (scene.engagement.id, partner.id)
        )
    return Teaching(scene, partner, supervisor, run, module)


def ordered(session: Session, told: Teaching, now: datetime, *, both: bool = True) -> Supervision:
    """A first supervision on the course, to be held by the supervisor."""
    return order(
        session=session,
        actor=told.scene.as_coordinator,
        details=SupervisionDetails(
            kind=SupervisionKind.FIRST,
            engagement_ids=told.both if both else told.both[:1],
            course_run_id=told.run.id,
            supervisor_id=told.supervisor.id,
        ),
        now=now,
    )
