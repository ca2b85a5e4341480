"""Occasions found and answered: nobody's effort passes unseen (H1–H7)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, case, col, func, or_, select, union_all

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.case import engagement_for
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day, short_date
from core.programmes.publishing import programme_of
from core.recognition.facts import volunteer_facts
from core.recognition.planning import RecognitionPlan, arrange
from core.recognition.rules import (
    NAMED,
    Answer,
    Gift,
    Occasion,
    OccasionKind,
    occasions,
    still_open,
    suggested,
)
from core.recognition.upcoming import refresh
from db.engine import transaction
from db.journey import OccasionDays
from db.organisations import Workplace
from db.people import Engagement, Person
from db.recognition import AnsweredOccasion, Recognition


@dataclass(frozen=True, slots=True)
class Proposal:
    """An occasion that waits for an answer, with how and when to thank, and who is proposed to do it.

    `version` is that of the answer so far, 0 for none: who answers says what they have read.
    """

    organisation_id: UUID
    engagement_id: UUID
    name: str
    workplace: str
    occasion: Occasion
    gift: Gift
    on: date
    owner_id: UUID
    owner: str
    version: int


@dataclass(frozen=True, slots=True)
class Card:
    """Occasions that are answered together: one, or the season's end that `count` people share. `first` is the first of
    them by day and name, and `names` are those of the first few."""

    first: Proposal
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenCards:
    """The first cards that wait for an answer, and how many cards and occasions there are in all."""

    cards: tuple[Card, ...]
    all_cards: int
    all_occasions: int


def proposals(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> tuple[Proposal, ...]:
    """The occasions nobody has answered, by day, in a fixed number of queries."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    refresh(session, organisation_id, today)
    return tuple(_proposals(session, _up(organisation_id, today), today, None))


def first_cards(*, session: Session, actor: Actor, organisation_id: UUID, today: date, count: int) -> OpenCards:
    """The first `count` cards by day; those who share a season's end (H5, H6) are on one. A fixed number of queries."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    refresh(session, organisation_id, today)
    up, season = _up(organisation_id, today), col(OccasionDays.kind) == OccasionKind.SEASON
    shared = case((season, col(OccasionDays.key)), else_="")
    counted = dict(session.exec(_asked(shared, func.count()).where(*up).group_by(shared)).all())
    parties = {key: number for key, number in counted.items() if key and number > 1}
    alone = col(OccasionDays.key).not_in(parties)
    cards = [Card(each, 1, (each.name,)) for each in _proposals(session, [*up, alone], today, count)]
    for found in _first_of(session, organisation_id, parties, today).values():
        cards.append(Card(found[0], parties[found[0].occasion.key], tuple(each.name for each in found)))
    everything = sum(counted.values())
    return OpenCards(
        cards=tuple(sorted(cards, key=lambda card: _order(card.first))[:count]),
        all_cards=everything - sum(parties.values()) + len(parties),
        all_occasions=everything,
    )


def missed(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> int:
    """How many occasions of those who are still here came and went without an answer; "not_allowed"."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    answer = col(AnsweredOccasion.answer)
    gone = _asked(func.count()).where(
        col(OccasionDays.organisation_id) == organisation_id,
        col(OccasionDays.ended).is_(False),
        col(OccasionDays.last_on) < today,
        or_(answer.is_(None), answer == Answer.POSTPONED),
    )
    return int(session.exec(gone).one())


def sharing(*, session: Session, actor: Actor, organisation_id: UUID, key: str, today: date) -> dict[UUID, int]:
    """Everybody for whom the occasion waits for an answer, each with the version of the answer so far."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    asked = _asked(col(OccasionDays.engagement_id), func.coalesce(col(AnsweredOccasion.version), 0))
    return dict(session.exec(asked.where(*_up_of(organisation_id, key, today))).all())


def accept(
    *, session: Session, actor: Actor, of: Mapping[UUID, int], key: str, plan: RecognitionPlan, now: datetime
) -> Recognition:
    """Plan to thank somebody for an occasion, or several for the one they share, such as a season's end.

    `of` are the engagements, each with the version of its answer as the reader saw it. Raises "occasion_gone" where
    there is no such occasion (any more), "occasion_answered" with who has answered it and when, or what `arrange`
    refuses. Nobody is thanked unless everybody is.
    """
    with transaction(session):
        answers = _answers_to(session, actor, of, key, now)
        people = {engagement.person_id: engagement.id for engagement, _answer in answers}
        made = arrange(session, actor, answers[0][0].organisation_id, plan, people, now)
        for engagement, answer in answers:
            _store(session, actor, answer, Answer.ACCEPTED, now, recognition_id=made.id)
            trace(session, made.organisation_id, actor, "recognition.planned", "engagement", engagement.id, now)
        return made


def postpone(
    *, session: Session, actor: Actor, of: Mapping[UUID, int], key: str, until: date | None, now: datetime
) -> None:
    """Think of it again on a later day. Raises as `accept`, and "occasion_until" for a day that is not ahead."""
    with transaction(session):
        for engagement, answer in _answers_to(session, actor, of, key, now):
            if until is None or until <= local_day(now):
                raise DomainError(ErrorCode.OCCASION_UNTIL)
            _store(session, actor, answer, Answer.POSTPONED, now, until=until)
            trace(session, engagement.organisation_id, actor, "occasion.postponed", "engagement", engagement.id, now)


def decline(*, session: Session, actor: Actor, of: Mapping[UUID, int], key: str, reason: str, now: datetime) -> None:
    """Leave it be, with a reason. Raises as `accept`, and "text_missing" without a reason."""
    with transaction(session):
        words = contact.text(reason)
        for engagement, answer in _answers_to(session, actor, of, key, now):
            if not words:
                raise DomainError(ErrorCode.TEXT_MISSING)
            _store(session, actor, answer, Answer.DECLINED, now, reason=words)
            trace(session, engagement.organisation_id, actor, "occasion.declined", "engagement", engagement.id, now)


def _asked(*columns: Any) -> Any:
    """Of occasions, each with the answer to it, if any."""
    answered = and_(
        col(AnsweredOccasion.engagement_id) == col(OccasionDays.engagement_id),
        col(AnsweredOccasion.key) == col(OccasionDays.key),
    )
    return select(*columns).select_from(OccasionDays).join(AnsweredOccasion, answered, isouter=True)


def _up(organisation_id: UUID, today: date, *, hidden: bool = False) -> list[Any]:
    """What makes an occasion one to think of today; the other half of `still_open`, in the database's words."""
    answer, until = col(AnsweredOccasion.answer), col(AnsweredOccasion.until)
    first, last = col(OccasionDays.first_on), col(OccasionDays.last_on)
    return [
        col(OccasionDays.organisation_id) == organisation_id,
        (func.coalesce(first, today) if hidden else first) <= today,
        (func.coalesce(last, today) if hidden else last) >= today,
        or_(answer.is_(None), and_(answer == Answer.POSTPONED, or_(until.is_(None), until <= today))),
    ]


def _up_of(organisation_id: UUID, key: str, today: date) -> list[Any]:
    """The same of one occasion that many share. The days are hidden from the database, which would look among
    everybody's days instead of along those who share it."""
    return [*_up(organisation_id, today, hidden=True), col(OccasionDays.key) == key]


_BY_DAY: tuple[Any, ...] = (col(OccasionDays.day), col(OccasionDays.sought), col(OccasionDays.key))


def _told(chosen: Any) -> Any:
    """The columns of a `Proposal` for those `chosen`, so that names are looked up for those alone."""
    colleague: Any = aliased(Person)
    found = chosen.subquery()
    here = and_(found.c.engagement_id == col(OccasionDays.engagement_id), found.c.key == col(OccasionDays.key))
    asked = _asked(
        OccasionDays.organisation_id,
        OccasionDays.engagement_id,
        Person.name,
        Workplace.name,
        OccasionDays.key,
        OccasionDays.kind,
        OccasionDays.day,
        OccasionDays.number,
        Engagement.contact_person_id,
        colleague.name,
        func.coalesce(col(AnsweredOccasion.version), 0),
    )
    return (
        asked.join(Engagement, col(Engagement.id) == col(OccasionDays.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(colleague, colleague.id == col(Engagement.contact_person_id))
        .join(Workplace, col(Workplace.id) == col(OccasionDays.workplace_id))
        .join(found, here)
        .order_by(*_BY_DAY)
    )


_CHOSEN: tuple[Any, ...] = (col(OccasionDays.engagement_id).label("engagement_id"), col(OccasionDays.key).label("key"))


def _proposals(session: Session, conditions: Sequence[Any], today: date, count: int | None) -> list[Proposal]:
    chosen = _asked(*_CHOSEN).where(*conditions).order_by(*_BY_DAY).limit(count)
    return sorted((_proposal(row, today) for row in session.exec(_told(chosen))), key=_order)


def _first_of(session: Session, organisation_id: UUID, keys: Collection[str], today: date) -> dict[str, list[Proposal]]:
    """The first few of those who share each of these occasions."""
    if not keys:
        return {}
    # Of each the first few, found along an index: numbering all who share it would read all of them.
    each = [
        _asked(*_CHOSEN).where(*_up_of(organisation_id, key, today)).order_by(*_BY_DAY).limit(NAMED).subquery().c
        for key in sorted(keys)
    ]
    chosen = union_all(*(select(those.engagement_id, those.key) for those in each))
    found: dict[str, list[Proposal]] = {}
    for row in session.exec(_told(chosen)):
        proposal = _proposal(row, today)
        found.setdefault(proposal.occasion.key, []).append(proposal)
    return found


def _proposal(row: Any, today: date) -> Proposal:
    organisation_id, engagement_id, name, workplace, key, kind, day, number, owner_id, owner, version = row
    occasion = Occasion(key, OccasionKind(kind), day, number)
    gift, on = suggested(occasion, today)
    return Proposal(organisation_id, engagement_id, name, workplace, occasion, gift, on, owner_id, owner, version)


def _order(each: Proposal) -> tuple[date, str, str]:
    return each.occasion.on, each.name.casefold(), each.occasion.key


def _occasions(session: Session, engagement: Engagement, today: date) -> tuple[Occasion, ...]:
    facts = volunteer_facts(session, [engagement])[engagement.id]
    return occasions(programme_of(session, engagement.programme_version_id), facts, today)


def _answers_to(
    session: Session, actor: Actor, of: Mapping[UUID, int], key: str, now: datetime
) -> list[tuple[Engagement, AnsweredOccasion]]:
    """The engagements with the rows of their answers, held in one order so that two who answer do not block."""
    if not of:
        raise DomainError(ErrorCode.RECOGNITION_NOBODY)
    found = [(_held(session, actor, engagement_id), of[engagement_id]) for engagement_id in sorted(of)]
    return [(engagement, _answer(session, actor, engagement, key, version, now)) for engagement, version in found]


def _held(session: Session, actor: Actor, engagement_id: UUID) -> Engagement:
    """The engagement, locked until the transaction ends: two who answer do so one after the other."""
    engagement_for(session, actor, Action.RECOGNISE, engagement_id)
    asked = select(Engagement).where(Engagement.id == engagement_id).with_for_update()
    return session.exec(asked.execution_options(populate_existing=True)).one()


def _answer(
    session: Session, actor: Actor, engagement: Engagement, key: str, expected_version: int, now: datetime
) -> AnsweredOccasion:
    """The row of an occasion that waits for an answer, new where nobody gave one."""
    found = session.exec(
        select(AnsweredOccasion)
        .where(AnsweredOccasion.engagement_id == engagement.id, AnsweredOccasion.key == key)
        .execution_options(populate_existing=True)
    ).one_or_none()
    answer, today = Answer(found.answer) if found else None, local_day(now)
    if found is not None and (not still_open(answer, found.until, today) or found.version != expected_version):
        name = session.get_one(Person, found.answered_by_id).name
        raise DomainError(ErrorCode.OCCASION_ANSWERED, name=name, day=short_date(local_day(found.answered_at)))
    if key not in {each.key for each in _occasions(session, engagement, today)}:
        raise DomainError(ErrorCode.OCCASION_GONE)
    return found or AnsweredOccasion(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        key=key,
        answer="",
        answered_by_id=actor.person_id,
        answered_at=now,
        version=0,
    )


def _store(session: Session, actor: Actor, answer: AnsweredOccasion, given: Answer, now: datetime, **told: Any) -> None:
    answer.answer, answer.answered_by_id, answer.answered_at = given, actor.person_id, now
    answer.version += 1
    answer.until, answer.reason = told.get("until"), told.get("reason", "")
    answer.recognition_id = told.get("recognition_id")
    session.add(answer)
    session.flush()
