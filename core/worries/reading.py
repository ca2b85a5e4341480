"""Reading worries: one's own, those one has or is to take over, and how many wait for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, or_, select

from core.access.permissions import Action, Actor, Role, Subject, may, require, require_in
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.organisations.care import care_of
from core.worries.rules import WorryAbout, WorryState
from core.worries.service import may_take_over, worry_state
from db.organisations import Organisation, Workplace
from db.people import Engagement, Membership, Person
from db.worries import Worry

A_PAGE = 25


class OwnPlace(NamedTuple):
    """Where somebody is a volunteer, or was."""

    engagement_id: UUID
    workplace: str
    organisation: str


@dataclass(frozen=True, slots=True)
class OwnWorry:
    """What somebody told, as they see it themselves: who has it, by when it is answered, and what was answered."""

    worry_id: UUID
    organisation: str
    about: WorryAbout
    about_name: str
    words: str
    raised_on: date
    receiver: str
    next_one: str
    answer_by: date
    state: WorryState
    answer: str
    outcome: str


@dataclass(frozen=True, slots=True)
class WorryRow:
    """One in a colleague's list. Of one that is not theirs yet (`mine`) they see who has it, and nothing of it."""

    worry_id: UUID
    mine: bool
    name: str
    receiver: str
    raised_on: date
    answer_by: date
    state: WorryState


@dataclass(frozen=True, slots=True)
class WorryPage:
    """A page of them, and how many there are in all."""

    rows: tuple[WorryRow, ...]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class WorryRead:
    """One as whoever has it reads it."""

    worry_id: UUID
    engagement_id: UUID
    name: str
    phone: str
    email: str
    about: WorryAbout
    about_name: str
    words: str
    raised_at: datetime
    written_down_by: str
    answer_by: date
    state: WorryState
    answer: str
    outcome: str
    organisation_id: UUID
    version: int


def own_places(*, session: Session, actor: Actor) -> list[OwnPlace]:
    """Where the person who asks is a volunteer or was, the newest first."""
    require(actor, Action.RAISE_WORRY)
    rows = session.exec(
        select(Engagement.id, Workplace.name, Organisation.name)
        .join(Organisation, col(Organisation.id) == Engagement.organisation_id)
        .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
        .where(Engagement.person_id == actor.person_id)
        .order_by(col(Engagement.ended_at).is_not(None), col(Engagement.created_at).desc())
    )
    return [OwnPlace(*row) for row in rows]


def my_worries(*, session: Session, actor: Actor) -> list[OwnWorry]:
    """What the person who asks has told, newest first; what they took back is left out. One query."""
    require(actor, Action.RAISE_WORRY)
    receiver, about, next_one = aliased(Person), aliased(Person), aliased(Person)
    rows = session.exec(
        select(Worry, Organisation.name, receiver.name, about.name, next_one.name)  # type: ignore[call-overload]
        .join(Organisation, col(Organisation.id) == Worry.organisation_id)
        .join(receiver, receiver.id == Worry.waits_for_id)
        .join(about, about.id == Worry.about_id, isouter=True)
        .join(next_one, next_one.id == Worry.next_id, isouter=True)
        .where(Worry.person_id == actor.person_id, col(Worry.taken_back_at).is_(None))
        .order_by(col(Worry.raised_at).desc())
    )
    return [
        OwnWorry(
            worry_id=worry.id,
            organisation=organisation,
            about=WorryAbout(worry.about),
            about_name=about_name or "",
            words=worry.words,
            raised_on=local_day(worry.raised_at),
            receiver=receiver_name,
            next_one=next_name or "",
            answer_by=worry.answer_by,
            state=worry_state(worry),
            answer=worry.answer,
            outcome=worry.outcome,
        )
        for worry, organisation, receiver_name, about_name, next_name in rows
    ]


def worries_for(
    *, session: Session, actor: Actor, organisation_id: UUID, ended: bool, page: int, today: date
) -> WorryPage:
    """Those the reader has, and those they are asked to take over; a page at a time, by their day. With `ended` those
    they had, newest first. A page beyond the last is the last. Two queries. "not_allowed" for who can have none."""
    require_in(actor, Action.TAKE_WORRY, organisation_id)
    mine = and_(col(Worry.waits_for_id) == actor.person_id)
    asked: list[Any] = [Worry.organisation_id == organisation_id, col(Worry.taken_back_at).is_(None)]
    if ended:
        asked += [col(Worry.ended_at).is_not(None), mine]
    else:
        asked += [col(Worry.ended_at).is_(None), or_(mine, _to_take_over(actor, organisation_id, today))]
    total = session.exec(select(func.count()).select_from(Worry).where(*asked)).one()
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    teller, receiver = aliased(Person), aliased(Person)
    order = (col(Worry.ended_at).desc(),) if ended else (col(Worry.read_at).is_not(None), col(Worry.answer_by))
    rows = session.exec(
        select(Worry, teller.name, receiver.name)
        .join(teller, col(teller.id) == Worry.person_id)
        .join(receiver, col(receiver.id) == Worry.waits_for_id)
        .where(*asked)
        .order_by(*order, col(Worry.id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    found = []
    for worry, name, receiver_name in rows:
        own = worry.waits_for_id == actor.person_id
        found.append(
            WorryRow(
                worry_id=worry.id,
                mine=own,
                name=name if own else "",
                receiver=receiver_name,
                raised_on=local_day(worry.raised_at),
                answer_by=worry.answer_by,
                state=worry_state(worry),
            )
        )
    return WorryPage(tuple(found), total, page)


def read_worry(*, session: Session, actor: Actor, worry_id: UUID, now: datetime) -> WorryRead | WorryRow:
    """One, for whoever has it; for who is asked to take it over, that one waits and nothing of it.

    "not_found" where there is none or it was taken back, and "not_allowed" for everybody else.
    """
    worry = session.get(Worry, worry_id, populate_existing=True)
    if worry is None or worry.taken_back_at is not None:
        raise DomainError(ErrorCode.NOT_FOUND)
    if not may(actor, Action.TAKE_WORRY, Subject(worry.organisation_id, frozenset({worry.waits_for_id}))):
        may_take_over(session, actor, worry, now)
        receiver = session.get_one(Person, worry.waits_for_id).name
        return WorryRow(worry.id, False, "", receiver, local_day(worry.raised_at), worry.answer_by, worry_state(worry))
    teller = session.get_one(Person, worry.person_id)
    about = session.get(Person, worry.about_id) if worry.about_id else None
    by = session.get_one(Person, worry.recorded_by_id).name if worry.recorded_by_id != worry.person_id else ""
    return WorryRead(
        worry_id=worry.id,
        engagement_id=worry.engagement_id,
        name=teller.name,
        phone=teller.phone,
        email=teller.email,
        about=WorryAbout(worry.about),
        about_name=about.name if about else "",
        words=worry.words,
        raised_at=worry.raised_at,
        written_down_by=by,
        answer_by=worry.answer_by,
        state=worry_state(worry),
        answer=worry.answer,
        outcome=worry.outcome,
        organisation_id=worry.organisation_id,
        version=worry.version,
    )


def count_waiting(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> int:
    """How many wait for the reader: those they have not answered, and those they are asked to take over. One query;
    "not_allowed" for who can have none there."""
    require_in(actor, Action.TAKE_WORRY, organisation_id)
    theirs = and_(col(Worry.waits_for_id) == actor.person_id, col(Worry.read_at).is_(None))
    asked = select(func.count(col(Worry.id))).where(
        Worry.organisation_id == organisation_id,
        col(Worry.taken_back_at).is_(None),
        col(Worry.ended_at).is_(None),
        or_(theirs, _to_take_over(actor, organisation_id, today)),
    )
    return session.exec(asked).one()


def _to_take_over(actor: Actor, organisation_id: UUID, today: date) -> ColumnElement[bool]:
    """Whether the reader is asked to take one over, as `may_take_over` says of each."""
    if not actor.roles(organisation_id) & {Role.COORDINATOR, Role.ADMIN}:
        return col(Worry.id).is_(None)
    me = actor.person_id
    late = and_(col(Worry.read_at).is_(None), col(Worry.answer_by) < today)
    return and_(
        col(Worry.waits_for_id) != me,
        col(Worry.person_id) != me,
        or_(col(Worry.about_id).is_(None), col(Worry.about_id) != me),
        or_(late, ~_is_here(Worry.waits_for_id)),
        or_(col(Worry.next_id) == me, col(Worry.next_id).is_(None), ~_is_here(Worry.next_id)),
    )


def _is_here(person: Any) -> Any:
    return exists().where(
        col(Membership.organisation_id) == col(Worry.organisation_id),
        col(Membership.person_id) == person,
        col(Membership.ended_at).is_(None),
        col(Membership.role).in_([Role.COORDINATOR, Role.ADMIN, Role.CONTACT_PERSON]),
    )


class CareNumbers(NamedTuple):
    """Whom to call where somebody may come to harm; "" for a number that nobody has written."""

    social: str
    organisation: str


def numbers_of(*, session: Session, actor: Actor, organisation_id: UUID) -> CareNumbers:
    """The numbers of an organisation, for who may be told of such a thing there."""
    require_in(actor, Action.TAKE_WORRY, organisation_id)
    return CareNumbers(
        care_of(session, organisation_id).social_phone, session.get_one(Organisation, organisation_id).phone
    )
