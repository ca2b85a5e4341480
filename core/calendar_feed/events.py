"""What somebody has ahead, and had a short while ago: the days and hours their calendar holds.

Nothing in an event says who else is there, or why: a calendar's maker reads it too. What it leads to is read after
logging in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.approvals.rules import Decision
from core.i18n import gettext as _
from core.i18n import local_day
from core.offers.rules import SignUpState
from db.approvals import Approval
from db.clarification import ClarificationMeeting
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.offers import Offer, OfferAttendance
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject
from db.talks import Talk

KEPT_FOR = timedelta(days=92)
# What has an hour and no end takes an hour in a calendar.
LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry: whole days `starts` to `ends` as dates, or two moments. `uid` stays the same however it is moved,
    `address` is the page it is told on, and `asks_nothing` is a day to know of that keeps nobody from other things."""

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    place: str
    address: str
    asks_nothing: bool = False


def events_of(session: Session, person_id: UUID, now: datetime) -> list[CalendarEvent]:
    """What the person has ahead and had in the last three months, the first first, in the language being read in; six
    queries. Whoever calls has found the person by their own secret or login."""
    since = now - KEPT_FOR
    found = [
        *_modules(session, person_id, since),
        *_supervisions(session, person_id, since),
        *_offers(session, person_id, since),
        *_meetings(session, person_id, since),
        *_talks(session, person_id, local_day(since)),
        *_days(session, person_id, local_day(since)),
    ]
    return sorted(found, key=lambda event: (_day(event.starts), isinstance(event.starts, datetime), event.uid))


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def _modules(session: Session, person_id: UUID, since: datetime) -> Iterator[CalendarEvent]:
    asked = (
        select(CourseModule, CourseRun, CourseInstructor)
        .join(CourseRun, col(CourseRun.id) == CourseModule.course_run_id)
        .join(CourseInstructor, col(CourseInstructor.course_run_id) == CourseRun.id)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .where(
            Engagement.person_id == person_id,
            col(CourseRun.cancelled_at).is_(None),
            CourseModule.ends_at >= since,
            CourseModule.number >= CourseInstructor.from_module,
            or_(col(CourseInstructor.to_module).is_(None), CourseModule.number <= col(CourseInstructor.to_module)),
        )
    )
    for module, run, led in session.exec(asked):
        if led.stopped_on is None or local_day(module.starts_at) < led.stopped_on:
            title = _("{course}, module {number}").format(course=run.name, number=module.number)
            yield CalendarEvent(f"module-{module.id}", title, module.starts_at, module.ends_at, run.place, "my-courses")


def _supervisions(session: Session, person_id: UUID, since: datetime) -> Iterator[CalendarEvent]:
    theirs = (
        select(SupervisionSubject.supervision_id)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id)
        .where(Engagement.person_id == person_id)
    )
    asked = (
        select(Supervision, CourseModule.ends_at)
        .join(CourseModule, col(CourseModule.id) == Supervision.course_module_id, isouter=True)
        .where(
            col(Supervision.cancelled_at).is_(None),
            col(Supervision.planned_at) >= since,
            or_(Supervision.supervisor_id == person_id, col(Supervision.id).in_(theirs)),
        )
    )
    for row, ends_at in session.exec(asked):
        assert row.planned_at is not None
        ends = ends_at if ends_at is not None and ends_at > row.planned_at else row.planned_at + LASTS
        page = f"supervision?id={row.id}" if row.supervisor_id == person_id else "log-book"
        yield CalendarEvent(f"supervision-{row.id}", _("Supervision"), row.planned_at, ends, row.place, page)


def _offers(session: Session, person_id: UUID, since: datetime) -> Iterator[CalendarEvent]:
    asked = (
        select(Offer, OfferAttendance.standing)
        .join(OfferAttendance, col(OfferAttendance.offer_id) == Offer.id)
        .where(
            OfferAttendance.person_id == person_id,
            col(OfferAttendance.standing).in_((SignUpState.SIGNED_UP, SignUpState.ATTENDED, SignUpState.INVITED)),
            col(Offer.called_off_at).is_(None),
            Offer.ends_at >= since,
        )
    )
    for offer, standing in session.exec(asked):
        if standing != SignUpState.INVITED:
            yield CalendarEvent(
                f"offer-{offer.id}", offer.title, offer.starts_at, offer.ends_at, offer.place, "my-offers"
            )
        elif offer.sign_up_by is not None:
            title = _("Say yes or no: {title}").format(title=offer.title)
            yield _whole_day(f"answer-{offer.id}", title, offer.sign_up_by, "my-offers", asks_nothing=True)


def _meetings(session: Session, person_id: UUID, since: datetime) -> Iterator[CalendarEvent]:
    asked = (
        select(ClarificationMeeting, Engagement.person_id)
        .join(Engagement, col(Engagement.id) == ClarificationMeeting.engagement_id)
        .where(
            col(ClarificationMeeting.starts_at) >= since,
            or_(Engagement.person_id == person_id, Engagement.coordinator_id == person_id),
        )
    )
    for row, volunteer_id in session.exec(asked):
        assert row.starts_at is not None
        page = "my-clarification" if volunteer_id == person_id else f"clarification?id={row.engagement_id}"
        yield CalendarEvent(
            f"meeting-{row.id}", _("Clarification meeting"), row.starts_at, row.starts_at + LASTS, row.place, page
        )


def _talks(session: Session, person_id: UUID, since: date) -> Iterator[CalendarEvent]:
    asked = (
        select(Talk)
        .join(Engagement, col(Engagement.id) == Talk.engagement_id)
        .where(col(Talk.planned_on) >= since, Engagement.coordinator_id == person_id)
    )
    for row in session.exec(asked):
        assert row.planned_on is not None
        yield _whole_day(
            f"talk-{row.id}", _("Talk with a volunteer"), row.planned_on, f"volunteer?id={row.engagement_id}"
        )


def _days(session: Session, person_id: UUID, since: date) -> Iterator[CalendarEvent]:
    """First days, and the days on which approvals run out."""
    own = select(Engagement).where(Engagement.person_id == person_id, col(Engagement.ended_at).is_(None))
    decided = (
        select(Approval)
        .where(col(Approval.engagement_id).in_(own.with_only_columns(col(Engagement.id))))
        .order_by(col(Approval.decided_on), col(Approval.id))
    )
    newest = {row.engagement_id: row for row in session.exec(decided)}
    for engagement in session.exec(own):
        if engagement.begins_on is not None and engagement.begins_on >= since:
            yield _whole_day(f"first-{engagement.id}", _("Your first day"), engagement.begins_on, "my-path")
        row = newest.get(engagement.id)
        if row is not None and row.decision == Decision.APPROVED and row.valid_until and row.valid_until >= since:
            title = _("Your approval runs out")
            yield _whole_day(f"approval-{row.id}", title, row.valid_until, "my-path", asks_nothing=True)


def _whole_day(uid: str, title: str, day: date, address: str, *, asks_nothing: bool = False) -> CalendarEvent:
    return CalendarEvent(uid, title, day, day + timedelta(days=1), "", address, asks_nothing)
