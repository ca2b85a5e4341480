"""Ticking a module off as held, with feedback to one's partner (S7, B2.2)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor, require
from core.access.trail import trace
from core.courses.case import CourseCase, load, load_to_change, refuse_cancelled
from core.courses.leading import mail_to
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseModule, ModuleFeedback
from db.engine import transaction


def tick_off(
    *, session: Session, actor: Actor, run_id: UUID, number: int, words: str = "", now: datetime
) -> CourseModule:
    """Tick module `number` off as held, as one of its leaders or the coordinator; `words` go to the partner.

    Raises "course_module_ticked", "course_module_future", "course_cancelled", or what `give_feedback` refuses.
    """
    with transaction(session):
        case = load(session, run_id, lock=True)
        require(actor, Action.LEAD_COURSE, case.subject)
        refuse_cancelled(case)
        module = case.module(number)
        if module.held_at is not None:
            raise DomainError(ErrorCode.COURSE_MODULE_TICKED, number=number)
        if module.starts_at > now:
            raise DomainError(ErrorCode.COURSE_MODULE_FUTURE, number=number)
        module.held_at, module.held_by_id = now, actor.person_id
        session.add(module)
        session.flush()
        trace(session, case.run.organisation_id, actor, "course.module_held", "course_run", run_id, now)
        if words.strip():
            _write(session, actor, case, number, words, now)
        return module


def take_tick_back(*, session: Session, actor: Actor, run_id: UUID, number: int, now: datetime) -> CourseModule:
    """Take the tick of module `number` back, as the coordinator; the feedback after it is kept.

    Raises "course_module_open" where it was not ticked off, or "course_evaluated" where the evaluation is in.
    """
    with transaction(session):
        case = load_to_change(session, actor, run_id)
        module = case.module(number)
        if module.held_at is None:
            raise DomainError(ErrorCode.COURSE_MODULE_OPEN, number=number)
        if case.progress.evaluated:
            raise DomainError(ErrorCode.COURSE_EVALUATED)
        module.held_at = module.held_by_id = None
        session.add(module)
        session.flush()
        trace(session, case.run.organisation_id, actor, "course.module_not_held", "course_run", run_id, now)
        return module


def give_feedback(
    *, session: Session, actor: Actor, run_id: UUID, number: int, words: str, now: datetime
) -> ModuleFeedback:
    """Say something to one's partner after module `number`, or say it anew. Only the two and the coordinator read it.

    Raises "course_not_led" for somebody who does not lead it, "course_module_open" before it is ticked off,
    "feedback_missing", or what free text is refused for.
    """
    with transaction(session):
        case = load(session, run_id, lock=True)
        require(actor, Action.LEAD_COURSE, case.subject)
        return _write(session, actor, case, number, words, now)


def _write(session: Session, actor: Actor, case: CourseCase, number: int, words: str, now: datetime) -> ModuleFeedback:
    leader, module = case.leader(actor.person_id, number), case.module(number)
    if leader is None:
        raise DomainError(ErrorCode.COURSE_NOT_LED, number=number)
    if module.held_at is None:
        raise DomainError(ErrorCode.COURSE_MODULE_OPEN, number=number)
    written = contact.text(words)
    if not written:
        raise DomainError(ErrorCode.FEEDBACK_MISSING)
    found = session.exec(
        select(ModuleFeedback).where(
            ModuleFeedback.course_module_id == module.id, ModuleFeedback.engagement_id == leader.row.engagement_id
        )
    ).one_or_none()
    feedback = found or ModuleFeedback(
        course_module_id=module.id, engagement_id=leader.row.engagement_id, words=written, written_at=now
    )
    if feedback.words != written or found is None:
        partners = [each.person.id for each in case.leaders if each is not leader and each.leading.leads(number)]
        mail_to(session, "module_words", partners, case.run, now)
    feedback.words, feedback.written_at = written, now
    session.add(feedback)
    session.flush()
    trace(session, case.run.organisation_id, actor, "course.feedback", "course_run", case.run.id, now)
    return feedback
