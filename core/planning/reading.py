"""Reading what stands in the way of people on days one plans for: breaks, approvals, and what else they do then."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may
from core.approvals.reading import decided_for
from core.approvals.rules import approved_until
from core.clarification.reading import newest_meetings
from core.courses.reading import span_of
from core.i18n import COPENHAGEN, end_of_day, local_day
from core.offers.rules import SignUpState
from core.planning.rules import Hindrance, HindranceKind, PersonPlans, hindrances
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.offers import Offer, OfferAttendance
from db.people import Engagement, Person
from db.supervision import Supervision, SupervisionSubject
from db.talks import Talk
from db.training import TrainingDay

Busy = dict[UUID, dict[date, list[tuple[HindranceKind, str]]]]


def in_the_way(
    *,
    session: Session,
    actor: Actor,
    engagement_ids: Collection[UUID],
    days: Collection[date],
    today: date,
    but: Collection[UUID] = (),
) -> list[Hindrance]:
    """What stands in the way of these people on these days, by name, but for the courses, supervisions, rounds of
    training and offers in `but`.

    Of those alone whose courses `actor` plans, so nothing is told to others.
    """
    found = in_the_way_of_each(
        session=session, actor=actor, engagement_ids=engagement_ids, days=days, today=today, but=but
    )
    return [each for theirs in found.values() for each in theirs]


def in_the_way_of_each(
    *,
    session: Session,
    actor: Actor,
    engagement_ids: Collection[UUID],
    days: Collection[date],
    today: date,
    but: Collection[UUID] = (),
) -> dict[UUID, list[Hindrance]]:
    """The same for each of them, by engagement; a fixed number of queries however many they are."""
    rows = session.exec(
        select(Engagement, Person.name)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(col(Engagement.id).in_(engagement_ids))
        .order_by(Person.name)
    ).all()
    known = {each.id: name for each, name in rows if may(actor, Action.EDIT_COURSES, Subject.of(each))}
    if not known or not days:
        return {}
    first = datetime.combine(min(days), time(), COPENHAGEN)
    last = end_of_day(max(days))
    busy: Busy = defaultdict(lambda: defaultdict(list))
    _courses(session, known, first, last, but, busy)
    _supervisions(session, known, first, last, but, busy)
    _offers(session, known, first, last, but, busy)
    _training(session, known, first, last, but, busy)
    _talks(session, known, days, busy)
    decided = decided_for(session, [*known])
    found: dict[UUID, list[Hindrance]] = {}
    for engagement_id, name in known.items():
        facts = decided[engagement_id]
        plans = PersonPlans(name, facts.pauses, approved_until(facts, today), busy[engagement_id])
        found[engagement_id] = hindrances(plans, days)
    return found


def _courses(
    session: Session, known: Collection[UUID], first: datetime, last: datetime, but: Collection[UUID], busy: Busy
) -> None:
    rows = session.exec(
        select(CourseInstructor, CourseModule, CourseRun.name)
        .join(CourseRun, col(CourseRun.id) == CourseInstructor.course_run_id)
        .join(CourseModule, col(CourseModule.course_run_id) == CourseRun.id)
        .where(
            col(CourseInstructor.engagement_id).in_(known),
            col(CourseInstructor.stopped_on).is_(None),
            col(CourseRun.cancelled_at).is_(None),
            col(CourseRun.id).not_in(but),
            CourseModule.starts_at >= first,
            CourseModule.starts_at < last,
        )
    )
    for instructor, module, name in rows:
        if span_of(instructor).leads(module.number):
            busy[instructor.engagement_id][local_day(module.starts_at)].append((HindranceKind.COURSE, name))


def _supervisions(
    session: Session, known: Collection[UUID], first: datetime, last: datetime, but: Collection[UUID], busy: Busy
) -> None:
    rows = session.exec(
        select(SupervisionSubject.engagement_id, Supervision.planned_at)
        .join(Supervision, col(Supervision.id) == SupervisionSubject.supervision_id)
        .where(
            col(SupervisionSubject.engagement_id).in_(known),
            col(Supervision.cancelled_at).is_(None),
            # One that is held on a course is no other thing to do that day.
            col(Supervision.course_module_id).is_(None),
            col(Supervision.id).not_in(but),
            col(Supervision.planned_at) >= first,
            col(Supervision.planned_at) < last,
        )
    )
    for engagement_id, planned_at in rows:
        assert planned_at is not None
        busy[engagement_id][local_day(planned_at)].append((HindranceKind.SUPERVISION, ""))


def _offers(
    session: Session, known: Collection[UUID], first: datetime, last: datetime, but: Collection[UUID], busy: Busy
) -> None:
    rows = session.exec(
        select(OfferAttendance.engagement_id, Offer)
        .join(Offer, col(Offer.id) == OfferAttendance.offer_id)
        .where(
            col(OfferAttendance.engagement_id).in_(known),
            OfferAttendance.standing == SignUpState.SIGNED_UP,
            col(Offer.called_off_at).is_(None),
            col(Offer.id).not_in(but),
            Offer.ends_at >= first,
            Offer.starts_at < last,
        )
    )
    for engagement_id, offer in rows:
        assert engagement_id is not None
        day = local_day(offer.starts_at)
        while day <= local_day(offer.ends_at):
            busy[engagement_id][day].append((HindranceKind.OFFER, offer.title))
            day += timedelta(days=1)


def _training(
    session: Session, known: Collection[UUID], first: datetime, last: datetime, but: Collection[UUID], busy: Busy
) -> None:
    rows = session.exec(
        select(TrainingDay.engagement_id, TrainingDay.starts_at).where(
            col(TrainingDay.engagement_id).in_(known),
            col(TrainingDay.round_id).not_in(but),
            TrainingDay.starts_at >= first,
            TrainingDay.starts_at < last,
        )
    )
    for engagement_id, starts_at in rows:
        busy[engagement_id][local_day(starts_at)].append((HindranceKind.TRAINING, ""))


def _talks(session: Session, known: Collection[UUID], days: Collection[date], busy: Busy) -> None:
    """Talks that are planned and not held yet, and the newest clarification meeting; what they are about is not told,
    and talks for support are told to nobody."""
    rows = session.exec(
        select(Talk.engagement_id, col(Talk.planned_on)).where(
            col(Talk.engagement_id).in_(known),
            col(Talk.held_on).is_(None),
            col(Talk.planned_on) >= min(days),
            col(Talk.planned_on) <= max(days),
        )
    )
    for engagement_id, planned_on in rows:
        assert planned_on is not None
        busy[engagement_id][planned_on].append((HindranceKind.TALK, ""))
    for engagement_id, meeting in newest_meetings(session, known).items():
        if meeting.on is not None and meeting.held_on is None:
            busy[engagement_id][meeting.on].append((HindranceKind.MEETING, ""))
