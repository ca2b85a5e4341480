"""The month of whoever plans: courses, supervisions, offers and events, with what collides in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.calendar.service import PlanningCalendar, calendar_of
from core.courses.rules import MOST_MODULES
from core.i18n import COPENHAGEN, end_of_day, local_day
from core.planning.overview_rules import Clash, EntryKind, PlannedEntry, clashes, in_order, last_of, weeks_of
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.cover import CoverRequest
from db.offers import Offer
from db.people import Engagement, Person
from db.recognition import Recognition
from db.supervision import Supervision, SupervisionSubject

# What has an hour and no end takes an hour.
LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """A month by weeks, what is in it in order, the days that are closed by what they are called, and what to look
    at."""

    first: date
    weeks: list[list[date]]
    entries: list[PlannedEntry]
    closed: Mapping[date, str]
    clashes: list[Clash]


def planned_month(
    *, session: Session, actor: Actor, organisation_id: UUID, first: date, workplace_id: UUID | None = None
) -> PlannedMonth:
    """The month that `first` is the first day of, with the days around it that fill its weeks; of one workplace alone
    where `workplace_id`, with what is of none. A fixed number of queries. What collides is found among all of the
    organisation, so that nobody is free because another workplace is not looked at.

    In the language of the reader. "not_allowed" for whoever plans no courses there.
    """
    require(actor, Action.EDIT_COURSES, Subject(organisation_id))
    weeks = weeks_of(first)
    days = [day for week in weeks for day in week]
    begins, ends = datetime.combine(days[0], time(), COPENHAGEN), end_of_day(days[-1])
    found = [
        *_modules(session, organisation_id, begins, ends),
        *_supervisions(session, organisation_id, begins, ends),
        *_offers(session, organisation_id, begins, ends),
        *_events(session, organisation_id, days[0], days[-1]),
    ]
    calendar: PlanningCalendar = calendar_of(session, organisation_id)
    closed = {day: why for day in days if (why := calendar.why_not(day))}
    inside = {entry.id for place, entry in found if workplace_id is None or place in (None, workplace_id)}
    entries = in_order(entry for _place, entry in found if entry.id in inside)
    looked_at = [
        clash
        for clash in clashes([entry for _place, entry in found], closed)
        if clash.entry.id in inside or (clash.other is not None and clash.other.id in inside)
        if first <= clash.entry.day <= last_of(first)
    ]
    return PlannedMonth(first, weeks, entries, closed, looked_at)


_Found = Iterator[tuple[UUID | None, PlannedEntry]]


def _modules(session: Session, organisation_id: UUID, begins: datetime, ends: datetime) -> _Found:
    here = (
        CourseRun.organisation_id == organisation_id,
        col(CourseRun.cancelled_at).is_(None),
        CourseModule.starts_at >= begins,
        CourseModule.starts_at < ends,
    )
    rows = session.exec(
        select(  # type: ignore[call-overload]
            CourseModule.id,
            CourseModule.course_run_id,
            CourseModule.number,
            CourseModule.starts_at,
            CourseModule.ends_at,
        )
        .join(CourseRun, col(CourseRun.id) == CourseModule.course_run_id)
        .where(*here)
    ).all()
    run_ids = {row[1] for row in rows}
    told: Any = select(CourseRun.id, CourseRun.name, CourseRun.place, CourseRun.workplace_id)
    runs = {row[0]: row for row in session.exec(told.where(col(CourseRun.id).in_(run_ids)))}
    leading = _leading(session, run_ids)
    for id_, run_id, number, starts, until in rows:
        _id, name, place, workplace_id = runs[run_id]
        people = {who: called for who, called, span in leading[run_id] if number in span}
        day = local_day(starts)
        yield (
            workplace_id,
            PlannedEntry(EntryKind.MODULE, id_, run_id, day, name, place, starts, until, number, people),
        )


def _leading(session: Session, run_ids: set[UUID]) -> dict[UUID, list[tuple[UUID, str, set[int]]]]:
    """Who leads which modules of each run, but for those somebody else comes in for."""
    found: dict[UUID, list[tuple[UUID, str, set[int]]]] = defaultdict(list)
    away: dict[tuple[UUID, UUID], set[int]] = defaultdict(set)
    covered: Any = select(
        CoverRequest.course_run_id, CoverRequest.engagement_id, CoverRequest.from_module, CoverRequest.to_module
    ).where(col(CoverRequest.course_run_id).in_(run_ids), col(CoverRequest.taken_at).is_not(None))
    for run_id, engagement_id, begins, ends in session.exec(covered):
        away[run_id, engagement_id] |= set(range(begins, ends + 1))
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            CourseInstructor.course_run_id,
            CourseInstructor.engagement_id,
            CourseInstructor.from_module,
            CourseInstructor.to_module,
            Person.id,
            Person.name,
        )
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(col(CourseInstructor.course_run_id).in_(run_ids), col(CourseInstructor.stopped_on).is_(None))
        .order_by(col(Person.name))
    )
    for run_id, engagement_id, begins, ends, person_id, name in rows:
        numbers = set(range(begins, (ends or MOST_MODULES) + 1))
        found[run_id].append((person_id, name, numbers - away[run_id, engagement_id]))
    return found


def _supervisions(session: Session, organisation_id: UUID, begins: datetime, ends: datetime) -> _Found:
    watched, holder = aliased(Person), aliased(Person)
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            Supervision.id,
            Supervision.planned_at,
            Supervision.place,
            Supervision.course_module_id,
            Supervision.course_run_id,
            CourseModule.ends_at,
            watched.id,
            watched.name,
            holder.id,
            holder.name,
            CourseRun.workplace_id,
        )
        .join(CourseModule, col(CourseModule.id) == Supervision.course_module_id, isouter=True)
        .join(CourseRun, col(CourseRun.id) == Supervision.course_run_id, isouter=True)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id, isouter=True)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id, isouter=True)
        .join(watched, watched.id == Engagement.person_id, isouter=True)
        .join(holder, holder.id == Supervision.supervisor_id, isouter=True)
        .where(
            Supervision.organisation_id == organisation_id,
            col(Supervision.cancelled_at).is_(None),
            col(Supervision.planned_at) >= begins,
            col(Supervision.planned_at) < ends,
        )
    )
    people: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    told: dict[UUID, tuple[Any, ...]] = {}
    for id_, starts, place, module_id, run_id, until, subject_id, subject, holder_id, by, workplace_id in rows:
        told[id_] = starts, place, module_id or run_id, until, workplace_id
        people[id_] |= {who: name for who, name in ((subject_id, subject), (holder_id, by)) if who is not None}
    for id_, (starts, place, part_of, until, workplace_id) in told.items():
        ends_at = until if until is not None and until > starts else starts + LASTS
        yield (
            workplace_id,
            PlannedEntry(
                EntryKind.SUPERVISION,
                id_,
                id_,
                local_day(starts),
                "",
                place,
                starts,
                ends_at,
                people=people[id_],
                part_of=part_of,
            ),
        )


def _offers(session: Session, organisation_id: UUID, begins: datetime, ends: datetime) -> _Found:
    rows = session.exec(
        select(Offer).where(
            Offer.organisation_id == organisation_id,
            col(Offer.called_off_at).is_(None),
            Offer.ends_at >= begins,
            Offer.starts_at < ends,
        )
    )
    for row in rows:
        day = local_day(row.starts_at)
        yield (
            row.workplace_id,
            PlannedEntry(EntryKind.OFFER, row.id, row.id, day, row.title, row.place, row.starts_at, row.ends_at),
        )


def _events(session: Session, organisation_id: UUID, first: date, last: date) -> _Found:
    rows: Any = session.exec(
        select(Recognition.id, Recognition.planned_on, Recognition.title, Recognition.place).where(  # type: ignore[call-overload]
            Recognition.organisation_id == organisation_id,
            col(Recognition.invites).is_(True),
            col(Recognition.called_off_at).is_(None),
            Recognition.planned_on >= first,
            Recognition.planned_on <= last,
        )
    )
    for id_, day, title, place in rows:
        yield None, PlannedEntry(EntryKind.EVENT, id_, id_, day, title, place)
