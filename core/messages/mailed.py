"""What was sent to somebody and when, as those who look after them may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.mail_choices.rules import KeptBack
from core.messages.confidential import PRIVATE
from core.messages.reminding import reminded
from core.messages.sending import MAIL, Lost
from core.messages.undelivered import subject_of
from core.organisations.service import state
from core.reminders.rules import ReminderKind
from core.reminders.sending import REMINDERS
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Engagement
from db.reminders import Reminder

AT_ONCE = 25
KEPT_BACK_FOR = timedelta(days=92)
PRIVATE_KINDS = (ReminderKind.SUPPORT,)


class MailedState(StrEnum):
    """What became of a mail."""

    WAITS = "waits"
    SENT = "sent"
    LOST = "lost"
    NOT_SENT = "not_sent"  # what it was about was settled before it went
    PRETENDED = "pretended"  # this is a demonstration
    HELD = "held"  # waits for their mail of the week
    UNWANTED = "unwanted"  # they want only what others wait for


@dataclass(frozen=True, slots=True)
class MailedRow:
    """One mail: what it was about in the reader's language, when it went or was left to go, and what became of it."""

    about: tuple[str, ...]
    at: datetime
    state: MailedState


def mails_to(*, session: Session, actor: Actor, engagement_id: UUID) -> list[MailedRow]:
    """The newest mails to a volunteer from the organisation, at most `AT_ONCE`; "not_found", or "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_VOLUNTEERS, Subject.of(engagement))
    return _newest(session, engagement.person_id, engagement.organisation_id)


def mails_to_colleague(*, session: Session, actor: Actor, organisation_id: UUID, person_id: UUID) -> list[MailedRow]:
    """The newest mails to a colleague from the organisation, for who sees to colleagues there."""
    require(actor, Action.MANAGE_COLLEAGUES, Subject(organisation_id))
    return _newest(session, person_id, organisation_id)


def _newest(session: Session, person_id: UUID, organisation_id: UUID) -> list[MailedRow]:
    asked = select(OutboxItem).where(
        OutboxItem.person_id == person_id, OutboxItem.organisation_id == organisation_id, OutboxItem.kind == MAIL
    )
    newest = asked.order_by(col(OutboxItem.created_at).desc(), col(OutboxItem.id)).limit(AT_ONCE + len(PRIVATE))
    items = [item for item in session.exec(newest) if item.params["message"] not in PRIVATE][:AT_ONCE]
    return _rows(session, items, session.get_one(Organisation, organisation_id).name)


def my_kept_back(*, session: Session, actor: Actor, now: datetime) -> list[MailedRow]:
    """What was not sent to the person who asks as they chose so, or waits for their mail of the week; the newest of the
    last three months."""
    require(actor, Action.USE_PORTAL)
    asked = (
        select(OutboxItem, Organisation.name)
        .join(Organisation, col(Organisation.id) == OutboxItem.organisation_id)
        .where(
            OutboxItem.person_id == actor.person_id,
            or_(
                OutboxItem.kept_back == KeptBack.UNWANTED,
                and_(OutboxItem.kept_back == KeptBack.WEEKLY, col(OutboxItem.done_at).is_(None)),
            ),
            col(OutboxItem.created_at) > now - KEPT_BACK_FOR,
        )
        .order_by(col(OutboxItem.created_at).desc(), col(OutboxItem.id))
        .limit(AT_ONCE)
    )
    return [row for item, by in session.exec(asked).all() for row in _rows(session, [item], by)]


def _rows(session: Session, items: Sequence[OutboxItem], by: str) -> list[MailedRow]:
    """Each mail; what another told instead with what became of that, and one that told nothing else not at all."""
    told: dict[UUID, list[str]] = {}
    for row in session.exec(select(Reminder).where(col(Reminder.item_id).in_([item.id for item in items]))):
        if row.kind not in PRIVATE_KINDS:
            told.setdefault(row.item_id, []).append(reminded(ReminderKind(row.kind), _day(row))[0])
    into = [item.gathered_into_id for item in items if item.gathered_into_id is not None]
    tellers = {each.id: each for each in session.exec(select(OutboxItem).where(col(OutboxItem.id).in_(into)))}
    pretends, found = state(session) == "demonstration", []
    for item in items:
        reminders = item.params["message"] == REMINDERS
        about = tuple(told.get(item.id, ())) if reminders else (subject_of(session, item, by),)
        teller = item if item.gathered_into_id is None else tellers[item.gathered_into_id]
        if about:
            found.append(MailedRow(about, teller.sent_at or item.created_at, _became(teller, pretends=pretends)))
    return found


def _day(row: Reminder) -> date:
    """The day a reminder is about, as its cause has it."""
    return date.fromisoformat(row.cause.split(":")[1]) if ":" in row.cause else row.day


def _became(item: OutboxItem, *, pretends: bool) -> MailedState:
    if item.sent_at is not None:
        return MailedState.SENT
    if item.kept_back == KeptBack.UNWANTED:
        return MailedState.UNWANTED
    if item.done_at is None:
        return MailedState.HELD if item.kept_back else MailedState.WAITS
    if item.problem in list(Lost):
        return MailedState.LOST
    return MailedState.PRETENDED if pretends else MailedState.NOT_SENT
