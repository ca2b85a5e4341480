"""The framework agreement as a document: what it is signed and sealed by, and what it says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.documents.case import hold_document
from core.documents.drafting.changing import trace_document
from core.documents.rules import ORGANISATION
from core.documents.signed import SigningCase, signing_rows
from core.documents.text.exact import FrozenText
from core.documents.text.facts import printed_name
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.partnerships.case import AssociationCase, load
from core.partnerships.rules import ASSOCIATION, AgreementSide, agreement_text
from db.documents import Document
from db.organisations import Organisation
from db.partnerships import AgreementSigning, AgreementText, Association
from db.people import Person


@dataclass(slots=True, kw_only=True)
class AgreementCase(SigningCase):
    """The agreement of one partnership as a document; `said` is what both wrote, by topic. Each side is signed for by
    who stands in it as its party, and by nobody else."""

    between: AssociationCase
    house: tuple[str, str, str, str]
    said: Mapping[str, str]

    def person_of(self, capacity: str) -> Person:
        """Who signs in that capacity."""
        return self.people[next(party.person_id for party in self.parties if party.capacity == capacity)]

    def composed(self) -> FrozenText:
        """The text as it reads now, in the language it is signed in."""
        association, (name, *reach) = self.between.association, self.house
        ours = AgreementSide(name, _filled(*reach), printed_name(self.person_of(ORGANISATION)))
        theirs = _their_side(association, printed_name(self.person_of(ASSOCIATION)))
        return agreement_text(ours, theirs, self.said, self.document.signing_language)


def as_signed_on_paper(
    session: Session, association: Association, signing: AgreementSigning, language: str
) -> FrozenText:
    """The text as it reads now, between those who signed it on paper."""
    name, *reach = _house(session, association.organisation_id)
    ours = AgreementSide(name, _filled(*reach), signing.ours)
    said = said_now(session, association.id)
    return agreement_text(ours, _their_side(association, signing.theirs), said, language)


def load_agreement(session: Session, document_id: UUID, *, lock: bool = False) -> AgreementCase:
    """The agreement that was sent to be signed, or "not_found"; with `lock` its row is held until the transaction
    ends. Whoever calls this asks the table about `between`."""
    if lock:
        hold_document(session, document_id)
    document = session.exec(
        select(Document).where(Document.id == document_id).execution_options(populate_existing=True)
    ).one_or_none()
    if document is None or document.association_id is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return AgreementCase(
        document=document,
        between=load(session, document.association_id),
        house=_house(session, document.organisation_id),
        said=said_now(session, document.association_id),
        **signing_rows(session, [document_id]).of(document_id),
    )


def said_now(session: Session, association_id: UUID) -> dict[str, str]:
    """What both have written, by topic; one without a word is left out."""
    rows = session.exec(select(AgreementText).where(AgreementText.association_id == association_id))
    return {each.topic_id: each.words for each in rows if each.words}


def under_way(session: Session, association_id: UUID) -> UUID | None:
    """The agreement that was sent to be signed and is neither sealed nor taken back."""
    return session.exec(
        select(Document.id).where(
            Document.association_id == association_id,
            col(Document.withdrawn_at).is_(None),
            col(Document.sealed_at).is_(None),
        )
    ).first()


def held_now(session: Session, association_id: UUID) -> UUID | None:
    """The sealed agreement that holds now."""
    return session.exec(
        select(Document.id).where(
            Document.association_id == association_id,
            col(Document.sealed_at).is_not(None),
            col(Document.superseded_at).is_(None),
        )
    ).first()


def take_back(session: Session, case: AgreementCase, actor: Actor, now: datetime) -> None:
    """Nobody can sign it any more, inside the caller's transaction with its row held; it stays readable."""
    case.document.withdrawn_at = now
    session.add(case.document)
    session.flush()
    trace_document(session, case, actor, "document.withdrawn", now)


def _house(session: Session, organisation_id: UUID) -> tuple[str, str, str, str]:
    # Its columns one by one, because its logo would be read and decrypted each time.
    return session.exec(
        select(Organisation.name, Organisation.address, Organisation.phone, Organisation.email).where(
            Organisation.id == organisation_id
        )
    ).one()


def _their_side(association: Association, signer: str) -> AgreementSide:
    return AgreementSide(association.name, _filled(association.address, association.phone, association.email), signer)


def _filled(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line.strip())
