"""What lies ahead of an organisation's instructors: when approvals run out, and the courses still to plan (S2, S3).

Read from the projection that lists sort by, in a fixed number of queries however many instructors there are.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.dashboard.figures import MONTHS_AHEAD, months_from
from core.journey.projecting import refresh
from db.journey import EngagementNext
from db.people import Engagement, Person

A_PAGE = 25


class Order(StrEnum):
    """What the list is sorted by."""

    LAPSE = "lapse"  # whose approval runs out first
    COURSES = "courses"  # who needs most courses this year
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Ahead:
    """One instructor: the last day of the approval that holds or held, and the courses still to plan this year."""

    engagement_id: UUID
    name: str
    stage: str
    lapses_on: date
    courses_missing: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """One page of instructors, how many there are on all, and the organisation's months.

    `months` is how many are approved on the first day of each of the next two years' months if nobody is approved
    anew; `now` how many are today, `courses` the courses still to plan this year.
    """

    rows: tuple[Ahead, ...]
    total: int
    page: int
    now: int
    courses: int
    months: dict[date, int]


def outlook(*, session: Session, actor: Actor, organisation_id: UUID, order: Order, page: int, today: date) -> Outlook:
    """The forecast of one organisation on a day; a page beyond the last is the last. "not_allowed"."""
    require(actor, Action.SEE_FIGURES, Subject(organisation_id))
    refresh(session, organisation_id, today)
    holds = (EngagementNext.organisation_id == organisation_id, col(EngagementNext.approved_until).is_not(None))
    by_day = [
        (until, count, courses or 0)
        for until, count, courses in session.exec(
            select(  # type: ignore[type-var]
                EngagementNext.approved_until, func.count(), func.sum(EngagementNext.courses_missing)
            )
            .where(*holds)
            .group_by(col(EngagementNext.approved_until))
        )
        if until is not None
    ]
    total = sum(count for _until, count, _courses in by_day)
    page = min(max(page, 1), max(1, -(-total // A_PAGE)))
    rows = session.exec(
        select(
            EngagementNext.engagement_id,
            Person.name,
            EngagementNext.stage,
            EngagementNext.approved_until,
            func.coalesce(EngagementNext.courses_missing, 0),
        )  # type: ignore[call-overload]
        .join(Engagement, col(Engagement.id) == EngagementNext.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(*holds)
        .order_by(*_ORDER[order])
        .offset((page - 1) * A_PAGE)
        .limit(A_PAGE)
    ).all()
    months = months_from(today, MONTHS_AHEAD + 1)[1:]
    return Outlook(
        rows=tuple(Ahead(*row) for row in rows),
        total=total,
        page=page,
        now=sum(count for until, count, _courses in by_day if until >= today),
        courses=sum(courses for _until, _count, courses in by_day),
        months={month: sum(count for until, count, _courses in by_day if until >= month) for month in months},
    )


_UNTIL: Any = col(EngagementNext.approved_until)
_NAME: Any = col(EngagementNext.sought)
_ORDER: dict[Order, tuple[Any, ...]] = {
    Order.LAPSE: (_UNTIL, _NAME, col(EngagementNext.engagement_id)),
    Order.COURSES: (
        func.coalesce(EngagementNext.courses_missing, 0).desc(),
        _UNTIL,
        _NAME,
        col(EngagementNext.engagement_id),
    ),
    Order.NAME: (_NAME, col(EngagementNext.engagement_id)),
}
