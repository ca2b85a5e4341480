"""Recognitions as they are read: all of an organisation, those of one volunteer, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.approvals.case import engagement_for
from core.recognition.rules import Gift
from db.people import Person
from db.recognition import AnsweredOccasion, Recognised, Recognition


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    """A recognition as colleagues see it; `people` are those it is for, money is in øre, `occasions` the engagements
    and keys of the occasions it answers. `coming` and `silent` count those invited who said yes, and nothing yet."""

    recognition_id: UUID
    gift: Gift
    planned_on: date
    place: str
    giver: str
    cost: int
    words: str
    given_on: date | None
    people: tuple[str, ...]
    version: int
    giver_id: UUID
    title: str = ""
    clock: str = ""
    planned_cost: int = 0
    invites: bool = False
    answer_by: date | None = None
    coming: int = 0
    silent: int = 0
    thanks: str = ""
    thanked_at: datetime | None = None
    occasions: tuple[tuple[UUID, str], ...] = ()


def recognitions(*, session: Session, actor: Actor, organisation_id: UUID, count: int) -> tuple[RecognitionRow, ...]:
    """What is planned, soonest first, and then the newest `count` that were given; for who sees all of them."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    own = [Recognition.organisation_id == organisation_id, col(Recognition.called_off_at).is_(None)]
    given = col(Recognition.given_on)
    planned = _rows(session, [*own, given.is_(None)], [col(Recognition.planned_on)], None)
    return (*planned, *_rows(session, [*own, given.is_not(None)], [given.desc()], count))


def planned_until(*, session: Session, actor: Actor, organisation_id: UUID, last: date) -> int:
    """How many thanks are planned for `last` or before and not written down as given: they are soon, or were held."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    return session.exec(
        select(func.count())
        .select_from(Recognition)
        .where(
            Recognition.organisation_id == organisation_id,
            col(Recognition.given_on).is_(None),
            col(Recognition.called_off_at).is_(None),
            Recognition.planned_on <= last,
        )
    ).one()


def recognitions_of(*, session: Session, actor: Actor, engagement_id: UUID) -> tuple[RecognitionRow, ...]:
    """Everything planned or given to one volunteer, the newest first; "not_found" or "not_allowed"."""
    engagement_for(session, actor, Action.SEE_VOLUNTEERS, engagement_id)
    own = select(Recognised.recognition_id).where(Recognised.engagement_id == engagement_id)
    return _rows(
        session,
        [col(Recognition.id).in_(own), col(Recognition.called_off_at).is_(None)],
        [col(Recognition.planned_on).desc()],
        None,
    )


def my_recognitions(*, session: Session, actor: Actor) -> tuple[RecognitionRow, ...]:
    """What the person who asks was given, the newest first; a surprise that is planned is none of it."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    own = select(Recognised.recognition_id).where(
        Recognised.person_id == actor.person_id, or_(col(Recognised.comes).is_(None), col(Recognised.comes).is_(True))
    )
    given = col(Recognition.given_on)
    return _rows(
        session,
        [col(Recognition.id).in_(own), col(Recognition.called_off_at).is_(None), given.is_not(None)],
        [given.desc()],
        None,
    )


def _rows(
    session: Session, conditions: Sequence[Any], order: Sequence[Any], count: int | None
) -> tuple[RecognitionRow, ...]:
    asked = (
        select(Recognition, Person.name)
        .join(Person, col(Person.id) == col(Recognition.giver_id))
        .where(*conditions)
        .order_by(*order, col(Recognition.id))
        .limit(count)
    )
    rows = session.exec(asked).all()
    if not rows:
        return ()
    people: dict[UUID, list[str]] = {made.id: [] for made, _giver in rows}
    answers: dict[UUID, list[bool | None]] = {made.id: [] for made, _giver in rows}
    named = session.exec(
        select(Recognised.recognition_id, Person.name, Recognised.comes)
        .join(Person, col(Person.id) == col(Recognised.person_id))
        .where(col(Recognised.recognition_id).in_(people))
        .order_by(Person.name)
    )
    for recognition_id, name, comes in named:
        people[recognition_id].append(name)
        answers[recognition_id].append(comes)
    occasions: dict[UUID | None, list[tuple[UUID, str]]] = {made.id: [] for made, _giver in rows}
    answered = session.exec(
        select(AnsweredOccasion.recognition_id, AnsweredOccasion.engagement_id, AnsweredOccasion.key)
        .where(col(AnsweredOccasion.recognition_id).in_(people))
        .order_by(AnsweredOccasion.key)
    )
    for answer_of, engagement_id, key in answered:
        occasions[answer_of].append((engagement_id, key))
    return tuple(
        RecognitionRow(
            recognition_id=made.id,
            gift=Gift(made.gift),
            planned_on=made.planned_on,
            place=made.place,
            giver=giver,
            cost=made.cost,
            words=made.words,
            given_on=made.given_on,
            people=tuple(people[made.id]),
            version=made.version,
            giver_id=made.giver_id,
            title=made.title,
            clock=made.clock,
            planned_cost=made.planned_cost,
            invites=made.invites,
            answer_by=made.answer_by,
            coming=answers[made.id].count(True),
            silent=answers[made.id].count(None),
            thanks=made.thanks or "",
            thanked_at=made.thanked_at,
            occasions=tuple(occasions[made.id]),
        )
        for made, giver in rows
    )
