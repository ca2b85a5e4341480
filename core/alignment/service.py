"""Aligning expectations: begun, answered by each side alone, talked about, and settled until a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.alignment.agreed import freeze
from core.alignment.case import AlignmentCase, follower_of, load
from core.alignment.form import AlignmentKind, ExpectationQuestion
from core.alignment.rules import BOTH, AlignmentSide, SettledHow
from core.documents.drafting.answering import SavedAnswer
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import DEFAULT_LANGUAGE, LANGUAGES, local_day
from core.partnerships import case as partnership_case
from db import outbox
from db.alignment import AgreedPoint, Alignment, AlignmentAnswer
from db.engine import transaction
from db.people import Engagement


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """Something agreed: in words, whose it is (a side or `BOTH`), and by when where it is to be done."""

    words: str
    owner: str = BOTH
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """When the two met, whether it is written or spoken, until when it holds, when to look at it again, and the
    language its text is kept in."""

    met_on: date
    how: SettledHow
    valid_until: date | None
    look_again_on: date | None
    language: str = DEFAULT_LANGUAGE


def begin_with_association(
    *,
    session: Session,
    actor: Actor,
    association_id: UUID,
    kind: AlignmentKind = AlignmentKind.PARTNERSHIP,
    now: datetime,
) -> Alignment:
    """A new round of `kind` with an association; the one that is under way where there is one.

    "not_found" where the partnership has ended, and "choice_invalid" for what is asked of a volunteer.
    """
    with transaction(session):
        case = partnership_case.load(session, association_id, lock=True)
        at = case.association.organisation_id
        require(actor, Action.ALIGN, Subject(at, contact_person_id=case.association.followed_by_id))
        if case.association.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if kind is AlignmentKind.WORKPLACE:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        open_now = session.exec(
            select(Alignment).where(
                Alignment.association_id == association_id,
                Alignment.kind == kind,
                col(Alignment.agreed_at).is_(None),
            )
        ).first()
        made = Alignment(
            organisation_id=at,
            association_id=association_id,
            kind=kind,
            begun_by_id=actor.person_id,
            begun_at=now,
        )
        return open_now or _begun(session, actor, made, now)


def begin_with_volunteer(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> Alignment:
    """A new round between a volunteer and their workplace; the one that is under way where there is one.

    Either may begin it. "not_found" for somebody who has stopped.
    """
    with transaction(session):
        engagement = session.exec(
            select(Engagement).where(Engagement.id == engagement_id).with_for_update()
        ).one_or_none()
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.ALIGN, Subject.of(engagement))
        if engagement.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        open_now = session.exec(
            select(Alignment).where(Alignment.engagement_id == engagement_id, col(Alignment.agreed_at).is_(None))
        ).first()
        made = Alignment(
            organisation_id=engagement.organisation_id,
            engagement_id=engagement_id,
            kind=AlignmentKind.WORKPLACE,
            begun_by_id=actor.person_id,
            begun_at=now,
        )
        return open_now or _begun(session, actor, made, now)


def _begun(session: Session, actor: Actor, made: Alignment, now: datetime) -> Alignment:
    session.add(made)
    session.flush()
    _tell_others(session, actor, made, now)
    trace(session, made.organisation_id, actor, "alignment.begun", "alignment", made.id, now)
    return made


def _tell_others(session: Session, actor: Actor, made: Alignment, now: datetime) -> None:
    """Those on the other side get a mail that they are asked, without a word of what or with whom."""
    case = load(session, made.id)
    others = case.subject.people
    if actor.person_id in others and made.engagement_id is not None:
        others = frozenset({follower_of(session, made)})
    outbox.mail(
        session,
        "alignment_begun",
        sorted(others - {actor.person_id}),
        organisation_id=made.organisation_id,
        now=now,
        about={"alignment_id": made.id},
    )


def save_expectation(
    *,
    session: Session,
    actor: Actor,
    alignment_id: UUID,
    side: AlignmentSide,
    question_id: str,
    value: str,
    expected_version: int | None,
    now: datetime,
) -> SavedAnswer:
    """Save what a side answers; "" takes it back. `expected_version` is None where nothing had been saved.

    Raises "not_allowed" for the other side's, "alignment_finished" once the side has finished, "choice_invalid",
    "changed_meanwhile", and what `contact.text` refuses.
    """
    with transaction(session):
        case = _writing(session, actor, alignment_id, side)
        if case.finished(side):
            raise DomainError(ErrorCode.ALIGNMENT_FINISHED)
        question = next((each for each in case.form.questions if each.id == question_id), None)
        if question is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        written = _checked(question, value)
        before = case.answers[side].get(question_id)
        if before is None and not written:
            return SavedAnswer(0, now, "")
        if before is not None and before.value == written:
            return SavedAnswer(before.version, before.saved_at, before.value)
        if (before.version if before else None) != (expected_version or None):
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        answer = before or AlignmentAnswer(
            alignment_id=alignment_id,
            side=side,
            question_id=question_id,
            value="",
            filled_by_id=actor.person_id,
            saved_at=now,
            version=0,
        )
        answer.value, answer.filled_by_id, answer.saved_at = written, actor.person_id, now
        answer.version += 1
        session.add(answer)
        session.flush()
        at = case.alignment.organisation_id
        trace(session, at, actor, "alignment.answered", "alignment", alignment_id, now, [question_id])
        return SavedAnswer(answer.version, answer.saved_at, answer.value)


def finish_side(
    *, session: Session, actor: Actor, alignment_id: UUID, side: AlignmentSide, finished: bool = True, now: datetime
) -> Alignment:
    """A side has said what it wants to say, or takes that back (not `finished`) while the other has not.

    When both have, each sees what the other said. Raises "alignment_nothing" where it has answered nothing, and
    "alignment_both" where both have finished. Twice changes nothing.
    """
    with transaction(session):
        case = _writing(session, actor, alignment_id, side)
        alignment = case.alignment
        if case.finished(side) == finished:
            return alignment
        if not finished and case.both_finished:
            raise DomainError(ErrorCode.ALIGNMENT_BOTH)
        if finished and not any(case.values(side).values()):
            raise DomainError(ErrorCode.ALIGNMENT_NOTHING)
        if side is AlignmentSide.OURS:
            alignment.ours_finished_at = now if finished else None
        else:
            alignment.theirs_finished_at = now if finished else None
        _stored(session, alignment)
        at = alignment.organisation_id
        if finished:
            trace(session, at, actor, "alignment.finished", "alignment", alignment_id, now)
        else:
            trace(session, at, actor, "alignment.reopened", "alignment", alignment_id, now)
        return alignment


def answer_on_paper(*, session: Session, actor: Actor, alignment_id: UUID, now: datetime) -> Alignment:
    """The others answer on paper, and we write down what stands there (O4). They may still write it here themselves."""
    with transaction(session):
        case = _held(session, actor, alignment_id)
        if case.side_of(actor) is not AlignmentSide.OURS:
            raise DomainError(ErrorCode.NOT_ALLOWED)
        if not case.alignment.on_paper:
            case.alignment.on_paper = True
            _stored(session, case.alignment)
            at = case.alignment.organisation_id
            trace(session, at, actor, "alignment.on_paper", "alignment", alignment_id, now)
        return case.alignment


def add_point(*, session: Session, actor: Actor, alignment_id: UUID, point: NewPoint, now: datetime) -> AgreedPoint:
    """Write down something the two agreed, or something to be done; either side may, once both have finished.

    Raises "words_missing", what `contact.text` refuses, "choice_invalid", "alignment_waits" before that, and
    "alignment_settled" once it holds.
    """
    with transaction(session):
        case = _held(session, actor, alignment_id)
        if not case.both_finished:
            raise DomainError(ErrorCode.ALIGNMENT_WAITS)
        if case.alignment.agreed_at is not None:
            raise DomainError(ErrorCode.ALIGNMENT_SETTLED)
        with all_refused() as check, check.at("words"):
            if not contact.text(point.words):
                raise DomainError(ErrorCode.WORDS_MISSING)
        if point.owner not in (*AlignmentSide, BOTH):
            raise DomainError(ErrorCode.CHOICE_INVALID)
        added = AgreedPoint(
            alignment_id=alignment_id,
            words=contact.text(point.words),
            owner=point.owner,
            due_on=point.due_on,
            written_by_id=actor.person_id,
            written_at=now,
        )
        session.add(added)
        session.flush()
        at = case.alignment.organisation_id
        trace(session, at, actor, "alignment.point_added", "alignment", alignment_id, now)
        return added


def remove_point(*, session: Session, actor: Actor, point_id: UUID, now: datetime) -> None:
    """Take away what was written down, until it is settled ("alignment_settled")."""
    with transaction(session):
        point, case = _point(session, actor, point_id)
        if case.alignment.agreed_at is not None:
            raise DomainError(ErrorCode.ALIGNMENT_SETTLED)
        session.delete(point)
        session.flush()
        at = case.alignment.organisation_id
        trace(session, at, actor, "alignment.point_removed", "alignment", case.alignment.id, now)


def tick_point(*, session: Session, actor: Actor, point_id: UUID, done: bool, now: datetime) -> AgreedPoint:
    """Something that was to be done is done, or is not after all."""
    with transaction(session):
        point, case = _point(session, actor, point_id)
        if (point.done_at is not None) != done:
            point.done_at = now if done else None
            session.add(point)
            session.flush()
            at = case.alignment.organisation_id
            trace(session, at, actor, "alignment.point_ticked", "alignment", case.alignment.id, now)
        return point


def settle(*, session: Session, actor: Actor, alignment_id: UUID, settlement: Settlement, now: datetime) -> Alignment:
    """The two have met and agreed: from now on it holds, until a day. We write it down, and its text is frozen as it
    reads, also where it was agreed by word of mouth.

    Raises by field "alignment_met" for a meeting that is still to come, and "alignment_day" for a day that does not
    follow it; "alignment_waits" before both have finished, and "alignment_settled" the second time.
    """
    with transaction(session):
        case = _held(session, actor, alignment_id)
        alignment = case.alignment
        if case.side_of(actor) is not AlignmentSide.OURS:
            raise DomainError(ErrorCode.NOT_ALLOWED)
        if not case.both_finished:
            raise DomainError(ErrorCode.ALIGNMENT_WAITS)
        if alignment.agreed_at is not None:
            raise DomainError(ErrorCode.ALIGNMENT_SETTLED)
        if settlement.language not in LANGUAGES:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        with all_refused() as check:
            with check.at("met_on"):
                if settlement.met_on > local_day(now):
                    raise DomainError(ErrorCode.ALIGNMENT_MET)
            for name, day in (("valid_until", settlement.valid_until), ("look_again_on", settlement.look_again_on)):
                with check.at(name):
                    if day is not None and day <= settlement.met_on:
                        raise DomainError(ErrorCode.ALIGNMENT_DAY)
        alignment.met_on, alignment.settled = settlement.met_on, SettledHow(settlement.how)
        alignment.valid_until, alignment.look_again_on = settlement.valid_until, settlement.look_again_on
        alignment.contact_person_id, alignment.agreed_at = follower_of(session, alignment), now
        _stored(session, alignment)
        freeze(session, case, settlement.language)
        trace(session, alignment.organisation_id, actor, "alignment.settled", "alignment", alignment_id, now)
        return alignment


def _held(session: Session, actor: Actor, alignment_id: UUID) -> AlignmentCase:
    """The round, held until the transaction ends, for somebody who is on one of its sides."""
    case = load(session, alignment_id, lock=True)
    require(actor, Action.ALIGN, case.subject)
    return case


def _writing(session: Session, actor: Actor, alignment_id: UUID, side: AlignmentSide) -> AlignmentCase:
    case = _held(session, actor, alignment_id)
    if side not in case.writes(actor):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    return case


def _point(session: Session, actor: Actor, point_id: UUID) -> tuple[AgreedPoint, AlignmentCase]:
    point = session.exec(select(AgreedPoint).where(AgreedPoint.id == point_id).with_for_update()).one_or_none()
    if point is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return point, _held(session, actor, point.alignment_id)


def _checked(question: ExpectationQuestion, value: str) -> str:
    if question.choices and value and value not in {each.id for each in question.choices}:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return contact.text(value)


def _stored(session: Session, alignment: Alignment) -> None:
    alignment.version += 1
    session.add(alignment)
    session.flush()
