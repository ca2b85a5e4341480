"""What was just done about thanks, and taking it back for a while: written down as given, left, or put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.recognition.rules import Answer, Gift
from core.talks.rules import UNDO_FOR
from db.audit import AuditEvent
from db.engine import transaction
from db.people import Engagement, Person
from db.recognition import AnsweredOccasion, Recognised, Recognition

GIVEN = "recognition.given"


class ThanksDeed(StrEnum):
    """What was done."""

    GIVEN = "given"
    LEFT = "declined"
    PUT_OFF = "postponed"


@dataclass(frozen=True, slots=True)
class JustThanked:
    """One deed, to whom, by whom and when; `mine` is whether by the reader.

    Of thanks that were given `recognition_id`, `gift` and `version` are theirs; of an occasion `key` is.
    """

    deed: ThanksDeed
    names: tuple[str, ...]
    by: str
    mine: bool
    at: datetime
    recognition_id: UUID | None = None
    gift: Gift | None = None
    version: int = 0
    key: str = ""


def just_thanked(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> tuple[JustThanked, ...]:
    """What can still be taken back, newest first; "not_allowed". Two queries, and one for whom it was."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    given = _given(session, actor, organisation_id, now)
    return tuple(sorted([*given, *_answered(session, actor, organisation_id, now)], key=lambda each: each.at)[::-1])


def take_given_back(
    *, session: Session, actor: Actor, recognition_id: UUID, expected_version: int, now: datetime
) -> Recognition:
    """It was not given after all: it is planned as before. Raises "not_found", "changed_meanwhile", or "too_late" after
    a while, and for a letter, of which a mail has told."""
    with transaction(session):
        asked = select(Recognition).where(Recognition.id == recognition_id).with_for_update()
        made = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if made is None or made.given_on is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.RECOGNISE, Subject(made.organisation_id))
        if made.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        noted = select(AuditEvent.at).where(AuditEvent.subject_id == recognition_id, AuditEvent.action == GIVEN)
        at = session.exec(noted.order_by(col(AuditEvent.sequence).desc())).first()
        if at is None or now - at > UNDO_FOR or _is_mailed(made):
            raise DomainError(ErrorCode.TOO_LATE)
        made.given_on, made.words, made.cost = None, "", 0
        made.version += 1
        session.add(made)
        trace(session, made.organisation_id, actor, "recognition.not_given", "recognition", made.id, now)
        return made


def take_answer_back(
    *, session: Session, actor: Actor, organisation_id: UUID, key: str, answered_at: datetime, now: datetime
) -> None:
    """An occasion that was left or put off at that moment waits for an answer again, for all of whom it was said.

    Raises "too_late" after a while, and where it was answered anew.
    """
    with transaction(session):
        require(actor, Action.RECOGNISE, Subject(organisation_id))
        found = session.exec(
            select(AnsweredOccasion)
            .where(*_undoable(organisation_id, now), AnsweredOccasion.key == key)
            .where(AnsweredOccasion.answered_at == answered_at)
            .with_for_update()
        ).all()
        if not found:
            raise DomainError(ErrorCode.TOO_LATE)
        for answer in found:
            answer.answer, answer.until, answer.reason = Answer.POSTPONED, None, ""
            answer.version += 1
            session.add(answer)
            trace(session, organisation_id, actor, "occasion.reopened", "engagement", answer.engagement_id, now)


def _is_mailed(made: Recognition) -> bool:
    return made.gift == Gift.LETTER and bool(made.words)


def _given(session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[JustThanked]:
    rows = session.exec(
        select(Recognition, AuditEvent.at, Person.id, Person.name)
        .join(AuditEvent, (col(AuditEvent.subject_id) == col(Recognition.id)) & (col(AuditEvent.action) == GIVEN))
        .join(Person, col(Person.id) == col(AuditEvent.actor_id))
        .where(
            Recognition.organisation_id == organisation_id,
            col(Recognition.given_on).is_not(None),
            AuditEvent.at >= now - UNDO_FOR,
        )
        .order_by(col(AuditEvent.sequence))
    ).all()
    newest = {made.id: (made, at, by_id, by) for made, at, by_id, by in rows if not _is_mailed(made)}
    names = _names(session, [*newest])
    return [
        JustThanked(
            deed=ThanksDeed.GIVEN,
            names=tuple(names.get(key, ())),
            by=by,
            mine=by_id == actor.person_id,
            at=at,
            recognition_id=key,
            gift=Gift(made.gift),
            version=made.version,
        )
        for key, (made, at, by_id, by) in newest.items()
    ]


def _names(session: Session, recognition_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    if recognition_ids:
        for key, name in session.exec(
            select(Recognised.recognition_id, Person.name)
            .join(Person, col(Person.id) == col(Recognised.person_id))
            .where(col(Recognised.recognition_id).in_(recognition_ids))
            .order_by(col(Person.name))
        ):
            found.setdefault(key, []).append(name)
    return found


def _answered(session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[JustThanked]:
    by: Any = aliased(Person)
    rows = session.exec(
        select(AnsweredOccasion, Person.name, by.id, by.name)
        .join(Engagement, col(Engagement.id) == col(AnsweredOccasion.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(by, by.id == col(AnsweredOccasion.answered_by_id))
        .where(*_undoable(organisation_id, now))
        .order_by(col(Person.name))
    ).all()
    found: dict[tuple[str, datetime], JustThanked] = {}
    for answer, name, by_id, by_name in rows:
        key = (answer.key, answer.answered_at)
        before = found[key].names if key in found else ()
        mine = by_id == actor.person_id
        deed = ThanksDeed(answer.answer)
        found[key] = JustThanked(deed, (*before, name), by_name, mine, answer.answered_at, key=answer.key)
    return [*found.values()]


def _undoable(organisation_id: UUID, now: datetime) -> list[Any]:
    """SQL: the answers of the last minutes that leave an occasion or put it off; one without a day is open again."""
    put_off = (col(AnsweredOccasion.answer) == Answer.POSTPONED) & col(AnsweredOccasion.until).is_not(None)
    return [
        col(AnsweredOccasion.organisation_id) == organisation_id,
        col(AnsweredOccasion.answered_at) >= now - UNDO_FOR,
        or_(col(AnsweredOccasion.answer) == Answer.DECLINED, put_off),
    ]
