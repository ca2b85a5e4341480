"""One message to a group: begun, written, sent to each alone, and taken back while its mails wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.group_messages.people import people_of, said_no
from core.group_messages.rules import WAITS, MessageGroup, MessageState, check_words, left_out, state_of
from db import outbox
from db.engine import transaction
from db.group_messages import GroupMessage, GroupMessageRecipient
from db.outbox import OutboxItem
from db.people import Person


@dataclass(frozen=True, slots=True)
class GroupSent:
    """What sending came to: how many get a mail, and from when it can no longer be taken back."""

    mails: int
    sends_at: datetime


def begin_message(
    *, session: Session, actor: Actor, organisation_id: UUID, group: MessageGroup, now: datetime
) -> GroupMessage:
    """A message to a group that nobody but its writer sees until it is sent. Where they have one to the same course,
    offer or workplace that is not sent, it is that one, for those in the group now.

    Raises "message_nobody", or what `people_of` refuses.
    """
    with transaction(session):
        require(actor, Action.WRITE_TO_MANY, Subject(organisation_id))
        people = people_of(session, actor, organisation_id, group)
        if not people:
            raise DomainError(ErrorCode.MESSAGE_NOBODY)
        found = None
        if group.about_id is not None:
            found = session.exec(
                select(GroupMessage).where(
                    GroupMessage.sender_id == actor.person_id,
                    GroupMessage.kind == group.kind,
                    GroupMessage.about_id == group.about_id,
                    col(GroupMessage.sends_at).is_(None),
                )
            ).first()
        message = found or GroupMessage(
            organisation_id=organisation_id,
            sender_id=actor.person_id,
            kind=group.kind,
            about_id=group.about_id,
            written_at=now,
        )
        message.written_at = now
        session.add(message)
        session.flush()
        _forget_people(session, message)
        for person_id, engagement_id in people:
            session.add(GroupMessageRecipient(message_id=message.id, person_id=person_id, engagement_id=engagement_id))
        session.flush()
        return message


def save_message(
    *,
    session: Session,
    actor: Actor,
    message_id: UUID,
    changes: Mapping[str, str],
    expected_version: int,
    now: datetime,
) -> GroupMessage:
    """Keep what is written, field by field: "subject" or "words".

    Raises "message_sent", "changed_meanwhile", "message_braces", or what a line and a text are refused for.
    """
    with transaction(session):
        message = own_draft(session, actor, message_id)
        if message.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if "subject" in changes:
            message.subject = check_words(contact.line(changes["subject"]))
        if "words" in changes:
            message.words = check_words(contact.text(changes["words"]))
        message.written_at = now
        message.version += 1
        session.add(message)
        return message


def leave_out(*, session: Session, actor: Actor, message_id: UUID, person_id: UUID, now: datetime) -> None:
    """Send it to all but this one; nothing happens where they are not in the group."""
    with transaction(session):
        message = own_draft(session, actor, message_id)
        message.written_at = now
        session.add(message)
        session.execute(
            delete(GroupMessageRecipient).where(
                col(GroupMessageRecipient.message_id) == message.id, col(GroupMessageRecipient.person_id) == person_id
            )
        )


def send_message(
    *, session: Session, actor: Actor, message_id: UUID, expected_version: int, now: datetime
) -> GroupSent:
    """Send it: a mail of their own waits for each who has an address and has not said no to such mails.

    One transaction, so that it goes to all or to none and nobody gets it twice. Raises "message_sent",
    "changed_meanwhile", "message_nobody" where no mail would go, or what is missing by field.
    """
    with transaction(session):
        message = own_draft(session, actor, message_id)
        if message.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        with all_refused() as check:
            with check.at("subject"):
                if not message.subject:
                    raise DomainError(ErrorCode.MESSAGE_SUBJECT_MISSING)
            with check.at("words"):
                if not message.words:
                    raise DomainError(ErrorCode.WORDS_MISSING)
        rows = session.exec(
            select(GroupMessageRecipient, Person.email)
            .join(Person, col(Person.id) == col(GroupMessageRecipient.person_id))
            .where(GroupMessageRecipient.message_id == message.id)
        ).all()
        refusing = said_no(session, [row.person_id for row, _email in rows])
        message.sends_at = now + WAITS
        mails = 0
        for row, email in rows:
            why = left_out(email, said_no=row.person_id in refusing)
            row.left_out = why or ""
            if why is None:
                mails += 1
                row.outbox_item_id = outbox.post(
                    session,
                    kind="mail",
                    params={
                        "message": "group_message",
                        "person_id": str(row.person_id),
                        "group_message_id": str(message.id),
                    },
                    organisation_id=message.organisation_id,
                    now=now,
                    due_at=message.sends_at,
                ).id
        if not mails:
            raise DomainError(ErrorCode.MESSAGE_NOBODY)
        session.add_all([message, *(row for row, _email in rows)])
        session.flush()
        trace(session, message.organisation_id, actor, "group_message.sent", "group_message", message.id, now)
        return GroupSent(mails, message.sends_at)


def take_message_back(*, session: Session, actor: Actor, message_id: UUID, now: datetime) -> None:
    """Nobody gets it: it is what its writer alone sees again. "too_late" once its mails are under way."""
    with transaction(session):
        message = _locked(session, actor, message_id)
        if state_of(message.sends_at, now) is not MessageState.WAITS:
            raise DomainError(ErrorCode.TOO_LATE)
        rows = session.exec(select(GroupMessageRecipient).where(GroupMessageRecipient.message_id == message.id)).all()
        mails = [row.outbox_item_id for row in rows if row.outbox_item_id]
        for row in rows:
            row.outbox_item_id, row.left_out = None, ""
        message.sends_at = None
        session.add_all([message, *rows])
        session.flush()
        session.execute(delete(OutboxItem).where(col(OutboxItem.id).in_(mails)))
        trace(session, message.organisation_id, actor, "group_message.taken_back", "group_message", message.id, now)


def throw_away(*, session: Session, actor: Actor, message_id: UUID, now: datetime) -> None:
    """Forget a message that was not sent."""
    with transaction(session):
        message = own_draft(session, actor, message_id)
        _forget_people(session, message)
        session.delete(message)
        session.flush()
        trace(session, message.organisation_id, actor, "group_message.discarded", "group_message", message_id, now)


def own_draft(session: Session, actor: Actor, message_id: UUID) -> GroupMessage:
    """The actor's own message that is not sent, locked; "not_found", "not_allowed" or "message_sent"."""
    message = _locked(session, actor, message_id)
    if message.sends_at is not None:
        raise DomainError(ErrorCode.MESSAGE_SENT)
    return message


def _locked(session: Session, actor: Actor, message_id: UUID) -> GroupMessage:
    asked = select(GroupMessage).where(GroupMessage.id == message_id).with_for_update()
    message = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    # Of what somebody else is writing nobody hears that it is there.
    if message is None or message.sender_id != actor.person_id:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.WRITE_TO_MANY, Subject(message.organisation_id))
    return message


def _forget_people(session: Session, message: GroupMessage) -> None:
    session.execute(delete(GroupMessageRecipient).where(col(GroupMessageRecipient.message_id) == message.id))
