"""Working off the outbox: seals to finish and mails to send, each claimed by one worker and done once."""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, require_in
from core.documents.sealing.service import seal_pending
from core.i18n import reading
from core.messages.details import details_of
from core.messages.post import send_mail
from core.messages.texts import written
from core.settings import Settings
from core.startup import Portal
from db import outbox
from db.access import Invitation
from db.documents import SigningCode
from db.engine import transaction
from db.notices import ChangeNotice
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Person

log = logging.getLogger("haandslag")
MAIL_IS_STALE = timedelta(days=7)
NOT_CONFIGURED = "mail_not_configured"


@dataclass
class OutboxResult:
    """How much of the outbox was done, and how much is left for later."""

    sealed: int = 0
    sent: int = 0
    dropped: int = 0
    failed: int = 0


def work_off(portal: Portal, *, now: datetime) -> OutboxResult:
    """Do all that is due now. What fails waits longer each time and is not lost."""
    outcome = OutboxResult()
    with portal.session() as session:
        while True:
            with transaction(session):
                item = outbox.claim(session, now=now)
            if item is None:
                return outcome
            _do(session, portal.settings, item, outcome, now)


def waiting(*, session: Session, actor: Actor, organisation_id: UUID) -> int:
    """How many of the organisation's mails the mail server would not take yet."""
    require_in(actor, Action.SEE_DOCUMENTS, organisation_id)
    return session.exec(
        select(func.count())
        .select_from(OutboxItem)
        .where(
            OutboxItem.organisation_id == organisation_id,
            OutboxItem.kind == "mail",
            col(OutboxItem.done_at).is_(None),
            OutboxItem.attempts > 0,
            OutboxItem.problem != NOT_CONFIGURED,
        )
    ).one()


def _do(session: Session, chosen: Settings, item: OutboxItem, outcome: OutboxResult, now: datetime) -> None:
    problem = None
    try:
        if item.kind == "seal":
            seal_pending(session=session, version_id=UUID(item.params["version_id"]), now=now)
            outcome.sealed += 1
        elif now - item.created_at > MAIL_IS_STALE:
            outcome.dropped += 1
        elif not chosen.mail_configured:
            problem = NOT_CONFIGURED
        elif _send(session, chosen, item, now):
            outcome.sent += 1
        else:
            outcome.dropped += 1
    except (OSError, smtplib.SMTPException) as error:
        problem = type(error).__name__
    except Exception as error:  # one piece of work that cannot be done must not stop the others
        problem = type(error).__name__
        log.exception("outbox item %s failed", item.id)
    with transaction(session):
        kept = session.get_one(OutboxItem, item.id)
        if problem is None:
            outbox.done(session, kept, now=now)
        else:
            outcome.failed += 1
            outbox.failed(session, kept, problem=problem, now=now)


def _send(session: Session, chosen: Settings, item: OutboxItem, now: datetime) -> bool:
    """Whether the mail still had a receiver and a purpose, and was sent."""
    params = {key: str(value) for key, value in item.params.items()}
    person = session.get(Person, UUID(params["person_id"]))
    organisation = session.get(Organisation, item.organisation_id) if item.organisation_id else None
    if person is None or not person.email:
        return False
    if "invitation_id" in params:
        invitation = session.get(Invitation, UUID(params["invitation_id"]))
        if invitation is None or invitation.token is None or invitation.expires_at <= now:
            return False
        params["token"] = invitation.token
    if "code_id" in params:
        code = session.get(SigningCode, UUID(params["code_id"]))
        if code is None or code.code is None or code.expires_at <= now:
            return False
        params["code"] = code.code
    notice = session.get(ChangeNotice, UUID(params["notice_id"])) if "notice_id" in params else None
    if "notice_id" in params and notice is None:
        return False  # it was undone, or another change took its place
    with reading(person.language):
        if notice is not None:
            params["details"] = details_of(session, notice)
        subject, body = written(
            params["message"],
            organisation=organisation.name if organisation else "Håndslag",
            base_url=chosen.url,
            params=params,
        )
    send_mail(chosen, to=person.email, subject=subject, body=body, reply_to=organisation.email if organisation else "")
    if "invitation_id" in params:
        with transaction(session):
            sent = session.get_one(Invitation, UUID(params["invitation_id"]))
            sent.sent_at = now
            session.add(sent)
    if "code_id" in params:
        with transaction(session):
            # From now on only its receiver knows it.
            mailed = session.get_one(SigningCode, UUID(params["code_id"]))
            mailed.code = None
            session.add(mailed)
    return True
