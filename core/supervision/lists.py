"""Reading supervisions: lists for the coordinator and the supervisor, a single one, and whom one can be ordered for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, case, col, exists, func, or_, select, union

from core.access.permissions import Action, Actor, Subject, organisations_where, require
from core.courses.reading import runs_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.people.search import PersonFound, hits
from core.programmes.publishing import programme_of, versions_where
from core.supervision.case import subject_of
from core.supervision.rules import SupervisionKind, SupervisionProgress, SupervisionState, state_of
from core.supervision.service import HOLDERS
from db.courses import CourseModule, CourseRun
from db.journey import EngagementNext
from db.organisations import Organisation
from db.pairs import Pair
from db.people import Engagement, Membership, Person
from db.supervision import LogTask, Supervision, SupervisionSubject

FINISHED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Supervised:
    """One instructor in a supervision, how to reach them, and their own feedback; "" and () until it is written."""

    engagement_id: UUID
    name: str
    went_well: str = ""
    work_on: str = ""
    feedback_at: datetime | None = None
    tasks: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SupervisionRow:
    """One supervision. `supervisor` and `course` are "" where none is named."""

    supervision_id: UUID
    organisation_id: UUID
    organisation: str
    kind: SupervisionKind
    state: SupervisionState
    supervised: tuple[Supervised, ...]
    supervisor_id: UUID | None
    supervisor: str
    course_run_id: UUID | None
    course: str
    course_module_id: UUID | None
    place: str
    planned_at: datetime | None
    held_on: date | None
    ordered_at: datetime
    ordered_by: str
    version: int

    @property
    def names(self) -> tuple[str, ...]:
        """The instructors it concerns."""
        return tuple(each.name for each in self.supervised)


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """A module of a course run, to plan a supervision on."""

    module_id: UUID
    number: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """A supervisor, and how many supervisions they are yet to hold."""

    person_id: UUID
    name: str
    count: int


def supervisions(
    *, session: Session, actor: Actor, organisation_id: UUID, finished: bool = False, most: int | None = None
) -> list[SupervisionRow]:
    """The organisation's supervisions that are under way, by day; or those that are finished or called off, the newest
    first. No more than `most`.
    """
    require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
    if finished:
        return rows(session, [Supervision.organisation_id == organisation_id, ~_under_way()], most=most)
    return rows(session, [col(Supervision.id).in_(_under_way_in(organisation_id))], most=most, order=BY_DAY)


def count_supervisions(*, session: Session, actor: Actor, organisation_id: UUID) -> int:
    """How many supervisions of the organisation are under way."""
    require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
    return session.exec(select(func.count()).select_from(_under_way_in(organisation_id).subquery())).one()


def holders(*, session: Session, actor: Actor, organisation_id: UUID) -> list[Holder]:
    """Who has supervisions to hold that are not held yet, by name."""
    require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
    found = session.exec(
        select(Person.id, Person.name, func.count(col(Supervision.id)))
        .join(Supervision, col(Supervision.supervisor_id) == Person.id)
        .where(
            Supervision.organisation_id == organisation_id,
            col(Supervision.cancelled_at).is_(None),
            col(Supervision.held_on).is_(None),
        )
        .group_by(col(Person.id), col(Person.name))
    )
    return sorted((Holder(*row) for row in found), key=lambda each: each.name.casefold())


def my_supervisions(*, session: Session, actor: Actor, finished: bool = False) -> list[SupervisionRow]:
    """The supervisions that are the actor's to hold, in whichever organisations they supervise now (S6)."""
    require(actor, Action.HOLD_SUPERVISION)
    here = organisations_where(actor, Action.HOLD_SUPERVISION)
    own = [col(Supervision.organisation_id).in_(here), Supervision.supervisor_id == actor.person_id]
    return _listed(session, own, finished)


def supervisions_of(*, session: Session, actor: Actor, engagement_id: UUID) -> list[SupervisionRow] | None:
    """One instructor's supervisions for who orders them, newest first; None where the programme has none at all."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.ORDER_SUPERVISION, Subject.of(engagement))
    if programme_of(session, engagement.programme_version_id).approval is None:
        return None
    theirs = select(SupervisionSubject.supervision_id).where(SupervisionSubject.engagement_id == engagement_id)
    return rows(session, [col(Supervision.id).in_(theirs)])


def one_supervision(*, session: Session, actor: Actor, supervision_id: UUID) -> SupervisionRow:
    """One supervision for who holds or orders it; "not_found" or "not_allowed"."""
    found = session.get(Supervision, supervision_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.HOLD_SUPERVISION, subject_of(found))
    return rows(session, [Supervision.id == supervision_id])[0]


def modules_of(*, session: Session, actor: Actor, supervision_id: UUID) -> list[ModuleChoice]:
    """The modules a supervision can be planned on, in order."""
    found = session.get(Supervision, supervision_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.HOLD_SUPERVISION, subject_of(found))
    listed = session.exec(
        select(CourseModule.id, CourseModule.number, CourseModule.starts_at)
        .where(CourseModule.course_run_id == found.course_run_id)
        .order_by(col(CourseModule.number))
    )
    return [ModuleChoice(*module) for module in listed]


def supervisors(*, session: Session, actor: Actor, organisation_id: UUID) -> list[tuple[UUID, str]]:
    """Who can hold a supervision in the organisation: supervisors and coordinators, by name."""
    require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
    found = session.exec(
        select(Person.id, Person.name)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            col(Membership.ended_at).is_(None),
            col(Membership.role).in_(HOLDERS),
        )
        .distinct()
    ).all()
    return sorted(((person_id, name) for person_id, name in found), key=lambda each: each[1].casefold())


def to_supervise(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    search: str = "",
    engagement_ids: Collection[UUID] | None = None,
) -> list[PersonFound]:
    """The instructors of the organisation whose programme gives an approval, by name.

    Of those whose name holds `search` at most `core.people.search.ASKED_FOR`; or of `engagement_ids` alone, all.
    """
    require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
    approving = versions_where(session, organisation_id, lambda programme: programme.approval is not None)
    conditions = [col(Engagement.programme_version_id).in_(approving)]
    return hits(session, organisation_id, conditions, search, engagement_ids)


def led_by_all(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_ids: Collection[UUID]
) -> dict[UUID, str]:
    """The course runs, id → name, that every one of these instructors leads; those they step in for left out."""
    known = to_supervise(session=session, actor=actor, organisation_id=organisation_id, engagement_ids=engagement_ids)
    led = [
        {run.course_run_id: run.name for run in runs if not run.substitute}
        for runs in runs_of(session, [each.engagement_id for each in known]).values()
    ]
    return {run_id: name for run_id, name in led[0].items() if all(run_id in each for each in led)} if led else {}


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whom the next supervision of an instructor is likely for, and who usually holds it; None where nobody did."""

    engagement_ids: tuple[UUID, ...]
    supervisor_id: UUID | None


def suggested(*, session: Session, actor: Actor, organisation_id: UUID, engagement_id: UUID) -> Suggested:
    """The instructor, with the partner where that is likely, and who was to hold their last.

    That is where the same comes next for both, and the partner has had no more supervisions: whoever is further needs
    none now, and ordering for both would be refused.
    """
    require(actor, Action.ORDER_SUPERVISION, Subject(organisation_id))
    one = col(Pair.first_id) == engagement_id
    partner = session.exec(
        select(case((one, col(Pair.second_id)), else_=col(Pair.first_id))).where(
            or_(one, col(Pair.second_id) == engagement_id),
            Pair.organisation_id == organisation_id,
            col(Pair.ended_at).is_(None),
        )
    ).first()
    usual = session.exec(
        select(Supervision.supervisor_id)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
        .where(
            SupervisionSubject.engagement_id == engagement_id,
            Supervision.organisation_id == organisation_id,
            col(Supervision.supervisor_id).is_not(None),
            col(Supervision.cancelled_at).is_(None),
        )
        .order_by(col(Supervision.created_at).desc())
    ).first()
    both = (engagement_id,) if partner is None else (engagement_id, partner)
    had = dict(
        session.exec(
            select(SupervisionSubject.engagement_id, func.count())
            .join(Supervision, col(Supervision.id) == SupervisionSubject.supervision_id)
            .where(col(SupervisionSubject.engagement_id).in_(both), col(Supervision.cancelled_at).is_(None))
            .group_by(col(SupervisionSubject.engagement_id))
        ).all()
    )
    comes_next = dict(
        session.exec(
            select(EngagementNext.engagement_id, EngagementNext.kind).where(col(EngagementNext.engagement_id).in_(both))
        ).all()
    )
    as_far = tuple(
        each
        for each in both
        if had.get(each, 0) <= had.get(engagement_id, 0) and comes_next.get(each) == comes_next.get(engagement_id)
    )
    return Suggested(as_far, usual)


def _under_way() -> Any:
    """The SQL condition on `Supervision`: not called off, and not held or some feedback not written."""
    waiting = exists().where(
        col(SupervisionSubject.supervision_id) == col(Supervision.id), col(SupervisionSubject.feedback_at).is_(None)
    )
    return col(Supervision.cancelled_at).is_(None) & (col(Supervision.held_on).is_(None) | waiting)


def _under_way_in(organisation_id: UUID) -> Any:
    """The same as ids, of one organisation: not held, and feedback not written, each found from an index of its own,
    because a large organisation has held many times more."""
    here = select(Supervision.id).where(
        Supervision.organisation_id == organisation_id, col(Supervision.cancelled_at).is_(None)
    )
    waiting = here.join(SupervisionSubject, col(SupervisionSubject.supervision_id) == col(Supervision.id))
    return union(
        here.where(col(Supervision.held_on).is_(None)), waiting.where(col(SupervisionSubject.feedback_at).is_(None))
    )


def _listed(session: Session, conditions: Sequence[Any], finished: bool) -> list[SupervisionRow]:
    if finished:
        return rows(session, [*conditions, ~_under_way()], most=FINISHED_SHOWN)
    return rows(session, [*conditions, _under_way()], order=BY_DAY)


BY_DAY = (func.coalesce(Supervision.planned_at, Supervision.created_at), col(Supervision.id))
NEWEST_FIRST = (col(Supervision.held_on).desc(), col(Supervision.created_at).desc())


def rows(
    session: Session, conditions: Sequence[Any], *, most: int | None = None, order: Sequence[Any] = NEWEST_FIRST
) -> list[SupervisionRow]:
    """The supervisions that meet all conditions, newest first unless another `order` is asked for; a fixed number of
    queries however many there are."""
    holder, orderer = aliased(Person), aliased(Person)
    found = session.exec(
        select(  # type: ignore[call-overload]
            Supervision, Organisation.name, CourseRun.name, holder.name, orderer.name
        )
        .join(orderer, col(orderer.id) == Supervision.ordered_by_id)
        .join(Organisation, col(Organisation.id) == Supervision.organisation_id)
        .join(CourseRun, col(CourseRun.id) == Supervision.course_run_id, isouter=True)
        .join(holder, col(holder.id) == Supervision.supervisor_id, isouter=True)
        .where(*conditions)
        .order_by(*order)
        .limit(most)
    ).all()
    supervised = _supervised(session, [row.id for row, *_names in found])
    return [
        SupervisionRow(
            supervision_id=row.id,
            organisation_id=row.organisation_id,
            organisation=organisation,
            kind=SupervisionKind(row.kind),
            state=state_of(
                SupervisionProgress(
                    row.planned_at,
                    row.held_on,
                    row.cancelled_at is not None,
                    tuple(each.feedback_at is not None for each in supervised[row.id]),
                )
            ),
            supervised=tuple(supervised[row.id]),
            supervisor_id=row.supervisor_id,
            supervisor=supervisor or "",
            course_run_id=row.course_run_id,
            course=course or "",
            course_module_id=row.course_module_id,
            place=row.place,
            planned_at=row.planned_at,
            held_on=row.held_on,
            ordered_at=row.created_at,
            ordered_by=ordered_by,
            version=row.version,
        )
        for row, organisation, course, supervisor, ordered_by in found
    ]


def _supervised(session: Session, supervision_ids: Collection[UUID]) -> dict[UUID, list[Supervised]]:
    listed = session.exec(
        select(SupervisionSubject, Person)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(col(SupervisionSubject.supervision_id).in_(supervision_ids))
        .order_by(col(Person.name))
    ).all()
    tasks: dict[UUID | None, list[str]] = defaultdict(list)
    for task in session.exec(
        select(LogTask)
        .where(col(LogTask.subject_id).in_([subject.id for subject, _person in listed]))
        .order_by(col(LogTask.created_at), col(LogTask.id))
    ):
        tasks[task.subject_id].append(task.words)
    found: dict[UUID, list[Supervised]] = defaultdict(list)
    for subject, person in listed:
        found[subject.supervision_id].append(
            Supervised(
                subject.engagement_id,
                person.name,
                subject.went_well,
                subject.work_on,
                subject.feedback_at,
                tuple(tasks[subject.id]),
                person.phone,
                person.email,
            )
        )
    return found
