"""One kind of document sent to many: each in a transaction of its own, so that stopping halfway leaves whole ones."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, require, require_in
from core.bulk.recipients import Recipient, SendingStep, Unreached, recipients_among
from core.documents.drafting.renewing import renew
from core.documents.drafting.service import draft, share
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.documents import Document
from db.engine import transaction
from db.people import Engagement, Person

LATELY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SendingOutcome:
    """What became of sending to one volunteer. `document_id` is what was sent; where nothing was, `refused` is the code
    of why.

    `unreached` is why somebody to whom it was sent does not hear of it by mail.
    """

    engagement_id: UUID | None
    name: str
    phone: str
    document_id: UUID | None
    refused: ErrorCode | None
    unreached: Unreached | None

    @property
    def sent(self) -> bool:
        """Whether a document was sent now."""
        return self.document_id is not None


def send_each(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    engagement_ids: Sequence[UUID],
    kind: str,
    now: datetime,
) -> Iterator[SendingOutcome]:
    """Send `kind` to these volunteers, one by one as the outcomes are fetched, each in the language they read.

    Who signed an older version gets the newest with their answers carried over; who has one under way or has signed
    the newest gets nothing ("document_exists"), so that sending twice sends nothing twice. Whoever is not the actor's
    to send to is left out with "not_allowed".
    """
    found = {
        each.engagement_id: each
        for each in recipients_among(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            kind=kind,
            engagement_ids=engagement_ids,
            today=local_day(now),
        )
    }
    return (
        _send(session, actor, found[key], kind, now) if key in found else _not_theirs(key)
        for key in dict.fromkeys(engagement_ids)
    )


def sent_lately(*, session: Session, actor: Actor, organisation_id: UUID, kind: str, now: datetime) -> int:
    """How many volunteers `actor` has sent this kind within `LATELY`: what a sending that was broken off had done."""
    require_in(actor, Action.DRAFT_DOCUMENT, organisation_id)
    return session.exec(
        select(func.count(func.distinct(Document.engagement_id))).where(
            Document.organisation_id == organisation_id,
            Document.kind == kind,
            Document.created_by_id == actor.person_id,
            col(Document.shared_at) > now - LATELY,
        )
    ).one()


def renew_each(
    *, session: Session, actor: Actor, document_ids: Sequence[UUID], now: datetime
) -> Iterator[SendingOutcome]:
    """Renew these sealed documents in the newest wording and send them, one by one as the outcomes are fetched.

    One that does not hold any more, or whose successor is under way, is left alone, so that asking twice asks once.
    """
    require(actor, Action.DRAFT_DOCUMENT)
    told = {
        document_id: (engagement_id, name, phone, None if email else Unreached.NO_EMAIL)
        for document_id, engagement_id, name, phone, email in session.exec(
            select(Document.id, Engagement.id, Person.name, Person.phone, Person.email)  # type: ignore[call-overload]
            .join(Engagement, col(Engagement.id) == col(Document.engagement_id))
            .join(Person, col(Person.id) == col(Engagement.person_id))
            .where(col(Document.id).in_(document_ids))
        )
    }

    def renewed(document_id: UUID) -> SendingOutcome:
        def made() -> Document:
            return renew(session=session, actor=actor, document_id=document_id, now=now)

        sent_id, refused = _made_and_sent(session, actor, made, now)
        # Names are told only of those whom the actor may write to.
        if document_id not in told or refused == ErrorCode.NOT_ALLOWED:
            return SendingOutcome(None, "", "", None, refused, None)
        engagement_id, name, phone, unreached = told[document_id]
        return SendingOutcome(engagement_id, name, phone, sent_id, refused, unreached if sent_id else None)

    return (renewed(document_id) for document_id in dict.fromkeys(document_ids))


def _send(session: Session, actor: Actor, to: Recipient, kind: str, now: datetime) -> SendingOutcome:
    def made() -> Document:
        if to.former_id is not None:
            return renew(session=session, actor=actor, document_id=to.former_id, now=now)
        return draft(
            session=session,
            actor=actor,
            engagement_id=to.engagement_id,
            kind=kind,
            signing_language=to.language,
            now=now,
        )

    sent_id: UUID | None = None
    refused: ErrorCode | None = ErrorCode.DOCUMENT_EXISTS
    if to.step in (SendingStep.NEW, SendingStep.RENEW):
        sent_id, refused = _made_and_sent(session, actor, made, now)
    return SendingOutcome(to.engagement_id, to.name, to.phone, sent_id, refused, to.unreached if sent_id else None)


def _made_and_sent(
    session: Session, actor: Actor, make: Callable[[], Document], now: datetime
) -> tuple[UUID | None, ErrorCode | None]:
    """The document that was made and sent, or why there is none; never one that is made and not sent."""
    try:
        with transaction(session):
            document = make()
            share(session=session, actor=actor, document_id=document.id, now=now)
            return document.id, None
    except DomainError as error:
        return None, error.code


def _not_theirs(engagement_id: UUID) -> SendingOutcome:
    return SendingOutcome(engagement_id, "", "", None, ErrorCode.NOT_ALLOWED, None)
