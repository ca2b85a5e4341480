"""Working off the outbox: seals to finish and mails to send, each claimed by one worker and done once."""

import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from core.documents.sealing.waiting import sealed_or_why
from core.mail_choices.rules import KeptBack
from core.messages.composing import composed
from core.messages.groups import note_group_sent
from core.messages.post import AddressRefused, send_mail
from core.messages.returning import comes_back
from core.messages.sorting import is_quiet_mail, kept_back_of
from core.organisations.service import state_and_days_ahead
from core.reminders.sending import waits_until
from core.settings import Settings
from core.startup import Portal
from db import outbox
from db.access import Invitation
from db.documents import SigningCode
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Person

log = logging.getLogger("haandslag")
MAIL_IS_STALE = timedelta(days=7)
NOT_CONFIGURED = "mail_not_configured"
SEAL, MAIL = "seal", "mail"
# How long the mail of the week is waited for. What it has not told by then, because its receiver cannot log in to what
# they are reminded of, goes by itself.
HELD_FOR = timedelta(days=9)
# Each waits as long as a locked database is waited for; all of them less than a claim lasts.
TRIES = 12
# What the server says of one mail; whatever else goes wrong would go wrong with the next one too.
OF_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class TakenOver(Exception):
    """Another worker has it meanwhile, and says how it ends."""


class AddressReturning(Exception):
    """Mails come back from the address."""


class Lost(StrEnum):
    """Why a mail was given up though somebody was to have it."""

    REFUSED = "address_refused"
    RETURNING = "address_returning"  # somebody has told that mails come back from it
    STALE = "stale"


@dataclass
class OutboxResult:
    """How much of the outbox was done, and how much is left for later; `pretends` is that this is a demonstration,
    which sends nothing."""

    sealed: int = 0
    sent: int = 0
    dropped: int = 0
    failed: int = 0
    pretends: bool = False


def work_off(portal: Portal, *, clock: Callable[[], datetime], kinds: Sequence[str] = (SEAL, MAIL)) -> OutboxResult:
    """Do all of these `kinds` that is due, seals first. What fails waits longer each time and is not lost.

    `clock` is asked anew for each piece, because a long queue takes longer than a claim lasts. Where the mail server
    is away the rest of the mails wait for the next round. In a demonstration no mail is sent, whatever mail server it
    is given, and it is its own today there.
    """
    outcome = OutboxResult()
    with portal.session() as session:
        use, ahead = state_and_days_ahead(session)
        outcome.pretends = use == "demonstration"

        def there() -> datetime:
            return clock() + timedelta(days=ahead)

        for kind in kinds:
            while True:
                now = there()
                with transaction(session):
                    item = outbox.claim(session, kind=kind, now=now)
                if item is None or not _do(session, portal.settings, item, outcome, there, now):
                    break
    return outcome


def _do(
    session: Session,
    chosen: Settings,
    item: OutboxItem,
    outcome: OutboxResult,
    clock: Callable[[], datetime],
    now: datetime,
) -> bool:
    """Whether it makes sense to go on with the next; `now` is when this one was claimed."""
    kept = kept_back_of(session, item)
    if kept is not None:
        held = now + HELD_FOR if kept is KeptBack.WEEKLY else None
        _written(
            session,
            lambda: outbox.keep_back(session, session.get_one(OutboxItem, item.id), why=kept, until=held, now=now),
        )
        return True
    until = waits_until(session, item, now) if is_quiet_mail(item) else None
    if until is not None:
        _written(session, lambda: outbox.later(session, session.get_one(OutboxItem, item.id), until=until))
        return True
    problem: str | None = None
    lost: Lost | None = None
    sent, server_answers = False, True
    try:
        if item.kind == SEAL:
            problem = sealed_or_why(session=session, version_id=UUID(item.params["version_id"]), now=now)
            outcome.sealed += problem is None
        elif outcome.pretends:
            outcome.dropped += 1
        elif now - item.created_at > MAIL_IS_STALE + (HELD_FOR if item.kept_back else timedelta()):
            # Where there is no mail server everybody is told by hand.
            lost = None if item.problem == NOT_CONFIGURED else Lost.STALE
            outcome.dropped += 1
        elif not chosen.mail_configured:
            problem = NOT_CONFIGURED
        else:
            sent = _send(session, chosen, item, clock, now)
            outcome.sent += sent
            outcome.dropped += not sent
    except TakenOver:
        session.rollback()
        return True
    except AddressReturning:
        lost = Lost.RETURNING
        outcome.dropped += 1
    except AddressRefused:
        lost = Lost.REFUSED
        outcome.dropped += 1
    except (OSError, smtplib.SMTPException) as error:
        problem, server_answers = type(error).__name__, isinstance(error, OF_ONE_MAIL)
    except Exception as error:  # one piece of work that cannot be done must not stop the others
        problem = type(error).__name__
        log.exception("outbox item %s failed", item.id)
    outcome.failed += problem is not None

    def note() -> None:
        kept = session.get_one(OutboxItem, item.id)
        if problem is not None:
            outbox.failed(session, kept, problem=problem, now=now)
            return
        if sent:
            kept.sent_at = now
            _note_what_it_was_about(session, kept, now)
        outbox.done(session, kept, now=now, lost=lost)

    _written(session, note)
    return server_answers


def _written(session: Session, note: Callable[[], None]) -> None:
    """Write down how it ended, and again where others keep the database locked: what is not noted is sent twice."""
    for left in reversed(range(TRIES)):
        try:
            with transaction(session):
                note()
            return
        except OperationalError:
            if not left:
                raise


def _send(session: Session, chosen: Settings, item: OutboxItem, clock: Callable[[], datetime], now: datetime) -> bool:
    """Whether the mail still had a receiver and a purpose, and was sent. Raises `TakenOver` where it is another's, and
    `AddressReturning` where mails come back from its receiver."""
    mail = composed(session, chosen, item, now)
    if mail is None:
        return False
    receiver = session.get(Person, item.person_id) if item.person_id is not None else None
    if receiver is not None and comes_back(receiver):
        raise AddressReturning
    with transaction(session):
        if not outbox.renew(session, item, claimed_at=now, now=clock()):
            raise TakenOver
    send_mail(chosen, mail)
    return True


def _note_what_it_was_about(session: Session, item: OutboxItem, now: datetime) -> None:
    if "invitation_id" in item.params:
        sent = session.get_one(Invitation, UUID(item.params["invitation_id"]))
        sent.sent_at = now
        session.add(sent)
    if "group_message_id" in item.params:
        note_group_sent(session, item, now)
    if "code_id" in item.params:
        # From now on only its receiver knows it.
        mailed = session.get_one(SigningCode, UUID(item.params["code_id"]))
        mailed.code = None
        session.add(mailed)
