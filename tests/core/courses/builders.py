"""Course runs as rows, so that a test of who reads them names only what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from core.courses.rules import LeaderSpan
from core.i18n import local_day
from core.journey import projecting
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.people import Engagement, Person
from tests.builders import Scene, a_person, ids_of
from tests.recording import built_once


def a_run(
    session: Session,
    scene: Scene,
    leading: Sequence[LeaderSpan],
    *,
    first_on: date = date(2026, 9, 1),
    modules: int = 3,
    held: int = 0,
    name: str = "Lær at tackle, efterår",
    cancelled: bool = False,
) -> CourseRun:
    """A run on Tuesdays from 17 to 19 in UTC, its first `held` modules ticked off."""
    begins = datetime(first_on.year, first_on.month, first_on.day, 17, tzinfo=UTC)
    with transaction(session):
        run = CourseRun(
            organisation_id=scene.organisation.id,
            workplace_id=scene.workplace.id,
            programme="laer_at_tackle",
            name=name,
            place="Biblioteket",
            first_on=first_on,
            last_on=first_on + timedelta(weeks=modules - 1),
            created_by_id=scene.coordinator.id,
            created_at=begins,
            cancelled_at=begins if cancelled else None,
        )
        session.add(run)
        session.flush()
        for number in range(1, modules + 1):
            starts_at = begins + timedelta(weeks=number - 1)
            session.add(
                CourseModule(
                    course_run_id=run.id,
                    number=number,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=2),
                    held_at=starts_at + timedelta(hours=3) if number <= held else None,
                )
            )
        for each in leading:
            session.add(
                CourseInstructor(
                    course_run_id=run.id,
                    engagement_id=each.engagement_id,
                    substitute=each.substitute,
                    from_module=each.from_module,
                    to_module=each.to_module,
                    stopped_on=first_on + timedelta(weeks=1) if each.stopped else None,
                )
            )
        return run


def beside(session: Session, scene: Scene, now: datetime, name: str) -> Scene:
    """The scene with one more volunteer in the place of its own."""

    def build() -> tuple[Person, Engagement]:
        person = a_person(session, now, name=name, email=f"{name.split()[0].lower()}@example.dk")
        with transaction(session):
            own = scene.engagement
            engagement = Engagement(
                organisation_id=own.organisation_id,
                person_id=person.id,
                programme_version_id=own.programme_version_id,
                workplace_id=own.workplace_id,
                contact_person_id=own.contact_person_id,
                coordinator_id=own.coordinator_id,
                created_at=now,
            )
            session.add(engagement)
        return person, engagement

    which = ("beside", *ids_of(scene), name, now, local_day(projecting.utc_now()))
    person, engagement = built_once(session, which, build)
    return replace(scene, volunteer=person, engagement=engagement)


def ids(*scenes: Scene) -> list[UUID]:
    """The engagements of these."""
    return [each.engagement.id for each in scenes]
