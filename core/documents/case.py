"""Everything known about a document, read in a fixed number of queries however many documents are asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.documents.rules import ORGANISATION, PARTNER, DocumentStanding
from core.documents.template.model import Template
from core.documents.template.publishing import whole_templates
from core.documents.text import compose as words
from core.documents.text.compose import ClauseChoice, Facts, MissingField, OrganisationFacts
from core.documents.text.exact import FrozenText
from core.documents.text.facts import missing_spellings, person_facts
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import words_in
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from db.documents import (
    Consent,
    Document,
    DocumentAnswer,
    DocumentFile,
    DocumentParty,
    DocumentPoint,
    DocumentVersion,
)
from db.organisations import Organisation, Workplace
from db.people import Account, Engagement, Person

Part = TypeVar("Part", DocumentParty, DocumentAnswer)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A sealed file by its hash and day; its bytes are read only to be handed out."""

    sha256: str
    stored_at: datetime


@dataclass(slots=True)
class DocumentCase:
    """One document with all that belongs to it; a service that changes `choices` or `answers` then calls `changed`.

    `joined` are those of `people` who have an account; `attached_version_id` is what `template` has inside it.
    """

    document: Document
    engagement: Engagement
    organisation: OrganisationFacts
    workplace_name: str
    programme: Programme
    template: Template
    attached_version_id: UUID | None
    people: Mapping[UUID, Person]
    joined: frozenset[UUID]
    parties: tuple[DocumentParty, ...]
    choices: dict[str, ClauseChoice]
    answers: dict[str, DocumentAnswer]
    versions: tuple[DocumentVersion, ...]
    consents: Mapping[UUID, tuple[Consent, ...]]
    files: Mapping[UUID, StoredFile]
    _composed: dict[tuple[str, frozenset[str]], FrozenText] = field(default_factory=dict)
    _fingerprint: str | None = None

    @property
    def subject(self) -> Subject:
        """What permissions are asked about: the volunteer, all parties, the workplace and who follows it."""
        return Subject.of(self.engagement, *(party.person_id for party in self.parties))

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
    def language(self) -> str:
        """The language it is signed in. A version of its template that came later may lack the one once chosen."""
        return self.template.spoken(self.document.signing_language)

    @property
    def filed(self) -> StoredFile | None:
        """The sealed file of the current version."""
        return self.files.get(self.current.id) if self.current else None

    def person_of(self, capacity: str) -> Person | None:
        """Who stands in the document in `capacity`; whoever stands for the organisation where nobody is named."""
        for party in self.parties:
            if party.capacity == capacity:
                return self.people[party.person_id]
        return self.people[self.engagement.coordinator_id] if capacity == ORGANISATION else None

    def is_without_account(self, capacity: str) -> bool:
        """Whether whoever stands in the document in `capacity` cannot log in, so that others write for them (O4)."""
        return any(party.capacity == capacity and party.person_id not in self.joined for party in self.parties)

    def capacity_of(self, engagement_id: UUID) -> str | None:
        """As whom a volunteer stands in the document with that engagement; None where they do not."""
        return next((party.capacity for party in self.parties if party.engagement_id == engagement_id), None)

    def facts(self, language: str) -> Facts:
        """What the document may say without asking. A drafted document keeps its parties when others take over."""
        volunteer, partner = self.people[self.engagement.person_id], self.person_of(PARTNER)
        roles = {
            "contact_person": self.people[self.engagement.contact_person_id],
            "coordinator": self.people[self.engagement.coordinator_id],
        }
        for party in self.template.parties:
            if party.role and (person := self.person_of(party.capacity)):
                roles[party.role] = person
        return Facts(
            organisation=self.organisation,
            workplace_name=self.workplace_name,
            volunteer=person_facts(volunteer, joined=volunteer.id in self.joined),
            contact_person=person_facts(roles["contact_person"]),
            coordinator=person_facts(roles["coordinator"]),
            programme_id=self.programme.id,
            programme_name=words_in(self.programme.name, language),
            programme_values=self.programme.values(language),
            partner=person_facts(partner, joined=partner.id in self.joined) if partner else None,
        )

    def values(self) -> dict[str, str]:
        """The answers alone, by field."""
        return {field_id: answer.value for field_id, answer in self.answers.items()}

    def composed(self, language: str | None = None, *, without: frozenset[str] = frozenset()) -> FrozenText:
        """The text as it reads now, in the signing language unless another is asked for, `without` some answers."""
        chosen = self.template.spoken(language or self.language)
        if (chosen, without) not in self._composed:
            answers = {field_id: value for field_id, value in self.values().items() if field_id not in without}
            self._composed[chosen, without] = words.compose(
                self.template, chosen, facts=self.facts(chosen), chosen=self.choices, answers=answers
            )
        return self._composed[chosen, without]

    def hidden_until_both_answered(self, person_id: UUID) -> frozenset[str]:
        """The answers `person_id` does not see yet: the other's, until both have answered the same question (B5).

        Whoever wrote an answer down for somebody sees it.
        """
        values = self.values()
        return frozenset(
            asked.id
            for asked in self.template.fields
            if asked.twin
            and not (values.get(asked.id) and values.get(asked.twin))
            and person_id not in {party.person_id for party in self.parties if party.capacity == asked.filled_by}
            and not (asked.id in self.answers and self.answers[asked.id].filled_by_id == person_id)
        )

    def missing_before_signing(self) -> tuple[MissingField, ...]:
        """What must be given before anybody can sign: the list the page shows and the service refuses on (L5)."""
        facts = self.facts(self.language)
        asked = words.missing(self.template, facts=facts, chosen=self.choices, answers=self.values())
        return (*asked, *missing_spellings(facts, self.composed))

    def standing(self) -> DocumentStanding:
        """What decides the state. A signature counts only for the text as it is now, until everyone has signed."""
        signed = self.signed_capacities()
        signers = tuple(party.capacity for party in self.template.parties if party.signs)
        settled = bool(signers) and signed.issuperset(signers)
        missing = () if settled else self.missing_before_signing()
        return DocumentStanding(
            signers=signers,
            signed=signed if settled or not self.outdated() else frozenset(),
            missing_by=frozenset(item.filled_by for item in missing),
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

    def changed(self) -> None:
        """Read the text anew: a choice or an answer was changed."""
        self._composed.clear()
        self._fingerprint = None


def require_reader(actor: Actor, case: DocumentCase) -> Actor:
    """`actor`, who stands in the document or looks after the volunteer; else "not_allowed".

    Whoever only stands in it reads it once it was sent ("not_shared_yet").
    """
    if may(actor, Action.SEE_DOCUMENTS, case.subject):
        return actor
    require(actor, Action.SEE_OWN_DOCUMENTS, case.subject)
    if case.document.shared_at is None:
        raise DomainError(ErrorCode.NOT_SHARED_YET)
    return actor


# Every page with documents asks these; putting them together each time would take as long as running them.
_IDS: Any = bindparam("ids", expanding=True)
# The organisation's columns one by one, because its logo would be read and decrypted each time.
_OUTLINE = (
    select(  # type: ignore[call-overload]
        Document,
        Engagement,
        Workplace.name,
        Organisation.name,
        Organisation.address,
        Organisation.phone,
        Organisation.email,
    )
    .join(Engagement, col(Engagement.id) == Document.engagement_id)
    .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
    .join(Organisation, col(Organisation.id) == Document.organisation_id)
    .where(col(Document.id).in_(_IDS))
)
_PARTIES = select(DocumentParty).where(col(DocumentParty.document_id).in_(_IDS))
_ANSWERS = select(DocumentAnswer).where(col(DocumentAnswer.document_id).in_(_IDS))
_CHOICES = select(
    DocumentPoint.document_id, DocumentPoint.clause_id, DocumentPoint.included, DocumentPoint.wording
).where(col(DocumentPoint.document_id).in_(_IDS))
_VERSIONS = (
    select(DocumentVersion, DocumentFile.sha256, DocumentFile.stored_at)
    .join(DocumentFile, col(DocumentFile.version_id) == DocumentVersion.id, isouter=True)
    .where(col(DocumentVersion.document_id).in_(_IDS))
    .order_by(col(DocumentVersion.number))
)
_CONSENTS = select(Consent).where(col(Consent.version_id).in_(_IDS))
_PEOPLE = (select(Person, Account.id).join(Account, col(Account.person_id) == Person.id, isouter=True)).where(
    col(Person.id).in_(_IDS)
)


def load(session: Session, document_id: UUID) -> DocumentCase:
    """The case of one document, or `DomainError("not_found")`."""
    found = gather(session, [document_id])
    if not found:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found[0]


def load_locked(session: Session, document_id: UUID) -> DocumentCase:
    """As `load`, with the document's row held until the transaction ends, so that changes to it come one by one."""
    session.exec(select(Document.id).where(Document.id == document_id).with_for_update()).one_or_none()
    return load(session, document_id)


def gather(session: Session, document_ids: Collection[UUID]) -> list[DocumentCase]:
    """The cases of these documents, in their order; those that do not exist are left out."""
    wanted = list(dict.fromkeys(document_ids))
    found = {row[0].id: row for row in session.exec(_OUTLINE, params={"ids": wanted})} if wanted else {}
    if not found:
        return []
    parties = _by_document(session.exec(_PARTIES, params={"ids": list(found)}))
    answers = _by_document(session.exec(_ANSWERS, params={"ids": list(found)}))
    choices = _choices(session, found)
    versions, files = _versions(session, found)
    consents = _consents(session, [version.id for each in versions.values() for version in each])
    people, joined = _people(session, [row[1] for row in found.values()], parties, consents)
    versions_used = ((row[0].template_version_id, row[0].attached_version_id) for row in found.values())
    known = whole_templates(session, versions_used)
    return [
        DocumentCase(
            document=document,
            engagement=engagement,
            organisation=OrganisationFacts(*organisation),
            workplace_name=workplace,
            programme=programme_of(session, engagement.programme_version_id),
            template=known[document.template_version_id, document.attached_version_id],
            attached_version_id=document.attached_version_id,
            people=people,
            joined=joined,
            parties=tuple(parties[document.id]),
            choices=choices[document.id],
            answers={answer.field_id: answer for answer in answers[document.id]},
            versions=tuple(versions[document.id]),
            consents={version.id: tuple(consents[version.id]) for version in versions[document.id]},
            files={version.id: files[version.id] for version in versions[document.id] if version.id in files},
        )
        for document, engagement, workplace, *organisation in (found[key] for key in wanted if key in found)
    ]


def _choices(session: Session, document_ids: Collection[UUID]) -> Mapping[UUID, dict[str, ClauseChoice]]:
    found: dict[UUID, dict[str, ClauseChoice]] = defaultdict(dict)
    for document_id, clause_id, included, wording in session.exec(_CHOICES, params={"ids": list(document_ids)}):
        found[document_id][clause_id] = ClauseChoice(included, wording)
    return found


def _versions(
    session: Session, document_ids: Collection[UUID]
) -> tuple[Mapping[UUID, list[DocumentVersion]], Mapping[UUID, StoredFile]]:
    """The versions of each document, oldest first, and which of them are sealed."""
    found, files = defaultdict(list), {}
    for version, sha256, stored_at in session.exec(_VERSIONS, params={"ids": list(document_ids)}):
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


def _by_document(rows: Iterable[Part]) -> Mapping[UUID, list[Part]]:
    found = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    return found


def _people(
    session: Session,
    engagements: Collection[Engagement],
    parties: Mapping[UUID, list[DocumentParty]],
    consents: Mapping[UUID, list[Consent]],
) -> tuple[dict[UUID, Person], frozenset[UUID]]:
    """Everybody these documents name, with whose device somebody signed on, and who of them can log in."""
    wanted = {party.person_id for found in parties.values() for party in found}
    wanted |= {consent.host_person_id for found in consents.values() for consent in found if consent.host_person_id}
    for engagement in engagements:
        wanted |= {engagement.person_id, engagement.contact_person_id, engagement.coordinator_id}
    rows = session.exec(_PEOPLE, params={"ids": list(wanted)}).all()
    return {person.id: person for person, _account in rows}, frozenset(
        person.id for person, account_id in rows if account_id is not None
    )
