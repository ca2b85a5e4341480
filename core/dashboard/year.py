"""A year of an organisation against the year before, counted from its facts: for the dashboard and the annual report.

Counted in SQL, in a fixed number of queries however many volunteers and years there are.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, case, col, func, or_, select

from core.access.invitations import JOIN
from core.access.permissions import Action, Actor, Subject, require
from core.approvals.rules import Decision
from core.i18n import COPENHAGEN, end_of_day
from core.programmes.publishing import versions_where
from db.access import Invitation
from db.approvals import Approval
from db.courses import CourseModule, CourseRun
from db.documents import Document
from db.people import Engagement
from db.recognition import Recognised, Recognition, RecognitionBudget


@dataclass(frozen=True, slots=True)
class YearCount:
    """What happened in `year`, or in a year under way until today.

    `at_end` is how many volunteers there were on its last day. `planned` and `held` count the modules of courses that
    were not cancelled, `wait` is within how many days half of those invited had signed, None where nobody has. `spent`
    and `budget` are øre of the whole organisation, whatever programme was asked about; `budget` is None where none
    was set.
    """

    year: int
    new: int
    left: int
    at_end: int
    courses: int
    participants: int
    planned: int
    held: int
    approved: int
    ended: int
    signed: int
    wait: float | None
    thanks: int
    thanked: int
    spent: int
    budget: int | None


def year_counts(
    *, session: Session, actor: Actor, organisation_id: UUID, year: int, programme: str = "", today: date
) -> tuple[YearCount, YearCount]:
    """The year before and `year`, of those in `programme` or of everybody; "not_allowed" without the right to see
    figures."""
    require(actor, Action.SEE_FIGURES, Subject(organisation_id))
    versions = versions_where(session, organisation_id, lambda each: each.id == programme) if programme else None
    asked = _Asked(session, organisation_id, (year - 1, year), programme, versions, today)
    parts: list[list[Any]] = [
        counted(asked) for counted in (_people, _courses, _modules, _approvals, _waits, _thanks, _money)
    ]
    before, now = ([number for part in parts for number in part[which]] for which in (0, 1))
    return _counted(year - 1, before), _counted(year, now)


def _counted(year: int, numbers: list[Any]) -> YearCount:
    return YearCount(year, *numbers)


@dataclass(frozen=True, slots=True)
class _Asked:
    session: Session
    organisation_id: UUID
    years: tuple[int, int]
    programme: str
    versions: list[UUID] | None
    today: date

    def of_programme(self) -> list[Any]:
        """What narrows engagements to the programme."""
        return [] if self.versions is None else [col(Engagement.programme_version_id).in_(self.versions)]

    def first(self) -> date:
        return date(self.years[0], 1, 1)

    def last(self) -> date:
        return date(self.years[1], 12, 31)


def _within(column: Any, year: int) -> Any:
    return column.between(date(year, 1, 1), date(year, 12, 31))


def _moments(column: Any, first: date, last: date) -> Any:
    return and_(column >= datetime.combine(first, time(), COPENHAGEN), column < end_of_day(last))


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _people(asked: _Asked) -> list[tuple[int, int, int]]:
    """New ones, those who left, and how many there were at the end."""
    begins, made = col(Engagement.begins_on), col(Engagement.created_at)
    ended_on, ended_at = col(Engagement.ended_on), col(Engagement.ended_at)
    columns = []
    for year in asked.years:
        first, last = date(year, 1, 1), min(date(year, 12, 31), asked.today)
        began_by = or_(begins <= last, and_(begins.is_(None), made < end_of_day(last)))
        columns += [
            _count(and_(began_by, or_(begins >= first, and_(begins.is_(None), _moments(made, first, last))))),
            _count(or_(ended_on.between(first, last), and_(ended_on.is_(None), _moments(ended_at, first, last)))),
            _count(
                and_(
                    began_by,
                    or_(
                        ended_on > last, and_(ended_on.is_(None), or_(ended_at.is_(None), ended_at >= end_of_day(last)))
                    ),
                )
            ),
        ]
    query: Any = select(*columns).where(Engagement.organisation_id == asked.organisation_id, *asked.of_programme())
    return _halves(asked.session.exec(query).one())


def _halves(row: Any) -> list[Any]:
    values = [int(each) for each in row]
    half = len(values) // 2
    return [tuple(values[:half]), tuple(values[half:])]


def _runs(asked: _Asked) -> list[Any]:
    own = [
        CourseRun.organisation_id == asked.organisation_id,
        col(CourseRun.cancelled_at).is_(None),
    ]
    return [*own, CourseRun.programme == asked.programme] if asked.programme else own


def _courses(asked: _Asked) -> list[tuple[int, int]]:
    """Courses that begin in the year, and their participants."""
    columns = []
    for year in asked.years:
        begun = _within(col(CourseRun.first_on), year)
        seats = func.coalesce(func.sum(case((begun, col(CourseRun.participants)), else_=0)), 0)
        columns += [_count(begun), seats]
    query: Any = select(*columns).where(*_runs(asked), col(CourseRun.first_on).between(asked.first(), asked.last()))
    return _halves(asked.session.exec(query).one())


def _modules(asked: _Asked) -> list[tuple[int, int]]:
    """Modules planned to be held by now, and those that were held."""
    starts = col(CourseModule.starts_at)
    columns = []
    for year in asked.years:
        here = _moments(starts, date(year, 1, 1), min(date(year, 12, 31), asked.today))
        columns += [_count(here), _count(and_(here, col(CourseModule.held_at).is_not(None)))]
    query: Any = (
        select(*columns)
        .join(CourseRun, col(CourseRun.id) == col(CourseModule.course_run_id))
        .where(
            *_runs(asked),
            # Of other runs no module lies in these years, and none is looked for.
            col(CourseRun.first_on) <= asked.last(),
            col(CourseRun.last_on) >= asked.first(),
            _moments(starts, asked.first(), asked.last()),
        )
    )
    return _halves(asked.session.exec(query).one())


def _approvals(asked: _Asked) -> list[tuple[int, int]]:
    """Approvals given, and approvals ended."""
    decided, decision = col(Approval.decided_on), col(Approval.decision)
    columns = []
    for year in asked.years:
        here = _within(decided, year)
        columns += [_count(and_(here, decision == given)) for given in (Decision.APPROVED, Decision.ENDED)]
    query: Any = select(*columns).where(
        Approval.organisation_id == asked.organisation_id, decided.between(asked.first(), asked.last())
    )
    if asked.versions is not None:
        query = query.join(Engagement, col(Engagement.id) == col(Approval.engagement_id)).where(*asked.of_programme())
    return _halves(asked.session.exec(query).one())


def _waits(asked: _Asked) -> list[tuple[int, float | None]]:
    """Of those invited in the year, how many have signed, and within how many days half of these had."""
    invited = (
        select(col(Invitation.person_id).label("person_id"), func.min(Invitation.created_at).label("at"))
        .where(Invitation.organisation_id == asked.organisation_id, Invitation.purpose == JOIN)
        .group_by(col(Invitation.person_id))
        .subquery()
    )
    rows = asked.session.exec(
        select(invited.c.at, func.min(Document.sealed_at))
        .join(Engagement, col(Engagement.person_id) == invited.c.person_id)
        .join(Document, col(Document.engagement_id) == col(Engagement.id))
        .where(
            Engagement.organisation_id == asked.organisation_id,
            col(Document.sealed_at) >= invited.c.at,
            _moments(invited.c.at, asked.first(), asked.last()),
            *asked.of_programme(),
        )
        .group_by(col(Engagement.id), invited.c.at)
    ).all()
    days: dict[int, list[float]] = {year: [] for year in asked.years}
    for at, sealed in rows:
        days[at.astimezone(COPENHAGEN).year].append((sealed - at) / timedelta(days=1))
    return [(len(days[year]), median(days[year]) if days[year] else None) for year in asked.years]


def _thanks(asked: _Asked) -> list[tuple[int, int]]:
    """Thanks that were given, and how many people were thanked."""
    given, person = col(Recognition.given_on), col(Recognised.person_id)
    came = or_(col(Recognised.comes).is_(None), col(Recognised.comes).is_(True))
    columns: list[Any] = []
    for year in asked.years:
        here = and_(_within(given, year), came)
        columns += [func.count(func.distinct(case((here, each)))) for each in (col(Recognition.id), person)]
    query: Any = (
        select(*columns)
        .select_from(Recognition)
        .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id))
        .where(
            Recognition.organisation_id == asked.organisation_id,
            col(Recognition.called_off_at).is_(None),
            given.between(asked.first(), asked.last()),
        )
    )
    if asked.versions is not None:
        query = query.join(Engagement, col(Engagement.id) == col(Recognised.engagement_id)).where(*asked.of_programme())
    return _halves(asked.session.exec(query).one())


def _money(asked: _Asked) -> list[tuple[int, int | None]]:
    """Øre spent on thanks, and the budget of the whole organisation."""
    given = col(Recognition.given_on)
    spent: Any = select(
        *(
            func.coalesce(func.sum(case((_within(given, year), col(Recognition.cost)), else_=0)), 0)
            for year in asked.years
        )
    ).where(
        Recognition.organisation_id == asked.organisation_id,
        col(Recognition.called_off_at).is_(None),
        given.between(asked.first(), asked.last()),
    )
    budgets = dict(
        asked.session.exec(
            select(RecognitionBudget.year, RecognitionBudget.amount).where(
                RecognitionBudget.organisation_id == asked.organisation_id,
                col(RecognitionBudget.workplace_id).is_(None),
                col(RecognitionBudget.year).in_(asked.years),
            )
        ).all()
    )
    sums = asked.session.exec(spent).one()
    return [(int(part), budgets.get(year)) for part, year in zip(sums, asked.years, strict=True)]
