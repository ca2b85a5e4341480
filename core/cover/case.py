"""One request for somebody to come in, with the run it is for, loaded for a decision about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, require
from core.courses.case import CourseCase, load
from core.cover.rules import CoverAnswer, CoverState, cover_state
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseModule
from db.cover import CoverAsked, CoverRequest
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class CoverCase:
    """A request, the run, and those who were asked, in the order of their names."""

    request: CoverRequest
    course: CourseCase
    asked: tuple[tuple[CoverAsked, Person], ...]

    @property
    def modules(self) -> list[CourseModule]:
        """The modules somebody is needed for."""
        wanted = range(self.request.from_module, self.request.to_module + 1)
        return [module for module in self.course.modules if module.number in wanted]

    @property
    def absent(self) -> str:
        """Who cannot be there; "" for a place that is empty."""
        rows = (each for each in self.course.leaders if each.row.engagement_id == self.request.engagement_id)
        return next((each.person.name for each in rows), "")

    @property
    def beside(self) -> list[Person]:
        """Who leads these modules too, and is there."""
        return [
            each.person
            for each in self.course.leaders
            if each.row.stopped_on is None
            and each.row.engagement_id not in (self.request.engagement_id, self.request.taken_by_id)
            and any(each.leading.leads(module.number) for module in self.modules)
        ]

    def state(self, now: datetime) -> CoverState:
        """How far it has come; a run that was cancelled needs nobody."""
        return cover_state(
            taken=self.request.taken_at is not None,
            called_off=self.request.called_off_at is not None or self.course.run.cancelled_at is not None,
            last_ends_at=max((module.ends_at for module in self.modules), default=now),
            now=now,
        )

    def hoping(self, but: UUID | None = None) -> list[Person]:
        """Those who were asked and have not said no, but for this engagement."""
        return [person for asked, person in self.asked if asked.answer != CoverAnswer.NO and asked.engagement_id != but]


def load_cover(session: Session, request_id: UUID, *, lock: bool = False) -> CoverCase:
    """The request; where `lock`, held with its run until the transaction ends, the run first, so that two who say yes
    at once come one after the other. "not_found" where there is none."""
    run_id = session.exec(select(CoverRequest.course_run_id).where(CoverRequest.id == request_id)).one_or_none()
    if run_id is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    course = load(session, run_id, lock=lock)
    wanted = select(CoverRequest).where(CoverRequest.id == request_id)
    request = session.exec(
        (wanted.with_for_update() if lock else wanted).execution_options(populate_existing=True)
    ).one()
    rows = session.exec(
        select(CoverAsked, Person)
        .join(Engagement, col(Engagement.id) == col(CoverAsked.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(CoverAsked.request_id == request_id)
        .order_by(col(Person.name), col(CoverAsked.id))
        .execution_options(populate_existing=True)
    ).all()
    return CoverCase(request, course, tuple(rows))


def planned_cover(session: Session, actor: Actor, request_id: UUID, *, lock: bool = False) -> CoverCase:
    """The same for whoever plans the course: "not_found" or "not_allowed"."""
    case = load_cover(session, request_id, lock=lock)
    require(actor, Action.EDIT_COURSES, case.course.subject)
    return case
