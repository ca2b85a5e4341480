"""Telling that something is wrong, and answering it: one hands it to one, and nobody else reads it (M3, A2.6, B3.2).

The log says that a worry was told and what was done about it, and not whose it is: a volunteer's own deeds stand in it
without a name, because whoever it is about may read the log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core import contact
from core.access.permissions import Action, Actor, Role, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import end_of_day, local_day
from core.worries.around import answer_day, asked_by, partner_of, people_around
from core.worries.rules import (
    ABOUT_SOMEBODY,
    SAME_WITHIN,
    PeopleAround,
    WorryAbout,
    WorryState,
    next_to_know,
    receivers,
    state_of,
)
from db import outbox
from db.engine import transaction
from db.people import Engagement
from db.worries import Worry


@dataclass(frozen=True, slots=True)
class WorryDetails:
    """What somebody tells. `about_id` is the colleague it is about, of those who stand in `WorryQuestion.colleagues`;
    the others that it can be about are known. `to_id` is who is to read it, None for the right one. Words may be left
    out: then they would like to be called."""

    about: WorryAbout
    about_id: UUID | None = None
    to_id: UUID | None = None
    words: str = ""


def tell_worry(*, session: Session, actor: Actor, engagement_id: UUID, told: WorryDetails, now: datetime) -> Worry:
    """Something is wrong, says a volunteer, or a colleague who was told so. Whom it goes to gets a mail without a word
    of it; the next one gets one where it has not been answered by its day. The same words again within `SAME_WITHIN`
    are one worry.

    Raises "worry_about_you" for a colleague whom it is about, "worry_receiver" for who cannot be told of it,
    "worry_nobody" where nobody else is there, and what `core.contact` refuses.
    """
    with transaction(session):
        engagement = asked_by(session, actor, engagement_id)
        words = contact.text(told.words)
        # Held, so that of two clicks the second finds what the first made.
        session.exec(select(Engagement.id).where(Engagement.id == engagement_id).with_for_update()).one()
        around = people_around(session, engagement)
        about_id = _about_whom(session, engagement, around, told)
        if about_id == actor.person_id:
            raise DomainError(ErrorCode.WORRY_ABOUT_YOU)
        if (known := _just_told(session, engagement_id, told.about, words, now)) is not None:
            return known
        can_be_told = receivers(around, about_id)
        if not can_be_told:
            raise DomainError(ErrorCode.WORRY_NOBODY)
        if told.to_id is not None and told.to_id not in can_be_told:
            raise DomainError(ErrorCode.WORRY_RECEIVER)
        worry = Worry(
            organisation_id=engagement.organisation_id,
            engagement_id=engagement.id,
            person_id=engagement.person_id,
            recorded_by_id=actor.person_id,
            about=told.about,
            about_id=about_id,
            words=words,
            raised_at=now,
            waits_for_id=told.to_id or can_be_told[0],
            answer_by=answer_day(session, engagement.organisation_id, local_day(now)),
        )
        worry.next_id = next_to_know(around, about_id, worry.waits_for_id)
        session.add(worry)
        session.flush()
        _send_on(session, actor, worry, now)
        own = engagement.person_id == actor.person_id
        trace(
            session,
            worry.organisation_id,
            None if own else actor,
            "worry.told" if own else "worry.written_down",
            "worry",
            worry.id,
            now,
        )
        return worry


def take_worry_back(*, session: Session, actor: Actor, worry_id: UUID, now: datetime) -> None:
    """It is not to be followed up after all, says whoever told it: its words are gone. A second time is nothing.

    Raises "worry_over" where it has ended.
    """
    with transaction(session):
        worry = _locked(session, worry_id)
        require(actor, Action.RAISE_WORRY, Subject(worry.organisation_id, frozenset({worry.person_id})))
        if worry.taken_back_at is not None:
            return
        if worry.ended_at is not None:
            raise DomainError(ErrorCode.WORRY_OVER)
        worry.taken_back_at, worry.words, worry.answer = now, "", ""
        worry.version += 1
        session.add(worry)
        trace(session, worry.organisation_id, None, "worry.taken_back", "worry", worry.id, now)


def answer_worry(
    *, session: Session, actor: Actor, worry_id: UUID, words: str, expected_version: int, now: datetime
) -> None:
    """Whoever has it says that they have read it, with a few words where they like; who told it gets a mail that says
    there is an answer. Raises "worry_over", "changed_meanwhile", and what `core.contact` refuses."""

    def read(worry: Worry) -> None:
        worry.read_at, worry.answer = worry.read_at or now, contact.text(words)

    _handled(session, actor, worry_id, expected_version, now, read)


def end_worry(
    *, session: Session, actor: Actor, worry_id: UUID, words: str, expected_version: int, now: datetime
) -> None:
    """It has come to an end, in the words of whoever had it; who told it reads them.

    Raises "words_missing" and as `answer_worry`.
    """

    def end(worry: Worry) -> None:
        worry.read_at, worry.ended_at, worry.outcome = worry.read_at or now, now, contact.text(words)
        if not worry.outcome:
            raise DomainError(ErrorCode.WORDS_MISSING)

    _handled(session, actor, worry_id, expected_version, now, end)


def take_worry_over(*, session: Session, actor: Actor, worry_id: UUID, now: datetime) -> None:
    """Somebody takes one that was not answered by its day, or whose receiver works here no more: they have it now, and
    are to answer it by a day of their own. Raises "not_allowed" for who is not asked to, and "worry_over"."""
    with transaction(session):
        worry = _locked(session, worry_id)
        may_take_over(session, actor, worry, now)
        _has_it(session, worry, actor.person_id, now)
        _send_on(session, actor, worry, now)
        trace(session, worry.organisation_id, actor, "worry.taken_over", "worry", worry.id, now)


def hand_worries_on(
    session: Session, actor: Actor, organisation_id: UUID, left_id: UUID, now: datetime
) -> list[tuple[UUID, UUID]]:
    """What was told to somebody whose roles have ended goes to the right person among those who are here, and where
    they were to be told that one waits, somebody else is. Which went to whom; one that can go to nobody stays."""
    open_ones = session.exec(
        select(Worry)
        .where(
            Worry.organisation_id == organisation_id,
            or_(col(Worry.waits_for_id) == left_id, col(Worry.next_id) == left_id),
            col(Worry.ended_at).is_(None),
            col(Worry.taken_back_at).is_(None),
        )
        .order_by(col(Worry.id))
        .with_for_update()
    ).all()
    moved = []
    for worry in open_ones:
        around = people_around(session, session.get_one(Engagement, worry.engagement_id))
        if left_id in around.here:
            continue
        if worry.waits_for_id != left_id:
            worry.next_id = next_to_know(around, worry.about_id, worry.waits_for_id)
            session.add(worry)
            _tell_next(session, worry, now)
            continue
        taker = next(iter(receivers(around, worry.about_id)), None)
        if taker is not None:
            give_worry_to(session, actor, worry, taker, now)
            moved.append((worry.id, taker))
    return moved


def give_worry_to(session: Session, actor: Actor, worry: Worry, person_id: UUID, now: datetime) -> None:
    """Somebody else has it now, and is to answer it by a day of their own; they get a mail."""
    _has_it(session, worry, person_id, now)
    _send_on(session, actor, worry, now)
    trace(session, worry.organisation_id, actor, "worry.handed_on", "worry", worry.id, now)


def _has_it(session: Session, worry: Worry, person_id: UUID, now: datetime) -> None:
    engagement = session.get_one(Engagement, worry.engagement_id)
    worry.waits_for_id, worry.read_at, worry.answer = person_id, None, ""
    worry.next_id = next_to_know(people_around(session, engagement), worry.about_id, person_id)
    worry.answer_by = answer_day(session, worry.organisation_id, local_day(now))
    worry.version += 1
    session.add(worry)
    session.flush()


def may_take_over(session: Session, actor: Actor, worry: Worry, now: datetime) -> None:
    """Refuse whoever is not asked to take it over: "not_allowed", or "worry_over"."""
    leads = Subject(worry.organisation_id, frozenset({actor.person_id}))
    require(actor, Action.TAKE_WORRY, leads)
    if not actor.roles(worry.organisation_id) & {Role.COORDINATOR, Role.ADMIN}:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    if actor.person_id in (worry.about_id, worry.person_id, worry.waits_for_id):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    if worry_state(worry) in (WorryState.ENDED, WorryState.TAKEN_BACK):
        raise DomainError(ErrorCode.WORRY_OVER)
    here = people_around(session, session.get_one(Engagement, worry.engagement_id)).here
    late = worry.read_at is None and worry.answer_by < local_day(now)
    if not late and worry.waits_for_id in here:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    if worry.next_id in here and worry.next_id != actor.person_id:
        raise DomainError(ErrorCode.NOT_ALLOWED)


def _handled(
    session: Session,
    actor: Actor,
    worry_id: UUID,
    expected_version: int,
    now: datetime,
    does: Callable[[Worry], None],
) -> None:
    with transaction(session):
        worry = _locked(session, worry_id)
        require(actor, Action.TAKE_WORRY, Subject(worry.organisation_id, frozenset({worry.waits_for_id})))
        if worry_state(worry) in (WorryState.ENDED, WorryState.TAKEN_BACK):
            raise DomainError(ErrorCode.WORRY_OVER)
        if worry.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        does(worry)
        worry.version += 1
        session.add(worry)
        outbox.mail(
            session,
            "worry_answered",
            [worry.person_id],
            organisation_id=worry.organisation_id,
            now=now,
            gathers=True,
        )
        trace(
            session,
            worry.organisation_id,
            actor,
            "worry.ended" if worry.ended_at else "worry.read",
            "worry",
            worry.id,
            now,
        )


def _send_on(session: Session, actor: Actor, worry: Worry, now: datetime) -> None:
    """A mail to whom it goes, and one to the next when its day has passed, which is not sent where it was answered."""
    if worry.waits_for_id != actor.person_id:
        outbox.mail(session, "worry_told", [worry.waits_for_id], organisation_id=worry.organisation_id, now=now)
    _tell_next(session, worry, now)


def _tell_next(session: Session, worry: Worry, now: datetime) -> None:
    if worry.next_id is not None:
        outbox.post(
            session,
            kind="mail",
            params={"message": "worry_waits", "person_id": str(worry.next_id), "worry_id": str(worry.id)},
            organisation_id=worry.organisation_id,
            now=now,
            due_at=end_of_day(worry.answer_by) + timedelta(hours=6),
        )


def _about_whom(session: Session, engagement: Engagement, around: PeopleAround, told: WorryDetails) -> UUID | None:
    if told.about not in ABOUT_SOMEBODY:
        return None
    if told.about is WorryAbout.CONTACT_PERSON:
        return around.contact_person
    if told.about is WorryAbout.COORDINATOR:
        return around.coordinator
    if told.about is WorryAbout.PARTNER:
        return partner_of(session, engagement.id)
    return told.about_id if told.about_id in (*around.coordinators, *around.administrators) else None


def _just_told(session: Session, engagement_id: UUID, about: WorryAbout, words: str, now: datetime) -> Worry | None:
    lately = select(Worry).where(
        Worry.engagement_id == engagement_id,
        col(Worry.raised_at) > now - SAME_WITHIN,
        col(Worry.taken_back_at).is_(None),
    )
    return next((each for each in session.exec(lately) if (each.about, each.words) == (about, words)), None)


def worry_state(worry: Worry) -> WorryState:
    """How far it has come."""
    return state_of(
        read=worry.read_at is not None, ended=worry.ended_at is not None, taken_back=worry.taken_back_at is not None
    )


def _locked(session: Session, worry_id: UUID) -> Worry:
    asked = select(Worry).where(Worry.id == worry_id).with_for_update()
    found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found
