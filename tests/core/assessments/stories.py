"""Applications to be assessed, for the tests around them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Role
from core.applications.writing_down import ApplicationDetails, write_down
from core.assessments.views import ask_views
from db.applications import Application
from db.people import Person
from db.tasks import VolunteerTask
from tests.builders import Scene, a_member, an_actor


def applied(
    session: Session, scene: Scene, task: VolunteerTask, now: datetime, *, name: str = "Ib Krogh", **said: Any
) -> Application:
    """Somebody has applied for the task, by phone."""
    return write_down(
        session=session,
        actor=scene.as_coordinator,
        task_id=task.id,
        details=ApplicationDetails(name=name, **{"phone": "20304050", "motivation": "Jeg vil gerne ud.", **said}),
        now=now,
    )


def asked(session: Session, scene: Scene, application: Application, now: datetime, *people: UUID) -> None:
    """These people are asked what they think of the applicant."""
    ask_views(session=session, actor=scene.as_coordinator, application_id=application.id, person_ids=people, now=now)


def a_supervisor(session: Session, scene: Scene, now: datetime) -> Person:
    """Somebody who supervises in the organisation."""
    return a_member(session, scene.organisation, now, role=Role.SUPERVISOR, name="Vera Dam")


def as_supervisor(scene: Scene, person: Person):
    """The same logged in."""
    return an_actor(person, scene.organisation, Role.SUPERVISOR)
