"""The month of whoever plans: courses, supervisions, offers and events, with what collides in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.types import NullType
from sqlmodel import Session, col, exists, select

from core.access.permissions import Action, Actor, Subject, require
from core.calendar.service import PlanningCalendar, calendar_of
from core.i18n import COPENHAGEN, end_of_day, local_day
from core.planning.overview_rules import Clash, EntryKind, Key, PlannedEntry, clashes, in_order, last_of, weeks_of
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.cover import CoverRequest
from db.offers import Offer
from db.people import Engagement, Person
from db.recognition import Recognition
from db.supervision import Supervision, SupervisionSubject
from db.teams import Team
from db.training import TrainingDay, TrainingRound

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
        *_training(session, organisation_id, begins, ends),
    ]
    calendar: PlanningCalendar = calendar_of(session, organisation_id)
    closed = {day: why for day in days if (why := calendar.why_not(day))}
    inside = {entry for place, entry in found if workplace_id is None or place in (None, workplace_id)}
    entries = in_order(inside)
    looked_at = [
        clash
        for clash in clashes([entry for _place, entry in found], closed)
        if clash.entry in inside or clash.other in inside
        if first <= clash.entry.day <= last_of(first)
    ]
    return PlannedMonth(first, weeks, entries, closed, looked_at)


_Found = Iterator[tuple[UUID | None, PlannedEntry]]


def _key(column: Any) -> Any:
    """An id as the database has it, where nothing is done with it but to find the same one again: there are thousands
    in a month, and to make a UUID of each and to look it up takes longer than to read them."""
    return type_coerce(column, NullType()).label(None)


def _modules(session: Session, organisation_id: UUID, begins: datetime, ends: datetime) -> _Found:
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            CourseModule.id,
            _key(CourseModule.course_run_id),
            CourseModule.number,
            CourseModule.starts_at,
            CourseModule.ends_at,
        )
        # Found by its day and then by its run: joined, SQLite goes through every run there has been.
        .where(
            CourseModule.starts_at >= begins,
            CourseModule.starts_at < ends,
            exists().where(
                col(CourseRun.id) == col(CourseModule.course_run_id),
                col(CourseRun.organisation_id) == organisation_id,
                col(CourseRun.cancelled_at).is_(None),
            ),
        )
    ).all()
    keys = list(dict.fromkeys(row[1] for row in rows))
    told: Any = select(  # type: ignore[call-overload]
        _key(CourseRun.id), CourseRun.id, CourseRun.name, CourseRun.place, CourseRun.workplace_id
    )
    runs = {key: rest for key, *rest in session.exec(told.where(_key(CourseRun.id).in_(keys)))}
    leading = _leading(session, keys)
    for id_, key, number, starts, until in rows:
        run_id, name, place, workplace_id = runs[key]
        led = leading.get(key, NOBODY)
        people = led.all_through or {each.key: each.name for each in led.some if each.leads(number)}
        day = local_day(starts)
        yield (
            workplace_id,
            PlannedEntry(EntryKind.MODULE, id_, run_id, day, name, place, starts, until, number, people),
        )


@dataclass(slots=True)
class _Leads:
    """Somebody who leads modules of a run, but for those somebody else comes in for."""

    key: Key
    name: str
    first: int
    last: int | None
    away: set[int]

    def leads(self, number: int) -> bool:
        """Whether the module is theirs."""
        return self.first <= number and (self.last is None or number <= self.last) and number not in self.away


@dataclass(slots=True)
class _Led:
    """Who leads a run: the same people `all_through`, or `some` of it each."""

    some: list[_Leads]
    all_through: Mapping[Key, str]


NOBODY = _Led([], {})


def _leading(session: Session, runs: Sequence[Key]) -> dict[Key, _Led]:
    """Who leads which modules of each of these runs."""
    away: dict[tuple[Key, Key], set[int]] = defaultdict(set)
    covered: Any = select(
        _key(CoverRequest.course_run_id),
        _key(CoverRequest.engagement_id),
        CoverRequest.from_module,
        CoverRequest.to_module,
    ).where(_key(CoverRequest.course_run_id).in_(runs), col(CoverRequest.taken_at).is_not(None))
    for run, engagement, begins, ends in session.exec(covered):
        away[run, engagement] |= set(range(begins, ends + 1))
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            _key(CourseInstructor.course_run_id),
            _key(CourseInstructor.engagement_id),
            CourseInstructor.from_module,
            CourseInstructor.to_module,
            _key(Person.id),
            Person.name,
        )
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(_key(CourseInstructor.course_run_id).in_(runs), col(CourseInstructor.stopped_on).is_(None))
    )
    found: dict[Key, list[_Leads]] = defaultdict(list)
    for run, engagement, begins, ends, person, name in rows:
        gone = away[run, engagement] if away and (run, engagement) in away else set()
        found[run].append(_Leads(person, name, begins, ends, gone))
    for leads in found.values():
        leads.sort(key=lambda each: each.name)
    return {run: _Led(leads, _all_through(leads)) for run, leads in found.items()}


def _all_through(leads: list[_Leads]) -> dict[Key, str]:
    """All of them where each leads all of it; else nobody."""
    whole = all(each.first == 1 and each.last is None and not each.away for each in leads)
    return {each.key: each.name for each in leads} if whole else {}


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
            _key(watched.id),
            watched.name,
            _key(holder.id),
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
    people: dict[UUID, dict[Key, str]] = defaultdict(dict)
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


def _training(session: Session, organisation_id: UUID, begins: datetime, ends: datetime) -> _Found:
    """Days of peer teams' training, each once for those who have it together."""
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            Team.id,
            Team.name,
            Team.workplace_id,
            TrainingDay.starts_at,
            TrainingDay.ends_at,
            TrainingDay.place,
            TrainingDay.id,
            Person.id,
            Person.name,
        )
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .join(Team, col(Team.id) == TrainingRound.team_id)
        .join(Engagement, col(Engagement.id) == TrainingDay.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(
            TrainingRound.organisation_id == organisation_id,
            TrainingDay.starts_at >= begins,
            TrainingDay.starts_at < ends,
        )
        .order_by(col(TrainingDay.id))
    )
    together: dict[tuple[Any, ...], tuple[UUID, dict[str | UUID, str]]] = {}
    for *where, day_id, person_id, name in rows:
        together.setdefault(tuple(where), (day_id, {}))[1][person_id] = name
    for (team_id, team, workplace_id, starts, until, place), (day_id, people) in together.items():
        day = local_day(starts)
        yield (
            workplace_id,
            PlannedEntry(EntryKind.TRAINING, day_id, team_id, day, team, place, starts, until, people=people),
        )
