"""Which runs somebody has led and will lead, for those who count them (S1, S2, A2.4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.courses.rules import CourseProgress, LeaderSpan, counts_for
from db.courses import CourseInstructor, CourseModule, CourseRun


@dataclass(frozen=True, slots=True)
class LedRun:
    """A run as one instructor leads it. `counts` is whether it counts as a course of theirs, `planned` whether some
    of it is still to be held by them. `modules_held` are those ticked off that they lead, and `stopped_on` is the
    day they could not go on."""

    course_run_id: UUID
    name: str
    first_on: date
    last_on: date
    counts: bool
    planned: bool
    substitute: bool
    modules_held: int
    stopped_on: date | None = None


# Paths and lists ask these for every instructor; putting them together each time takes longer than running them, and
# whole rows longer than the columns that count.
_IDS: Any = bindparam("ids", expanding=True)
_LED: Any = (
    select(  # type: ignore[call-overload]
        CourseInstructor.engagement_id,
        CourseInstructor.from_module,
        CourseInstructor.to_module,
        CourseInstructor.substitute,
        CourseInstructor.stopped_on,
        CourseRun.id,
        CourseRun.name,
        CourseRun.first_on,
        CourseRun.last_on,
    )
    .join(CourseRun, col(CourseRun.id) == CourseInstructor.course_run_id)
    .where(
        col(CourseInstructor.engagement_id).in_(_IDS),
        col(CourseRun.cancelled_at).is_(None) | col(CourseInstructor.stopped_on).is_not(None),
        col(CourseRun.first_on).is_not(None),
    )
    .order_by(col(CourseRun.first_on), col(CourseRun.id))
)
_MODULES: Any = select(CourseModule.course_run_id, CourseModule.number, col(CourseModule.held_at).is_(None)).where(
    col(CourseModule.course_run_id).in_(_IDS)
)


def runs_of(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, tuple[LedRun, ...]]:
    """The runs of each engagement that were not cancelled, by first day; always two queries. () for who has none.

    A run that somebody could not finish stays theirs, also where the rest of it was cancelled.
    """
    found: dict[UUID, list[LedRun]] = {each: [] for each in engagement_ids}
    if not found:
        return {}
    rows = session.exec(_LED, params={"ids": list(found)}).all()
    held = _held(session, {run_id for *_leading, run_id, _name, _first_on, _last_on in rows})
    for (engagement_id, run_id), parts in _by_run(rows).items():
        numbers, open_ones = held[run_id]
        *_span, name, first_on, last_on = parts[0]
        leading = [LeaderSpan(engagement_id, part[1], part[2], part[3], part[4] is not None) for part in parts]
        stopped_on = max((part[4] for part in parts if part[4] is not None), default=None)
        found[engagement_id].append(
            LedRun(
                course_run_id=run_id,
                name=name,
                first_on=first_on,
                last_on=last_on or first_on,
                counts=counts_for(leading, CourseProgress(len(numbers | open_ones), len(numbers), first_on)),
                planned=stopped_on is None and any(part.leads(number) for part in leading for number in open_ones),
                substitute=all(part.substitute for part in leading),
                modules_held=sum(part.leads(number) for part in leading for number in numbers),
                stopped_on=stopped_on,
            )
        )
    return {engagement_id: tuple(runs) for engagement_id, runs in found.items()}


def _by_run(rows: Iterable[Any]) -> dict[tuple[UUID, UUID], list[Any]]:
    """The rows of `_LED` by whose they are and of which run, in their order: most have one part in a run."""
    found: dict[tuple[UUID, UUID], list[Any]] = {}
    for row in rows:
        found.setdefault((row[0], row[5]), []).append(row)
    return found


def hours_led(session: Session, engagement_id: UUID) -> int:
    """The whole hours of the modules that were held and that this engagement led."""
    rows = session.exec(
        select(CourseInstructor, CourseModule.number, CourseModule.starts_at, CourseModule.ends_at)
        .join(CourseModule, col(CourseModule.course_run_id) == CourseInstructor.course_run_id)
        .where(CourseInstructor.engagement_id == engagement_id, col(CourseModule.held_at).is_not(None))
    ).all()
    led = (ends - begins for row, number, begins, ends in rows if span_of(row).leads(number))
    return int(sum(led, timedelta()) / timedelta(hours=1))


def span_of(row: CourseInstructor) -> LeaderSpan:
    """The `LeaderSpan` of a row."""
    return LeaderSpan(row.engagement_id, row.from_module, row.to_module, row.substitute, row.stopped_on is not None)


def _held(session: Session, run_ids: Collection[UUID]) -> dict[UUID, tuple[frozenset[int], frozenset[int]]]:
    """Of each run the numbers of its modules: those ticked off, and those that are not."""
    found: dict[UUID, tuple[set[int], set[int]]] = {run_id: (set(), set()) for run_id in run_ids}
    for run_id, number, is_open in session.exec(_MODULES, params={"ids": list(run_ids)}):
        found[run_id][is_open].add(number)
    return {run_id: (frozenset(held), frozenset(open_ones)) for run_id, (held, open_ones) in found.items()}
