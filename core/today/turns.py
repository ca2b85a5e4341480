"""Whose turn a step is, for lists that narrow down to it in the database."""

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, or_, select

from core.access.permissions import Actor
from core.journey.steps import StepKind
from db.documents import Consent, Document, DocumentParty, DocumentVersion
from db.journey import EngagementNext
from db.people import Engagement


def turn_of(actor: Actor) -> ColumnElement[bool]:
    """Whether a step waits for the reader: as the coordinator or as the contact person of the engagement, or to sign.

    A step has one owner, and a text that both are to sign waits for the reader too, whoever is named first.
    """
    return or_(
        and_(col(EngagementNext.owner) == "coordinator", col(Engagement.coordinator_id) == actor.person_id),
        and_(col(EngagementNext.owner) == "contact_person", col(Engagement.contact_person_id) == actor.person_id),
        to_sign_by(actor),
    )


def to_sign_by(actor: Actor) -> ColumnElement[bool]:
    """Whether a step is a text that the reader is to sign."""
    unsigned = select(Document.id).where(
        unsigned_by(actor),
        col(Document.id).in_(select(DocumentParty.document_id).where(DocumentParty.person_id == actor.person_id)),
        col(Document.declined_at).is_(None),
        col(Document.withdrawn_at).is_(None),
        col(Document.superseded_at).is_(None),
    )
    return and_(
        col(EngagementNext.kind) == StepKind.SIGN,
        # So that it is no for who waits for no document, and not unknown: it is asked the other way round too.
        col(EngagementNext.subject_id).is_not(None),
        col(EngagementNext.subject_id).in_(unsigned),
    )


def unsigned_by(actor: Actor) -> ColumnElement[bool]:
    """Whether the reader is a party of a document and has said no yes to its text as it stands."""
    given = (
        select(Consent.id)
        .join(DocumentVersion, col(DocumentVersion.id) == col(Consent.version_id))
        .where(
            Consent.party_id == DocumentParty.id,
            col(DocumentVersion.replaced_at).is_(None),
            col(Consent.taken_back_at).is_(None),
        )
    )
    party = select(DocumentParty.id).where(
        DocumentParty.document_id == Document.id,
        DocumentParty.person_id == actor.person_id,
        col(DocumentParty.required),
        ~given.correlate(DocumentParty).exists(),
    )
    return party.correlate(Document).exists()
