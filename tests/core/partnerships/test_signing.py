"""The framework agreement signed in the browser: by one of each side, frozen and sealed, and never changed after it."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pdfua import validate
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from core.access.evidence import evidence_faults
from core.access.permissions import Role
from core.documents.case import load as load_document
from core.documents.rules import DocumentState
from core.documents.sealing.verify import verify
from core.documents.signing.service import TypedSignature
from core.errors import DomainError, ManyRefused
from core.i18n import LANGUAGES
from core.partnerships.agreement import agreement, write_topic
from core.partnerships.rules import agreement_sheet
from core.partnerships.service import end_partnership, end_speaker
from core.partnerships.signed import agreement_document, agreement_file
from core.partnerships.signing import (
    AgreementSigners,
    possible_signers,
    send_agreement,
    sign_agreement,
    withdraw_agreement,
)
from db.documents import Document, DocumentVersion, SealRecord
from db.outbox import OutboxItem
from db.partnerships import Association, AssociationContact
from tests.builders import Scene, a_member, a_scene, an_actor
from tests.core.documents.printing.test_document import said
from tests.core.partnerships.builders import a_speaker, an_association, as_speaker


class Partnership:
    """Two sides with an agreement that says something, and each thing that is done with it in one line."""

    def __init__(self, session: Session, now) -> None:
        self.session, self.now = session, now
        self.scene: Scene = a_scene(session, now)
        self.association: Association = an_association(session, self.scene, now)
        self.speaker = a_speaker(session, self.scene, self.association, now)
        self.ours, self.theirs = self.scene.as_coordinator, as_speaker(self.scene, self.speaker)
        self.asked = {"session": session, "now": now}
        self.say("Besøgsvenner på Solgården.", 0)

    def say(self, words: str, version: int) -> None:
        write_topic(
            **self.asked,
            actor=self.ours,
            association_id=self.association.id,
            topic_id="purpose",
            words=words,
            expected_version=version,
        )

    def later(self) -> None:
        self.now += timedelta(minutes=1)
        self.asked["now"] = self.now

    def send(self, actor=None, **other) -> Document:
        chosen: dict[str, Any] = {
            "ours_id": self.ours.person_id,
            "theirs_id": self.speaker.id,
            "language": "da",
        } | other
        return send_agreement(
            **self.asked,
            actor=actor or self.ours,
            association_id=self.association.id,
            signers=AgreementSigners(**chosen),
        )

    def read(self, actor, document: Document):
        return agreement_document(**self.asked, actor=actor, agreement_id=document.id)

    def sign(self, actor, document: Document, fingerprint: str = ""):
        read = fingerprint or self.read(actor, document).text.fingerprint()
        signature = TypedSignature(fingerprint=read, typed_name=actor.name)
        return sign_agreement(**self.asked, actor=actor, agreement_id=document.id, signature=signature)

    def mails(self) -> list[tuple[str, str]]:
        rows = self.session.exec(select(OutboxItem).where(OutboxItem.kind == "mail"))
        return [
            (each.params["message"], each.params["person_id"])
            for each in rows
            if each.params["message"].startswith("agreement_")
        ]


@pytest.fixture
def two(session: Session, now) -> Partnership:
    return Partnership(session, now)


def test_both_sign_the_same_text_and_it_is_sealed_and_verified_under_the_organisations_log(two, tmp_path: Path):
    document = two.send()
    assert two.read(two.theirs, document).waits_for == (two.ours.name, "Bodil Friis")
    first = two.sign(two.theirs, document)
    assert two.sign(two.theirs, document).id == first.id
    read = two.read(two.ours, document)
    assert (read.state, read.waits_for, read.can_sign) == (DocumentState.WAITING, (two.ours.name,), True)
    with pytest.raises(DomainError, match="not_sealed_yet"):
        agreement_file(session=two.session, actor=two.ours, agreement_id=document.id)
    two.sign(two.ours, document)
    read = two.read(two.theirs, document)
    assert (read.state, read.waits_for, read.can_sign) == (DocumentState.SEALED, (), False)
    made = agreement_file(session=two.session, actor=two.theirs, agreement_id=document.id)
    (path := tmp_path / "agreement.pdf").write_bytes(made)
    assert {finding.rule_id for finding in validate(str(path)).findings} == set()
    printed = " ".join(said(made).split())
    for words in ("Besøgsvenner på Solgården.", "Fjordens Venner", "Bodil Friis", two.ours.name, document.number):
        assert words in printed
    verdict = verify(session=two.session, data=made)
    assert (verdict.status, verdict.kind, verdict.template) == (
        "genuine",
        "framework_agreement",
        "framework_agreement 1",
    )
    assert [*evidence_faults(two.session)] == []
    ours, theirs = str(two.ours.person_id), str(two.speaker.id)
    assert set(two.mails()) == {
        ("agreement_shared", theirs),
        ("agreement_half_signed", ours),
        ("agreement_sealed", ours),
        ("agreement_sealed", theirs),
    }


def test_what_was_signed_stands_whatever_is_written_afterwards_and_a_new_one_follows_it(two):
    former = two.send()
    two.sign(two.ours, former)
    two.sign(two.theirs, former)
    asked = {"session": two.session, "association_id": two.association.id, "actor": two.theirs}

    def holds() -> UUID | None:
        found = agreement(**asked).holds
        return found.document_id if found else None

    made = agreement_file(session=two.session, actor=two.theirs, agreement_id=former.id)
    assert not agreement(**asked).lacks.signature
    two.say("Gåture.", 1)
    assert agreement(**asked).lacks.signature
    assert "Besøgsvenner" in two.read(two.theirs, former).text.canonical()
    assert agreement_file(session=two.session, actor=two.theirs, agreement_id=former.id) == made
    two.later()
    newer = two.send()
    assert holds() == former.id
    two.sign(two.theirs, newer)
    two.sign(two.ours, newer)
    assert two.read(two.ours, former).state is DocumentState.SUPERSEDED
    assert holds() == newer.id
    assert [each.superseded for each in agreement(**asked).documents] == [False, True]
    assert not agreement(**asked).lacks.signature
    assert len(two.session.exec(select(SealRecord)).all()) == 2


def test_a_change_while_it_is_signed_asks_whoever_had_signed_anew_and_no_text_is_signed_unread(two):
    document = two.send()
    read = two.read(two.theirs, document).text.fingerprint()
    two.sign(two.ours, document)
    two.say("Gåture.", 1)
    with pytest.raises(DomainError, match="text_changed"):
        two.sign(two.theirs, document, read)
    again = two.read(two.ours, document)
    assert again.can_sign
    assert again.changes
    assert ("agreement_changed", str(two.ours.person_id)) not in two.mails()  # whoever changes it knows
    two.sign(two.theirs, document)
    two.say("Gåture og kaffe.", 2)
    assert ("agreement_changed", str(two.speaker.id)) in two.mails()
    assert two.session.exec(select(DocumentVersion)).all()[0].text.count("Besøgsvenner") == 1


def test_each_side_is_signed_for_by_its_own_alone_and_nobody_signs_for_both(two):
    now, session, scene = two.now, two.session, two.scene
    elsewhere = a_scene(session, now, volunteer="Per Lund").as_coordinator
    strangers = (scene.as_volunteer, scene.as_contact_person, elsewhere, two.theirs)
    for actor in strangers:
        with pytest.raises(DomainError, match="not_allowed"):
            two.send(actor)
        with pytest.raises(DomainError, match="not_allowed"):
            possible_signers(session=session, actor=actor, association_id=two.association.id)
    both = a_member(session, scene.organisation, now, role=Role.COORDINATOR, name="Ida Beck")

    def speaks_too(person_id: UUID) -> None:
        session.add(
            AssociationContact(
                organisation_id=scene.organisation.id,
                association_id=two.association.id,
                person_id=person_id,
                created_at=now,
            )
        )
        session.commit()

    speaks_too(both.id)
    assert both.id not in possible_signers(session=session, actor=two.ours, association_id=two.association.id).ours
    with pytest.raises(ManyRefused) as error:
        two.send(ours_id=both.id, theirs_id=two.ours.person_id, language="fr")
    assert list(error.value.by_field) == ["ours_id", "theirs_id", "language"]
    document = two.send()
    other = as_speaker(scene, a_speaker(session, scene, an_association(session, scene, now, name="Andre"), now))
    for actor in (scene.as_volunteer, elsewhere, other):
        with pytest.raises(DomainError, match="not_allowed"):
            two.read(actor, document)
        with pytest.raises(DomainError, match="not_allowed"):
            two.sign(actor, document, "x")
        with pytest.raises(DomainError, match="not_allowed"):
            agreement_file(session=session, actor=actor, agreement_id=document.id)
    as_both = an_actor(both, scene.organisation, Role.COORDINATOR)
    with pytest.raises(DomainError, match="not_a_party"):
        two.sign(as_both, document)
    with pytest.raises(DomainError, match="document_exists"):
        two.send()
    speaks_too(two.ours.person_id)
    with pytest.raises(DomainError, match="not_a_party"):
        two.sign(two.ours, document)
    with pytest.raises(DomainError, match="not_allowed"):
        withdraw_agreement(**two.asked, actor=two.theirs, agreement_id=document.id)
    # What is between the two is no document of a volunteer's.
    with pytest.raises(DomainError, match="not_found"):
        load_document(session, document.id)


def test_whoever_no_longer_speaks_cannot_sign_and_what_is_taken_back_or_ended_is_signed_by_nobody(two):
    document = two.send()
    contact = two.session.exec(select(AssociationContact)).one()
    withdraw_agreement(**two.asked, actor=two.ours, agreement_id=document.id)
    with pytest.raises(DomainError, match="document_withdrawn"):
        two.sign(two.theirs, document)
    document = two.send()
    end_speaker(**two.asked, actor=two.ours, contact_id=contact.id)
    with pytest.raises(DomainError, match="not_allowed"):
        two.sign(two.theirs, document, "x")
    end_partnership(**two.asked, actor=two.ours, association_id=two.association.id)
    assert two.read(two.ours, document).state is DocumentState.WITHDRAWN
    with pytest.raises(DomainError, match="not_found"):
        two.send()


def test_an_agreement_that_says_nothing_is_not_sent_and_each_language_has_its_words(session, now, two):
    empty = an_association(session, two.scene, now, name="Tomme")
    speaker = a_speaker(session, two.scene, empty, now, name="Else")
    with pytest.raises(DomainError, match="agreement_empty"):
        send_agreement(
            **two.asked,
            actor=two.ours,
            association_id=empty.id,
            signers=AgreementSigners(ours_id=two.ours.person_id, theirs_id=speaker.id, language="da"),
        )
    titles = set()
    for language in LANGUAGES:
        document = two.send(language=language)
        text = two.read(two.theirs, document).text
        assert [each.id for section in text.sections for each in section.clauses] == ["purpose"]
        titles.add(text.title)
        withdraw_agreement(**two.asked | {"now": now + timedelta(minutes=1)}, actor=two.ours, agreement_id=document.id)
    assert titles == {agreement_sheet().title.in_language(each) for each in LANGUAGES}


def test_a_document_stands_under_an_engagement_or_an_association_and_never_under_both_or_none(session, two):
    document = two.send()
    document.engagement_id = two.scene.engagement.id
    session.add(document)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    document = session.get_one(Document, document.id)
    document.association_id = None
    session.add(document)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
