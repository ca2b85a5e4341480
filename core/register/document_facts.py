"""What the state of many documents follows from, read in a fixed number of queries without a text or a file.

Ids cost more to read than anything else in a long list, so only those are read that are used.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from core.documents.rules import DocumentStanding
from core.documents.template.publishing import templates
from db.documents import Consent, Document, DocumentAnswer, DocumentFile, DocumentParty, DocumentVersion
from db.organisations import Organisation, Workplace
from db.people import Account, Engagement, Person
from db.programmes import ProgrammeVersion

FEW = 500


class DocumentRecord(NamedTuple):
    """A document with its engagement, workplace and people. Names as in the tables; a person's `version` counts changes
    to their details."""

    id: UUID
    kind: str
    version: int
    template_version_id: UUID
    created_at: datetime
    shared_at: datetime | None
    withdrawn_at: datetime | None
    declined_at: datetime | None
    discussed_on: date | None
    superseded_at: datetime | None
    engagement_id: UUID
    programme: str
    programme_fingerprint: str
    workplace: str
    organisation_version: int
    volunteer_id: UUID
    volunteer_name: str
    volunteer_version: int
    contact_person_name: str
    contact_person_version: int
    coordinator_id: UUID
    coordinator_name: str
    coordinator_version: int
    created_by_id: UUID
    created_by_name: str
    reminded_at: datetime | None
    remind_from: date | None


class PartyRecord(NamedTuple):
    """A party of a document; `mailable` is one with an e-mail address, `joined` one with an account."""

    capacity: str
    required: bool
    person_id: UUID
    name: str
    version: int
    mailable: bool
    joined: bool


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A document with its parties and signatures. `frozen` is the number of the version that counts now, `signed` when
    each capacity signed it.

    `answers` are how many there are and how often they were changed; `signers` the capacities that must sign.
    """

    row: DocumentRecord
    parties: Sequence[PartyRecord]
    frozen: int | None
    filed: bool
    replaced_at: Sequence[datetime]
    signed: Mapping[str, datetime]
    answers: tuple[int, int]
    signers: tuple[str, ...]

    def settled(self) -> DocumentStanding | None:
        """The standing where it can be told without the text: withdrawn, talked through, or signed by everyone."""
        standing = DocumentStanding(
            signers=self.signers,
            signed=frozenset(self.signed),
            shared=self.row.shared_at is not None,
            withdrawn=self.row.withdrawn_at is not None,
            filed=self.filed,
            declined=self.row.declined_at is not None,
            discussed=self.row.discussed_on is not None,
            superseded=self.row.superseded_at is not None,
        )
        over = standing.withdrawn or standing.discussed or standing.superseded
        return standing if over or standing.everyone_signed else None

    def depends_on(self) -> Hashable:
        """Everything the text and the signatures of an open document follow from."""
        row = self.row
        return (
            row.version,
            row.shared_at,
            row.declined_at,
            self.frozen,
            tuple(sorted(self.signed)),
            self.answers,
            *((party.person_id, party.name, party.version, party.joined) for party in self.parties),
            *((row.volunteer_name, row.volunteer_version, row.contact_person_name, row.contact_person_version)),
            *((row.coordinator_name, row.coordinator_version)),
            row.organisation_version,
            row.workplace,
            row.programme_fingerprint,
        )


def find(session: Session, conditions: Iterable[Any]) -> list[RecordedDocument]:
    """The documents whose rows of `Document` and `Engagement` meet all conditions."""
    conditions = list(conditions)
    rows = [DocumentRecord(*row) for row in session.exec(_ROWS.where(*conditions))]
    # Of a few the ids are quicker than finding the same documents anew for each of the questions.
    wanted: Any = [row.id for row in rows] if len(rows) <= FEW else _IDS.where(*conditions)
    parties = _parties(session, wanted)
    versions = _versions(session, wanted)
    answers = {
        document_id: (count, changes)
        for document_id, count, changes in session.exec(
            select(DocumentAnswer.document_id, func.count(), func.sum(DocumentAnswer.version))
            .where(col(DocumentAnswer.document_id).in_(wanted))
            .group_by(col(DocumentAnswer.document_id))
        )
    }
    known = templates(session, {row.template_version_id for row in rows})
    signers = {
        key: tuple(party.capacity for party in template.parties if party.signs) for key, template in known.items()
    }
    found = []
    for row in rows:
        number, filed = versions.current.get(row.id, (None, False))
        found.append(
            RecordedDocument(
                row=row,
                parties=parties[row.id],
                frozen=number,
                filed=filed,
                replaced_at=versions.replaced[row.id],
                signed=versions.signed[row.id],
                answers=answers.get(row.id, (0, 0)),
                signers=signers[row.template_version_id],
            )
        )
    return found


def whose(of_engagement: Sequence[Any]) -> list[Any]:
    """SQL: the documents of engagements that meet these conditions; engagements are read only where there are any."""
    if not of_engagement:
        return []
    theirs = select(Engagement.id).where(*of_engagement).correlate(None)
    return [col(Document.engagement_id).in_(theirs)]


def _all_rows() -> Any:
    volunteer, contact, coordinator, drafter = (aliased(Person) for _each in range(4))
    chosen = select(  # type: ignore[call-overload,misc]
        Document.id,
        Document.kind,
        Document.version,
        Document.template_version_id,
        Document.created_at,
        Document.shared_at,
        Document.withdrawn_at,
        Document.declined_at,
        Document.discussed_on,
        Document.superseded_at,
        Document.engagement_id,
        ProgrammeVersion.programme,
        ProgrammeVersion.fingerprint,
        Workplace.name,
        Organisation.version,
        Engagement.person_id,
        volunteer.name,
        volunteer.version,
        contact.name,
        contact.version,
        Engagement.coordinator_id,
        coordinator.name,
        coordinator.version,
        Document.created_by_id,
        drafter.name,
        Document.reminded_at,
        Document.remind_from,
    )
    return (
        chosen.select_from(Document)
        .join(Engagement, col(Engagement.id) == col(Document.engagement_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(Organisation, col(Organisation.id) == col(Document.organisation_id))
        .join(volunteer, volunteer.id == col(Engagement.person_id))
        .join(contact, contact.id == col(Engagement.contact_person_id))
        .join(coordinator, coordinator.id == col(Engagement.coordinator_id))
        .join(drafter, drafter.id == col(Document.created_by_id))
    )


# Putting these together takes longer than running them, and all but the conditions is always the same.
_ROWS, _IDS = _all_rows(), select(Document.id)


def _parties(session: Session, wanted: Any) -> Mapping[UUID, list[PartyRecord]]:
    found = defaultdict(list)
    for document_id, *party in session.exec(
        select(  # type: ignore[call-overload]
            DocumentParty.document_id,
            DocumentParty.capacity,
            DocumentParty.required,
            DocumentParty.person_id,
            Person.name,
            Person.version,
            col(Person.email) != "",
            col(Account.id).is_not(None),
        )
        .join(Person, col(Person.id) == col(DocumentParty.person_id))
        .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
        .where(col(DocumentParty.document_id).in_(wanted))
        .order_by(col(DocumentParty.capacity))
    ):
        found[document_id].append(PartyRecord(*party))
    return found


class _Versions:
    """The versions of many documents, and who signed the ones that count now."""

    def __init__(self) -> None:
        self.current: dict[UUID, tuple[int, bool]] = {}
        self.replaced: Mapping[UUID, list[datetime]] = defaultdict(list)
        self.signed: Mapping[UUID, dict[str, datetime]] = defaultdict(dict)


def _versions(session: Session, wanted: Any) -> _Versions:
    found = _Versions()
    for document_id, number, replaced_at, stored_at, capacity, given_at in session.exec(
        _VERSIONS.where(col(DocumentVersion.document_id).in_(wanted))
    ):
        if replaced_at is not None:
            found.replaced[document_id].append(replaced_at)
            continue
        found.current[document_id] = (number, stored_at is not None)
        if capacity is not None:
            found.signed[document_id][capacity] = given_at
    return found


# One row for each version, or for each consent to it by somebody who has to sign.
_VERSIONS = (
    select(  # type: ignore[call-overload]
        DocumentVersion.document_id,
        DocumentVersion.number,
        DocumentVersion.replaced_at,
        DocumentFile.stored_at,
        DocumentParty.capacity,
        Consent.given_at,
    )
    .join(DocumentFile, col(DocumentFile.version_id) == col(DocumentVersion.id), isouter=True)
    .join(
        Consent,
        (col(Consent.version_id) == col(DocumentVersion.id)) & col(Consent.taken_back_at).is_(None),
        isouter=True,
    )
    .join(
        DocumentParty,
        (col(DocumentParty.id) == col(Consent.party_id)) & col(DocumentParty.required).is_(True),
        isouter=True,
    )
    .order_by(col(DocumentVersion.number))
)
