"""Tasks for the tests around them."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core.people.service import NewVolunteer, add_volunteer
from core.tasks.calls import open_call
from core.tasks.service import TaskDetails, describe_task
from db.people import Engagement
from db.tasks import TaskCall, VolunteerTask
from tests.builders import Scene


def details(scene: Scene, **changed: Any) -> TaskDetails:
    """A walk round the lake on Tuesdays, described in all that must be clear."""
    written: dict[str, Any] = {
        "title": "Gåtur om søen",
        "workplace_id": scene.workplace.id,
        "programme": "kommunal_frivillig",
        "what": "Du går en tur med to beboere.",
        "what_not": "Du løfter ingen.",
        "hours": "Tirsdag 10–12",
        "place": "Birkehuset",
        "led_by": "Din kontaktperson tager imod og følger op.",
        "accommodations": "Kort tur, bænke undervejs.",
        "wanted": 3,
    }
    return TaskDetails(**written | changed)


def a_task(session: Session, scene: Scene, now: datetime, **changed: Any) -> VolunteerTask:
    """A described task."""
    return describe_task(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=details(scene, **changed),
        now=now,
    )


def a_call(session: Session, scene: Scene, task: VolunteerTask, now: datetime, until: date | None = None) -> TaskCall:
    """An open call for the task."""
    return open_call(session=session, actor=scene.as_coordinator, task_id=task.id, closes_on=until, now=now)


def another(session: Session, scene: Scene, now: datetime, name: str) -> Engagement:
    """One more volunteer at the workplace."""
    return add_volunteer(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        volunteer=NewVolunteer(
            name=name,
            language="da",
            programme="kommunal_frivillig",
            workplace_id=scene.workplace.id,
            contact_person_id=scene.contact_person.id,
            coordinator_id=scene.coordinator.id,
        ),
        now=now,
    )
