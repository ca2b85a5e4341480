"""Occasions found and answered: nobody's effort passes unseen (H1–H7)."""

from collections.abc import Collection, Mapping, Sequence
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
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from core.recognition.facts import volunteer_facts
from core.recognition.planning import Plan, arrange
from core.recognition.rules import (
    Answer,
    Gift,
    Occasion,
    occasions,
    still_open,
    suggested,
    together,
)
from db.engine import transaction
from db.organisations import Workplace
from db.people import Engagement, Person
from db.recognition import AnsweredOccasion, Recognition

# Who stopped longer ago than any programme proposes a goodbye for need not be read.
LONGEST_AGO = timedelta(days=730)


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
                    organisation_id=organisation_id,
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


def shared(found: Sequence[Proposal]) -> list[tuple[Proposal, ...]]:
    """The proposals as they are answered: those of a season's end together, each of the others alone."""
    parties = together(each.occasion.key for each in found)
    cards: list[tuple[Proposal, ...]] = []
    told: set[str] = set()
    for each in found:
        key = each.occasion.key
        if key not in parties:
            cards.append((each,))
        elif key not in told:
            told.add(key)
            cards.append(tuple(other for other in found if other.occasion.key == key))
    return cards


def accept(
    *, session: Session, actor: Actor, of: Mapping[UUID, int], key: str, plan: Plan, now: datetime
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
                raise DomainError("occasion_until")
            _store(session, actor, answer, Answer.POSTPONED, now, until=until)
            trace(session, engagement.organisation_id, actor, "occasion.postponed", "engagement", engagement.id, now)


def decline(*, session: Session, actor: Actor, of: Mapping[UUID, int], key: str, reason: str, now: datetime) -> None:
    """Leave it be, with a reason. Raises as `accept`, and "text_missing" without a reason."""
    with transaction(session):
        words = contact.text(reason)
        for engagement, answer in _answers_to(session, actor, of, key, now):
            if not words:
                raise DomainError("text_missing")
            _store(session, actor, answer, Answer.DECLINED, now, reason=words)
            trace(session, engagement.organisation_id, actor, "occasion.declined", "engagement", engagement.id, now)


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


def _answers_to(
    session: Session, actor: Actor, of: Mapping[UUID, int], key: str, now: datetime
) -> list[tuple[Engagement, AnsweredOccasion]]:
    """The engagements with the rows of their answers, held in one order so that two who answer do not block."""
    if not of:
        raise DomainError("recognition_nobody")
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
