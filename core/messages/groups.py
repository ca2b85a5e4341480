"""The mail that one of a group gets: the words that were written, with their first name, from whoever wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Actor
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.group_messages.people import said_no
from core.group_messages.reading import group_message
from core.group_messages.rules import filled
from core.i18n import known, reading
from core.messages.texts import written
from db.group_messages import GroupMessage, GroupMessageRecipient
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Person

GROUP_MESSAGE = "group_message"


@dataclass(frozen=True, slots=True)
class PreviewedMail:
    """A mail as somebody would get it."""

    to: str
    subject: str
    body: str
    reply_to: str


def group_told(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """What such a mail tells, and at "reply_to" where an answer goes; None where it was taken back, or whoever it is
    for has said no meanwhile."""
    message = session.get(GroupMessage, UUID(params["group_message_id"]))
    if message is None or message.sends_at is None:
        return None
    person = session.get_one(Person, UUID(params["person_id"]))
    if said_no(session, [person.id]):
        return None
    return _told(session, message, person)


def preview(
    *, session: Session, actor: Actor, message_id: UUID, person_id: UUID, base_url: str, now: datetime
) -> PreviewedMail:
    """The mail as this one of the group gets it, in the language they read; "not_found" for somebody else."""
    view = group_message(session=session, actor=actor, message_id=message_id, now=now)
    if person_id not in {each.person_id for each in view.people}:
        raise DomainError(ErrorCode.NOT_FOUND)
    person = session.get_one(Person, person_id)
    told = _told(session, view.message, person)
    organisation = session.get_one(Organisation, view.message.organisation_id)
    with reading(known(person.language)):
        subject, body = written(GROUP_MESSAGE, organisation=organisation.name, base_url=base_url, params=told)
    return PreviewedMail(person.email, subject, body, told["reply_to"] or organisation.email)


def note_group_sent(session: Session, item: OutboxItem, now: datetime) -> None:
    """Write down that the mail to one of a group has gone."""
    row = session.exec(select(GroupMessageRecipient).where(GroupMessageRecipient.outbox_item_id == item.id)).first()
    if row is not None:
        row.sent_at = now
        session.add(row)


def _told(session: Session, message: GroupMessage, person: Person) -> dict[str, str]:
    sender = session.get_one(Person, message.sender_id)
    return {
        "subject": filled(message.subject, person.name),
        "words": filled(message.words, person.name),
        "sender": sender.name,
        "reply_to": sender.email,
    }
