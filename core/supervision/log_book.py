"""The instructor's log book: feedback, tasks to work on, and the instructor's own words (S4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.programmes.publishing import programme_of
from core.supervision.lists import Supervised, SupervisionRow, rows
from core.supervision.rules import SupervisionKind, SupervisionState
from db.engine import transaction
from db.organisations import Organisation
from db.people import Engagement, Person
from db.supervision import LogEntry, LogTask, Supervision, SupervisionSubject

CALLED_OFF = SupervisionState.CALLED_OFF


@dataclass(frozen=True, slots=True)
class Task:
    """Something to work on; `done_on` when the instructor ticked it off. `kind` and `given_on` are the supervision it
    came from and its day, None for one's own idea."""

    task_id: UUID
    words: str
    done_on: date | None
    kind: SupervisionKind | None = None
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class LogBookEntry:
    """What the instructor wrote, and for which day."""

    entry_id: UUID
    words: str
    written_on: date


@dataclass(frozen=True, slots=True)
class LogBook:
    """One instructor's log book. `supervisions` are those that were not called off, newest first; `own` is whether the
    reader writes in it."""

    engagement_id: UUID
    name: str
    organisation: str
    supervisions: tuple[SupervisionRow, ...]
    tasks: tuple[Task, ...]
    entries: tuple[LogBookEntry, ...]
    own: bool


def own_log_books(*, session: Session, actor: Actor) -> list[UUID]:
    """The engagements of the actor that have a log book: those whose programme gives an approval, oldest first."""
    require(actor, Action.WRITE_LOG_BOOK)
    found = session.exec(
        select(Engagement.id, Engagement.programme_version_id)
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
        .order_by(col(Engagement.created_at))
    ).all()
    return [each for each, version in found if programme_of(session, version).approval is not None]


def log_book(*, session: Session, actor: Actor, engagement_id: UUID) -> LogBook:
    """The log book of one instructor: for themselves, the coordinator, and a supervisor of theirs (S4).

    A supervisor reads it while a supervision with that instructor is theirs that was not called off. The instructor's
    own notes are shown to all who may read it. "not_found" or "not_allowed".
    """
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    mine = col(Supervision.id).in_(
        select(SupervisionSubject.supervision_id).where(SupervisionSubject.engagement_id == engagement_id)
    )
    supervisors = session.exec(
        select(Supervision.supervisor_id).where(mine, col(Supervision.cancelled_at).is_(None))
    ).all()
    require(actor, Action.READ_LOG_BOOK, Subject.of(engagement, *(each for each in supervisors if each)))
    supervisions = [_about(row, engagement_id) for row in rows(session, [mine]) if row.state is not CALLED_OFF]
    tasks = session.exec(
        select(LogTask, Supervision)
        .join(SupervisionSubject, col(SupervisionSubject.id) == LogTask.subject_id, isouter=True)
        .join(Supervision, col(Supervision.id) == SupervisionSubject.supervision_id, isouter=True)
        .where(
            LogTask.engagement_id == engagement_id,
            col(LogTask.subject_id).is_(None) | col(SupervisionSubject.feedback_at).is_not(None),
        )
        .order_by(col(LogTask.created_at), col(LogTask.id))
    )
    entries = session.exec(
        select(LogEntry)
        .where(LogEntry.engagement_id == engagement_id)
        .order_by(col(LogEntry.written_on).desc(), col(LogEntry.created_at).desc())
    )
    return LogBook(
        engagement_id=engagement_id,
        name=session.get_one(Person, engagement.person_id).name,
        organisation=session.get_one(Organisation, engagement.organisation_id).name,
        supervisions=tuple(supervisions),
        tasks=tuple(_task(task, of) for task, of in tasks),
        entries=tuple(LogBookEntry(entry.id, entry.words, entry.written_on) for entry in entries),
        own=engagement.person_id == actor.person_id,
    )


def _task(task: LogTask, of: Supervision | None) -> Task:
    if of is None:
        return Task(task.id, task.words, task.done_on)
    return Task(task.id, task.words, task.done_on, SupervisionKind(of.kind), of.held_on)


def _about(row: SupervisionRow, engagement_id: UUID) -> SupervisionRow:
    """The supervision as one instructor's log book shows it: their own feedback once it is ready, and nobody else's."""
    shown = []
    for each in row.supervised:
        mine = each.engagement_id == engagement_id and each.feedback_at is not None
        shown.append(each if mine else Supervised(each.engagement_id, each.name))
    return replace(row, supervised=tuple(shown))


def write_entry(*, session: Session, actor: Actor, engagement_id: UUID, words: str, now: datetime) -> LogEntry:
    """Write in one's own log book; "text_missing" for nothing, or what a text is refused for."""
    with transaction(session):
        engagement = _own(session, actor, engagement_id)
        written = contact.text(words)
        if not written:
            raise DomainError(ErrorCode.TEXT_MISSING)
        entry = LogEntry(engagement_id=engagement_id, words=written, written_on=local_day(now), created_at=now)
        session.add(entry)
        session.flush()
        trace(session, engagement.organisation_id, actor, "log_book.written", "engagement", engagement_id, now)
        return entry


def tick_task(*, session: Session, actor: Actor, task_id: UUID, done: bool, now: datetime) -> LogTask:
    """Tick a task of one's own log book off, or put it back; doing so twice changes nothing."""
    with transaction(session):
        task = session.exec(select(LogTask).where(LogTask.id == task_id).with_for_update()).one_or_none()
        if task is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        engagement = _own(session, actor, task.engagement_id)
        if done != (task.done_on is not None):
            task.done_on = local_day(now) if done else None
            session.add(task)
            trace(session, engagement.organisation_id, actor, "log_book.task", "engagement", engagement.id, now)
        return task


def _own(session: Session, actor: Actor, engagement_id: UUID) -> Engagement:
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.WRITE_LOG_BOOK, Subject.of(engagement))
    return engagement
