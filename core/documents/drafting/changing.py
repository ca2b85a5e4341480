"""What every change to a document has in common: who hears of it, and what becomes of a text already frozen."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.access.trail import trace
from core.documents.case import DocumentCase
from core.documents.rules import ORGANISATION, change_refused
from core.documents.signed import SigningCase
from core.errors import DomainError
from db import outbox

# The mails about what is agreed with an association, by what they are called of a volunteer's.
WITH_ASSOCIATION = {
    "document_shared": "agreement_shared",
    "document_changed": "agreement_changed",
    "document_sealed": "agreement_sealed",
}


def refuse_when_over(case: SigningCase) -> None:
    """Refuse every change to a document that is withdrawn or signed by everyone."""
    if code := change_refused(case.standing()):
        raise DomainError(code)


def retire_when_changed(session: Session, case: SigningCase, *, actor: Actor, now: datetime) -> None:
    """Replace the current version where the text now reads otherwise, and tell those who had signed it.

    An earlier version that reads as the text does now counts again, with every signature under it.
    """
    current = case.current
    if current is not None and not case.outdated():
        return
    fingerprint = case.composed().fingerprint()
    same = next((version for version in reversed(case.versions) if version.fingerprint == fingerprint), None)
    if same is not None:
        same.replaced_at = None
        session.add(same)
    if current is not None:
        current.replaced_at = now
        session.add(current)
        counts = {consent.person_id for consent in case.given(same.id)} if same else set()
        signed = [consent.person_id for consent in case.given(current.id)]
        mail(
            session,
            case,
            "document_changed",
            [each for each in signed if each not in {*counts, actor.person_id}],
            now=now,
        )
        trace_document(session, case, actor, "document.version_replaced", now)
    elif same is not None:
        trace_document(session, case, actor, "document.version_again", now)


def send_to_volunteers(session: Session, case: DocumentCase, *, actor: Actor, now: datetime) -> None:
    """Send the document to those of its parties who are volunteers, inside the caller's transaction."""
    case.document.shared_at, case.document.declined_at = now, None
    session.add(case.document)
    volunteers = [party.person_id for party in case.parties if party.capacity != ORGANISATION]
    mail(session, case, "document_shared", volunteers, now=now)
    trace_document(session, case, actor, "document.shared", now)


def mail(
    session: Session, case: SigningCase, message: str, person_ids: Iterable[UUID], *, now: datetime
) -> tuple[UUID, ...]:
    """Leave `message` for each of these persons who has an e-mail address; returns whom it goes to.

    What is agreed with an association is read on a page of its own, and its mails lead there.
    """
    return outbox.mail(
        session,
        message if case.document.association_id is None else WITH_ASSOCIATION.get(message, message),
        person_ids,
        organisation_id=case.document.organisation_id,
        now=now,
        about={"document_id": case.document.id},
    )


# After these, those a document waits for have nothing new before them.
LEAVES_AS_IT_IS = frozenset(
    {
        "document.reminded",
        "document.changed_aside",
        "document.dropped_aside",
        "document.frozen",
        "document.handed_over",
    }
)


def trace_document(
    session: Session, case: SigningCase, actor: Actor | None, action: str, now: datetime, fields: Iterable[str] = ()
) -> None:
    """Leave a trace of what `actor` did to the document; None is the portal itself.

    Unless that leaves the document as it is, a reminder was of something else, and a new one may be sent.
    """
    if action not in LEAVES_AS_IT_IS and case.document.reminded_at is not None:
        case.document.reminded_at = case.document.remind_from = None
        session.add(case.document)
    trace(session, case.document.organisation_id, actor, action, "document", case.document.id, now, list(fields))
