"""What somebody has ahead, and had a short while ago: the days and hours their calendar holds.

Nothing in an event says who else is there, or why: a calendar's maker reads it too. What it leads to is read after
logging in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, exists, or_, select

from core.approvals.rules import Decision
from core.i18n import COPENHAGEN, local_day, time_written
from core.i18n import gettext as _
from core.offers.rules import SignUpState
from core.training.rules import GATHERINGS, GatheringKind
from db.approvals import Approval
from db.clarification import ClarificationMeeting
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.cover import CoverRequest
from db.offers import Offer, OfferAttendance
from db.people import Engagement
from db.recognition import Recognised, Recognition
from db.supervision import Supervision, SupervisionSubject
from db.support import SupportTalk, TeamFollowUp
from db.talks import Talk
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingGathering, TrainingRound

KEPT_FOR = timedelta(days=92)
# What has an hour and no end takes an hour in a calendar.
LASTS = timedelta(hours=1)
# Where a volunteer reads of a talk.
OWN_PATH = "my-path"


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

    @property
    def kind(self) -> str:
        """What it is, as its `uid` begins: "module", "supervision", "offer", "answer", "meeting", "talk", "support",
        "checkin", "event", "reply", "training", "gathering", "first" or "approval"."""
        return self.uid.partition("-")[0]


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """Whose entries are asked for, one person's or all of an organisation's, from `since` to `until`, None for ever."""

    since: datetime
    until: datetime | None = None
    person_id: UUID | None = None
    organisation_id: UUID | None = None

    def days(self, day: Any) -> list[Any]:
        """SQL: that a column with a day lies there."""
        until = [] if self.until is None else [col(day) <= local_day(self.until)]
        return [col(day) >= local_day(self.since), *until]

    def hours(self, ends: Any, starts: Any) -> list[Any]:
        """SQL: that what begins and ends in these columns lies there."""
        return [col(ends) >= self.since, *([] if self.until is None else [col(starts) <= self.until])]

    def within(self, organisation: Any) -> list[Any]:
        """SQL: that it is of the organisation, where only one is asked for."""
        return [] if self.organisation_id is None else [col(organisation) == self.organisation_id]

    def one_of(self, *people: Any) -> list[Any]:
        """SQL: that the person stands in one of these columns, where only one is asked for."""
        return [] if self.person_id is None else [or_(*(col(each) == self.person_id for each in people))]

    def told(self, *found: tuple[UUID | None, CalendarEvent]) -> Iterator[tuple[UUID, CalendarEvent]]:
        """Of these entries those that are asked for."""
        for person_id, event in found:
            if person_id is not None and self.person_id in (None, person_id):
                yield person_id, event


def events_of(session: Session, person_id: UUID, now: datetime) -> list[CalendarEvent]:
    """What the person has ahead and had in the last three months, the first first, in the language being read in; ten
    queries. Whoever calls has found the person by their own secret or login."""
    asked = EventsAsked(since=now - KEPT_FOR, person_id=person_id)
    found = [event for _who, event in events_asked(session, asked)]
    found += _approvals(session, person_id, local_day(asked.since))
    return sorted(found, key=lambda event: (_day(event.starts), isinstance(event.starts, datetime), event.uid))


def events_asked(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    """What is asked for, each with whose it is, in no order; all but the days on which approvals run out. For whoever
    may know it of all of them."""
    yield from _modules(session, asked)
    yield from _supervisions(session, asked)
    yield from _offers(session, asked)
    yield from _meetings(session, asked)
    yield from _talks(session, asked)
    yield from _support(session, asked)
    yield from _check_ins(session, asked)
    yield from _festive(session, asked)
    yield from _training(session, asked)
    yield from _gatherings(session, asked)
    yield from _first_days(session, asked)


# Somebody comes in for them in this module.
_is_away = exists().where(
    col(CoverRequest.course_run_id) == col(CourseModule.course_run_id),
    col(CoverRequest.engagement_id) == col(CourseInstructor.engagement_id),
    col(CoverRequest.taken_at).is_not(None),
    col(CoverRequest.from_module) <= col(CourseModule.number),
    col(CoverRequest.to_module) >= col(CourseModule.number),
)


def _day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def _modules(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    # Columns and not rows, as whoever leads for many years has thousands of them.
    found = (
        select(  # type: ignore[call-overload]
            CourseModule.id,
            CourseModule.number,
            CourseModule.starts_at,
            CourseModule.ends_at,
            CourseRun.name,
            CourseRun.place,
            CourseInstructor.stopped_on,
            Engagement.person_id,
        )
        .join(CourseRun, col(CourseRun.id) == CourseModule.course_run_id)
        .join(CourseInstructor, col(CourseInstructor.course_run_id) == CourseRun.id)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .where(
            # What was held before the rest was called off has been.
            or_(col(CourseRun.cancelled_at).is_(None), col(CourseModule.held_at).is_not(None)),
            *asked.within(CourseRun.organisation_id),
            *asked.one_of(Engagement.person_id),
            *asked.hours(CourseModule.ends_at, CourseModule.starts_at),
            CourseModule.number >= CourseInstructor.from_module,
            or_(col(CourseInstructor.to_module).is_(None), CourseModule.number <= col(CourseInstructor.to_module)),
            ~_is_away,
        )
    )
    called = _("{course}, module {number}")
    for module_id, number, starts, ends, course, place, stopped_on, person_id in session.exec(found):
        if stopped_on is None or local_day(starts) < stopped_on:
            title = called.format(course=course, number=number)
            yield person_id, CalendarEvent(f"module-{module_id}", title, starts, ends, place, "my-courses")


def _supervisions(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    found = (
        select(Supervision, CourseModule.ends_at, Engagement.person_id)
        .join(CourseModule, col(CourseModule.id) == Supervision.course_module_id, isouter=True)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id, isouter=True)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id, isouter=True)
        .where(
            col(Supervision.cancelled_at).is_(None),
            *asked.within(Supervision.organisation_id),
            *asked.one_of(Supervision.supervisor_id, Engagement.person_id),
            *asked.hours(Supervision.planned_at, Supervision.planned_at),
        )
    )
    told = set()
    for row, ends_at, volunteer_id in session.exec(found):
        assert row.planned_at is not None
        ends = ends_at if ends_at is not None and ends_at > row.planned_at else row.planned_at + LASTS
        own = CalendarEvent(f"supervision-{row.id}", _("Supervision"), row.planned_at, ends, row.place, "log-book")
        holds = replace(own, address=f"supervision?id={row.id}")
        for person_id, event in asked.told((row.supervisor_id, holds), (volunteer_id, own)):
            if (person_id, event.uid) not in told:
                told.add((person_id, event.uid))
                yield person_id, event


def _offers(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    found = (
        select(Offer, OfferAttendance.standing, OfferAttendance.person_id)
        .join(OfferAttendance, col(OfferAttendance.offer_id) == Offer.id)
        .where(
            col(OfferAttendance.standing).in_((SignUpState.SIGNED_UP, SignUpState.ATTENDED, SignUpState.INVITED)),
            col(Offer.called_off_at).is_(None),
            *asked.within(Offer.organisation_id),
            *asked.one_of(OfferAttendance.person_id),
            or_(
                and_(*asked.hours(Offer.ends_at, Offer.starts_at)),
                and_(col(OfferAttendance.standing) == SignUpState.INVITED, *asked.days(Offer.sign_up_by)),
            ),
        )
    )
    for offer, standing, person_id in session.exec(found):
        here = f"my-offers?id={offer.id}"
        if standing != SignUpState.INVITED:
            yield (
                person_id,
                CalendarEvent(f"offer-{offer.id}", offer.title, offer.starts_at, offer.ends_at, offer.place, here),
            )
        elif offer.sign_up_by is not None:
            title = _("Say yes or no: {title}").format(title=offer.title)
            day = _whole_day(f"answer-{offer.id}", title, offer.sign_up_by, here, asks_nothing=True)
            yield person_id, day


def _meetings(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    found = (
        select(ClarificationMeeting, Engagement.person_id, Engagement.coordinator_id)
        .join(Engagement, col(Engagement.id) == ClarificationMeeting.engagement_id)
        .where(
            *asked.hours(ClarificationMeeting.starts_at, ClarificationMeeting.starts_at),
            *asked.within(ClarificationMeeting.organisation_id),
            *asked.one_of(Engagement.person_id, Engagement.coordinator_id),
        )
    )
    for row, volunteer_id, coordinator_id in session.exec(found):
        assert row.starts_at is not None
        ends = row.starts_at + LASTS
        own = CalendarEvent(
            f"meeting-{row.id}", _("Clarification meeting"), row.starts_at, ends, row.place, "my-clarification"
        )
        ours = replace(own, address=f"clarification?id={row.engagement_id}")
        yield from asked.told((volunteer_id, own), (coordinator_id, ours))


def _talks(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    found = (
        select(Talk, Engagement.person_id, Engagement.coordinator_id)
        .join(Engagement, col(Engagement.id) == Talk.engagement_id)
        .where(
            # Held before its day it is ahead of nobody.
            or_(col(Talk.held_on).is_(None), col(Talk.held_on) >= col(Talk.planned_on)),
            *asked.days(Talk.planned_on),
            *asked.within(Talk.organisation_id),
            *asked.one_of(Engagement.person_id, Engagement.coordinator_id),
        )
    )
    for row, volunteer_id, coordinator_id in session.exec(found):
        assert row.planned_on is not None
        own = _whole_day(f"talk-{row.id}", _("Talk with your coordinator"), row.planned_on, OWN_PATH)
        ours = replace(own, title=_("Talk with a volunteer"), address=f"volunteer?id={row.engagement_id}")
        yield from asked.told((volunteer_id, own), (coordinator_id, ours))


def _festive(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    """Where people said that they come, and until when they are to say it. What one is thanked by without being
    invited is a surprise."""
    found = (
        select(Recognition, Recognised.person_id, Recognised.comes)
        .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id))
        .where(
            col(Recognition.invites).is_(True),
            col(Recognition.called_off_at).is_(None),
            *asked.within(Recognition.organisation_id),
            *asked.one_of(Recognised.person_id),
            or_(and_(*asked.days(Recognition.planned_on)), and_(*asked.days(Recognition.answer_by))),
        )
    )
    for row, person_id, comes in session.exec(found):
        title = row.title or _("An event")
        if comes:
            event = _whole_day(f"event-{row.id}", title, row.planned_on, "invitations")
            begins = time_written(row.clock)
            if begins is not None:
                starts = datetime.combine(row.planned_on, begins, COPENHAGEN)
                event = replace(event, starts=starts, ends=starts + LASTS)
            yield person_id, replace(event, place=row.place)
        elif comes is None and row.answer_by is not None and row.given_on is None:
            title = _("Say yes or no: {title}").format(title=title)
            yield person_id, _whole_day(f"reply-{row.id}", title, row.answer_by, "invitations", asks_nothing=True)


def _support(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    """Talks in peer teams, for both; not of which kind."""
    found = select(SupportTalk).where(
        *asked.hours(SupportTalk.starts_at, SupportTalk.starts_at),
        *asked.within(SupportTalk.organisation_id),
        *asked.one_of(SupportTalk.person_id, SupportTalk.answered_by_id),
    )
    for row in session.exec(found):
        assert row.starts_at is not None
        own = CalendarEvent(f"support-{row.id}", _("A talk"), row.starts_at, row.starts_at + LASTS, "", "talk")
        yield from asked.told((row.person_id, own), (row.answered_by_id, replace(own, address="talks")))


def _check_ins(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    """The days on which a lead and a peer talk, for both; by the word that any talk has."""
    found = (
        select(TeamFollowUp, Engagement.person_id, Team.lead_id)
        .join(TeamMember, col(TeamMember.id) == TeamFollowUp.member_id)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .join(Team, col(Team.id) == TeamMember.team_id)
        .where(
            col(TeamMember.left_on).is_(None),
            *asked.days(TeamFollowUp.check_in_on),
            *asked.within(Team.organisation_id),
            *asked.one_of(Engagement.person_id, Team.lead_id),
        )
    )
    for row, *people in session.exec(found):
        assert row.check_in_on is not None
        event = _whole_day(f"checkin-{row.id}", _("A talk"), row.check_in_on, "team")
        yield from asked.told(*((person_id, event) for person_id in people))


def _training(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    """Days of peers' training; not what they hold, which is read after logging in."""
    found = (
        select(TrainingDay, Engagement.person_id)
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .join(Engagement, col(Engagement.id) == TrainingDay.engagement_id)
        .where(
            col(Engagement.ended_at).is_(None),
            *asked.within(TrainingRound.organisation_id),
            *asked.one_of(Engagement.person_id),
            *asked.hours(TrainingDay.ends_at, TrainingDay.starts_at),
        )
    )
    for row, person_id in session.exec(found):
        uid, title = f"training-{row.id}", _("Training day")
        yield person_id, CalendarEvent(uid, title, row.starts_at, row.ends_at, row.place, "my-training")


def _gatherings(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    """What comes again after the training, for everybody in the team and who leads it, once for who does both."""
    found: Any = (
        select(TrainingGathering, Team.lead_id, Engagement.person_id)
        .join(TrainingRound, col(TrainingRound.id) == TrainingGathering.round_id)
        .join(Team, col(Team.id) == TrainingRound.team_id)
        .join(TeamMember, and_(col(TeamMember.team_id) == Team.id, col(TeamMember.left_on).is_(None)), isouter=True)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id, isouter=True)
        .where(
            col(Team.ended_on).is_(None),
            *asked.within(TrainingRound.organisation_id),
            *asked.one_of(Engagement.person_id, Team.lead_id),
            *asked.hours(TrainingGathering.ends_at, TrainingGathering.starts_at),
        )
    )
    rows: dict[UUID, TrainingGathering] = {}
    whose: dict[UUID, set[UUID | None]] = {}
    for row, *people in session.exec(found):
        rows[row.id] = row
        whose.setdefault(row.id, set()).update(people)
    for row in rows.values():
        uid, title = f"gathering-{row.id}", _(GATHERINGS[GatheringKind(row.kind)])
        event = CalendarEvent(uid, title, row.starts_at, row.ends_at, row.place, "my-training")
        yield from asked.told(*((person_id, event) for person_id in whose[row.id]))


def _first_days(session: Session, asked: EventsAsked) -> Iterator[tuple[UUID, CalendarEvent]]:
    found = select(Engagement.id, Engagement.person_id, Engagement.begins_on).where(  # type: ignore[type-var]
        col(Engagement.ended_at).is_(None),
        *asked.days(Engagement.begins_on),
        *asked.within(Engagement.organisation_id),
        *asked.one_of(Engagement.person_id),
    )
    for engagement_id, person_id, begins_on in session.exec(found):
        assert begins_on is not None
        yield person_id, _whole_day(f"first-{engagement_id}", _("Your first day"), begins_on, "my-path")


def _approvals(session: Session, person_id: UUID, since: date) -> Iterator[CalendarEvent]:
    own = select(Engagement.id).where(Engagement.person_id == person_id, col(Engagement.ended_at).is_(None))
    decided = (
        select(Approval)
        .where(col(Approval.engagement_id).in_(own))
        .order_by(col(Approval.decided_on), col(Approval.id))
    )
    newest = {row.engagement_id: row for row in session.exec(decided)}
    for row in newest.values():
        if row.decision == Decision.APPROVED and row.valid_until and row.valid_until >= since:
            title = _("Your approval runs out")
            yield _whole_day(f"approval-{row.id}", title, row.valid_until, "my-path", asks_nothing=True)


def _whole_day(uid: str, title: str, day: date, address: str, *, asks_nothing: bool = False) -> CalendarEvent:
    return CalendarEvent(uid, title, day, day + timedelta(days=1), "", address, asks_nothing)
