"""The register of volunteers: found, sorted and paged in SQL over what comes next for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from core.access.permissions import Action, Actor
from core.access.reach import visible_to
from core.access.trail import trace
from core.i18n import local_day
from core.journey.projecting import refresh
from core.journey.urgency import Urgency
from core.people.filter import filter_conditions
from core.people.search import finds
from core.register.choices import A_PAGE, Acts, Column, RegisterFilter, RegisterOrder, page_of
from core.today.rules import OF_URGENCY, When
from core.today.turns import to_sign_by, turn_of
from db.engine import transaction
from db.journey import EngagementNext
from db.organisations import Workplace
from db.pairs import Pair
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One volunteer of a register; what comes next is named as in `EngagementNext`, `programme` is an identifier.

    `waits_for` is the name of whom the next thing waits for, "" for the reader and for whom a row cannot name.
    `latin_name` is how the name is printed where no font has its letters; `partner` is "" for who is in no pair.
    `version` is the engagement's: who changes it says what they have read.
    """

    engagement_id: UUID
    person_id: UUID
    name: str
    latin_name: str
    phone: str
    email: str
    workplace: str
    programme: str
    contact_person: str
    partner: str
    begins_on: date | None
    ended_on: date | None
    version: int
    step: str
    kind: str
    owner: str
    reason: str
    stage: str
    due_on: date | None
    approved_until: date | None
    courses_missing: int | None
    waits_for: str
    my_turn: bool
    when: When


@dataclass(frozen=True, slots=True)
class Register:
    """One page of rows; `total` is how many there are on all pages."""

    rows: tuple[RegisterRow, ...]
    total: int
    page: int


class _RegisterRecord(NamedTuple):
    engagement_id: UUID
    person_id: UUID
    name: str
    latin_name: str
    phone: str
    email: str
    workplace: str
    programme: str
    contact_person_id: UUID
    contact_person: str
    coordinator_id: UUID
    coordinator: str
    begins_on: date | None
    ended_on: date | None
    ended_at: datetime | None
    version: int
    step: str | None
    kind: str | None
    owner: str | None
    reason: str | None
    stage: str | None
    due_on: date | None
    approved_until: date | None
    courses_missing: int | None
    urgency: int | None
    to_sign: bool


EVERYBODY = RegisterFilter()


def register(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: RegisterFilter = EVERYBODY,
    order: RegisterOrder = RegisterOrder.NAME,
    backwards: bool = False,
    page: int = 1,
    now: datetime,
) -> Register:
    """A page of `A_PAGE` volunteers the actor may see, `backwards` the other way round; a page beyond the last is the
    last.

    What another day says otherwise is written anew first. Four queries however many there are. "not_allowed" without
    the right to see volunteers there.
    """
    chosen = _chosen(session, actor, organisation_id, filtered_by, now)
    total = session.exec(select(func.count()).select_from(chosen.subquery())).one()
    page = page_of(page, total)
    if not total:
        return Register((), 0, page)
    by = _order(order, filtered_by, backwards=backwards)
    ordered = chosen.order_by(*by).limit(A_PAGE).offset((page - 1) * A_PAGE)
    return Register(_rows(session, actor, ordered, by), total, page)


def register_row(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_id: UUID, now: datetime
) -> RegisterRow | None:
    """The row of one volunteer, None where there is none within the actor's reach or they have stopped."""
    chosen = _chosen(session, actor, organisation_id, EVERYBODY, now).where(col(Engagement.id) == engagement_id)
    return next(iter(_rows(session, actor, chosen, ())), None)


def everyone_found(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: RegisterFilter = EVERYBODY,
    order: RegisterOrder = RegisterOrder.NAME,
    backwards: bool = False,
    now: datetime,
) -> tuple[RegisterRow, ...]:
    """The rows of all pages, for what is done to all who are found; as `register` else."""
    chosen = _chosen(session, actor, organisation_id, filtered_by, now)
    return _rows(session, actor, chosen, _order(order, filtered_by, backwards=backwards))


def take_along(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: RegisterFilter = EVERYBODY,
    order: RegisterOrder = RegisterOrder.NAME,
    backwards: bool = False,
    columns: Sequence[Column] = (),
    now: datetime,
) -> tuple[RegisterRow, ...]:
    """The rows of all pages, for a table that leaves the portal with these columns; what was taken is in the log.

    Raises as `register`.
    """
    with transaction(session):
        rows = everyone_found(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            filtered_by=filtered_by,
            order=order,
            backwards=backwards,
            now=now,
        )
        trace(session, organisation_id, actor, "volunteers.downloaded", "organisation", organisation_id, now, columns)
        return rows


def _chosen(session: Session, actor: Actor, organisation_id: UUID, filtered_by: RegisterFilter, now: datetime) -> Any:
    """The engagements that fit, not yet in any order."""
    conditions = [
        *visible_to(actor, Action.SEE_VOLUNTEERS, organisation_id),
        *filter_conditions(filtered_by),
        *_conditions(filtered_by, actor),
    ]
    refresh(session, organisation_id, local_day(now))
    # Who has ended stands in no projection, and names are looked up only where they are searched or sorted by.
    chosen: Any = select(Engagement.id)
    if filtered_by.former:
        chosen = chosen.join(Person, col(Person.id) == col(Engagement.person_id)).join(
            EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id), isouter=True
        )
    else:
        chosen = chosen.join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        conditions.append(col(EngagementNext.organisation_id) == organisation_id)
    return chosen.where(*conditions)


def _conditions(filtered_by: RegisterFilter, actor: Actor) -> list[Any]:
    ended = col(Engagement.ended_at)
    conditions: list[Any] = [ended.is_not(None) if filtered_by.former else ended.is_(None)]
    if filtered_by.mine:
        own = (col(Engagement.coordinator_id), col(Engagement.contact_person_id))
        conditions.append(or_(*(column == actor.person_id for column in own)))
    if filtered_by.stage is not None:
        conditions.append(col(EngagementNext.stage) == filtered_by.stage)
    if filtered_by.acts is not None:
        owned = col(EngagementNext.owner) == filtered_by.acts
        conditions.append(turn_of(actor) if filtered_by.acts is Acts.ME else owned)
    if filtered_by.since is not None:
        conditions.append(col(EngagementNext.approved_until) >= filtered_by.since)
    if filtered_by.before is not None:
        conditions.append(col(EngagementNext.approved_until) <= filtered_by.before)
    found_by = Person.found_by if filtered_by.former else EngagementNext.found_by
    return [*conditions, *finds(col(found_by), filtered_by.search)]


def _order(order: RegisterOrder, filtered_by: RegisterFilter, *, backwards: bool) -> tuple[Any, ...]:
    """What to sort by, the same rows always in the same order; who has nothing there stands last both ways."""
    name = func.lower(Person.name) if filtered_by.former else col(EngagementNext.sought)
    first: tuple[Any, ...] = ()
    match order:
        case RegisterOrder.URGENT:
            first = (col(EngagementNext.urgency), col(EngagementNext.due_on))
        case RegisterOrder.APPROVAL:
            first = (col(EngagementNext.approved_until),)
        case RegisterOrder.NEWEST:
            # The newest stand first unless they are asked for the other way round.
            first, backwards = (col(Engagement.created_at),), not backwards
        case RegisterOrder.BEGINS:
            first = (col(Engagement.begins_on),)
        case RegisterOrder.STAGE:
            first = (col(EngagementNext.stage),)
        case RegisterOrder.NAME:
            return (name.desc() if backwards else name, col(Engagement.id))
        case RegisterOrder.WORKPLACE:
            first = (_WORKPLACE,)
        case RegisterOrder.PROGRAMME:
            first = (_PROGRAMME,)
        case RegisterOrder.CONTACT_PERSON:
            first = (_CONTACT_PERSON,)
    sorted_by = [part for each in first for part in (each.is_(None), each.desc() if backwards else each)]
    return (*sorted_by, name, col(Engagement.id))


def _name_of(table: Any, name: str, key: str) -> Any:
    """SQL: what stands in the row of `table` that an engagement names."""
    row = aliased(table)
    return (
        select(func.lower(getattr(row, name)))
        .where(row.id == getattr(Engagement, key))
        .correlate(Engagement)
        .scalar_subquery()
    )


_WORKPLACE = _name_of(Workplace, "name", "workplace_id")
_PROGRAMME = _name_of(ProgrammeVersion, "programme", "programme_version_id")
_CONTACT_PERSON = _name_of(Person, "name", "contact_person_id")


def _all_lines() -> Any:
    contact, coordinator = aliased(Person), aliased(Person)
    return (
        select(  # type: ignore[call-overload, misc]
            Engagement.id,
            Engagement.person_id,
            Person.name,
            Person.latin_name,
            Person.phone,
            Person.email,
            Workplace.name,
            ProgrammeVersion.programme,
            Engagement.contact_person_id,
            contact.name,
            Engagement.coordinator_id,
            coordinator.name,
            Engagement.begins_on,
            Engagement.ended_on,
            Engagement.ended_at,
            Engagement.version,
            EngagementNext.step,
            EngagementNext.kind,
            EngagementNext.owner,
            EngagementNext.reason,
            EngagementNext.stage,
            EngagementNext.due_on,
            EngagementNext.approved_until,
            EngagementNext.courses_missing,
            EngagementNext.urgency,
        )
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(contact, contact.id == col(Engagement.contact_person_id))
        .join(coordinator, coordinator.id == col(Engagement.coordinator_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id), isouter=True)
    )


# Putting it together takes longer than running it, and all but the choice is always the same.
_LINES = _all_lines()


def _rows(session: Session, actor: Actor, chosen: Any, order: Sequence[Any]) -> tuple[RegisterRow, ...]:
    these = chosen.subquery()
    lines = _LINES.add_columns(to_sign_by(actor)).join(these, these.c.id == col(Engagement.id)).order_by(*order)
    found = [_RegisterRecord(*row) for row in session.exec(lines)]
    partners = _partners(session, chosen) if found else {}
    return tuple(_row(row, partners.get(row.engagement_id, ""), actor) for row in found)


def _partners(session: Session, chosen: Any) -> dict[UUID, str]:
    """The name of the partner of each who is in a pair."""
    these = chosen.subquery()
    one, other = col(Pair.first_id), col(Pair.second_id)
    found: dict[UUID, str] = {}
    asked: Any = (
        select(Pair.first_id, Pair.second_id, Engagement.id, Person.name)
        .join(Engagement, or_(col(Engagement.id) == one, col(Engagement.id) == other))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Pair.ended_at).is_(None), or_(one.in_(select(these.c.id)), other.in_(select(these.c.id))))
    )
    for first_id, second_id, engagement_id, name in session.exec(asked):
        found[second_id if engagement_id == first_id else first_id] = name
    return found


def _row(row: _RegisterRecord, partner: str, actor: Actor) -> RegisterRow:
    names: dict[str | None, tuple[UUID, str]] = {
        "coordinator": (row.coordinator_id, row.coordinator),
        "contact_person": (row.contact_person_id, row.contact_person),
        "volunteer": (row.person_id, row.name),
    }
    owner_id, owner_name = names.get(row.owner, (None, ""))
    my_turn = owner_id == actor.person_id or bool(row.to_sign)
    ended = local_day(row.ended_at) if row.ended_at is not None else None
    return RegisterRow(
        engagement_id=row.engagement_id,
        person_id=row.person_id,
        name=row.name,
        latin_name=row.latin_name,
        phone=row.phone,
        email=row.email,
        workplace=row.workplace,
        programme=row.programme,
        contact_person=row.contact_person,
        partner=partner,
        begins_on=row.begins_on,
        ended_on=row.ended_on or ended,
        version=row.version,
        step=row.step or "",
        kind=row.kind or "",
        owner=row.owner or "",
        reason=row.reason or "",
        stage=row.stage or "",
        due_on=row.due_on,
        approved_until=row.approved_until,
        courses_missing=row.courses_missing,
        waits_for="" if my_turn else owner_name,
        my_turn=my_turn,
        when=OF_URGENCY[Urgency(row.urgency)] if row.urgency is not None else When.AHEAD,
    )
