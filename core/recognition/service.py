"""Occasions answered and recognitions planned and given: nobody's effort passes unseen (H1–H7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.case import engagement_for
from core.errors import DomainError
from core.i18n import local_day, short_date
from core.people.colleagues import check_colleague
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from core.recognition.facts import volunteer_facts
from core.recognition.rules import (
    Answer,
    Gift,
    Occasion,
    occasions,
    still_open,
    suggested,
)
from db.engine import transaction
from db.organisations import Workplace
from db.people import Engagement, Person
from db.recognition import AnsweredOccasion, Recognised, Recognition

# Who stopped longer ago than any programme proposes a goodbye for need not be read.
LONGEST_AGO = timedelta(days=730)
MOST_COST = 10_000_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """An occasion that waits for an answer, with how and when to thank, and who is proposed to do it.

    `version` is that of the answer so far, 0 for none: who answers says what they have read.
    """

    engagement_id: UUID
    name: str
    workplace: str
    occasion: Occasion
    gift: Gift
    on: date
    owner_id: UUID
    owner: str
    version: int


def proposals(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> tuple[Proposal, ...]:
    """The occasions nobody has answered, by day, in a fixed number of queries."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    rows = _engaged(session, [col(Engagement.organisation_id) == organisation_id], today)
    found = _occasions(session, [row.engagement for row in rows], today)
    answers = _answers(session, [row.engagement.id for row in rows])
    proposed = []
    for row in rows:
        for occasion in found[row.engagement.id]:
            given = answers.get((row.engagement.id, occasion.key))
            if not still_open(Answer(given.answer) if given else None, given.until if given else None, today):
                continue
            gift, on = suggested(occasion, today)
            proposed.append(
                Proposal(
                    engagement_id=row.engagement.id,
                    name=row.name,
                    workplace=row.workplace,
                    occasion=occasion,
                    gift=gift,
                    on=on,
                    owner_id=row.engagement.contact_person_id,
                    owner=row.contact_person,
                    version=given.version if given else 0,
                )
            )
    return tuple(sorted(proposed, key=lambda each: (each.occasion.on, each.name.casefold(), each.occasion.key)))


def accept(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    key: str,
    gift: Gift,
    planned_on: date | None,
    giver_id: UUID,
    expected_version: int,
    now: datetime,
) -> Recognition:
    """Plan to thank somebody for an occasion.

    Raises "occasion_gone" where there is no such occasion (any more), "occasion_answered" with who has answered it and
    when, "date_invalid" for no day, or "contact_person_unknown" for a giver who is no colleague.
    """
    with transaction(session):
        engagement = _held(session, actor, engagement_id)
        answer = _answer(session, actor, engagement, key, expected_version, now)
        if planned_on is None:
            raise DomainError("date_invalid")
        check_colleague(session, engagement.organisation_id, giver_id)
        made = Recognition(
            organisation_id=engagement.organisation_id,
            gift=gift,
            planned_on=planned_on,
            giver_id=giver_id,
            created_by_id=actor.person_id,
            created_at=now,
        )
        session.add(made)
        session.flush()
        session.add(Recognised(recognition_id=made.id, person_id=engagement.person_id, engagement_id=engagement.id))
        _store(session, actor, answer, Answer.ACCEPTED, now, recognition_id=made.id)
        trace(session, made.organisation_id, actor, "recognition.planned", "engagement", engagement.id, now)
        return made


def postpone(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    key: str,
    until: date | None,
    expected_version: int,
    now: datetime,
) -> None:
    """Think of it again on a later day. Raises as `accept`, and "occasion_until" for a day that is not ahead."""
    with transaction(session):
        engagement = _held(session, actor, engagement_id)
        answer = _answer(session, actor, engagement, key, expected_version, now)
        if until is None or until <= local_day(now):
            raise DomainError("occasion_until")
        _store(session, actor, answer, Answer.POSTPONED, now, until=until)
        trace(session, engagement.organisation_id, actor, "occasion.postponed", "engagement", engagement.id, now)


def decline(
    *, session: Session, actor: Actor, engagement_id: UUID, key: str, reason: str, expected_version: int, now: datetime
) -> None:
    """Leave it be, with a reason. Raises as `accept`, and "text_missing" without a reason."""
    with transaction(session):
        engagement = _held(session, actor, engagement_id)
        answer = _answer(session, actor, engagement, key, expected_version, now)
        words = contact.text(reason)
        if not words:
            raise DomainError("text_missing")
        _store(session, actor, answer, Answer.DECLINED, now, reason=words)
        trace(session, engagement.organisation_id, actor, "occasion.declined", "engagement", engagement.id, now)


def give(
    *,
    session: Session,
    actor: Actor,
    recognition_id: UUID,
    given_on: date | None,
    words: str,
    cost: int,
    expected_version: int,
    now: datetime,
) -> Recognition:
    """Somebody was thanked: when, what was said, and what it cost in øre.

    Raises "recognition_given", "changed_meanwhile", "date_invalid", "recognition_ahead" for a day to come, or
    "cost_invalid".
    """
    with transaction(session):
        made = _planned(session, actor, recognition_id, expected_version)
        if given_on is None:
            raise DomainError("date_invalid")
        if given_on > local_day(now):
            raise DomainError("recognition_ahead")
        if not 0 <= cost <= MOST_COST:
            raise DomainError("cost_invalid")
        made.given_on, made.words, made.cost, made.version = given_on, contact.text(words), cost, made.version + 1
        session.add(made)
        trace(session, made.organisation_id, actor, "recognition.given", "recognition", made.id, now)
        return made


def call_off(*, session: Session, actor: Actor, recognition_id: UUID, expected_version: int, now: datetime) -> None:
    """It came to nothing; its occasions wait for an answer again. Raises as `give`."""
    with transaction(session):
        made = _planned(session, actor, recognition_id, expected_version)
        made.called_off_at, made.version = now, made.version + 1
        session.add(made)
        answered = select(AnsweredOccasion).where(AnsweredOccasion.recognition_id == made.id)
        for answer in session.exec(answered):
            answer.answer, answer.until, answer.recognition_id = Answer.POSTPONED, None, None
            answer.version += 1
            session.add(answer)
        trace(session, made.organisation_id, actor, "recognition.called_off", "recognition", made.id, now)


@dataclass(frozen=True, slots=True)
class _Engaged:
    engagement: Engagement
    name: str
    workplace: str
    contact_person: str


def _engaged(session: Session, conditions: Sequence[Any], today: date) -> list[_Engaged]:
    colleague: Any = aliased(Person)
    ended = col(Engagement.ended_on)
    rows = session.exec(
        select(Engagement, Person.name, Workplace.name, colleague.name)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(colleague, colleague.id == col(Engagement.contact_person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(*conditions, or_(col(Engagement.ended_at).is_(None), ended >= today - LONGEST_AGO))
    ).all()
    return [_Engaged(*row) for row in rows]


def _occasions(session: Session, engagements: Sequence[Engagement], today: date) -> dict[UUID, tuple[Occasion, ...]]:
    facts = volunteer_facts(session, engagements)
    return {
        engagement.id: occasions(_programme(session, engagement), facts[engagement.id], today)
        for engagement in engagements
    }


def _programme(session: Session, engagement: Engagement) -> Programme:
    return programme_of(session, engagement.programme_version_id)


def _answers(session: Session, engagement_ids: Collection[UUID]) -> dict[tuple[UUID, str], AnsweredOccasion]:
    rows = session.exec(select(AnsweredOccasion).where(col(AnsweredOccasion.engagement_id).in_(engagement_ids)))
    return {(row.engagement_id, row.key): row for row in rows}


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
        raise DomainError("occasion_answered", name=name, day=short_date(local_day(found.answered_at)))
    if key not in {each.key for each in _occasions(session, [engagement], today)[engagement.id]}:
        raise DomainError("occasion_gone")
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


def _planned(session: Session, actor: Actor, recognition_id: UUID, expected_version: int) -> Recognition:
    asked = select(Recognition).where(Recognition.id == recognition_id).with_for_update()
    found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise DomainError("not_found")
    require(actor, Action.RECOGNISE, Subject(found.organisation_id))
    if found.given_on is not None:
        raise DomainError("recognition_given", day=short_date(found.given_on))
    if found.version != expected_version or found.called_off_at is not None:
        raise DomainError("changed_meanwhile")
    return found
