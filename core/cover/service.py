"""Somebody who comes in for an instructor: asked in one deed, and the first who says yes has it."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Role, require
from core.access.trail import trace
from core.courses.case import load
from core.courses.leading import refuse_collisions
from core.courses.rules import LeaderSpan, check_leading
from core.cover.case import CoverCase, load_cover, planned_cover
from core.cover.finding import NewCover, candidates, may_take, to_cover
from core.cover.rules import CoverAnswer, CoverState
from core.error_codes import ErrorCode
from core.errors import DomainError
from db import outbox
from db.courses import CourseInstructor
from db.cover import CoverAsked, CoverRequest
from db.crypto import token_hash
from db.engine import transaction
from db.people import Engagement, Membership, Person

# Somebody who answers by a link has no login in this run.
BY_LINK = UUID(int=0)


def ask_for_cover(
    *, session: Session, actor: Actor, cover: NewCover, engagement_ids: Collection[UUID], now: datetime
) -> CoverRequest:
    """Ask these people to come in: each gets a mail with a link of their own, and the first yes has it.

    Raises "cover_nobody", "cover_cannot" for somebody who could not come in, "cover_asked_already" where somebody is
    being asked for one of these modules, or what `candidates` refuses.
    """
    with transaction(session):
        case = load(session, cover.run_id, lock=True)
        require(actor, Action.EDIT_COURSES, case.subject)
        to_cover(case, cover, now)
        if not engagement_ids:
            raise DomainError(ErrorCode.COVER_NOBODY)
        able = candidates(session=session, actor=actor, cover=cover, now=now).candidates
        unable = set(engagement_ids) - {each.engagement_id for each in able}
        if unable:
            raise DomainError(ErrorCode.COVER_CANNOT, name=_name(session, case.run.organisation_id, unable.pop()))
        if _is_asked_for(session, cover):
            raise DomainError(ErrorCode.COVER_ASKED_ALREADY)
        request = CoverRequest(
            organisation_id=case.run.organisation_id,
            course_run_id=case.run.id,
            engagement_id=cover.engagement_id,
            from_module=cover.from_module,
            to_module=cover.to_module,
            asked_by_id=actor.person_id,
            asked_at=now,
        )
        session.add(request)
        session.flush()
        _ask(session, request, engagement_ids, now)
        trace(session, request.organisation_id, actor, "cover.asked", "course_run", case.run.id, now)
        return request


def ask_more(
    *, session: Session, actor: Actor, request_id: UUID, engagement_ids: Collection[UUID], now: datetime
) -> None:
    """Ask others too, who were not asked yet. Raises "cover_over", or what `ask_for_cover` refuses."""
    with transaction(session):
        case = _open(planned_cover(session, actor, request_id, lock=True), now)
        request = case.request
        cover = NewCover(request.course_run_id, request.engagement_id, request.from_module, request.to_module)
        able = {
            each.engagement_id for each in candidates(session=session, actor=actor, cover=cover, now=now).candidates
        }
        new = set(engagement_ids) - {asked.engagement_id for asked, _person in case.asked}
        if not new:
            raise DomainError(ErrorCode.COVER_NOBODY)
        if new - able:
            raise DomainError(ErrorCode.COVER_CANNOT, name=_name(session, request.organisation_id, (new - able).pop()))
        _ask(session, request, new, now)
        trace(session, request.organisation_id, actor, "cover.asked", "course_run", request.course_run_id, now)


def answer_cover(*, session: Session, token: str, answer: CoverAnswer, now: datetime) -> CoverState:
    """What somebody says who was asked, by their link; how it stands then. Who says yes while it is open has it.

    A yes that comes too late is kept and no refusal: its writer is told that somebody was faster. Raises
    "link_unusable", or "cover_cannot" and "course_collides" where they are elsewhere by now.
    """
    with transaction(session):
        asked = session.exec(select(CoverAsked).where(CoverAsked.token_hash == token_hash(token))).one_or_none()
        if asked is None:
            raise DomainError(ErrorCode.LINK_UNUSABLE)
        return _answer(session, asked.request_id, asked.id, answer, None, now)


def answer_for(*, session: Session, actor: Actor, asked_id: UUID, answer: CoverAnswer, now: datetime) -> CoverState:
    """The same for somebody who said it on the phone, written down by whoever plans the course."""
    with transaction(session):
        asked = session.get(CoverAsked, asked_id)
        if asked is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        planned_cover(session, actor, asked.request_id)
        return _answer(session, asked.request_id, asked.id, answer, actor, now)


def call_cover_off(*, session: Session, actor: Actor, request_id: UUID, now: datetime) -> None:
    """Nobody is needed after all; those who were asked and have not said no are told. Raises "cover_over"."""
    with transaction(session):
        case = _open(planned_cover(session, actor, request_id, lock=True), now)
        case.request.called_off_at = now
        session.add(case.request)
        session.flush()
        _tell(session, case, "cover_not_needed", case.hoping(), now)
        trace(session, case.request.organisation_id, actor, "cover.called_off", "course_run", case.course.run.id, now)


def _answer(
    session: Session, request_id: UUID, asked_id: UUID, answer: CoverAnswer, actor: Actor | None, now: datetime
) -> CoverState:
    """Write an answer down; `actor` is whoever writes it for somebody, None for who answers by a link."""
    case = load_cover(session, request_id, lock=True)
    asked, person = next((each, who) for each, who in case.asked if each.id == asked_id)
    by = actor or Actor(person.id, BY_LINK, person.name, person.language, ())
    state = case.state(now)
    if case.request.taken_by_id == asked.engagement_id:
        return state  # it is theirs already; whoever cannot after all calls
    asked.answer, asked.answered_at = answer, now
    session.add(asked)
    session.flush()
    trace(session, case.request.organisation_id, by, "cover.answered", "engagement", asked.engagement_id, now)
    if answer is CoverAnswer.NO or state is not CoverState.OPEN:
        return state
    _take(session, case, asked, person, by, now)
    return CoverState.TAKEN


def _take(session: Session, case: CoverCase, asked: CoverAsked, person: Person, by: Actor, now: datetime) -> None:
    """Let them come in, and tell everybody."""
    request, run = case.request, case.course.run
    engagement = session.get_one(Engagement, asked.engagement_id)
    if engagement.ended_at is not None or not may_take(case.course, person.id, engagement.id, case.modules):
        raise DomainError(ErrorCode.COVER_CANNOT, name=person.name)
    span = LeaderSpan(asked.engagement_id, request.from_module, request.to_module, substitute=True)
    going_on = [each.leading for each in case.course.leaders if each.row.stopped_on is None]
    check_leading([*going_on, span], len(case.course.modules))
    refuse_collisions(session, by, run, {(person.id, person.name): case.course.open_meetings(span)})
    last = len(case.course.modules)
    session.add(
        CourseInstructor(
            course_run_id=run.id,
            engagement_id=asked.engagement_id,
            substitute=True,
            from_module=request.from_module,
            to_module=None if request.to_module >= last else request.to_module,
        )
    )
    request.taken_by_id, request.taken_at = asked.engagement_id, now
    run.version += 1
    session.add_all([request, run])
    session.flush()
    trace(session, request.organisation_id, by, "cover.taken", "course_run", run.id, now)
    _tell(session, case, "cover_yours", [person], now)
    _tell(session, case, "cover_taken", case.hoping(but=asked.engagement_id), now)
    concerned = {each.id: each for each in case.beside}
    for each in _others_told(session, case):
        concerned.setdefault(each.id, each)
    for known in (person.id, *(each.id for each in case.hoping()), by.person_id):
        concerned.pop(known, None)
    _tell(session, case, "cover_found", concerned.values(), now)


def _others_told(session: Session, case: CoverCase) -> list[Person]:
    """Whoever asked, whoever cannot be there, and the contact persons of the place where the course is."""
    request, run = case.request, case.course.run
    absent = select(Engagement.person_id).where(Engagement.id == request.engagement_id)
    contacts = select(Membership.person_id).where(
        Membership.organisation_id == request.organisation_id,
        Membership.role == Role.CONTACT_PERSON,
        Membership.workplace_id == run.workplace_id,
        col(Membership.workplace_id).is_not(None),
        col(Membership.ended_at).is_(None),
    )
    wanted = {request.asked_by_id, *session.exec(absent), *session.exec(contacts)}
    return list(session.exec(select(Person).where(col(Person.id).in_(wanted)).order_by(col(Person.name))))


def _ask(session: Session, request: CoverRequest, engagement_ids: Iterable[UUID], now: datetime) -> None:
    for engagement_id in dict.fromkeys(engagement_ids):
        token = secrets.token_urlsafe(24)
        asked = CoverAsked(
            request_id=request.id, engagement_id=engagement_id, token=token, token_hash=token_hash(token)
        )
        session.add(asked)
        session.flush()
        engagement = session.get_one(Engagement, engagement_id)
        about = {"cover_id": request.id, "asked_id": asked.id}
        outbox.mail(
            session,
            "cover_asked",
            [engagement.person_id],
            organisation_id=request.organisation_id,
            now=now,
            about=about,
        )


def _tell(session: Session, case: CoverCase, message: str, people: Iterable[Person], now: datetime) -> None:
    outbox.mail(
        session,
        message,
        [each.id for each in people],
        organisation_id=case.request.organisation_id,
        now=now,
        about={"cover_id": case.request.id},
    )


def _open(case: CoverCase, now: datetime) -> CoverCase:
    if case.state(now) is not CoverState.OPEN:
        raise DomainError(ErrorCode.COVER_OVER)
    return case


def _is_asked_for(session: Session, cover: NewCover) -> bool:
    """Whether somebody is being asked for one of these modules, for the same person."""
    open_ones = session.exec(
        select(CoverRequest).where(
            CoverRequest.course_run_id == cover.run_id,
            col(CoverRequest.taken_at).is_(None),
            col(CoverRequest.called_off_at).is_(None),
            CoverRequest.from_module <= cover.to_module,
            CoverRequest.to_module >= cover.from_module,
        )
    )
    return any(each.engagement_id == cover.engagement_id for each in open_ones)


def _name(session: Session, organisation_id: UUID, engagement_id: UUID) -> str:
    """Who an engagement of the organisation is of; of another's no name is told."""
    return str(
        session.exec(
            select(Person.name)
            .join(Engagement, col(Engagement.person_id) == col(Person.id))
            .where(Engagement.id == engagement_id, Engagement.organisation_id == organisation_id)
        ).one_or_none()
        or ""
    )
