"""What a coordinator of the demonstration has written to many: one message that went, and one being written."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Actor
from core.group_messages.rules import GroupKind, MessageGroup
from core.group_messages.service import begin_message, save_message, send_message
from db.group_messages import GroupMessage, GroupMessageRecipient
from db.people import Engagement

SENT_AGO = timedelta(days=16)
SENT = {
    "subject": "Fælles udflugt til Stevns Klint",
    "words": (
        "Kære {fornavn}\n\nTak for alt det, I gør. Om en måneds tid tager vi på udflugt til Stevns Klint, og du er "
        "meget velkommen. Bussen kører fra rådhuset kl. 9, og vi er hjemme igen kl. 16.\n\n"
        "Skriv til mig inden ugen er omme, hvis du vil med."
    ),
}
BEING_WRITTEN = {"subject": "Nye nøgler til Møllegården", "words": "Kære {fornavn}\n\nVi skifter låsene i uge "}


def write_to_many(session: Session, actor: Actor, engagements: Mapping[str, Engagement], now: datetime) -> None:
    """Both of them, to the volunteers whose tie here goes on."""
    there = [each.id for each in engagements.values() if each.ended_at is None]
    sent = _written(session, actor, engagements, there, SENT, now - SENT_AGO)
    sends_at = send_message(
        session=session, actor=actor, message_id=sent.id, expected_version=sent.version, now=now - SENT_AGO
    ).sends_at
    for row in session.exec(select(GroupMessageRecipient).where(GroupMessageRecipient.message_id == sent.id)):
        row.sent_at = sends_at if row.outbox_item_id else None
        session.add(row)
    _written(session, actor, engagements, there[:4], BEING_WRITTEN, now - timedelta(hours=2))


def _written(
    session: Session,
    actor: Actor,
    engagements: Mapping[str, Engagement],
    there: list[UUID],
    words: Mapping[str, str],
    now: datetime,
) -> GroupMessage:
    organisation_id = next(iter(engagements.values())).organisation_id
    begun = begin_message(
        session=session,
        actor=actor,
        organisation_id=organisation_id,
        group=MessageGroup(GroupKind.CHOSEN, engagement_ids=there),
        now=now,
    )
    return save_message(
        session=session,
        actor=actor,
        message_id=begun.id,
        changes=words,
        expected_version=begun.version,
        now=now,
    )
