"""Finding who could come in for an instructor: approved, free, near, and who knows the course."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, require
from core.approvals.reading import decided_for
from core.approvals.rules import approved_until
from core.courses.case import CourseCase, load, refuse_cancelled
from core.courses.reading import runs_of
from core.cover.rules import CandidateFacts, Nearness, Unfit, nearness, unfit, who_could
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.planning.reading import in_the_way_of_each
from core.programmes.publishing import versions_where
from db.courses import CourseModule
from db.organisations import Workplace
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class NewCover:
    """What is to be covered: modules of a run, for who cannot be there; `engagement_id` is None for an empty place."""

    run_id: UUID
    engagement_id: UUID | None
    from_module: int
    to_module: int


@dataclass(frozen=True, slots=True)
class CoverCandidate:
    """Somebody who could come in, how to reach them, and what speaks for them; `has_part` is whether they lead other
    modules of the same run."""

    engagement_id: UUID
    name: str
    phone: str
    mailable: bool
    approved_until: date
    nearness: Nearness
    led: int
    led_others: int
    has_part: bool = False


@dataclass(frozen=True, slots=True)
class CandidatesFound:
    """Who could come in, the likeliest first, and how many could not, by why."""

    candidates: tuple[CoverCandidate, ...]
    unfit: dict[Unfit, int]


def candidates(*, session: Session, actor: Actor, cover: NewCover, now: datetime) -> CandidatesFound:
    """Who could come in, of the volunteers of the run's programme who lead none of these modules; a fixed number of
    queries.

    Raises "not_found", "not_allowed", "course_cancelled" or "cover_modules".
    """
    case = load(session, cover.run_id)
    require(actor, Action.EDIT_COURSES, case.subject)
    modules = to_cover(case, cover, now)
    days = [local_day(module.starts_at) for module in modules]
    rows = _instructors(session, case, modules)
    facts = _facts(session, actor, case, rows, days, now)
    parts = {each.row.engagement_id for each in case.leaders}
    found = []
    for each in who_could(facts, days):
        _engagement, person, _place = rows[each.engagement_id]
        assert each.approved_until is not None
        found.append(
            CoverCandidate(
                engagement_id=each.engagement_id,
                name=person.name,
                phone=person.phone,
                mailable=bool(person.email),
                approved_until=each.approved_until,
                nearness=each.nearness,
                led=each.led,
                led_others=each.led_others,
                has_part=each.engagement_id in parts,
            )
        )
    counted: dict[Unfit, int] = {}
    for facts_ in facts:
        why = unfit(facts_, days)
        if why is not None:
            counted[why] = counted.get(why, 0) + 1
    return CandidatesFound(tuple(found), counted)


def to_cover(case: CourseCase, cover: NewCover, now: datetime) -> Sequence[CourseModule]:
    """The modules of `cover`; "cover_modules" where one was held or is over, or they are none that whoever cannot be
    there leads, "course_cancelled" where nobody is needed."""
    refuse_cancelled(case)
    wanted = range(cover.from_module, cover.to_module + 1)
    modules = [module for module in case.modules if module.number in wanted]
    if len(modules) != len(wanted) or not modules:
        raise DomainError(ErrorCode.COVER_MODULES)
    if any(module.held_at is not None or module.ends_at <= now for module in modules):
        raise DomainError(ErrorCode.COVER_MODULES)
    if cover.engagement_id is not None:
        led = [each.leading for each in case.leaders if each.row.engagement_id == cover.engagement_id]
        if not all(any(part.leads(module.number) for part in led) for module in modules):
            raise DomainError(ErrorCode.COVER_MODULES)
    return modules


def may_take(case: CourseCase, person_id: UUID, engagement_id: UUID, modules: Sequence[CourseModule]) -> bool:
    """Whether they could lead these modules beside what they have of the run: none of these is theirs, they did not
    have to stop, and what they have is theirs under the same engagement."""
    return not any(
        each.row.stopped_on is not None
        or each.row.engagement_id != engagement_id
        or any(each.leading.leads(module.number) for module in modules)
        for each in case.leaders
        if each.person.id == person_id
    )


def _instructors(
    session: Session, case: CourseCase, modules: Sequence[CourseModule]
) -> dict[UUID, tuple[Engagement, Person, Workplace]]:
    """The volunteers of the run's programme who could lead these modules beside what they have of it, by engagement."""
    run = case.run
    versions = versions_where(session, run.organisation_id, lambda each: each.id == run.programme)
    rows = session.exec(
        select(Engagement, Person, Workplace)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(
            Engagement.organisation_id == run.organisation_id,
            col(Engagement.ended_at).is_(None),
            col(Engagement.programme_version_id).in_(versions),
        )
        .order_by(col(Person.name), col(Engagement.id))
    )
    return {
        engagement.id: (engagement, person, place)
        for engagement, person, place in rows
        if may_take(case, person.id, engagement.id, modules)
    }


def _facts(
    session: Session,
    actor: Actor,
    case: CourseCase,
    rows: dict[UUID, tuple[Engagement, Person, Workplace]],
    days: Collection[date],
    now: datetime,
) -> list[CandidateFacts]:
    run, today = case.run, local_day(now)
    decided, led = decided_for(session, [*rows]), runs_of(session, [*rows])
    until = {each: approved_until(facts, today) for each, facts in decided.items()}
    # What else somebody does is read of those alone who are approved: they are few beside all the others.
    approved = [each for each, day in until.items() if day is not None]
    ways = in_the_way_of_each(session=session, actor=actor, engagement_ids=approved, days=days, today=today)
    place = session.get(Workplace, run.workplace_id) if run.workplace_id else None
    found = []
    for engagement_id, (engagement, person, own) in rows.items():
        runs = [each for each in led[engagement_id] if each.modules_held]
        same = sum(each.name == run.name for each in runs)
        found.append(
            CandidateFacts(
                engagement_id=engagement_id,
                name=person.name,
                approved_until=until.get(engagement_id),
                busy=bool(ways.get(engagement_id)),
                nearness=nearness(
                    same_place=place is not None and engagement.workplace_id == place.id,
                    there=place.address if place is not None else run.place,
                    theirs=(own.address, person.address),
                ),
                led=same,
                led_others=len(runs) - same,
            )
        )
    return found
