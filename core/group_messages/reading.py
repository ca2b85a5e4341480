"""Reading messages to groups: one's own that are not sent, all that were, and what one person got."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.approvals.case import engagement_for
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.group_messages.people import name_of, said_no
from core.group_messages.rules import (
    GroupKind,
    MailStanding,
    MessageState,
    filled,
    left_out,
    standing_of,
    state_of,
)
from db.group_messages import GroupMessage, GroupMessageRecipient
from db.outbox import OutboxItem
from db.people import Person

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list: `about` is the course, offer or workplace, "" for those chosen; `count` whom it is for."""

    message_id: UUID
    subject: str
    kind: GroupKind
    about: str
    by: str
    state: MessageState
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """Somebody a message is for, and how it stands with their mail; before it is sent, how it would."""

    person_id: UUID
    engagement_id: UUID | None
    name: str
    phone: str
    standing: MailStanding


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message with all it is for, by name. `writes` is whether the reader can change it, or take it back."""

    message: GroupMessage
    about: str
    by: str
    reply_to: str
    state: MessageState
    people: tuple[RecipientRow, ...]
    writes: bool

    def those(self, *standings: MailStanding) -> list[RecipientRow]:
        """The people whose mail stands so."""
        return [each for each in self.people if each.standing in standings]


@dataclass(frozen=True, slots=True)
class GotMessage:
    """A message somebody was sent: its words as they read them."""

    subject: str
    words: str
    by: str
    at: datetime
    standing: MailStanding


def group_message(*, session: Session, actor: Actor, message_id: UUID, now: datetime) -> MessageView:
    """A message that was sent, or the actor's own; "not_found" for what another is writing."""
    message = session.get(GroupMessage, message_id)
    if message is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.WRITE_TO_MANY, Subject(message.organisation_id))
    state, own = state_of(message.sends_at, now), message.sender_id == actor.person_id
    if not own and state is MessageState.DRAFT:
        raise DomainError(ErrorCode.NOT_FOUND)
    rows = session.exec(
        select(GroupMessageRecipient, Person, OutboxItem)
        .join(Person, col(Person.id) == col(GroupMessageRecipient.person_id))
        .join(OutboxItem, col(OutboxItem.id) == col(GroupMessageRecipient.outbox_item_id), isouter=True)
        .where(GroupMessageRecipient.message_id == message_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    sender = session.get_one(Person, message.sender_id)
    refusing = said_no(session, [person.id for _row, person, _item in rows]) if state is MessageState.DRAFT else set()
    people = []
    for row, person, item in rows:
        why = row.left_out
        if state is MessageState.DRAFT:
            why = left_out(person.email, said_no=person.id in refusing) or ""
        standing = standing_of(why, sent=row.sent_at is not None, lost=_is_lost(item))
        people.append(RecipientRow(person.id, row.engagement_id, person.name, person.phone, standing))
    return MessageView(
        message=message,
        about=name_of(session, GroupKind(message.kind), message.about_id),
        by=sender.name,
        reply_to=sender.email,
        state=state,
        people=tuple(people),
        writes=own and state is not MessageState.SENT,
    )


def group_messages(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[MessageRow]:
    """The actor's own that are not sent and all that were, at most `AT_ONCE`, the newest first."""
    require(actor, Action.WRITE_TO_MANY, Subject(organisation_id))
    count = (
        select(func.count())
        .where(GroupMessageRecipient.message_id == GroupMessage.id)
        .correlate(GroupMessage)
        .scalar_subquery()
    )
    at: Any = func.coalesce(GroupMessage.sends_at, GroupMessage.written_at)
    rows = session.exec(
        select(GroupMessage, Person.name, count)
        .join(Person, col(Person.id) == col(GroupMessage.sender_id))
        .where(
            GroupMessage.organisation_id == organisation_id,
            or_(col(GroupMessage.sends_at).is_not(None), GroupMessage.sender_id == actor.person_id),
        )
        .order_by(col(GroupMessage.sends_at).is_not(None), at.desc(), col(GroupMessage.id))
        .limit(AT_ONCE)
    ).all()
    names: Mapping[tuple[str, UUID | None], str] = {
        pair: name_of(session, GroupKind(pair[0]), pair[1])
        for pair in {(message.kind, message.about_id) for message, _by, _count in rows}
    }
    return [
        MessageRow(
            message_id=message.id,
            subject=message.subject,
            kind=GroupKind(message.kind),
            about=names[message.kind, message.about_id],
            by=by,
            state=state_of(message.sends_at, now),
            at=message.sends_at or message.written_at,
            count=counted,
        )
        for message, by, counted in rows
    ]


def messages_got(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> list[GotMessage]:
    """What a volunteer was sent, the newest first, with who wrote it; one query besides. Nothing of what waits."""
    engagement = engagement_for(session, actor, Action.WRITE_TO_MANY, engagement_id)
    rows = session.exec(
        select(GroupMessage, GroupMessageRecipient, Person.name, OutboxItem)
        .join(GroupMessageRecipient, col(GroupMessageRecipient.message_id) == col(GroupMessage.id))
        .join(Person, col(Person.id) == col(GroupMessage.sender_id))
        .join(OutboxItem, col(OutboxItem.id) == col(GroupMessageRecipient.outbox_item_id), isouter=True)
        .where(
            GroupMessage.organisation_id == engagement.organisation_id,
            GroupMessageRecipient.person_id == engagement.person_id,
            col(GroupMessage.sends_at) <= now,
        )
        .order_by(col(GroupMessage.sends_at).desc(), col(GroupMessage.id))
    ).all()
    called = session.get_one(Person, engagement.person_id).name
    found = []
    for message, row, by, item in rows:
        assert message.sends_at is not None
        standing = standing_of(row.left_out, sent=row.sent_at is not None, lost=_is_lost(item))
        found.append(
            GotMessage(filled(message.subject, called), filled(message.words, called), by, message.sends_at, standing)
        )
    return found


def _is_lost(item: OutboxItem | None) -> bool:
    """Whether a mail was given up, whatever somebody has done about it since."""
    return item is not None and item.done_at is not None
