"""What a document is signed and sealed by, whomever it is between: its parties, its frozen texts, who said yes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.documents.rules import DocumentStanding
from core.documents.text.exact import FrozenText
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.programmes.programme import Validity
from db.documents import Consent, Document, DocumentAnswer, DocumentFile, DocumentParty, DocumentVersion
from db.people import Account, Person

DocumentPart = TypeVar("DocumentPart", DocumentParty, DocumentAnswer)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A sealed file by its hash and day; its bytes are read only to be handed out."""

    sha256: str
    stored_at: datetime


@dataclass(slots=True, kw_only=True)
class SigningCase:
    """A document as those who sign it need it; `joined` are those of `people` who have an account.

    By itself it reads as it was frozen last, which is all that sealing asks. What it would say now its subclasses know:
    `core.documents.case.DocumentCase` of a volunteer's, `core.partnerships.signing.AgreementCase` of an association's.
    """

    document: Document
    people: Mapping[UUID, Person]
    joined: frozenset[UUID]
    parties: tuple[DocumentParty, ...]
    versions: tuple[DocumentVersion, ...]
    consents: Mapping[UUID, tuple[Consent, ...]]
    files: Mapping[UUID, StoredFile]
    _fingerprint: str | None = field(default=None)

    @property
    def moments(self) -> list[datetime]:
        """When its texts were frozen and signed: what follows is not dated before any of them."""
        given = [consent.given_at for consents in self.consents.values() for consent in consents]
        return [*(version.frozen_at for version in self.versions), *given]

    @property
    def current(self) -> DocumentVersion | None:
        """The frozen version that nothing replaced, None where there is none."""
        return next((version for version in reversed(self.versions) if version.replaced_at is None), None)

    @property
    def filed(self) -> StoredFile | None:
        """The sealed file of the current version."""
        return self.files.get(self.current.id) if self.current else None

    @property
    def signers(self) -> tuple[str, ...]:
        """The capacities that must sign."""
        return tuple(sorted(party.capacity for party in self.parties if party.required))

    @property
    def validity(self) -> Validity | None:
        """How long it holds once it is sealed; None where nothing says so."""
        return None

    def composed(self) -> FrozenText:
        """The text as it reads now."""
        if self.current is None:
            raise DomainError(ErrorCode.NOT_SHARED_YET)
        return FrozenText.from_canonical(self.current.text)

    def answers_in(self, text: FrozenText) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002
        """The lines of `text` that its parties answered, by clause, which are printed apart."""
        return {}

    def missing_by(self) -> frozenset[str]:
        """The capacities that have something to fill in before anybody can sign."""
        return frozenset()

    def standing(self) -> DocumentStanding:
        """What decides the state. A signature counts only for the text as it is now, until everyone has signed."""
        signed, signers = self.signed_capacities(), self.signers
        settled = bool(signers) and signed.issuperset(signers)
        missing = frozenset[str]() if settled else self.missing_by()
        return DocumentStanding(
            signers=signers,
            signed=signed if settled or not self.outdated() else frozenset(),
            missing_by=missing,
            shared=self.document.shared_at is not None,
            withdrawn=self.document.withdrawn_at is not None,
            filed=self.filed is not None,
            declined=self.document.declined_at is not None,
            discussed=self.document.discussed_on is not None,
            superseded=self.document.superseded_at is not None,
        )

    def signed_capacities(self) -> frozenset[str]:
        """The capacities that consented to the current version."""
        if self.current is None:
            return frozenset()
        capacities = {party.id: party.capacity for party in self.parties if party.required}
        return frozenset(
            capacities[consent.party_id] for consent in self.given(self.current.id) if consent.party_id in capacities
        )

    def given(self, version_id: UUID) -> tuple[Consent, ...]:
        """The consents to a version that nobody took back."""
        return tuple(consent for consent in self.consents.get(version_id, ()) if consent.taken_back_at is None)

    def outdated(self) -> bool:
        """Whether what is known now reads otherwise than the current version, as after a changed phone number."""
        if self.current is None:
            return False
        if self._fingerprint is None:
            self._fingerprint = self.composed().fingerprint()
        return self.current.fingerprint != self._fingerprint


@dataclass(frozen=True, slots=True)
class SigningRows:
    """The rows of several documents that are the same whomever they are between, each by its document."""

    parties: Mapping[UUID, list[DocumentParty]]
    versions: Mapping[UUID, list[DocumentVersion]]
    files: Mapping[UUID, StoredFile]
    consents: Mapping[UUID, list[Consent]]
    people: Mapping[UUID, Person]
    joined: frozenset[UUID]

    def of(self, document_id: UUID) -> dict[str, Any]:
        """Those of one document, by the names of `SigningCase`."""
        versions = self.versions.get(document_id, [])
        return {
            "people": self.people,
            "joined": self.joined,
            "parties": tuple(self.parties.get(document_id, ())),
            "versions": tuple(versions),
            "consents": {version.id: tuple(self.consents.get(version.id, ())) for version in versions},
            "files": {version.id: self.files[version.id] for version in versions if version.id in self.files},
        }


# Every page with documents asks these; putting them together each time would take as long as running them.
IDS: Any = bindparam("ids", expanding=True)
_PARTIES = select(DocumentParty).where(col(DocumentParty.document_id).in_(IDS))
_VERSIONS = (
    select(DocumentVersion, DocumentFile.sha256, DocumentFile.stored_at)
    .join(DocumentFile, col(DocumentFile.version_id) == DocumentVersion.id, isouter=True)
    .where(col(DocumentVersion.document_id).in_(IDS))
    .order_by(col(DocumentVersion.number))
)
_CONSENTS = select(Consent).where(col(Consent.version_id).in_(IDS))
_PEOPLE = (select(Person, Account.id).join(Account, col(Account.person_id) == Person.id, isouter=True)).where(
    col(Person.id).in_(IDS)
)


def signing_rows(session: Session, document_ids: Collection[UUID], others: Iterable[UUID] = ()) -> SigningRows:
    """The rows of these documents, in four queries; `others` are people they need besides those who stand in them."""
    ids = list(document_ids)
    parties = by_document(session.exec(_PARTIES, params={"ids": ids}))
    versions, files = _versions(session, ids)
    consents = _consents(session, [version.id for each in versions.values() for version in each])
    people, joined = _people(session, {*others}, parties, consents)
    return SigningRows(parties, versions, files, consents, people, joined)


def by_document(rows: Iterable[DocumentPart]) -> Mapping[UUID, list[DocumentPart]]:
    """Rows of documents, those of each together."""
    found = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    return found


def _versions(
    session: Session, document_ids: list[UUID]
) -> tuple[Mapping[UUID, list[DocumentVersion]], Mapping[UUID, StoredFile]]:
    """The versions of each document, oldest first, and which of them are sealed."""
    found, files = defaultdict(list), {}
    for version, sha256, stored_at in session.exec(_VERSIONS, params={"ids": document_ids}):
        found[version.document_id].append(version)
        if sha256:
            files[version.id] = StoredFile(sha256, stored_at)
    return found, files


def _consents(session: Session, version_ids: list[UUID]) -> Mapping[UUID, list[Consent]]:
    found = defaultdict(list)
    if version_ids:
        for consent in session.exec(_CONSENTS, params={"ids": version_ids}):
            found[consent.version_id].append(consent)
    return found


def _people(
    session: Session,
    others: set[UUID],
    parties: Mapping[UUID, list[DocumentParty]],
    consents: Mapping[UUID, list[Consent]],
) -> tuple[dict[UUID, Person], frozenset[UUID]]:
    """Everybody these documents name, with whose device somebody signed on, and who of them can log in."""
    wanted = others | {party.person_id for found in parties.values() for party in found}
    wanted |= {consent.host_person_id for found in consents.values() for consent in found if consent.host_person_id}
    rows = session.exec(_PEOPLE, params={"ids": list(wanted)}).all()
    return {person.id: person for person, _account in rows}, frozenset(
        person.id for person, account_id in rows if account_id is not None
    )
