"""What a sealed document shows of each signature: read from the consents, and drawn by `closing`."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from core.documents.printing.signatures import PaperMark, SignatureMark
from core.documents.signed import SigningCase
from core.documents.text.exact import FrozenText
from core.documents.text.facts import printed_name
from core.pdf.fonts import unprintable
from db.documents import Consent, ConsentDrawing, PaperRecord, PaperScan
from db.people import Person


def signature_marks(
    session: Session, case: SigningCase, text: FrozenText, consents: Sequence[Consent]
) -> list[SignatureMark]:
    """One mark for each consent, in the order the parties stand in the text."""
    capacities = {party.id: party.capacity for party in case.parties}
    given = {capacities[consent.party_id]: consent for consent in consents}
    drawings = drawings_of(session, consents)
    papers = paper_marks(session, consents)
    beside = _names(session, {consent.host_person_id for consent in consents if consent.host_person_id})
    return [
        SignatureMark(
            capacity=party.capacity,
            label=party.label,
            name=party.name,
            # Who signs with the name in their own script is printed as the text names them.
            typed_name=party.name if unprintable(consent.typed_name) else consent.typed_name,
            on_behalf_of=party.on_behalf_of,
            signed_at=consent.given_at,
            how=consent.how,
            beside=beside[consent.host_person_id] if consent.host_person_id else "",
            paper=papers[consent.paper_id] if consent.paper_id else None,
            drawing=drawings.get(consent.id),
        )
        for party in text.parties
        if (consent := given.get(party.capacity))
    ]


def paper_marks(session: Session, consents: Sequence[Consent]) -> dict[UUID, PaperMark]:
    """What is known of the papers behind these consents, by paper."""
    wanted = {consent.paper_id for consent in consents if consent.paper_id}
    if not wanted:
        return {}
    rows = session.exec(
        select(PaperRecord, Person, PaperScan.sha256)
        .join(Person, col(Person.id) == PaperRecord.recorded_by_id)
        .join(PaperScan, col(PaperScan.paper_id) == PaperRecord.id, isouter=True)
        .where(col(PaperRecord.id).in_(wanted))
    ).all()
    return {
        paper.id: PaperMark(paper.signed_on, printed_name(recorder), paper.recorded_at, paper.witness, sha256 or "")
        for paper, recorder, sha256 in rows
    }


def drawings_of(session: Session, consents: Sequence[Consent]) -> Mapping[UUID, bytes]:
    """The signatures that were drawn, as PNG by consent."""
    wanted = [consent.id for consent in consents]
    drawn = select(ConsentDrawing.consent_id, ConsentDrawing.image).where(col(ConsentDrawing.consent_id).in_(wanted))
    return dict(session.exec(drawn).all()) if wanted else {}


def _names(session: Session, person_ids: set[UUID]) -> dict[UUID, str]:
    if not person_ids:
        return {}
    return {
        person.id: printed_name(person) for person in session.exec(select(Person).where(col(Person.id).in_(person_ids)))
    }
