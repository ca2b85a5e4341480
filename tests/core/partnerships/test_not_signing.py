"""Before both have signed the framework agreement: a no with a word, and one's own signature taken back."""

import pytest
from sqlmodel import Session, select

from core.access.evidence import evidence_faults
from core.documents.rules import DocumentState
from core.errors import DomainError
from core.messages.composing import composed
from core.partnerships.agreement import agreement
from core.partnerships.not_signing import decline_agreement, take_agreement_signature_back
from core.partnerships.reading import WaitingAgreement, agreements_waiting
from core.settings import Settings
from db.documents import Consent, Document
from db.outbox import OutboxItem
from tests.builders import a_scene
from tests.core.partnerships.test_signing import Partnership


@pytest.fixture
def two(session: Session, now) -> Partnership:
    return Partnership(session, now)


def declined(two: Partnership, actor, document: Document, word: str = "") -> Document:
    return decline_agreement(**two.asked, actor=actor, agreement_id=document.id, word=word)


def taken_back(two: Partnership, actor, document: Document) -> Consent:
    return take_agreement_signature_back(**two.asked, actor=actor, agreement_id=document.id)


def waits(two: Partnership, actor) -> tuple[WaitingAgreement, ...]:
    return agreements_waiting(session=two.session, actor=actor, organisation_id=two.scene.organisation.id)


def last_mail(session: Session, message: str) -> str:
    rows = session.exec(select(OutboxItem).where(OutboxItem.kind == "mail")).all()
    item = next(each for each in rows if each.params["message"] == message)
    told = composed(session, Settings(), item, item.due_at)
    assert told is not None
    return f"{told.subject}\n{told.body}"


def test_whoever_says_no_leaves_a_word_that_the_other_side_reads_and_nobody_signs_it(two):
    document = two.send()
    two.sign(two.theirs, document)
    declined(two, two.theirs, document, "Vi mangler noget om kørsel.")
    declined(two, two.theirs, document, "to gange")
    read = two.read(two.ours, document)
    assert (read.state, read.said_no, read.document.decline_word) == (
        DocumentState.DECLINED,
        "Bodil Friis",
        "Vi mangler noget om kørsel.",
    )
    assert (read.waits_for, read.can_sign, read.open) == ((), False, True)
    assert all(each.consent is None for each in read.signers)
    with pytest.raises(DomainError, match="document_declined"):
        two.sign(two.ours, document)
    told = [to for message, to in two.mails() if message == "agreement_declined"]
    assert set(told) == {str(two.ours.person_id), str(two.association.followed_by_id)}
    said = last_mail(two.session, "agreement_declined")
    assert "Der er sagt nej til partnerskabsaftalen" in said
    assert "Bodil Friis har sagt nej til teksten, som den er: partnerskabsaftale med Fjordens Venner." in said
    assert "kørsel" not in said
    assert [*evidence_faults(two.session)] == []


def test_one_that_was_said_no_to_is_followed_by_another_and_is_taken_back_by_it(two):
    former = two.send()
    declined(two, two.ours, former)
    two.say("Besøgsvenner og kørsel.", 1)
    assert ("agreement_changed", str(two.speaker.id)) not in two.mails()
    two.later()
    newer = two.send()
    assert two.read(two.ours, former).state is DocumentState.WITHDRAWN
    two.sign(two.theirs, newer)
    two.sign(two.ours, newer)
    assert two.read(two.theirs, newer).state is DocumentState.SEALED
    with pytest.raises(DomainError, match="already_sealed"):
        declined(two, two.theirs, newer)
    with pytest.raises(DomainError, match="document_withdrawn"):
        declined(two, two.theirs, former)


def test_a_signature_is_taken_back_until_both_have_signed_and_can_be_given_again(two):
    document = two.send()
    with pytest.raises(DomainError, match="nothing_to_take_back"):
        taken_back(two, two.theirs, document)
    two.sign(two.theirs, document)
    taken_back(two, two.theirs, document)
    read = two.read(two.theirs, document)
    assert (read.can_sign, set(read.waits_for)) == (True, {two.ours.name, "Bodil Friis"})
    assert "taget en underskrift tilbage: partnerskabsaftale" in last_mail(
        two.session, "agreement_signature_taken_back"
    )
    two.sign(two.ours, document)
    two.sign(two.theirs, document)
    assert two.read(two.ours, document).state is DocumentState.SEALED
    with pytest.raises(DomainError, match="already_sealed"):
        taken_back(two, two.ours, document)
    assert [*evidence_faults(two.session)] == []


def test_nobody_says_no_or_takes_back_for_another(two):
    document = two.send()
    two.sign(two.ours, document)
    elsewhere = a_scene(two.session, two.now, volunteer="Per Lund").as_coordinator
    for actor in (two.scene.as_volunteer, two.scene.as_contact_person, elsewhere):
        for what in (declined, taken_back):
            with pytest.raises(DomainError, match="not_allowed"):
                what(two, actor, document)


def test_it_waits_for_whoever_is_to_sign_and_a_no_for_whoever_answers_it(two):
    assert waits(two, two.ours) == ()
    document = two.send()
    mine = (WaitingAgreement(document.id, "Fjordens Venner", False),)
    assert waits(two, two.ours) == waits(two, two.theirs) == mine
    assert waits(two, two.scene.as_contact_person) == ()
    two.sign(two.ours, document)
    assert (waits(two, two.ours), waits(two, two.theirs)) == ((), mine)
    taken_back(two, two.ours, document)
    assert waits(two, two.ours) == mine
    declined(two, two.theirs, document)
    assert waits(two, two.ours) == (WaitingAgreement(document.id, "Fjordens Venner", True),)
    assert waits(two, two.theirs) == ()
    asked = {"session": two.session, "actor": two.theirs, "association_id": two.association.id}
    under_way = agreement(**asked).under_way
    assert under_way is not None
    assert (under_way.declined, under_way.my_turn) == (True, False)
    two.later()
    two.sign(two.ours, two.send())
    assert waits(two, two.ours) == ()
