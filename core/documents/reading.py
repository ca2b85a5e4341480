"""A document as a page shows it to one reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, may
from core.documents.case import DocumentCase, load, require_reader
from core.documents.drafting.answering import may_answer
from core.documents.printing.marks import drawings_of
from core.documents.rules import (
    ORGANISATION,
    PARTNER,
    VOLUNTEERS,
    DocumentState,
    change_refused,
    signing_refused,
    state_of,
    waiting_for,
)
from core.documents.signed import StoredFile
from core.documents.template.model import Field, Template
from core.documents.text.compose import ClauseChoice, Facts, MissingField, fields_to_ask, standard_wording, value_of
from core.documents.text.difference import TextChange, differences
from core.documents.text.exact import FrozenText
from core.i18n import LANGUAGES
from db.documents import Consent, Document, DocumentAnswer, DocumentVersion
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody named in the document. `person` is None where the organisation itself stands there.

    `consent` is theirs to the text as it is now; None while they have not signed it. `beside` is the name of the
    colleague on whose device they gave it, "" for none.
    """

    capacity: str
    label: str
    name: str
    on_behalf_of: str
    signs: bool
    person: Person | None
    consent: Consent | None
    beside: str = ""


class DocumentView:
    """One document for one reader; what costs something is worked out when it is first asked for.

    `mine` is the capacity in which the reader signs, None for one who does not. `choices` are by clause, `answers` by
    field; each answer carries the version to send along with a change. `concealed` are the fields whose answers the
    reader does not see yet. `without_account` are the capacities of those who cannot log in and sign on paper (O4);
    `on_paper` is whether no mail reaches a volunteer of it either. `aside` is whether it is read as it is being
    changed, beside what was signed.
    """

    def __init__(self, case: DocumentCase, actor: Actor, *, aside: bool = False) -> None:
        self.case = case
        self.aside = aside
        self._actor = actor
        self._standing = case.standing()
        self.document: Document = case.document
        self.engagement: Engagement = case.engagement
        self.template: Template = case.template
        self.volunteer: Person = case.people[case.engagement.person_id]
        self.partner: Person | None = case.person_of(PARTNER)
        self.organisation_name: str = case.organisation.name
        self.workplace_name: str = case.workplace_name
        self.choices: Mapping[str, ClauseChoice] = case.choices
        self.concealed: frozenset[str] = case.hidden_until_both_answered(actor.person_id)
        self.answers: Mapping[str, DocumentAnswer] = {
            field_id: answer for field_id, answer in case.answers.items() if field_id not in self.concealed
        }
        self.versions: tuple[DocumentVersion, ...] = case.versions
        self.file: StoredFile | None = case.filed
        self.state: DocumentState = state_of(self._standing)
        self.waiting_for: tuple[str, ...] = waiting_for(self._standing)
        self.without_account: frozenset[str] = frozenset(
            party.capacity for party in case.parties if case.is_without_account(party.capacity)
        )
        volunteers = [party for party in case.parties if party.capacity != ORGANISATION]
        self.on_paper: bool = bool(volunteers) and not any(
            party.person_id in case.joined or case.people[party.person_id].email for party in volunteers
        )
        own = [party for party in case.parties if party.person_id == actor.person_id and party.required]
        self.mine: str | None = own[0].capacity if own else None

    @property
    def language(self) -> str:
        """The language it is signed in."""
        return self.case.language

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be read in: first the one it is signed in, then those of the portal it has words in."""
        return (
            self.language,
            *(code for code in LANGUAGES if code in self.template.languages and code != self.language),
        )

    @property
    def settled(self) -> bool:
        """Whether everyone has signed, so that the text stands as it is for good."""
        return self._standing.everyone_signed

    @cached_property
    def version(self) -> DocumentVersion | None:
        """The frozen version that reads as the document reads now; None when the text must be frozen first."""
        current = self.case.current
        return current if current is None or self.settled or not self.case.outdated() else None

    @cached_property
    def text(self) -> FrozenText:
        """The document in its signing language: the frozen text when everyone has signed, else as it reads now."""
        if self.version is not None and self.settled:
            return self._frozen(self.version)
        return self.case.composed(without=self.concealed)

    def in_language(self, language: str) -> FrozenText:
        """The document in `language`, beside the signing language as a reading aid; in another where it lacks that."""
        if self.template.spoken(language) == self.language:
            return self.text
        return self.case.composed(language, without=self.concealed)

    @cached_property
    def aid_is_exact(self) -> bool:
        """Whether a reading aid says the same: not when contact details were changed after everyone signed."""
        return self.version is None or not self.case.outdated()

    @cached_property
    def missing(self) -> tuple[MissingField, ...]:
        """What must be given before anybody can sign; the service refuses on the same list."""
        return () if self.settled else self.case.missing_before_signing()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the chosen points in reading order, with those that come from contact details."""
        return fields_to_ask(self.template, self.choices)

    def value(self, field: Field) -> str:
        """What is given for `field`, "" for nothing."""
        return "" if field.id in self.concealed else value_of(field, self._facts, self.case.values())

    def standard_wording(self, clause_id: str) -> str:
        """The clause as the template says it in the signing language; where rewording begins."""
        return standard_wording(self.template, self.language, clause_id, facts=self._facts)

    @cached_property
    def parties(self) -> tuple[PartyView, ...]:
        """Those named in the document, as they stand in its text."""
        people = {party.capacity: self.case.people[party.person_id] for party in self.case.parties}
        return tuple(
            PartyView(
                capacity=party.capacity,
                label=party.label,
                name=party.name,
                on_behalf_of=party.on_behalf_of,
                signs=party.signs,
                person=people.get(party.capacity),
                consent=self._consents.get(party.capacity),
                beside=self._beside(party.capacity),
            )
            for party in self.text.parties
        )

    def _beside(self, capacity: str) -> str:
        consent = self._consents.get(capacity)
        return self.case.people[consent.host_person_id].name if consent and consent.host_person_id else ""

    @property
    def someone_signed(self) -> bool:
        """Whether anybody has signed the text as it is now."""
        return bool(self._standing.signed)

    @property
    def has_signed(self) -> bool:
        """Whether the reader has signed the text as it is now."""
        return self.mine in self._standing.signed

    @property
    def can_sign(self) -> bool:
        """Whether the reader can sign now, freezing the text first where that is needed."""
        return self.mine is not None and not self.has_signed and signing_refused(self._standing) is None

    @property
    def can_draft(self) -> bool:
        """Whether the reader makes this document: sends it, reminds of it, withdraws it."""
        return may(self._actor, Action.DRAFT_DOCUMENT, self.case.subject)

    @property
    def can_remind(self) -> bool:
        """Whether a mail reaches anybody else it waits for."""
        people = [self.case.person_of(capacity) for capacity in self.waiting_for]
        return any(person.email for person in people if person and person.id != self._actor.person_id)

    @property
    def can_edit_points(self) -> bool:
        """Whether the reader can choose its points now."""
        return self.can_draft and change_refused(self._standing) is None

    def can_answer(self, field: Field) -> bool:
        """Whether the reader can fill in `field` here now; one from contact details is filled in there.

        What the organisation writes in a text somebody has signed is changed aside.
        """
        if field.source is not None or change_refused(self._standing) is not None:
            return False
        if self._standing.signed and not self.aside and self.mine not in {field.filled_by} & VOLUNTEERS:
            return False
        allowed = may(self._actor, Action.ANSWER_DOCUMENT, self.case.subject)
        return allowed and may_answer(self._actor, self.case, field)

    @cached_property
    def previous_text(self) -> FrozenText | None:
        """The last text somebody signed that no longer counts: the reader's own last, else anybody's."""
        lapsed = [
            version
            for version in reversed(self.versions)
            if self.case.given(version.id) and version is not self.version
        ]
        own = [version for version in lapsed if self._signed_by_reader(version)]
        return self._frozen((own or lapsed)[0]) if lapsed else None

    def changes(self) -> tuple[TextChange, ...]:
        """What is new since the text that somebody signed and that no longer counts; empty where there is none."""
        return differences(self.previous_text, self.text) if self.previous_text else ()

    def changes_since(self, fingerprint: str) -> tuple[TextChange, ...]:
        """What is new since the version with `fingerprint`, which the reader had before them ("text_changed")."""
        read_before = [version for version in self.versions if version.fingerprint == fingerprint]
        return differences(self._frozen(read_before[-1]), self.text) if read_before else ()

    @cached_property
    def _facts(self) -> Facts:
        return self.case.facts(self.language)

    @cached_property
    def _consents(self) -> dict[str, Consent]:
        if self.version is None:
            return {}
        capacities = {party.id: party.capacity for party in self.case.parties}
        return {capacities[consent.party_id]: consent for consent in self.case.given(self.version.id)}

    def _signed_by_reader(self, version: DocumentVersion) -> bool:
        return any(consent.person_id == self._actor.person_id for consent in self.case.given(version.id))

    @staticmethod
    def _frozen(version: DocumentVersion) -> FrozenText:
        return FrozenText.from_canonical(version.text)


def read(*, session: Session, actor: Actor, document_id: UUID) -> DocumentView:
    """The document as `actor` sees it; "not_found", "not_allowed", or "not_shared_yet" before it was sent."""
    case = load(session, document_id)
    require_reader(actor, case)
    return DocumentView(case, actor)


def drawings(*, session: Session, actor: Actor, view: DocumentView) -> Mapping[UUID, bytes]:
    """The signatures drawn beside the typed names, as PNG by consent, for whoever reads the document."""
    require_reader(actor, view.case)
    return drawings_of(session, [party.consent for party in view.parties if party.consent is not None])
