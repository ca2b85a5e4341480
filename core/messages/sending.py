"""Working off the outbox: seals to finish and mails to send, each claimed by one worker and done once."""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, require_in
from core.documents.sealing.waiting import sealed_or_why
from core.i18n import at_time, gettext, local_day, on_date, reading
from core.messages.details import TELLS, details_of, roles_told
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
from db.people import Engagement, Membership, Person

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
    problem: str | None = None
    try:
        if item.kind == "seal":
            problem = sealed_or_why(session=session, version_id=UUID(item.params["version_id"]), now=now)
            outcome.sealed += problem is None
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
    if person is None or not person.email:
        return False
    works_in, belongs_to = _places_of(session, person.id)
    invitation = None
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
    # Who asks for a new passphrase has asked no organisation; they hear from the only one they know.
    only = belongs_to[0] if len(belongs_to) == 1 else None
    organisation = session.get(Organisation, item.organisation_id or only) if item.organisation_id or only else None
    with reading(person.language):
        if invitation is not None:
            params |= _about_link(session, invitation, organisation, now)
        if notice is not None:
            params["details"] = details_of(session, notice)
        if tells := TELLS.get(params["message"]):
            told = tells(session, params)
            if told is None:
                return False  # it was taken back, or done anew
            params |= told
        subject, body = written(
            params["message"],
            organisation=organisation.name if organisation else "",
            base_url=chosen.url,
            params=params,
            works_in=item.organisation_id if item.organisation_id in works_in and len(works_in) > 1 else None,
        )
    send_mail(
        chosen,
        to=person.email,
        subject=subject,
        body=body,
        now=now,
        sender=organisation.name if organisation else "",
        reply_to=organisation.email if organisation else "",
    )
    if invitation is not None:
        with transaction(session):
            sent = session.get_one(Invitation, invitation.id)
            sent.sent_at = now
            session.add(sent)
    if "code_id" in params:
        with transaction(session):
            # From now on only its receiver knows it.
            mailed = session.get_one(SigningCode, UUID(params["code_id"]))
            mailed.code = None
            session.add(mailed)
    return True


def _places_of(session: Session, person_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The organisations somebody works in, and all they belong to."""
    works = select(Membership.organisation_id).where(
        Membership.person_id == person_id, col(Membership.ended_at).is_(None)
    )
    helps = select(Engagement.organisation_id).where(
        Engagement.person_id == person_id, col(Engagement.ended_at).is_(None)
    )
    works_in = list(dict.fromkeys(session.exec(works)))
    return works_in, list(dict.fromkeys([*works_in, *session.exec(helps)]))


def _about_link(
    session: Session, invitation: Invitation, organisation: Organisation | None, now: datetime
) -> dict[str, str]:
    """What the mail with a link tells: who made it and how to reach them, how long it holds, and to which roles."""
    soon = invitation.expires_at - now < timedelta(days=1)
    told = {
        "until": at_time(invitation.expires_at) if soon else on_date(local_day(invitation.expires_at)),
        "inviter": organisation.name if organisation else "",
        "ask": "",
        "roles": roles_told(session, invitation.organisation_id, invitation.person_id),
    }
    by = session.get(Person, invitation.created_by_id) if invitation.created_by_id else None
    if by is not None:
        told["inviter"] = by.name
        phone = by.phone or (organisation.phone if organisation else "")
        if phone:
            told["ask"] = gettext("If you have a question, call {name} on {phone}.").format(name=by.name, phone=phone)
    return told
