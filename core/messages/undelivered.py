"""Mails that did not arrive, as far as the portal knows: those that wait, and those that were given up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require, require_in
from core.access.trail import trace
from core.cover.case import load_cover
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext
from core.messages.confidential import PRIVATE
from core.messages.covers import first_day
from core.messages.sending import MAIL, NOT_CONFIGURED, Lost
from core.messages.texts import TEXTS
from db import outbox
from db.applications import Application
from db.engine import transaction
from db.group_messages import GroupMessage
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Person

AT_ONCE = 20


class Unsent(NamedTuple):
    """How many mails wait because the mail server does not take them, and how many were given up."""

    waiting: int
    lost: int


@dataclass(frozen=True, slots=True)
class LostMail:
    """A mail that was given up: to whom, at which address, its subject in the reader's language, and why. Of what is
    its receiver's alone the subject says nothing, so that whoever puts the address right does not learn of it."""

    id: UUID
    name: str
    email: str
    subject: str
    why: Lost


def unsent(*, session: Session, actor: Actor, organisation_id: UUID) -> Unsent:
    """The organisation's mails that nobody has got."""
    require_in(actor, Action.SEE_DOCUMENTS, organisation_id)
    tried = col(OutboxItem.done_at).is_(None) & (OutboxItem.attempts > 0) & (col(OutboxItem.problem) != NOT_CONFIGURED)
    lost = col(OutboxItem.done_at).is_not(None)
    return Unsent(
        *session.exec(
            select(func.count().filter(tried), func.count().filter(lost)).where(
                OutboxItem.organisation_id == organisation_id,
                OutboxItem.kind == MAIL,
                col(OutboxItem.problem).is_not(None),
            )
        ).one()
    )


def lost_mails(*, session: Session, actor: Actor, organisation_id: UUID) -> list[LostMail]:
    """The organisation's mails that were given up, at most `AT_ONCE`, newest first."""
    require_in(actor, Action.SEE_DOCUMENTS, organisation_id)
    found = session.exec(
        select(OutboxItem)
        .where(
            OutboxItem.organisation_id == organisation_id,
            OutboxItem.kind == MAIL,
            col(OutboxItem.problem).is_not(None),
            col(OutboxItem.done_at).is_not(None),
        )
        .order_by(col(OutboxItem.done_at).desc())
        .limit(AT_ONCE)
    ).all()
    people = {str(each.id): each for each in _receivers(session, found)}
    by = session.get_one(Organisation, organisation_id).name
    return [
        LostMail(
            id=item.id,
            name=person.name,
            email=person.email,
            subject=subject_of(session, item, by),
            why=Lost(str(item.problem)),
        )
        for item in found
        if (person := people.get(_receiver(item)[1])) is not None
    ]


def send_again(*, session: Session, actor: Actor, mail_id: UUID, now: datetime) -> None:
    """Try a mail anew that was given up, perhaps to an address that was put right; "not_found" where it was not."""
    with transaction(session):
        item = _given_up(session, actor, mail_id)
        outbox.again(session, item, now=now)
        kind, id_ = _receiver(item)
        trace(session, _of(item), actor, "mail.sent_again", kind, UUID(id_), now)


def leave(*, session: Session, actor: Actor, mail_id: UUID, now: datetime) -> None:
    """Not be told of a mail any more that was given up."""
    with transaction(session):
        item = _given_up(session, actor, mail_id)
        item.problem = None
        session.add(item)
        kind, id_ = _receiver(item)
        trace(session, _of(item), actor, "mail.left", kind, UUID(id_), now)


def _given_up(session: Session, actor: Actor, mail_id: UUID) -> OutboxItem:
    item = session.exec(select(OutboxItem).where(OutboxItem.id == mail_id).with_for_update()).one_or_none()
    if item is None or item.organisation_id is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_DOCUMENTS, Subject(item.organisation_id))
    if item.kind != MAIL or item.done_at is None or item.problem is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return item


def _receivers(session: Session, items: Sequence[OutboxItem]) -> Iterator[Person | Application]:
    ids = [_receiver(item) for item in items]
    yield from session.exec(
        select(Person).where(col(Person.id).in_([UUID(id_) for kind, id_ in ids if kind == "person"]))
    )
    if applied := [UUID(id_) for kind, id_ in ids if kind == "application"]:
        yield from session.exec(select(Application).where(col(Application.id).in_(applied)))


def subject_of(session: Session, item: OutboxItem, by: str) -> str:
    """What a mail was about in the current language; a message to a group by what its writer called it."""
    if item.params["message"] in PRIVATE:
        return gettext("A mail that is theirs alone")
    told = {"subject": "", "organisation": by, "day": ""}
    if "cover_id" in item.params:
        told["day"] = first_day(load_cover(session, UUID(item.params["cover_id"])))
    if "group_message_id" in item.params:
        told["subject"] = session.get_one(GroupMessage, UUID(item.params["group_message_id"])).subject
    return gettext(TEXTS[item.params["message"]].subject).format(**told)


def _receiver(item: OutboxItem) -> tuple[str, str]:
    """Whom a mail goes to: what they are in the log, and their id. Who applies is no person of the portal yet."""
    kind = "application" if "application_id" in item.params else "person"
    return kind, item.params[f"{kind}_id"]


def _of(item: OutboxItem) -> UUID:
    assert item.organisation_id is not None
    return item.organisation_id
