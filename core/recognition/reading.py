"""Reading recognitions: all of an organisation, those of one volunteer, and one's own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, case, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.approvals.case import engagement_for
from core.recognition.rules import NAMED, Gift, OccasionKind
from db.people import Person
from db.recognition import AnsweredOccasion, Recognised, Recognition


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    """A recognition as colleagues see it; `people` are the first few by name of the `everybody` it is for, money is in
    øre, `earned` the engagements and keys of the certificates it brings. `coming` and `silent` count those invited who
    said yes, and nothing yet."""

    recognition_id: UUID
    gift: Gift
    planned_on: date
    place: str
    giver: str
    cost: int
    words: str
    given_on: date | None
    people: tuple[str, ...]
    everybody: int
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
    earned: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecognitionList:
    """The first recognitions of a list, and how many there are in all."""

    rows: tuple[RecognitionRow, ...]
    total: int


def planned_thanks(*, session: Session, actor: Actor, organisation_id: UUID, count: int) -> RecognitionList:
    """What is planned, soonest first; for who sees all of it."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    return _listed(session, organisation_id, col(Recognition.given_on).is_(None), col(Recognition.planned_on), count)


def given_thanks(*, session: Session, actor: Actor, organisation_id: UUID, count: int) -> RecognitionList:
    """What was given, the newest first; for who sees all of it."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    given = col(Recognition.given_on)
    return _listed(session, organisation_id, given.is_not(None), given.desc(), count)


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


def _listed(session: Session, organisation_id: UUID, which: Any, order: Any, count: int) -> RecognitionList:
    own = [Recognition.organisation_id == organisation_id, col(Recognition.called_off_at).is_(None), which]
    rows = _rows(session, own, [order], count)
    if len(rows) < count:
        return RecognitionList(rows, len(rows))
    return RecognitionList(rows, session.exec(select(func.count()).select_from(Recognition).where(*own)).one())


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
    ids = [made.id for made, _giver in rows]
    people, answers, earned = _people(session, ids), _answers(session, ids), _earned(session, ids)
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
            everybody=answers[made.id][0],
            version=made.version,
            giver_id=made.giver_id,
            title=made.title,
            clock=made.clock,
            planned_cost=made.planned_cost,
            invites=made.invites,
            answer_by=made.answer_by,
            coming=answers[made.id][1],
            silent=answers[made.id][2],
            thanks=made.thanks or "",
            thanked_at=made.thanked_at,
            earned=tuple(earned[made.id]),
        )
        for made, giver in rows
    )


def _people(session: Session, recognition_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The first few of those each is for, by name: a party is for hundreds, and names some of them."""
    place = func.row_number().over(
        partition_by=col(Recognised.recognition_id), order_by=(col(Person.name), col(Person.id))
    )
    numbered = (
        select(col(Recognised.recognition_id).label("id"), col(Person.name).label("name"), place.label("place"))
        .join(Person, col(Person.id) == col(Recognised.person_id))
        .where(col(Recognised.recognition_id).in_(recognition_ids))
        .subquery()
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    first = select(numbered.c.id, numbered.c.name).where(numbered.c.place <= NAMED).order_by(numbered.c.place)
    for recognition_id, name in session.exec(first):
        found[recognition_id].append(name)
    return found


def _answers(session: Session, recognition_ids: Collection[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """How many each is for, how many of them come, and how many have not said."""
    comes = col(Recognised.comes)
    asked: Any = select(
        Recognised.recognition_id,
        func.count(),
        func.sum(case((comes.is_(True), 1), else_=0)),
        func.sum(case((comes.is_(None), 1), else_=0)),
    )
    counted = asked.where(col(Recognised.recognition_id).in_(recognition_ids)).group_by(Recognised.recognition_id)
    return defaultdict(lambda: (0, 0, 0)) | {
        recognition_id: (everybody, coming, silent)
        for recognition_id, everybody, coming, silent in session.exec(counted)
    }


def _earned(session: Session, recognition_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The engagements and keys of the certificates and diplomas each brings."""
    key = col(AnsweredOccasion.key)
    answered = session.exec(
        select(AnsweredOccasion.recognition_id, AnsweredOccasion.engagement_id, AnsweredOccasion.key)
        .where(
            col(AnsweredOccasion.recognition_id).in_(recognition_ids),
            or_(key == OccasionKind.CERTIFICATE, key.startswith(f"{OccasionKind.DIPLOMA}:")),
        )
        .order_by(key)
    )
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for recognition_id, engagement_id, earned in answered:
        assert recognition_id is not None
        found[recognition_id].append((engagement_id, earned))
    return found
