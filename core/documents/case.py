"""Everything known about a document, read in a fixed number of queries however many documents are asked for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.documents.rules import ORGANISATION, PARTNER
from core.documents.signed import IDS, SigningCase, by_document, signing_rows
from core.documents.template.model import Template
from core.documents.template.publishing import whole_templates
from core.documents.text import compose as words
from core.documents.text.compose import ClauseChoice, Facts, MissingField, OrganisationFacts
from core.documents.text.exact import FrozenText
from core.documents.text.facts import missing_spellings, person_facts
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import words_in
from core.programmes.programme import Programme, Validity
from core.programmes.publishing import programme_of
from db.documents import Document, DocumentAnswer, DocumentPoint
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person


@dataclass(slots=True, kw_only=True)
class DocumentCase(SigningCase):
    """A volunteer's document with all that belongs to it; a service that changes `choices` or `answers` then calls
    `changed`. `attached_version_id` is what `template` has inside it.
    """

    engagement: Engagement
    organisation: OrganisationFacts
    workplace_name: str
    programme: Programme
    template: Template
    attached_version_id: UUID | None
    choices: dict[str, ClauseChoice]
    answers: dict[str, DocumentAnswer]
    _composed: dict[tuple[str, frozenset[str]], FrozenText] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """What permissions are asked about: the volunteer, all parties, the workplace and who follows it."""
        return Subject.of(self.engagement, *(party.person_id for party in self.parties))

    @property
    def signers(self) -> tuple[str, ...]:
        """The capacities that must sign, in printed order."""
        return tuple(party.capacity for party in self.template.parties if party.signs)

    @property
    def validity(self) -> Validity | None:
        """How long it holds once it is sealed, as its programme says today (V2)."""
        return self.programme.validity.get(self.document.kind)

    @property
    def language(self) -> str:
        """The language it is signed in. A version of its template that came later may lack the one once chosen."""
        return self.template.spoken(self.document.signing_language)

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

    def roles(self) -> dict[str, Person]:
        """The colleagues that the document names. A drafted document keeps its parties when others take over."""
        found = {
            "contact_person": self.people[self.engagement.contact_person_id],
            "coordinator": self.people[self.engagement.coordinator_id],
        }
        for party in self.template.parties:
            if party.role and (person := self.person_of(party.capacity)):
                found[party.role] = person
        return found

    def facts(self, language: str) -> Facts:
        """What the document may say without asking."""
        volunteer, partner, roles = self.people[self.engagement.person_id], self.person_of(PARTNER), self.roles()
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

    def missing_by(self) -> frozenset[str]:
        """The capacities that have something to fill in before anybody can sign."""
        return frozenset(item.filled_by for item in self.missing_before_signing())

    def answers_in(self, text: FrozenText) -> Mapping[str, tuple[str, ...]]:
        """The lines of `text` that its parties answered, by clause."""
        return words.answers_in(self.template, text)

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
    .where(col(Document.id).in_(IDS))
)
_ANSWERS = select(DocumentAnswer).where(col(DocumentAnswer.document_id).in_(IDS))
_CHOICES = select(
    DocumentPoint.document_id, DocumentPoint.clause_id, DocumentPoint.included, DocumentPoint.wording
).where(col(DocumentPoint.document_id).in_(IDS))


def load(session: Session, document_id: UUID) -> DocumentCase:
    """The case of one document, or `DomainError("not_found")`."""
    found = gather(session, [document_id])
    if not found:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found[0]


def load_locked(session: Session, document_id: UUID) -> DocumentCase:
    """As `load`, with the document's row held until the transaction ends, so that changes to it come one by one."""
    hold_document(session, document_id)
    return load(session, document_id)


def gather(session: Session, document_ids: Collection[UUID]) -> list[DocumentCase]:
    """The cases of these documents, in their order; those that do not exist are left out."""
    wanted = list(dict.fromkeys(document_ids))
    found = {row[0].id: row for row in session.exec(_OUTLINE, params={"ids": wanted})} if wanted else {}
    if not found:
        return []
    answers = by_document(session.exec(_ANSWERS, params={"ids": list(found)}))
    choices = _choices(session, found)
    engagements = [row[1] for row in found.values()]
    followed = {each for one in engagements for each in (one.person_id, one.contact_person_id, one.coordinator_id)}
    rows = signing_rows(session, found, followed)
    known = whole_templates(session, ((template_of(row[0]), row[0].attached_version_id) for row in found.values()))
    return [
        DocumentCase(
            document=document,
            engagement=engagement,
            organisation=OrganisationFacts(*organisation),
            workplace_name=workplace,
            programme=programme_of(session, engagement.programme_version_id),
            template=known[template_of(document), document.attached_version_id],
            attached_version_id=document.attached_version_id,
            choices=choices[document.id],
            answers={answer.field_id: answer for answer in answers[document.id]},
            **rows.of(document.id),
        )
        for document, engagement, workplace, *organisation in (found[key] for key in wanted if key in found)
    ]


def signing_case(session: Session, document_id: UUID) -> SigningCase:
    """What is needed to seal a document, whomever it is between; "not_found" where there is none."""
    document = session.get(Document, document_id)
    if document is None or document.association_id is None:
        return load(session, document_id)
    return SigningCase(document=document, **signing_rows(session, [document_id]).of(document_id))


def hold_document(session: Session, document_id: UUID) -> None:
    """Hold a document's row until the transaction ends, so that changes to it come one by one."""
    session.exec(select(Document.id).where(Document.id == document_id).with_for_update()).one_or_none()


def template_of(document: Document) -> UUID:
    """The template version a volunteer's document is made from; one with an association is made from none."""
    assert document.template_version_id is not None
    return document.template_version_id


def _choices(session: Session, document_ids: Collection[UUID]) -> Mapping[UUID, dict[str, ClauseChoice]]:
    found: dict[UUID, dict[str, ClauseChoice]] = defaultdict(dict)
    for document_id, clause_id, included, wording in session.exec(_CHOICES, params={"ids": list(document_ids)}):
        found[document_id][clause_id] = ClauseChoice(included, wording)
    return found
