"""Supervision from order to feedback: ordered, planned, held, called off, handed over (S1, S5, B2.3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from core import contact
from core.access.permissions import Action, Actor, Role, Subject, require
from core.access.trail import trace
from core.courses.reading import runs_of
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.notices.service import take_back
from core.programmes.publishing import programme_of
from core.supervision.case import locked, progress_of, subject_of
from core.supervision.rules import (
    SupervisionKind,
    SupervisionProgress,
    check_feedback,
    check_held,
    check_order,
    check_plan,
)
from core.supervision.telling import facts_of, mail_to, put_back, tell_of
from db.courses import CourseModule
from db.engine import transaction
from db.people import Engagement, Membership
from db.supervision import LogTask, Supervision, SupervisionSubject

HOLDERS = (Role.SUPERVISOR, Role.COORDINATOR)
MOST_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class SupervisionDetails:
    """A supervision as it is ordered: with whom, on which course they lead, and who holds it, where that is known."""

    kind: SupervisionKind
    engagement_ids: Sequence[UUID]
    course_run_id: UUID | None = None
    supervisor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SupervisionPlan:
    """When and where one is held, and in which module of the course, where it is in one."""

    planned_at: datetime | None
    place: str
    course_module_id: UUID | None = None


def order(*, session: Session, actor: Actor, details: SupervisionDetails, now: datetime) -> Supervision:
    """Order a supervision with one or two instructors, on a course they lead where one is named.

    An observation is the coordinator's own: it is held by whoever orders it unless somebody is named. Raises
    "supervision_nobody", "supervision_many", "supervision_enough", "supervision_other_course",
    "supervision_programme", "supervisor_unknown" or "not_allowed".
    """
    with transaction(session):
        with all_refused() as check, check.at("engagement_ids"):
            engagements = _instructors(session, actor, details.engagement_ids)
        organisation_id = engagements[0].organisation_id
        ids = [engagement.id for engagement in engagements]
        paths = [programme_of(session, engagement.programme_version_id).approval for engagement in engagements]
        most = None if None in paths else min(path.supervisions_max for path in paths if path)
        check_order(
            kind=details.kind,
            most=most,
            existing=_first_ones(session, ids),
            teaches=_all_lead(session, ids, details.course_run_id) if details.course_run_id else None,
        )
        supervisor_id = details.supervisor_id
        if details.kind is SupervisionKind.OBSERVATION and supervisor_id is None:
            supervisor_id = actor.person_id
        if supervisor_id is not None:
            _check_supervisor(session, organisation_id, supervisor_id)
        ordered = Supervision(
            organisation_id=organisation_id,
            kind=details.kind,
            supervisor_id=supervisor_id,
            course_run_id=details.course_run_id,
            ordered_by_id=actor.person_id,
            created_at=now,
        )
        session.add(ordered)
        session.flush()
        session.add_all(SupervisionSubject(supervision_id=ordered.id, engagement_id=each) for each in ids)
        session.flush()
        trace(session, organisation_id, actor, "supervision.ordered", "supervision", ordered.id, now)
        mail_to(session, actor, ordered, "supervision_ordered", [each.person_id for each in engagements], now)
        mail_to(session, actor, ordered, "supervision_yours", [supervisor_id], now)
        return ordered


def plan(
    *,
    session: Session,
    actor: Actor,
    supervision_id: UUID,
    planned: SupervisionPlan,
    expected_version: int,
    words: str = "",
    now: datetime,
) -> Supervision:
    """Give a supervision a day and a place, or another; those it concerns are told, with `words` to them.

    A day that is over is no mistake: who writes down afterwards when it was to be tells nobody. Raises
    "changed_meanwhile" where somebody else has changed it since, "supervision_called_off", "supervision_held",
    "course_module_other", or all that is refused of the day and the place at once.
    """
    with transaction(session):
        found, progress = _to_change(session, actor, supervision_id, expected_version)
        check_plan(progress)
        if planned.course_module_id is not None:
            module = session.get(CourseModule, planned.course_module_id)
            if module is None or module.course_run_id != found.course_run_id:
                raise DomainError(ErrorCode.COURSE_MODULE_OTHER)
        with all_refused() as check:
            with check.at("planned_at"):
                if planned.planned_at is None:
                    raise DomainError(ErrorCode.DATE_INVALID)
            with check.at("place"):
                contact.line(planned.place)
        before = facts_of(session, found)
        found.planned_at, found.place = planned.planned_at, contact.line(planned.place)
        found.course_module_id = planned.course_module_id
        _changed(session, found, actor, "supervision.planned", now)
        tell_of(session, actor, found, before, words, now)
        return found


def name_supervisor(
    *,
    session: Session,
    actor: Actor,
    supervision_id: UUID,
    supervisor_id: UUID,
    expected_version: int,
    now: datetime,
) -> Supervision:
    """Say who holds a supervision; "supervisor_unknown" for who is neither supervisor nor coordinator there."""
    with transaction(session):
        found = locked(session, supervision_id)
        require(actor, Action.ORDER_SUPERVISION, Subject(found.organisation_id))
        _check_version(found, expected_version)
        check_plan(progress_of(session, found))
        _check_supervisor(session, found.organisation_id, supervisor_id)
        hand_on(session, actor, found, supervisor_id, now)
        return found


def hold(
    *,
    session: Session,
    actor: Actor,
    supervision_id: UUID,
    held_on: date,
    expected_version: int,
    now: datetime,
) -> Supervision:
    """Record that a supervision was held; feedback follows. Whoever records it without a supervisor named held it.

    Raises "supervision_held", "supervision_called_off", "supervision_ahead" or "supervision_long_ago".
    """
    with transaction(session):
        found, progress = _to_change(session, actor, supervision_id, expected_version)
        check_held(progress, held_on=held_on, ordered_on=local_day(found.created_at), today=local_day(now))
        found.held_on = held_on
        if found.supervisor_id is None:
            found.supervisor_id = actor.person_id
        return _changed(session, found, actor, "supervision.held", now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionFeedback:
    """What an instructor hears after a supervision: what went well, what to work on, and tasks for the log book."""

    went_well: str = ""
    work_on: str = ""
    tasks: Sequence[str] = ()


def give_feedback(
    *,
    session: Session,
    actor: Actor,
    supervision_id: UUID,
    engagement_id: UUID,
    feedback: SupervisionFeedback,
    done: bool = True,
    now: datetime,
) -> SupervisionSubject:
    """Write one instructor's own feedback (S4, B2.3).

    While it is not `done` it is kept as it is written, and the instructor does not see it yet. Writing it again
    corrects it: tasks that are still wanted stay as they are. Raises "supervision_not_held",
    "supervision_called_off", "feedback_empty" or what a text is refused for.
    """
    with transaction(session):
        found = locked(session, supervision_id)
        require(actor, Action.HOLD_SUPERVISION, subject_of(found))
        check_feedback(progress_of(session, found))
        subject = session.exec(
            select(SupervisionSubject)
            .where(SupervisionSubject.supervision_id == supervision_id)
            .where(SupervisionSubject.engagement_id == engagement_id)
            .with_for_update()
        ).one_or_none()
        if subject is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        well, work = contact.text(feedback.went_well), contact.text(feedback.work_on)
        if done and not (well or work):
            raise DomainError(ErrorCode.FEEDBACK_EMPTY)
        subject.went_well, subject.work_on = well, work
        if done and subject.feedback_at is None:
            reader = session.get_one(Engagement, engagement_id).person_id
            mail_to(session, actor, found, "feedback_ready", [reader], now)
        if done:
            subject.feedback_at = now
        session.add(subject)
        _keep_tasks(session, subject, [task for task in map(contact.text, feedback.tasks) if task], now)
        session.flush()
        if done:
            trace(session, found.organisation_id, actor, "supervision.feedback", "supervision", found.id, now)
        return subject


def call_off(
    *, session: Session, actor: Actor, supervision_id: UUID, expected_version: int, words: str = "", now: datetime
) -> Supervision:
    """Call a supervision off that was not held, and tell those it concerns, with `words` to them; "supervision_held" or
    "supervision_called_off" otherwise."""
    with transaction(session):
        found = locked(session, supervision_id)
        require(actor, Action.ORDER_SUPERVISION, Subject(found.organisation_id))
        _check_version(found, expected_version)
        check_plan(progress_of(session, found))
        before = facts_of(session, found)
        found.cancelled_at = now
        _changed(session, found, actor, "supervision.cancelled", now)
        tell_of(session, actor, found, before, words, now)
        return found


def undo_supervision_change(
    *, session: Session, actor: Actor, supervision_id: UUID, notice_id: UUID, now: datetime
) -> Supervision:
    """The day, the place and who holds it as people knew them, where their mails have not gone yet; "notice_sent"
    otherwise."""
    with transaction(session):
        found = locked(session, supervision_id)
        require(actor, Action.HOLD_SUPERVISION, subject_of(found))
        put_back(found, take_back(session, supervision_id, notice_id, now))
        return _changed(session, found, actor, "supervision.undone", now)


def hand_over(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    from_id: UUID,
    to_id: UUID,
    now: datetime,
) -> int:
    """Give all supervisions somebody was to hold in the organisation to another, and say how many they were.

    Those that were held stay with who held them. Raises "supervisor_unknown" or "supervisor_same".
    """
    with transaction(session):
        require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
        if from_id == to_id:
            raise DomainError(ErrorCode.SUPERVISOR_SAME)
        _check_supervisor(session, organisation_id, to_id)
        moving = session.exec(
            select(Supervision)
            .where(
                Supervision.organisation_id == organisation_id,
                Supervision.supervisor_id == from_id,
                col(Supervision.held_on).is_(None),
                col(Supervision.cancelled_at).is_(None),
            )
            .order_by(col(Supervision.id))
            .with_for_update()
        ).all()
        for found in moving:
            hand_on(session, actor, found, to_id, now)
        return len(moving)


def hand_on(session: Session, actor: Actor, found: Supervision, supervisor_id: UUID, now: datetime) -> None:
    """Let somebody hold it, who gets a mail, as do those who knew who was to come."""
    before = facts_of(session, found)
    found.supervisor_id = supervisor_id
    _changed(session, found, actor, "supervision.named", now)
    mail_to(session, actor, found, "supervision_yours", [supervisor_id], now)
    if found.planned_at is not None:
        tell_of(session, actor, found, before, "", now)


def _instructors(session: Session, actor: Actor, engagement_ids: Sequence[UUID]) -> list[Engagement]:
    """Those a supervision is ordered for, held so that no other is ordered for them meanwhile."""
    ids = list(dict.fromkeys(engagement_ids))
    if not ids:
        raise DomainError(ErrorCode.SUPERVISION_NOBODY)
    if len(ids) > MOST_AT_ONCE:
        raise DomainError(ErrorCode.SUPERVISION_MANY, most=MOST_AT_ONCE)
    found = session.exec(
        select(Engagement).where(col(Engagement.id).in_(ids)).order_by(col(Engagement.id)).with_for_update()
    ).all()
    if len(found) != len(ids):
        raise DomainError(ErrorCode.NOT_FOUND)
    for engagement in found:
        require(actor, Action.ORDER_SUPERVISION, Subject.of(engagement))
        if engagement.ended_at is not None or engagement.organisation_id != found[0].organisation_id:
            raise DomainError(ErrorCode.SUPERVISION_PROGRAMME)
    return list(found)


def _first_ones(session: Session, engagement_ids: Collection[UUID]) -> list[int]:
    """How many first supervisions each of these instructors has that were not called off."""
    rows = session.exec(
        select(SupervisionSubject.engagement_id, func.count())
        .join(Supervision, col(Supervision.id) == SupervisionSubject.supervision_id)
        .where(
            col(SupervisionSubject.engagement_id).in_(engagement_ids),
            Supervision.kind == SupervisionKind.FIRST,
            col(Supervision.cancelled_at).is_(None),
        )
        .group_by(col(SupervisionSubject.engagement_id))
    )
    return [count for _engagement_id, count in rows]


def _all_lead(session: Session, engagement_ids: Collection[UUID], course_run_id: UUID) -> bool:
    led = runs_of(session, engagement_ids)
    return all(any(run.course_run_id == course_run_id for run in led[each]) for each in engagement_ids)


def _check_supervisor(session: Session, organisation_id: UUID, person_id: UUID) -> None:
    held = session.exec(
        select(Membership.role).where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            col(Membership.ended_at).is_(None),
        )
    ).all()
    if not any(role in HOLDERS for role in held):
        raise DomainError(ErrorCode.SUPERVISOR_UNKNOWN)


def _to_change(
    session: Session, actor: Actor, supervision_id: UUID, expected_version: int
) -> tuple[Supervision, SupervisionProgress]:
    found = locked(session, supervision_id)
    require(actor, Action.HOLD_SUPERVISION, subject_of(found))
    _check_version(found, expected_version)
    return found, progress_of(session, found)


def _check_version(found: Supervision, expected_version: int) -> None:
    if found.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)


def _changed(session: Session, found: Supervision, actor: Actor, action: str, now: datetime) -> Supervision:
    found.version += 1
    session.add(found)
    session.flush()
    trace(session, found.organisation_id, actor, action, "supervision", found.id, now)
    return found


def _keep_tasks(session: Session, subject: SupervisionSubject, wanted: Sequence[str], now: datetime) -> None:
    before = session.exec(select(LogTask).where(LogTask.subject_id == subject.id)).all()
    kept = {task.words for task in before if task.words in wanted}
    for task in before:
        if task.words not in kept:
            session.delete(task)
    for order_of, words in enumerate(dict.fromkeys(wanted)):
        if words not in kept:
            # They stand in the order they were written in.
            at = now + timedelta(microseconds=order_of)
            session.add(LogTask(engagement_id=subject.engagement_id, subject_id=subject.id, words=words, created_at=at))
