"""Figures of a whole organisation: how many are where, what runs out when, and how long people wait.

Counted in SQL, in a fixed number of queries however many volunteers and years there are.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, case, col, func, select

from core.access.invitations import JOIN
from core.access.permissions import Action, Actor, Subject, require
from core.approvals.rules import EndReason
from core.courses.rules import Term, term_of
from core.dashboard.leaving import LeavingGroup, shown_apart
from core.i18n import COPENHAGEN, local_day
from core.journey.projecting import refresh
from core.journey.urgency import OVERDUE
from db.access import Invitation
from db.courses import CourseRun
from db.documents import Document
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement

MONTHS_AHEAD, MONTHS_BACK = 24, 12
TERMS_BEFORE, TERMS_AHEAD = 3, 1
MOST_PLACES = 10
LEFT_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Place:
    """How many course runs a place has in each term; `name` is "" for all places beyond those shown.

    `workplace_id` is None for a place that is no workplace."""

    name: str
    runs: dict[Term, int]
    workplace_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Those invited in one month: how many days until their first agreement was signed by everybody.

    `half` is between how many days the middle half of them waited. All three are None while nobody has signed.
    """

    month: date
    signed: int
    waiting: int
    median: float | None
    half: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Waits:
    """The last year's months, oldest first, and all of them together: the median in days, and who has not signed."""

    months: tuple[Wait, ...]
    signed: int
    waiting: int
    median: float | None


@dataclass(frozen=True, slots=True)
class AtWorkplace:
    """How many volunteers are at a workplace."""

    workplace_id: UUID
    name: str
    volunteers: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the dashboard draws. `stages` counts volunteers by stage, `overdue` those of whom something is over its day,
    as Today counts them; `running_out` approvals by the month they run out
    in, each of the next two years' months there; `places` are in the order they have most courses. `leaving` is why
    people stopped within `LEFT_WITHIN`, with nobody to be told from a small number."""

    stages: dict[str, int]
    overdue: int
    running_out: dict[date, int]
    terms: tuple[Term, ...]
    places: tuple[Place, ...]
    waits: Waits
    workplaces: tuple[AtWorkplace, ...]
    leaving: Mapping[EndReason | LeavingGroup, int] = field(default_factory=dict)


def figures(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> Figures:
    """The figures of one organisation on a day; "not_allowed" without the right to see them."""
    require(actor, Action.SEE_FIGURES, Subject(organisation_id))
    refresh(session, organisation_id, today)
    terms = terms_around(today)
    stages, overdue = _stages(session, organisation_id)
    return Figures(
        stages=stages,
        overdue=overdue,
        running_out=_running_out(session, organisation_id, today),
        terms=terms,
        places=_places(session, organisation_id, terms),
        waits=_waits(session, organisation_id, today),
        workplaces=_workplaces(session, organisation_id),
        leaving=_leaving(session, organisation_id, today),
    )


def terms_around(today: date) -> tuple[Term, ...]:
    """The terms that are shown: some before today's, and the one to come."""
    now = term_of(today)
    number = now.year * 2 + now.autumn
    return tuple(Term(each // 2, bool(each % 2)) for each in range(number - TERMS_BEFORE, number + TERMS_AHEAD + 1))


def months_from(first: date, count: int) -> tuple[date, ...]:
    """The first days of `count` months, beginning with that of `first`; backwards where `count` is negative."""
    number = first.year * 12 + first.month - 1
    numbers = range(number, number + count) if count > 0 else range(number + count + 1, number + 1)
    return tuple(date(each // 12, each % 12 + 1, 1) for each in numbers)


def _stages(session: Session, organisation_id: UUID) -> tuple[dict[str, int], int]:
    """How many volunteers are at each stage, and of how many something is overdue."""
    late = func.sum(case((col(EngagementNext.urgency).in_(OVERDUE), 1), else_=0))
    rows = session.exec(
        select(EngagementNext.stage, func.count(), late)
        .where(EngagementNext.organisation_id == organisation_id)
        .group_by(EngagementNext.stage)
    ).all()
    return {stage: count for stage, count, _late in rows}, sum(int(late) for _stage, _count, late in rows)


def _running_out(session: Session, organisation_id: UUID, today: date) -> dict[date, int]:
    months = months_from(today, MONTHS_AHEAD)
    after = months_from(today, MONTHS_AHEAD + 1)[-1]
    rows = session.exec(
        select(col(EngagementNext.approved_until), func.count())
        .where(
            EngagementNext.organisation_id == organisation_id,
            col(EngagementNext.approved_until) >= today,
            col(EngagementNext.approved_until) < after,
        )
        .group_by(col(EngagementNext.approved_until))
    )
    found: Counter[date] = Counter()
    for until, count in rows:
        if until is not None:
            found[until.replace(day=1)] += count
    return {month: found[month] for month in months}


def _places(session: Session, organisation_id: UUID, terms: Sequence[Term]) -> tuple[Place, ...]:
    first_on, workplace_id = col(CourseRun.first_on), col(CourseRun.workplace_id)
    # Compared with days and grouped by ids first: names are looked up for places, not for runs.
    counted = (
        select(
            workplace_id.label("workplace_id"),
            case((workplace_id.is_(None), col(CourseRun.place)), else_="").label("place"),
            case(*((first_on <= term.last, number) for number, term in enumerate(terms))).label("term"),
            func.count().label("runs"),
        )
        .where(
            CourseRun.organisation_id == organisation_id,
            col(CourseRun.cancelled_at).is_(None),
            first_on >= terms[0].first,
            first_on <= terms[-1].last,
        )
        .group_by("workplace_id", "place", "term")
        .subquery()
        .c
    )
    rows = session.exec(
        select(func.coalesce(Workplace.name, counted.place), counted.workplace_id, counted.term, counted.runs)
        .select_from(counted.runs.table)
        .join(Workplace, col(Workplace.id) == counted.workplace_id, isouter=True)
    )
    runs: dict[tuple[str, UUID | None], Counter[Term]] = defaultdict(Counter)
    for name, at, term, count in rows:
        runs[name, at][terms[term]] += count
    most_first = sorted(runs, key=lambda place: (-runs[place].total(), place[0].casefold()))
    found = [Place(place[0], dict(runs[place]), place[1]) for place in most_first[:MOST_PLACES]]
    rest = sum((runs[place] for place in most_first[MOST_PLACES:]), Counter[Term]())
    return tuple(found + ([Place("", dict(rest))] if rest else []))


def _waits(session: Session, organisation_id: UUID, today: date) -> Waits:
    """By the month people were invited in, so that those who still wait are not forgotten."""
    months = months_from(today, -MONTHS_BACK)
    since = datetime(months[0].year, months[0].month, 1, tzinfo=COPENHAGEN)
    invited = (
        select(col(Invitation.person_id).label("person_id"), func.min(Invitation.created_at).label("at"))
        .where(Invitation.organisation_id == organisation_id, Invitation.purpose == JOIN)
        .group_by(col(Invitation.person_id))
        .having(func.min(Invitation.created_at) >= since)
        .subquery()
    )
    rows = session.exec(
        select(invited.c.at, func.min(Document.sealed_at))
        .join(
            Engagement,
            and_(col(Engagement.person_id) == invited.c.person_id, col(Engagement.organisation_id) == organisation_id),
        )
        .join(
            Document,
            and_(col(Document.engagement_id) == col(Engagement.id), col(Document.sealed_at) >= invited.c.at),
            isouter=True,
        )
        .group_by(col(Engagement.id), invited.c.at)
    )
    days: dict[date, list[float | None]] = defaultdict(list)
    for invited_at, sealed_at in rows:
        waited = None if sealed_at is None else (sealed_at - invited_at) / timedelta(days=1)
        days[local_day(invited_at).replace(day=1)].append(waited)
    signed = [each for month in months for each in days[month] if each is not None]
    return Waits(
        tuple(_wait(month, days[month]) for month in months),
        len(signed),
        sum(each is None for month in months for each in days[month]),
        median(signed) if signed else None,
    )


def _wait(month: date, days: Sequence[float | None]) -> Wait:
    signed = [each for each in days if each is not None]
    if not signed:
        return Wait(month, 0, len(days), None, None)
    low, _middle, high = quantiles(signed, n=4, method="inclusive") if len(signed) > 1 else signed * 3
    return Wait(month, len(signed), len(days) - len(signed), median(signed), (low, high))


def _workplaces(session: Session, organisation_id: UUID) -> tuple[AtWorkplace, ...]:
    here = (
        select(func.count())
        .where(col(Engagement.workplace_id) == col(Workplace.id), col(Engagement.ended_at).is_(None))
        .correlate(Workplace)
        .scalar_subquery()
    )
    rows = session.exec(
        select(Workplace.id, Workplace.name, here).where(Workplace.organisation_id == organisation_id, here > 0)
    )
    return tuple(sorted((AtWorkplace(*row) for row in rows), key=lambda each: (-each.volunteers, each.name.casefold())))


def _leaving(session: Session, organisation_id: UUID, today: date) -> dict[EndReason | LeavingGroup, int]:
    """Reasons are encrypted, so those of the last year are counted here, and no others are read."""
    said = session.exec(
        select(Engagement.end_reason).where(
            Engagement.organisation_id == organisation_id,
            col(Engagement.ended_on) > today - LEFT_WITHIN,
            col(Engagement.ended_on) <= today,
        )
    )
    return shown_apart(Counter(EndReason(reason) if reason else None for reason in said))
