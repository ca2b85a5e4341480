"""Telling people of a change: one notice for each thing, whose mails wait ten minutes so that it can be undone.

A mail that waits needs no correction and confuses nobody, and what is moved twice is told once: while a notice waits,
the next change of the same thing takes its place and keeps what people knew before the first.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, changed, is_ahead
from db import outbox
from db.notices import ChangeNotice
from db.people import Person

WAITS = timedelta(minutes=10)
# Who reads what waits to be told: whoever may make such a change, and of their own supervisions who holds them.
READERS = {
    NoticeSubject.COURSE: Action.EDIT_COURSES,
    NoticeSubject.OFFER: Action.PLAN_OFFERS,
    NoticeSubject.EVENT: Action.RECOGNISE,
    NoticeSubject.SUPERVISION: Action.HOLD_SUPERVISION,
    NoticeSubject.CLARIFICATION: Action.HOLD_CLARIFICATION,
    NoticeSubject.TALK: Action.WRITE_NOTES,
    NoticeSubject.TRAINING: Action.PLAN_TRAINING,
    NoticeSubject.GATHERING: Action.PLAN_TRAINING,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """A change to tell of: of what, what was known and what is now, and to whom, each with where the mail leads.

    `words` are somebody's own to them.
    """

    about: NoticeSubject
    subject_id: UUID
    organisation_id: UUID
    before: Facts
    after: Facts
    people: Mapping[UUID, str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """What waits to be told: of what, the change, the words, who gets a mail, who has no address (with a phone), until
    when."""

    notice_id: UUID
    subject_id: UUID
    told: Facts
    after: Facts
    words: str
    made_by: str
    names: tuple[str, ...]
    by_phone: tuple[tuple[str, str], ...]
    sends_at: datetime


def tell(session: Session, actor: Actor, telling: Telling, now: datetime) -> None:
    """Leave a notice, inside the caller's transaction; whoever made the change gets no mail.

    Nothing is told where nothing is different, or where all of it is over.
    """
    waiting = _waiting(session, telling.subject_id, now)
    told = _read(waiting.told) if waiting else telling.before
    before = {UUID(each): path for each, path in waiting.people.items()} if waiting else {}
    people = before | dict(telling.people)
    if waiting is not None:
        session.delete(waiting)
        session.flush()
    if not changed(told, telling.after) or not is_ahead(told, telling.after, now):
        return
    if OFF in telling.after and not told:
        return  # it was off before anybody had heard of it
    people.pop(actor.person_id, None)
    notice = ChangeNotice(
        organisation_id=telling.organisation_id,
        about=telling.about,
        subject_id=telling.subject_id,
        told=json.dumps(dict(told)),
        after=json.dumps(dict(telling.after)),
        words=contact.text(telling.words) or (waiting.words if waiting else ""),
        people={str(each): path for each, path in people.items()},
        made_by_id=actor.person_id,
        made_at=now,
        sends_at=now + WAITS,
    )
    session.add(notice)
    session.flush()
    for person_id, path in people.items():
        outbox.post(
            session,
            kind="mail",
            params={
                "message": _message(told, telling.after),
                "person_id": str(person_id),
                "notice_id": str(notice.id),
                "path": path,
            },
            organisation_id=telling.organisation_id,
            now=now,
            due_at=notice.sends_at,
        )


def take_back(session: Session, subject_id: UUID, notice_id: UUID, now: datetime) -> Facts:
    """Tell nobody of what waits, inside the transaction of whoever undoes the change; what was known comes back.

    Raises "notice_sent" where the mails have gone, or another change has taken its place.
    """
    waiting = _waiting(session, subject_id, now)
    if waiting is None or waiting.id != notice_id:
        raise DomainError(ErrorCode.NOTICE_SENT)
    told = _read(waiting.told)
    session.delete(waiting)
    session.flush()
    return told


def noticed_at(session: Session, subject_id: UUID, notice_id: UUID) -> datetime:
    """When the change was made that waits to be told, or "notice_sent"."""
    waiting = session.get(ChangeNotice, notice_id)
    if waiting is None or waiting.subject_id != subject_id:
        raise DomainError(ErrorCode.NOTICE_SENT)
    return waiting.made_at


def waiting_notice(*, session: Session, actor: Actor, subject_id: UUID, now: datetime) -> WaitingNotice | None:
    """What waits to be told of one thing; None where nothing does. Raises "not_allowed"."""
    found = _waiting(session, subject_id, now)
    if found is None:
        return None
    own = frozenset({found.made_by_id})
    require(actor, READERS[NoticeSubject(found.about)], Subject(found.organisation_id, own))
    return _as_read(session, found)


def notices_waiting(
    session: Session, organisation_id: UUID, about: Collection[NoticeSubject], now: datetime
) -> list[WaitingNotice]:
    """What waits to be told of all things of these kinds in an organisation, of each the newest, in the order it was
    changed; also of what is not there any more."""
    rows = session.exec(
        select(ChangeNotice)
        .where(
            ChangeNotice.organisation_id == organisation_id,
            col(ChangeNotice.about).in_(about),
            ChangeNotice.sends_at > now,
        )
        .order_by(col(ChangeNotice.made_at), col(ChangeNotice.id))
    )
    return [_as_read(session, each) for each in {row.subject_id: row for row in rows}.values()]


def _as_read(session: Session, found: ChangeNotice) -> WaitingNotice:
    wanted = {UUID(each) for each in found.people}
    people = session.exec(select(Person).where(col(Person.id).in_(wanted)).order_by(col(Person.name))).all()
    return WaitingNotice(
        notice_id=found.id,
        subject_id=found.subject_id,
        told=_read(found.told),
        after=_read(found.after),
        words=found.words,
        made_by=session.get_one(Person, found.made_by_id).name,
        names=tuple(each.name for each in people if each.email),
        by_phone=tuple((each.name, each.phone) for each in people if not each.email),
        sends_at=found.sends_at,
    )


def facts_told(notice: ChangeNotice) -> tuple[Facts, Facts]:
    """What people knew, and what it is now."""
    return _read(notice.told), _read(notice.after)


def _message(told: Facts, after: Facts) -> str:
    if OFF in after:
        return "called_off"
    return "changed" if any(name.startswith(WHEN) for name in told) else "given_a_day"


def _waiting(session: Session, subject_id: UUID, now: datetime) -> ChangeNotice | None:
    return session.exec(
        select(ChangeNotice)
        .where(ChangeNotice.subject_id == subject_id, ChangeNotice.sends_at > now)
        .order_by(col(ChangeNotice.made_at).desc())
    ).first()


def _read(facts: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(facts)
    return found
