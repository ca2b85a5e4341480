"""Invitations to what is planned: who comes and what they eat, thanks afterwards, and saying no to a mention (H2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day, short_date
from core.recognition.rules import Gift, may_answer
from db import outbox
from db.engine import transaction
from db.organisations import Organisation
from db.people import Person
from db.recognition import MentionChoice, Recognised, Recognition


@dataclass(frozen=True, slots=True)
class EventInvitation:
    """What the reader is invited to; `comes` is their answer so far. `open` is whether they can still answer."""

    recognition_id: UUID
    gift: Gift
    title: str
    on: date
    clock: str
    place: str
    organisation: str
    answer_by: date | None
    comes: bool | None
    diet: str
    open: bool


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody invited: their answer, None for none yet, and what they told about food."""

    name: str
    comes: bool | None
    diet: str


def my_invitations(*, session: Session, actor: Actor, today: date) -> tuple[EventInvitation, ...]:
    """What the person who asks is invited to from today on, soonest first."""
    require(actor, Action.SEE_OWN_THANKS)
    rows = session.exec(
        select(Recognition, Recognised, Organisation.name)
        .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id))
        .join(Organisation, col(Organisation.id) == col(Recognition.organisation_id))
        .where(
            Recognised.person_id == actor.person_id,
            col(Recognition.invites).is_(True),
            col(Recognition.called_off_at).is_(None),
            Recognition.planned_on >= today,
        )
        .order_by(col(Recognition.planned_on), col(Recognition.id))
    ).all()
    return tuple(
        EventInvitation(
            recognition_id=made.id,
            gift=Gift(made.gift),
            title=made.title,
            on=made.planned_on,
            clock=made.clock,
            place=made.place,
            organisation=organisation,
            answer_by=made.answer_by,
            comes=own.comes,
            diet=own.diet or "",
            open=made.given_on is None and may_answer(made.planned_on, made.answer_by, today),
        )
        for made, own, organisation in rows
    )


def answer_invitation(
    *, session: Session, actor: Actor, recognition_id: UUID, comes: bool, diet: str, now: datetime
) -> None:
    """Say yes or no, and what one cannot eat; another answer takes its place.

    Raises "not_found" for who is not invited, and "invitation_closed" with the day when it is too late.
    """
    with transaction(session):
        require(actor, Action.SEE_OWN_THANKS)
        found = session.exec(
            select(Recognition, Recognised)
            .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id))
            .where(
                Recognition.id == recognition_id,
                Recognised.person_id == actor.person_id,
                col(Recognition.invites).is_(True),
                col(Recognition.called_off_at).is_(None),
            )
            .with_for_update()
        ).one_or_none()
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        made, own = found
        if made.given_on is not None or not may_answer(made.planned_on, made.answer_by, local_day(now)):
            raise DomainError(ErrorCode.INVITATION_CLOSED, day=short_date(made.answer_by or made.planned_on))
        if comes and not own.comes:
            # Ten minutes later, as a finger slips.
            outbox.mail(
                session,
                "event_coming",
                [actor.person_id],
                organisation_id=made.organisation_id,
                now=now,
                about={"recognition_id": made.id},
                gathers=True,
            )
        own.comes, own.diet, own.answered_at = comes, contact.text(diet) if comes else None, now
        session.add(own)
        trace(session, made.organisation_id, actor, "invitation.answered", "recognition", made.id, now)


def said_yes(session: Session, recognition_id: UUID, person_id: UUID) -> bool:
    """Whether somebody said that they come."""
    asked = select(Recognised.comes).where(
        Recognised.recognition_id == recognition_id, Recognised.person_id == person_id
    )
    return bool(session.exec(asked).one_or_none())


def participants(*, session: Session, actor: Actor, recognition_id: UUID) -> tuple[Participant, ...]:
    """Everybody who is invited, those who come first; for who plans recognition."""
    made = session.get(Recognition, recognition_id)
    if made is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.RECOGNISE, Subject(made.organisation_id))
    rows = session.exec(
        select(Person.name, Recognised.comes, Recognised.diet)
        .join(Recognised, col(Recognised.person_id) == col(Person.id))
        .where(Recognised.recognition_id == recognition_id)
    ).all()
    found = [Participant(name, comes, diet or "") for name, comes, diet in rows]
    order = {True: 0, None: 1, False: 2}
    return tuple(sorted(found, key=lambda each: (order[each.comes], each.name.casefold())))


def thank_afterwards(
    *, session: Session, actor: Actor, recognition_id: UUID, words: str, expected_version: int, now: datetime
) -> int:
    """Write to those who came; they read it on their own page, and get a mail that says so. Returns how many.

    Raises "text_missing", "recognition_not_given" before it was held, "changed_meanwhile", or "nobody_came".
    """
    with transaction(session):
        asked = select(Recognition).where(Recognition.id == recognition_id).with_for_update()
        made = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if made is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.RECOGNISE, Subject(made.organisation_id))
        if made.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if made.given_on is None:
            raise DomainError(ErrorCode.RECOGNITION_NOT_GIVEN)
        written = contact.text(words)
        if not written:
            raise DomainError(ErrorCode.TEXT_MISSING)
        came: list[Any] = [Recognised.recognition_id == made.id]
        if made.invites:
            came.append(col(Recognised.comes).is_(True))
        people = session.exec(select(Recognised.person_id).where(*came)).all()
        if not people:
            raise DomainError(ErrorCode.NOBODY_CAME)
        made.thanks, made.thanked_at, made.version = written, now, made.version + 1
        session.add(made)
        mail(session, made, "thanked", people, now)
        trace(session, made.organisation_id, actor, "recognition.thanked", "recognition", made.id, now)
        return len(people)


def mail(session: Session, made: Recognition, message: str, person_ids: Collection[UUID], now: datetime) -> None:
    """Leave `message` for each of these who has an e-mail address; it says nothing of what or to whom."""
    outbox.mail(session, message, person_ids, organisation_id=made.organisation_id, now=now)


def mention_chosen(*, session: Session, actor: Actor) -> MentionChoice | None:
    """What the person who asks said about being mentioned in public; None where they said nothing yet."""
    require(actor, Action.EDIT_OWN_DETAILS)
    return session.get(MentionChoice, actor.person_id)


def choose_mention(*, session: Session, actor: Actor, may_mention: bool, now: datetime) -> None:
    """Say yes or no to being mentioned in public. Saying the same again changes nothing."""
    with transaction(session):
        require(actor, Action.EDIT_OWN_DETAILS)
        found = session.get(MentionChoice, actor.person_id, with_for_update=True)
        if found is not None and found.allowed is may_mention:
            return
        if found is None:
            found = MentionChoice(person_id=actor.person_id, allowed=may_mention, said_at=now)
        found.allowed, found.said_at = may_mention, now
        session.add(found)
        for organisation_id in actor.organisations():
            trace(session, organisation_id, actor, "mention.chosen", "person", actor.person_id, now)


def refuse_mention(session: Session, gift: Gift, person_ids: Collection[UUID]) -> None:
    """Raise "mention_refused", with whose, where a mention would name somebody who did not say yes to it."""
    if gift is not Gift.MENTION:
        return
    refusing = session.exec(
        select(Person.name)
        .join(MentionChoice, col(MentionChoice.person_id) == col(Person.id), isouter=True)
        .where(col(Person.id).in_(person_ids), col(MentionChoice.allowed).is_not(True))
        .order_by(Person.name)
    ).all()
    if refusing:
        raise DomainError(ErrorCode.MENTION_REFUSED, names=", ".join(refusing))
