"""Who leads a run: a pair or one alone, a substitute, and somebody who could not finish (A2.4, B1.1)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may
from core.access.trail import trace
from core.courses.case import CourseCase, Leader, load, load_to_change
from core.courses.reading import span_of
from core.courses.rules import LeaderSpan, ModuleTime, check_leading, first_collision, overlap
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import clock, gettext, local_day, on_date
from core.programmes.publishing import programme_of
from db import outbox
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.people import Engagement, Person


def set_instructors(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    leading: Sequence[LeaderSpan],
    expected_version: int,
    now: datetime,
) -> CourseRun:
    """Let these lead the run, each from one module to another; who could not finish stays as they were.

    Raises of "leading" "course_instructor_unknown", "course_instructor_stopped", "course_instructor_held",
    "course_collides", or what `check_leading` refuses.
    """
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        with all_refused() as check, check.at("leading"):
            replace_leaders(session, actor, case, leading, now)
        return case.run


@dataclass(frozen=True, slots=True)
class StopDetails:
    """Who cannot lead on, from which module, and who comes in for them, where somebody does."""

    engagement_id: UUID | None
    from_module: int
    substitute_id: UUID | None


def cannot_finish(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    details: StopDetails,
    expected_version: int,
    now: datetime,
) -> CourseRun:
    """Record that an instructor cannot lead on, with who comes in for them (A2.4).

    It does not count against them. Raises by field "course_instructor_unknown" for who does not lead it,
    "course_not_begun" where they have led nothing of it yet, "course_module_ticked" where that module was held
    already, and of "substitute_id" what `set_instructors` refuses.
    """
    engagement_id, from_module, substitute_id = details.engagement_id, details.from_module, details.substitute_id
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        parts = [each for each in case.leaders if each.row.engagement_id == engagement_id]
        with all_refused() as check:
            with check.at("engagement_id"):
                if engagement_id is None or not parts or any(each.row.stopped_on for each in parts):
                    raise DomainError(ErrorCode.COURSE_INSTRUCTOR_UNKNOWN)
            with check.at("from_module"):
                case.module(from_module)
                if parts:
                    _refuse_to_stop(case, parts, from_module)
        assert engagement_id is not None
        _end_parts(session, parts, from_module, local_day(now))
        trace(session, case.run.organisation_id, actor, "course.stopped", "engagement", engagement_id, now)
        leading = [each.leading for each in case.leaders if each.row.stopped_on is None and each not in parts]
        if substitute_id is not None:
            # What they led before as somebody's stand-in stays theirs.
            leading = [
                each
                for each in leading
                if each.engagement_id != substitute_id or (each.to_module or len(case.modules)) < from_module
            ]
            leading.append(LeaderSpan(substitute_id, from_module, substitute=True))
        again = load(session, run_id)
        with all_refused() as check, check.at("substitute_id"):
            replace_leaders(session, actor, again, leading, now)
        return again.run


def _refuse_to_stop(case: CourseCase, parts: Sequence[Leader], from_module: int) -> None:
    if not any(each.leading.leads(from_module) for each in parts):
        raise DomainError(ErrorCode.COURSE_INSTRUCTOR_UNKNOWN)
    if from_module <= min(each.row.from_module for each in parts):
        raise DomainError(ErrorCode.COURSE_NOT_BEGUN)
    for each in parts:
        _refuse_held(case, each.leading, from_module)


def _end_parts(session: Session, parts: Sequence[Leader], from_module: int, day: date) -> None:
    """Theirs ends before that module: a part that lies behind it is nobody's, one that has begun ends there."""
    for each in parts:
        row = each.row
        if row.from_module >= from_module:
            session.delete(row)
            continue
        row.to_module = min(row.to_module or from_module - 1, from_module - 1)
        row.stopped_on = day
        session.add(row)
    session.flush()


def replace_leaders(
    session: Session, actor: Actor, case: CourseCase, leading: Sequence[LeaderSpan], now: datetime
) -> CourseRun:
    """Write who leads a run down, inside the caller's transaction; see `set_instructors`."""
    run = case.run
    stopped = {each.row.engagement_id: each for each in case.leaders if each.row.stopped_on is not None}
    if any(each.engagement_id in stopped for each in leading):
        raise DomainError(ErrorCode.COURSE_INSTRUCTOR_STOPPED)
    check_leading(leading, len(case.modules))
    people = _people(session, run, [each.engagement_id for each in leading])
    refuse_collisions(session, actor, run, case.meetings((people[each.engagement_id], each) for each in leading))
    before: dict[UUID, list[CourseInstructor]] = {}
    for known in case.leaders:
        if known.row.stopped_on is None:
            before.setdefault(known.row.engagement_id, []).append(known.row)
    wanted: dict[UUID, list[LeaderSpan]] = {}
    for each in leading:
        wanted.setdefault(each.engagement_id, []).append(each)
    held = [module.number for module in case.modules if module.held_at is not None]
    for engagement_id, rows in before.items():
        after = wanted.get(engagement_id, [])
        for number in held:
            if any(span_of(row).leads(number) for row in rows) and not any(each.leads(number) for each in after):
                raise DomainError(ErrorCode.COURSE_INSTRUCTOR_HELD)
    for engagement_id in before | wanted:
        _rewrite(session, run, engagement_id, before.get(engagement_id, []), wanted.get(engagement_id, []))
    run.version += 1
    session.add(run)
    session.flush()
    trace(session, run.organisation_id, actor, "course.instructors", "course_run", run.id, now)
    if any(module.ends_at > now for module in case.modules):
        told = {each.row.engagement_id: each.person.id for each in case.leaders}
        new = [people[each][0] for each in wanted if each not in before]
        gone = [told[each] for each in before if each not in wanted]
        for message, person_ids in (("course_leading", new), ("course_not_leading", gone)):
            mail_to(session, message, [each for each in person_ids if each != actor.person_id], run, now)
    return run


def _rewrite(
    session: Session,
    run: CourseRun,
    engagement_id: UUID,
    rows: Sequence[CourseInstructor],
    parts: Sequence[LeaderSpan],
) -> None:
    """Have somebody's `rows` be these `parts`; a row stays with the part that begins where it does."""
    beginning = {row.from_module: row for row in rows}
    kept = {each.from_module: beginning.pop(each.from_module, None) for each in parts}
    left = list(beginning.values())
    for each in parts:
        row = kept[each.from_module] or (left.pop() if left else None)
        row = row or CourseInstructor(course_run_id=run.id, engagement_id=engagement_id)
        row.from_module, row.to_module, row.substitute = each.from_module, each.to_module, each.substitute
        session.add(row)
    for row in left:
        session.delete(row)


def mail_to(session: Session, message: str, person_ids: Sequence[UUID], run: CourseRun, now: datetime) -> None:
    """Leave a mail about a run for each of these; it says nothing but that there is something to see."""
    about = {"course_run_id": run.id}
    outbox.mail(session, message, person_ids, organisation_id=run.organisation_id, now=now, about=about)


def refuse_collisions(
    session: Session, actor: Actor, run: CourseRun, meetings: Mapping[tuple[UUID, str], Sequence[ModuleTime]]
) -> None:
    """Refuse where somebody would be in two places at once, in any organisation. `meetings` is by person and their
    name.

    Raises "course_collides" with the other run's name where the reader may see it. The persons are held, so that two
    coordinators cannot give the same evening away.
    """
    busy = {person_id: name for (person_id, name), theirs in meetings.items() if theirs}
    if not busy:
        return
    session.exec(select(Person.id).where(col(Person.id).in_(busy)).order_by(col(Person.id)).with_for_update()).all()
    whole = [each for theirs in meetings.values() for each in theirs]
    taken = _taken(session, run.id, busy, min(each.starts_at for each in whole), max(each.ends_at for each in whole))
    for (person_id, name), theirs in meetings.items():
        found = first_collision(theirs, [(meeting, run_id) for meeting, run_id, whose in taken if whose == person_id])
        if found is None:
            continue
        own = next(each for each in theirs if overlap(each, found[0]))
        other = session.get_one(CourseRun, found[1])
        seen = may(actor, Action.SEE_COURSES, Subject(other.organisation_id, workplace_id=other.workplace_id))
        raise DomainError(
            ErrorCode.COURSE_COLLIDES,
            name=name,
            course=other.name if seen else gettext("a course elsewhere"),
            day=on_date(local_day(own.starts_at)),
            time=clock(own.starts_at),
        )


def _taken(
    session: Session, run_id: UUID, person_ids: Collection[UUID], first: datetime, last: datetime
) -> list[tuple[ModuleTime, UUID, UUID]]:
    """When these persons lead something else between `first` and `last`: the meeting, its run, whose it is."""
    rows = session.exec(
        select(CourseInstructor, CourseModule, Engagement.person_id)
        .join(CourseRun, col(CourseRun.id) == CourseInstructor.course_run_id)
        .join(CourseModule, col(CourseModule.course_run_id) == CourseRun.id)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .where(
            col(Engagement.person_id).in_(person_ids),
            CourseRun.id != run_id,
            col(CourseRun.cancelled_at).is_(None),
            col(CourseModule.starts_at) < last,
            col(CourseModule.ends_at) > first,
        )
    ).all()
    return [
        (ModuleTime(module.starts_at, module.ends_at), module.course_run_id, person_id)
        for instructor, module, person_id in rows
        if span_of(instructor).leads(module.number)
    ]


def _people(session: Session, run: CourseRun, engagement_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Who these engagements are, each once; "course_instructor_unknown" for one that cannot lead this run."""
    rows = session.exec(
        select(Engagement, Person)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(
            col(Engagement.id).in_(engagement_ids),
            Engagement.organisation_id == run.organisation_id,
            col(Engagement.ended_at).is_(None),
        )
    ).all()
    found = {
        engagement.id: (person.id, person.name)
        for engagement, person in rows
        if programme_of(session, engagement.programme_version_id).id == run.programme
    }
    if set(found) != set(engagement_ids):
        raise DomainError(ErrorCode.COURSE_INSTRUCTOR_UNKNOWN)
    if len({person_id for person_id, _name in found.values()}) != len(found):
        raise DomainError(ErrorCode.COURSE_INSTRUCTOR_TWICE)
    return found


def _refuse_held(case: CourseCase, leading: LeaderSpan, from_module: int) -> None:
    """Refuse another leader for a module that was held."""
    for module in case.modules:
        if module.number >= from_module and module.held_at is not None and leading.leads(module.number):
            raise DomainError(ErrorCode.COURSE_MODULE_TICKED, number=module.number)
