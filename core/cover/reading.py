"""Reading what is to be covered: what waits for somebody, who was asked for one, and what one is asked by a link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.courses.case import load
from core.courses.rules import ModuleTime
from core.cover.case import CoverCase, load_cover
from core.cover.rules import CoverAnswer, CoverState
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseModule, CourseRun
from db.cover import CoverAsked, CoverRequest
from db.crypto import token_hash
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class UncoveredRow:
    """Modules that nobody has taken yet: of which run, from which module to which, when the first begins, how many were
    asked, and how many of them have said no."""

    request_id: UUID
    run_id: UUID
    name: str
    from_module: int
    to_module: int
    starts_at: datetime
    asked: int
    said_no: int


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Somebody who was asked; `answer` is None until they answer."""

    asked_id: UUID
    engagement_id: UUID
    name: str
    phone: str
    mailable: bool
    answer: CoverAnswer | None


@dataclass(frozen=True, slots=True)
class CoverView:
    """One request as whoever plans the course reads it; `absent` and `taken_by` are "" for nobody."""

    request: CoverRequest
    state: CoverState
    modules: tuple[tuple[int, ModuleTime], ...]
    absent: str
    taken_by: str
    asked: tuple[AskedRow, ...]


@dataclass(frozen=True, slots=True)
class CoverQuestion:
    """What somebody is asked by their link: which course, when and where, with whom, and how it stands. `yours` is
    whether it is theirs."""

    name: str
    organisation: str
    phone: str
    course: str
    place: str
    modules: tuple[tuple[int, ModuleTime], ...]
    beside: tuple[str, ...]
    state: CoverState
    answer: CoverAnswer | None
    yours: bool
    language: str


def uncovered(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[UncoveredRow]:
    """What nobody has taken yet and is still ahead, the first to begin first; [] for who plans no courses. One
    query."""
    if not may(actor, Action.EDIT_COURSES, Subject(organisation_id)):
        return []
    asked = select(func.count()).where(CoverAsked.request_id == CoverRequest.id).correlate(CoverRequest)
    no = asked.where(CoverAsked.answer == CoverAnswer.NO)
    begins = func.min(CourseModule.starts_at)
    rows = session.exec(
        select(  # type: ignore[call-overload]
            CoverRequest.id,
            CourseRun.id,
            CourseRun.name,
            CoverRequest.from_module,
            CoverRequest.to_module,
            begins,
            asked.scalar_subquery(),
            no.scalar_subquery(),
        )
        .join(CourseRun, col(CourseRun.id) == col(CoverRequest.course_run_id))
        .join(CourseModule, col(CourseModule.course_run_id) == col(CourseRun.id))
        .where(
            CoverRequest.organisation_id == organisation_id,
            col(CoverRequest.taken_at).is_(None),
            col(CoverRequest.called_off_at).is_(None),
            col(CourseRun.cancelled_at).is_(None),
            CourseModule.number >= CoverRequest.from_module,
            CourseModule.number <= CoverRequest.to_module,
            CourseModule.ends_at > now,
        )
        .group_by(
            col(CoverRequest.id),
            col(CourseRun.id),
            col(CourseRun.name),
            col(CoverRequest.from_module),
            col(CoverRequest.to_module),
        )
        .order_by(begins, col(CoverRequest.id))
    )
    return [UncoveredRow(*row) for row in rows]


def covers_of(*, session: Session, actor: Actor, run_id: UUID, now: datetime) -> list[CoverView]:
    """The requests of a run, the newest first, for whoever plans it; "not_found" or "not_allowed"."""
    require(actor, Action.EDIT_COURSES, load(session, run_id).subject)
    ids = session.exec(
        select(CoverRequest.id)
        .where(CoverRequest.course_run_id == run_id)
        .order_by(col(CoverRequest.asked_at).desc(), col(CoverRequest.id))
    ).all()
    return [_view(session, load_cover(session, each), now) for each in ids]


def cover_question(*, session: Session, token: str, now: datetime) -> CoverQuestion:
    """What somebody is asked by their link; "link_unusable" for one that leads nowhere."""
    asked = session.exec(select(CoverAsked).where(CoverAsked.token_hash == token_hash(token))).one_or_none()
    if asked is None:
        raise DomainError(ErrorCode.LINK_UNUSABLE)
    case = load_cover(session, asked.request_id)
    person = next(who for each, who in case.asked if each.id == asked.id)
    run, by = case.course.run, session.get_one(Person, case.request.asked_by_id)
    organisation = session.get_one(Organisation, run.organisation_id)
    place = session.get(Workplace, run.workplace_id) if run.workplace_id else None
    return CoverQuestion(
        name=person.name,
        organisation=organisation.name,
        phone=by.phone or organisation.phone,
        course=run.name,
        place=run.place or (place.name if place else ""),
        modules=_times(case),
        beside=tuple(each.name for each in case.beside),
        state=case.state(now),
        answer=CoverAnswer(asked.answer) if asked.answer else None,
        yours=case.request.taken_by_id == asked.engagement_id,
        language=person.language,
    )


def _view(session: Session, case: CoverCase, now: datetime) -> CoverView:
    taken_by = ""
    if case.request.taken_by_id is not None:
        taken_by = session.exec(
            select(Person.name)
            .join(Engagement, col(Engagement.person_id) == col(Person.id))
            .where(Engagement.id == case.request.taken_by_id)
        ).one()
    return CoverView(
        request=case.request,
        state=case.state(now),
        modules=_times(case),
        absent=case.absent,
        taken_by=taken_by,
        asked=tuple(
            AskedRow(
                asked.id,
                asked.engagement_id,
                person.name,
                person.phone,
                bool(person.email),
                CoverAnswer(asked.answer) if asked.answer else None,
            )
            for asked, person in case.asked
        ),
    )


def _times(case: CoverCase) -> tuple[tuple[int, ModuleTime], ...]:
    return tuple((each.number, ModuleTime(each.starts_at, each.ends_at)) for each in case.modules)
