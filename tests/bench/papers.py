"""The documents of a large organisation's volunteers: sealed, waiting, and prepared anew."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlmodel import Session

from core.documents.drafting.service import parties_of
from core.documents.template.publishing import newest as newest_templates
from core.documents.template.publishing import templates
from core.documents.text.compose import Facts, OrganisationFacts, PersonFacts, compose, default_choices
from core.documents.text.exact import FrozenText
from core.i18n import words_in
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from db.documents import Consent, Document, DocumentFile, DocumentParty, DocumentVersion, SealRecord
from db.people import Engagement
from tests.bench.house import ONE_DAY, House, begun

LANGUAGE = "da"
# Everybody's text is that of one person: composing each would take longer than all the rest.
SOMEBODY = PersonFacts("Åse Dam", "Engvej 7\n4999 Storby", "+45 20 30 40 50", "frivillig@example.dk")


class Papers:
    """Writes the documents of volunteers, from the newest templates of the shipped programmes."""

    def __init__(self, session: Session, house: House) -> None:
        self._house = house
        self._programmes = {key: programme_of(session, version) for key, version in house.versions.items()}
        kinds = sorted({kind for programme in self._programmes.values() for kind in programme.documents})
        self._versions = newest_templates(session, kinds, organisation_id=house.organisation_id, today=house.today)
        self._templates = templates(session, set(self._versions.values()))
        self._texts = {
            (key, kind): self._text(programme, kind)
            for key, programme in self._programmes.items()
            for kind in programme.documents
        }

    def of(self, engagement: Engagement, programme: str) -> None:
        """The documents of the programme: sealed after three weeks, and the newest of some still waiting."""
        house = self._house
        for kind in self._programmes[programme].documents:
            drafted = begun(engagement) + timedelta(days=house.dice.randrange(1, 8))
            if not house.past(drafted) or (not house.past(drafted + timedelta(days=30)) and house.dice.random() < 0.3):
                continue
            sealed = drafted + timedelta(days=house.dice.randrange(5, 21))
            document, parties = self._document(engagement, kind, drafted)
            document.shared_at = house.at(drafted + ONE_DAY) if house.past(drafted + ONE_DAY) else None
            if house.past(sealed):
                document.look_again_on = house.today + timedelta(days=house.dice.randrange(20, 400))
            if house.past(sealed):
                self._seal(document, parties, self._texts[programme, kind], sealed)
            for row in (document, *parties):
                house.write(row)

    def prepared_anew(self, engagement: Engagement, programme: str) -> None:
        """A document that somebody is preparing and has not sent yet."""
        document, parties = self._document(
            engagement, self._programmes[programme].documents[0], self._house.today - ONE_DAY
        )
        for row in (document, *parties):
            self._house.write(row)

    def _text(self, programme: Programme, kind: str) -> FrozenText:
        template = self._templates[self._versions[kind]]
        facts = Facts(
            organisation=OrganisationFacts("Storby Kommune", "Torvet 1\n4999 Storby"),
            workplace_name="Sundhedshus 1",
            volunteer=SOMEBODY,
            contact_person=SOMEBODY,
            coordinator=SOMEBODY,
            programme_id=programme.id,
            programme_name=words_in(programme.name, LANGUAGE),
            programme_values=programme.values(LANGUAGE),
            partner=SOMEBODY,
        )
        return compose(template, LANGUAGE, facts=facts, chosen=default_choices(template, programme.id), answers={})

    def _document(self, engagement: Engagement, kind: str, drafted: date) -> tuple[Document, Sequence[DocumentParty]]:
        version_id = self._versions[kind]
        document = Document(
            organisation_id=self._house.organisation_id,
            engagement_id=engagement.id,
            kind=kind,
            number=uuid4().hex,
            template_version_id=version_id,
            signing_language=LANGUAGE,
            created_by_id=engagement.contact_person_id,
            created_at=self._house.at(drafted),
        )
        return document, parties_of(document.id, self._templates[version_id], engagement, None)

    def _seal(self, document: Document, parties: Sequence[DocumentParty], text: FrozenText, day: date) -> None:
        house = self._house
        version = DocumentVersion(
            document_id=document.id,
            number=1,
            text=text.canonical(),
            fingerprint=text.fingerprint(),
            frozen_by_id=document.created_by_id,
            frozen_at=house.at(day - ONE_DAY),
        )
        house.write(version)
        for party in parties:
            if party.required:
                house.write(
                    Consent(
                        version_id=version.id,
                        party_id=party.id,
                        person_id=party.person_id,
                        typed_name="",
                        fingerprint=version.fingerprint,
                        given_at=house.at(day),
                    )
                )
        document.sealed_at = house.at(day)
        fingerprint = sha256(document.id.bytes).hexdigest()
        house.write(DocumentFile(version_id=version.id, content=b"", sha256=fingerprint, stored_at=house.at(day)))
        house.write(
            SealRecord(
                sha256=fingerprint,
                number=document.number,
                organisation_id=house.organisation_id,
                sealing_key_id=house.sealing_key_id,
                kind=document.kind,
                template=text.kind,
                version=1,
                sealed_at=house.at(day),
            )
        )
