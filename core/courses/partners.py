"""Who has taught with whom, who is free to pair, and the courses concerned when a pair ends."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, exists, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.courses.lists import CourseRow, run_rows
from core.courses.rules import CourseState
from core.pairs.service import in_programmes_with_pairs
from db.approvals import Pause
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.pairs import Pair
from db.people import Engagement, Person

LAST_MODULE = 1000
COMING = (CourseState.PLANNED, CourseState.RUNNING)


@dataclass(frozen=True, slots=True)
class FormerPair:
    """Two who have led courses together: how often, and the last day of the latest."""

    first_id: UUID
    first_name: str
    second_id: UUID
    second_name: str
    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class FreeInstructor:
    """Somebody without a partner now who is not paused; `last_on` is the last day of their latest course."""

    engagement_id: UUID
    name: str
    last_on: date | None


def taught_together(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    today: date,
    engagement_id: UUID | None = None,
    most: int | None = None,
) -> list[FormerPair]:
    """Who has led a course with whom, the latest first; of one person alone where `engagement_id` is given.

    No more than `most`. Only who led the same module counts: a substitute has not taught with the one they came in for.
    """
    require(actor, Action.MAKE_PAIR, Subject(organisation_id))
    one, other = aliased(CourseInstructor), aliased(CourseInstructor)
    first, second = aliased(Engagement), aliased(Engagement)
    her, him = aliased(Person), aliased(Person)
    latest, times = func.max(CourseRun.last_on), func.count(col(CourseRun.id).distinct())
    wanted = (
        select(one.engagement_id, her.name, other.engagement_id, him.name, times, latest)  # type: ignore[call-overload]
        .join(other, and_(one.course_run_id == other.course_run_id, one.engagement_id < other.engagement_id))
        .join(CourseRun, col(CourseRun.id) == one.course_run_id)
        .join(first, first.id == one.engagement_id)
        .join(second, second.id == other.engagement_id)
        .join(her, her.id == first.person_id)
        .join(him, him.id == second.person_id)
        .where(
            CourseRun.organisation_id == organisation_id,
            col(CourseRun.cancelled_at).is_(None),
            col(CourseRun.first_on) <= today,
            one.from_module <= func.coalesce(other.to_module, LAST_MODULE),
            other.from_module <= func.coalesce(one.to_module, LAST_MODULE),
        )
        .group_by(one.engagement_id, her.name, other.engagement_id, him.name)
        .order_by(latest.desc(), her.name, him.name)
        .limit(most)
    )
    if engagement_id is not None:
        wanted = wanted.where(or_(one.engagement_id == engagement_id, other.engagement_id == engagement_id))
    return [FormerPair(*row) for row in session.exec(wanted)]


def free_to_pair(
    *, session: Session, actor: Actor, organisation_id: UUID, today: date, most: int | None = None
) -> list[FreeInstructor]:
    """The instructors without a partner who are not paused today, those who have waited longest for a course first.

    No more than `most`.
    """
    require(actor, Action.MAKE_PAIR, Subject(organisation_id))
    latest = (
        select(func.max(CourseRun.last_on))
        .join(CourseInstructor, col(CourseInstructor.course_run_id) == CourseRun.id)
        .where(CourseInstructor.engagement_id == Engagement.id, col(CourseRun.cancelled_at).is_(None))
        .scalar_subquery()
    )
    paired = exists().where(
        or_(col(Pair.first_id) == Engagement.id, col(Pair.second_id) == Engagement.id), col(Pair.ended_at).is_(None)
    )
    paused = exists().where(
        col(Pause.engagement_id) == Engagement.id,
        col(Pause.begins_on) <= today,
        or_(col(Pause.ends_on).is_(None), col(Pause.ends_on) >= today),
    )
    rows = session.exec(
        select(Engagement.id, Person.name, latest)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(
            Engagement.organisation_id == organisation_id,
            in_programmes_with_pairs(session, organisation_id),
            col(Engagement.ended_at).is_(None),
            ~paired,
            ~paused,
        )
        .order_by(latest.is_not(None), latest, col(Person.name), col(Engagement.id))
        .limit(most)
    )
    return [FreeInstructor(*row) for row in rows]


def courses_concerned(
    *, session: Session, actor: Actor, organisation_id: UUID, pairs: Sequence[tuple[UUID, UUID]], today: date
) -> dict[tuple[UUID, UUID], tuple[CourseRow, ...]]:
    """For each two engagements the runs to come or under way that both lead, so that others must lead them when they
    part.

    Always the same number of queries, however many they are.
    """
    require(actor, Action.MAKE_PAIR, Subject(organisation_id))
    led: dict[UUID, set[UUID]] = defaultdict(set)
    rows = session.exec(
        select(CourseInstructor.engagement_id, CourseInstructor.course_run_id).where(
            col(CourseInstructor.engagement_id).in_({each for pair in pairs for each in pair}),
            col(CourseInstructor.stopped_on).is_(None),
            # Not joined, so that the database begins with these few people and not with every run there was.
            exists().where(
                col(CourseRun.id) == CourseInstructor.course_run_id,
                col(CourseRun.organisation_id) == organisation_id,
                col(CourseRun.cancelled_at).is_(None),
            ),
            exists().where(
                col(CourseModule.course_run_id) == CourseInstructor.course_run_id, col(CourseModule.held_at).is_(None)
            ),
        )
    ).all()
    for engagement_id, run_id in rows:
        led[engagement_id].add(run_id)
    shared = {pair: led[pair[0]] & led[pair[1]] for pair in pairs}
    wanted = {run_id for runs in shared.values() for run_id in runs}
    coming = [row for row in run_rows(session, wanted, today) if row.state in COMING]
    return {pair: tuple(row for row in coming if row.run_id in runs) for pair, runs in shared.items()}
