"""An instructor with courses led and supervisions held, without the screens that record them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from core.i18n import COPENHAGEN
from core.supervision.rules import SupervisionKind
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.people import Engagement
from db.supervision import LogTask, Supervision, SupervisionSubject
from tests.builders import Scene


def at_five(day: date) -> datetime:
    """Five in the afternoon of `day`."""
    return datetime.combine(day, time(17), tzinfo=COPENHAGEN)


def a_course(session: Session, scene: Scene, first: date, *others: UUID, held: bool = True) -> CourseRun:
    """A run of two modules a week apart, led by the scene's volunteer and `others`."""
    with transaction(session):
        run = CourseRun(
            organisation_id=scene.organisation.id,
            programme="laer_at_tackle",
            name="Lær at tackle hverdagen",
            place="Birkehuset",
            first_on=first,
            last_on=first + timedelta(days=7),
            created_by_id=scene.coordinator.id,
            created_at=at_five(first),
        )
        session.add(run)
        session.flush()
        for number in (1, 2):
            starts = at_five(first + timedelta(days=7 * (number - 1)))
            session.add(
                CourseModule(
                    course_run_id=run.id,
                    number=number,
                    starts_at=starts,
                    ends_at=starts + timedelta(hours=2),
                    held_at=starts if held else None,
                )
            )
        for engagement_id in (scene.engagement.id, *others):
            session.add(CourseInstructor(course_run_id=run.id, engagement_id=engagement_id))
    return run


def a_supervision(
    session: Session,
    scene: Scene,
    day: date,
    *others: UUID,
    kind: SupervisionKind = SupervisionKind.FIRST,
    held: bool = True,
) -> Supervision:
    """A session with the scene's volunteer and `others`, with feedback where it was held."""
    with transaction(session):
        row = Supervision(
            organisation_id=scene.organisation.id,
            kind=kind,
            supervisor_id=scene.contact_person.id,
            planned_at=at_five(day),
            held_on=day if held else None,
            ordered_by_id=scene.coordinator.id,
            created_at=at_five(day - timedelta(days=10)),
        )
        session.add(row)
        session.flush()
        for engagement_id in (scene.engagement.id, *others):
            subject = SupervisionSubject(supervision_id=row.id, engagement_id=engagement_id)
            if held:
                subject.went_well, subject.work_on = "Der var ro og plads til alle.", "Hold pauserne."
                subject.feedback_at = at_five(day)
            session.add(subject)
            session.flush()
            if held:
                session.add(
                    LogTask(
                        engagement_id=engagement_id,
                        subject_id=subject.id,
                        words="Aftal tegn til pause",
                        created_at=at_five(day),
                    )
                )
    return row


def trained(session: Session, scene: Scene, day: date) -> None:
    """The volunteer completed the training on `day`."""
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.trained_on = day
        session.add(engagement)


def ready(session: Session, scene: Scene, today: date) -> None:
    """Trained, two courses led and three supervisions held: the decision is awaited."""
    trained(session, scene, today - timedelta(days=200))
    for before in (150, 60):
        a_course(session, scene, today - timedelta(days=before))
    for before in (140, 55, 50):
        a_supervision(session, scene, today - timedelta(days=before))
