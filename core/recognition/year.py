"""A year of recognition: the money, gift cards above what is usual, and who was thanked when (H1)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, cast, false
from sqlmodel import Session, and_, case, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import end_of_day, local_day
from core.programmes.programme import Celebrations
from core.programmes.publishing import programme_of, versions_where
from core.recognition.planning import MOST_COST
from core.recognition.rules import Gift
from core.recognition.spending import Spending, over_the_most, shares, unseen
from db.engine import transaction
from db.journey import EngagementNext
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person
from db.recognition import Recognised, Recognition, RecognitionBudget


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The budget and spending of one workplace, or of the whole organisation where `workplace_id` is None. `version` is
    that of the budget, 0 where nobody set one."""

    workplace_id: UUID | None
    name: str
    spending: Spending
    version: int


@dataclass(frozen=True, slots=True)
class VolunteerThanks:
    """A volunteer with the days they were thanked on, oldest first; `forgotten` is whether nobody did for long."""

    engagement_id: UUID
    name: str
    workplace: str
    days: tuple[date, ...]
    forgotten: bool


@dataclass(frozen=True, slots=True)
class VolunteerThanksPage:
    """A page of volunteers with their thanks, and how many volunteers there are in all."""

    rows: tuple[VolunteerThanks, ...]
    total: int


def money_of(*, session: Session, actor: Actor, organisation_id: UUID, year: int) -> tuple[BudgetLine, ...]:
    """What may be, was and will be spent in `year`: by all, and then at each workplace, by name."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    spent: Counter[UUID | None] = Counter()
    committed: Counter[UUID | None] = Counter()
    for place_id, given, part in _money(session, organisation_id, year):
        (spent if given else committed)[place_id] += part
    budgets = {
        row.workplace_id: row
        for row in session.exec(
            select(RecognitionBudget).where(
                RecognitionBudget.organisation_id == organisation_id, RecognitionBudget.year == year
            )
        )
    }
    names = dict(
        session.exec(select(Workplace.id, Workplace.name).where(Workplace.organisation_id == organisation_id)).all()
    )
    whole = session.get_one(Organisation, organisation_id).name

    def place(workplace_id: UUID | None, name: str, paid: int, coming: int) -> BudgetLine:
        found = budgets.get(workplace_id)
        spending = Spending(found.amount if found else None, paid, coming)
        return BudgetLine(workplace_id, name, spending, found.version if found else 0)

    ordered = sorted(names.items(), key=lambda each: each[1].casefold())
    return (
        place(None, whole, spent.total(), committed.total()),
        *(place(workplace_id, name, spent[workplace_id], committed[workplace_id]) for workplace_id, name in ordered),
    )


@dataclass(frozen=True, slots=True)
class BudgetDetails:
    """What may be spent in a year, in øre: at a workplace, or in the whole organisation without one."""

    workplace_id: UUID | None
    year: int
    amount: int


def set_budget(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    details: BudgetDetails,
    expected_version: int,
    now: datetime,
) -> None:
    """Say what may be spent. Raises "changed_meanwhile", "cost_invalid", or "not_found" for a workplace of somebody
    else."""
    workplace_id, year, amount = details.workplace_id, details.year, details.amount
    with transaction(session):
        require(actor, Action.RECOGNISE, Subject(organisation_id))
        if not 0 <= amount <= MOST_COST * 100:
            raise DomainError(ErrorCode.COST_INVALID)
        # The row of the organisation is held, because no key tells two budgets without a workplace apart.
        session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
        workplace = session.get(Workplace, workplace_id) if workplace_id else None
        if workplace_id is not None and (workplace is None or workplace.organisation_id != organisation_id):
            raise DomainError(ErrorCode.NOT_FOUND)
        asked = select(RecognitionBudget).where(
            RecognitionBudget.organisation_id == organisation_id,
            col(RecognitionBudget.workplace_id).is_(None)
            if workplace_id is None
            else RecognitionBudget.workplace_id == workplace_id,
            RecognitionBudget.year == year,
        )
        found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if (found.version if found else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        budget = found or RecognitionBudget(
            organisation_id=organisation_id, workplace_id=workplace_id, year=year, amount=0, version=0
        )
        budget.amount, budget.version = amount, budget.version + 1
        session.add(budget)
        trace(session, organisation_id, actor, "recognition.budget", "organisation", organisation_id, now)


def above_what_is_usual(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    person_ids: Collection[UUID] = (),
    engagement_ids: Collection[UUID] = (),
    cost: int,
    year: int,
) -> tuple[tuple[str, int], ...]:
    """Who would get gift cards for more than their programme says in `year`, were these to share one of `cost` øre:
    the names, and what is usual in kroner. Nothing is refused: it is for the reader to think of."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    engaged = select(Engagement.person_id).where(
        col(Engagement.id).in_(engagement_ids), Engagement.organisation_id == organisation_id
    )
    people = {*person_ids, *session.exec(engaged).all()} if engagement_ids else set(person_ids)
    if not people or not cost:
        return ()
    given: Counter[UUID] = Counter()
    for made, persons in _cards_in(session, organisation_id, year):
        for person_id, part in shares(made.cost if made.given_on else made.planned_cost, persons).items():
            given[person_id] += part
    most = _most(session, organisation_id, people)
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people))).all())
    each = cost // len(people)
    found = [
        (names[person_id], most[person_id])
        for person_id in people
        if over_the_most(given[person_id], each, most[person_id])
    ]
    return tuple(sorted(found))


def forgotten(*, session: Session, actor: Actor, organisation_id: UUID, today: date, count: int) -> VolunteerThanksPage:
    """The first of those nobody thanked for as long as their programme says, by name and never by how often."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    versions = versions_where(session, organisation_id, lambda _programme: True)
    # Most programmes wait equally long: who was thanked is read once for each number of days.
    alike: dict[int, list[UUID]] = defaultdict(list)
    for version in versions:
        alike[_days_of(session, version)].append(version)
    long_ago = [_unseen(organisation_id, of_days, days, today) for days, of_days in alike.items()]
    here = _open_here(organisation_id, [or_(false(), *long_ago)])
    return _page(session, here.order_by(*_BY_NAME), here, today, count)


def next_to_thank(
    *, session: Session, actor: Actor, organisation_id: UUID, today: date, count: int
) -> VolunteerThanksPage:
    """The first `count` to thank next: who was never thanked, then whose last thanks are longest ago; by name among
    equals, and never by how often."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    last = (
        select(col(Recognised.engagement_id).label("id"), func.max(Recognition.given_on).label("on"))
        .join(Recognition, col(Recognition.id) == col(Recognised.recognition_id))
        .where(Recognition.organisation_id == organisation_id, *_GIVEN)
        .group_by(col(Recognised.engagement_id))
        .subquery()
        .c
    )
    longest_ago = (case((last.on.is_(None), 0), else_=1), last.on, *_BY_NAME)
    asked = _open_here(organisation_id, []).join(
        last.on.table, last.id == col(EngagementNext.engagement_id), isouter=True
    )
    found = _page(session, asked.order_by(*longest_ago), _open_here(organisation_id, []), today, count)
    rows = sorted(found.rows, key=lambda each: (each.days[-1:], each.name.casefold()))
    return VolunteerThanksPage(tuple(rows), found.total)


_BY_NAME: tuple[Any, ...] = (col(EngagementNext.sought), col(EngagementNext.engagement_id))


def _page(session: Session, in_order: Any, everybody: Any, today: date, count: int) -> VolunteerThanksPage:
    """The first `count` of engagements `in_order`, by name; `everybody` is what is counted."""
    # Chosen and sorted first, so that names are looked up for those alone.
    chosen = in_order.limit(count).subquery().c
    rows = session.exec(
        select(  # type: ignore[call-overload]
            Engagement.id,
            Person.name,
            Workplace.name,
            Engagement.begins_on,
            Engagement.created_at,
            Engagement.programme_version_id,
        )
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(col(EngagementNext.engagement_id).in_(select(chosen.engagement_id)))
        .order_by(*_BY_NAME)
    ).all()
    # Fewer than were asked for are the last there are: those are not counted, which would look at everybody again.
    total = len(rows)
    if total == count:
        total = session.exec(select(func.count()).select_from(everybody.subquery())).one()
    days = _thanked_on(session, [row[0] for row in rows])
    found = (
        VolunteerThanks(
            engagement_id=engagement_id,
            name=name,
            workplace=workplace,
            days=tuple(days[engagement_id]),
            forgotten=unseen(
                begins_on or local_day(created_at), days[engagement_id], _days_of(session, version_id), today
            ),
        )
        for engagement_id, name, workplace, begins_on, created_at, version_id in rows
    )
    return VolunteerThanksPage(tuple(found), total)


def _open_here(organisation_id: UUID, conditions: Sequence[Any]) -> Any:
    """Those who have not ended: nobody else has a row. Engagements are read only where there are conditions on them."""
    asked = select(EngagementNext.engagement_id).where(EngagementNext.organisation_id == organisation_id)
    if not conditions:
        return asked
    return asked.join(Engagement, col(Engagement.id) == col(EngagementNext.engagement_id)).where(*conditions)


def _days_of(session: Session, programme_version_id: UUID) -> int:
    return programme_of(session, programme_version_id).recognition.unseen_days


# A thank-you somebody was given: they were not invited, or said yes.
_GIVEN: tuple[Any, ...] = (
    col(Recognition.given_on).is_not(None),
    or_(col(Recognised.comes).is_(None), col(Recognised.comes).is_(True)),
)


def _unseen(organisation_id: UUID, version_ids: Collection[UUID], days: int, today: date) -> Any:
    """`unseen` in the database's words, for those in these versions of programmes."""
    since = today - timedelta(days=days)
    begins = col(Engagement.begins_on)
    seen = (
        select(Recognised.engagement_id)
        .join(Recognition, col(Recognition.id) == col(Recognised.recognition_id))
        .where(
            Recognition.organisation_id == organisation_id,
            col(Recognised.engagement_id).is_not(None),
            col(Recognition.given_on) > since,
            *_GIVEN,
        )
    )
    return and_(
        col(Engagement.programme_version_id).in_(version_ids),
        or_(begins <= since, and_(begins.is_(None), col(Engagement.created_at) < end_of_day(since))),
        col(Engagement.id).not_in(seen),
    )


def _thanked_on(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    """The days each of these was thanked on, oldest first."""
    days: dict[UUID, list[date]] = defaultdict(list)
    rows = session.exec(
        select(col(Recognised.engagement_id), col(Recognition.given_on))
        .join(Recognition, col(Recognition.id) == col(Recognised.recognition_id))
        .where(col(Recognised.engagement_id).in_(engagement_ids), *_GIVEN)
        .order_by(col(Recognition.given_on))
    )
    for engagement_id, on in rows:
        if engagement_id is not None and on is not None:
            days[engagement_id].append(on)
    return days


def _money(session: Session, organisation_id: UUID, year: int) -> Iterator[tuple[UUID | None, bool, int]]:
    """The money of a year at each workplace, what was given and what is planned: each cost shared as `shares` does."""
    given = col(Recognition.given_on).is_not(None)
    cost = case((given, col(Recognition.cost)), else_=col(Recognition.planned_cost))
    each = (
        select(  # type: ignore[call-overload]
            col(Recognition.id).label("id"),
            given.label("given"),
            cast(cost, BigInteger).label("cost"),
            col(Engagement.workplace_id).label("place"),
            func.count().label("people"),
        )
        .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id))
        .join(Engagement, col(Engagement.id) == col(Recognised.engagement_id), isouter=True)
        .where(*_of_year(organisation_id, year))
        .group_by(Recognition.id, given, cost, Engagement.workplace_id)
        .subquery()
        .c
    )
    counted = cast(func.sum(each.people).over(partition_by=each.id, order_by=each.place), BigInteger)
    everybody = cast(func.sum(each.people).over(partition_by=each.id), BigInteger)
    upto = each.cost * counted // everybody
    before = each.cost * (counted - each.people) // everybody
    parts = select(each.place, each.given, (upto - before).label("part")).subquery().c
    summed: Any = select(parts.place, parts.given, cast(func.sum(parts.part), BigInteger))
    for workplace_id, was_given, part in session.exec(summed.group_by(parts.place, parts.given)):
        yield workplace_id, bool(was_given), int(part)


def _cards_in(session: Session, organisation_id: UUID, year: int) -> list[tuple[Recognition, dict[UUID, int]]]:
    made: dict[UUID, Recognition] = {}
    people: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = session.exec(
        select(Recognition, Recognised.person_id)
        .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id))
        .where(*_of_year(organisation_id, year), Recognition.gift == Gift.GIFT_CARD)
        .order_by(col(Recognition.id), col(Recognised.person_id))
    )
    for row, person_id in rows:
        made[row.id] = row
        people[row.id][person_id] = 1
    return [(row, people[row.id]) for row in made.values()]


def _of_year(organisation_id: UUID, year: int) -> list[Any]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    given, planned = col(Recognition.given_on), col(Recognition.planned_on)
    return [
        col(Recognition.organisation_id) == organisation_id,
        col(Recognition.called_off_at).is_(None),
        or_(given.between(first, last), and_(given.is_(None), planned.between(first, last))),
    ]


def _most(session: Session, organisation_id: UUID, people: Collection[UUID]) -> dict[UUID, int]:
    """What is usual for each of these, in kroner; colleagues have no programme, so the portal's own number."""
    found = dict.fromkeys(people, Celebrations().gift_cards_most)
    rows = session.exec(
        select(Engagement.person_id, Engagement.programme_version_id).where(
            Engagement.organisation_id == organisation_id, col(Engagement.person_id).in_(people)
        )
    ).all()
    for person_id, version_id in rows:
        found[person_id] = programme_of(session, version_id).recognition.gift_cards_most
    return found
