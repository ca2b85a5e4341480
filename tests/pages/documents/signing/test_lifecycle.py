"""A document's life on the page: no with a word, taken back, what is new since last time, a partner's answers."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.documents.drafting.renewing import renew
from core.documents.drafting.service import share
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.documents.signing.declining import decline, record_discussed
from core.i18n import local_day, on_date, utc_now
from db.documents import Document
from db.people import Person
from tests.builders import a_scene
from tests.core.documents.stories import (
    a_letter,
    a_renewed_letter,
    a_sealed_letter,
    answer,
    change_signed,
    sign,
)
from tests.core.pairs.test_service import join, three
from tests.pages.as_colleague import said_in_rows
from tests.pages.as_colleague import visit as visit_as_colleague
from tests.pages.as_volunteer import buttons, field, press, text, visit
from tests.pages.drawn import html_of, place_of, places_of

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW)


def state(session: Session, scene, document_id) -> DocumentState:
    session.rollback()
    session.expire_all()
    return read(session=session, actor=scene.as_coordinator, document_id=document_id).state


def test_a_volunteer_says_no_with_a_word_and_the_contact_person_reads_it(session, scene):
    letter = a_letter(session, scene, NOW)
    page = visit(session, scene.volunteer, "documents/signing/document", id=letter.id, step="read")
    field(page, "Et par ord til de andre").set_value("Jeg kan ikke om tirsdagen.")
    page = press(page, "Jeg siger nej til teksten")
    assert "Du skal ikke gøre mere nu" in text(page)
    assert state(session, scene, letter.id) is DocumentState.DECLINED
    theirs = visit_as_colleague(session, scene.contact_person, "documents/preparing/letter", id=letter.id)
    assert "Jeg kan ikke om tirsdagen." in text(theirs)
    press(theirs, "Send det igen")
    assert state(session, scene, letter.id) is DocumentState.WAITING


def test_a_signature_is_taken_back(session, scene):
    letter = a_letter(session, scene, NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    page = press(visit(session, scene.volunteer, "documents/signing/document", id=letter.id), "Ja, tag den tilbage")
    assert not page.exception
    session.rollback()
    session.expire_all()
    view = read(session=session, actor=scene.as_volunteer, document_id=letter.id)
    assert not view.has_signed


def test_what_is_new_since_last_time_is_told_in_words(session, scene):
    a_sealed_letter(session, scene, NOW)
    (document_id,) = own_letters(session)
    following = renew(session=session, actor=scene.as_contact_person, document_id=document_id, now=NOW)
    answer(session, scene.as_contact_person, following.id, "extent", "Fredag formiddag", NOW)
    share(session=session, actor=scene.as_contact_person, document_id=following.id, now=NOW)
    page = visit(session, scene.volunteer, "documents/signing/document", id=following.id, step="read")
    assert [each.label for each in page.expander if "nyt siden sidst" in each.label]
    assert "Fredag" in text(page)


def test_a_colleague_has_who_signed_beside_the_text_and_the_volunteer_one_calm_column(session, scene):
    a_sealed_letter(session, scene, NOW)
    (document_id,) = own_letters(session)
    theirs = visit_as_colleague(session, scene.coordinator, "documents/signing/document", id=document_id)
    signed = [each.value for each in place_of(theirs, "hs-facts").markdown]
    assert len([each for each in signed if "skrev under den" in each]) == 2
    assert [each.proto.label for each in place_of(theirs, "hs-question").get("download_button")] == ["Hent som PDF"]
    # On a phone and for whoever has it read aloud: the file and what can be done, who signed, and then the text.
    told = html_of(theirs)
    assert told.index("<h2>Underskrifter") < told.index("hs-paper")
    own = visit(session, scene.volunteer, "documents/signing/document", id=document_id)
    assert "hs-paper" in html_of(own)
    assert places_of(own, "hs-two") == []


def own_letters(session: Session):
    return session.exec(select(Document.id)).all()


def test_the_former_one_can_be_read_for_ever_and_says_a_newer_one_holds(session, scene):
    a_sealed_letter(session, scene, NOW)
    (former_id,) = own_letters(session)
    following = a_renewed_letter(session, scene, NOW)
    page = visit(session, scene.volunteer, "documents/signing/document", id=former_id)
    assert "En nyere aftale gælder nu i stedet" in text(page)
    page = visit(session, scene.volunteer, "documents/signing/document", id=following.id)
    links = [each.proto.label for each in page.get("page_link")]
    assert any("gjaldt til" in label for label in links)


def test_when_and_by_whom_the_text_was_fixed_is_read_where_it_is_kept(session, scene):
    a_sealed_letter(session, scene, NOW)
    (letter_id,) = own_letters(session)
    page = visit(session, scene.volunteer, "documents/signing/document", id=letter_id)
    assert "Teksten blev låst" not in text(page)
    page.session_state[f"{letter_id}:came-about"] = True
    day = on_date(local_day(NOW))
    said = text(page.run())
    assert f"Teksten blev låst den {day} af {scene.contact_person.name}." in said
    assert "skulle skrives under igen" not in said


def test_a_text_that_was_changed_after_it_was_fixed_says_so(session, scene):
    letter = a_letter(session, scene, NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    view = read(session=session, actor=scene.as_contact_person, document_id=letter.id)
    words = next(each.id for each in view.fields if each.filled_by == "organisation" and each.type == "long_text")
    change_signed(session, scene.as_contact_person, letter.id, words, "Noget andet end før", NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    page = visit(session, scene.volunteer, "documents/signing/document", id=letter.id)
    page.session_state[f"{letter.id}:came-about"] = True
    assert "skulle skrives under igen" in text(page.run())


def test_who_noted_that_it_was_talked_through_instead_is_read_on_it(session):
    told = three(session, NOW)
    document = join(session, told, NOW)
    asked = {"session": session, "actor": told.scene.as_coordinator, "document_id": document.id}
    record_discussed(**asked, discussed_on=local_day(NOW), now=NOW)
    said = text(visit(session, told.scene.volunteer, "documents/signing/document", id=document.id))
    assert f"Talt igennem den {on_date(local_day(NOW))}. Noteret af {told.scene.coordinator.name}." in said


def test_a_coordinator_renews_in_one_click(session, scene):
    a_sealed_letter(session, scene, NOW)
    (former_id,) = own_letters(session)
    page = visit(session, scene.contact_person, "documents/signing/document", id=former_id)
    page = press(page, "Forny")
    assert len(own_letters(session)) == 2
    assert "Velkomstbrev til Karen Møller" in text(page)


def test_a_declined_text_cannot_be_signed_by_anybody(session, scene):
    letter = a_letter(session, scene, NOW)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="", now=NOW)
    page = visit(session, scene.contact_person, "documents/signing/document", id=letter.id)
    assert not [label for label in buttons(page) if "Fortsæt" in label]


def test_a_no_is_answered_from_where_its_mail_leads_and_from_the_document(session, scene):
    letter = a_letter(session, scene, NOW)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="Tirsdag går ikke.", now=NOW)
    page = visit(session, scene.contact_person, "documents/signing/document", id=letter.id)
    assert "answer-no" in [each.key for each in page.button]
    page = visit(session, scene.contact_person, "documents/preparing/letter", id=letter.id)
    assert "Karen Møller sagde nej" in text(page)
    assert {"send", "withdraw"} <= {each.key for each in page.button}
    page = visit(session, scene.volunteer, "documents/signing/document", id=letter.id)
    assert "answer-no" not in [each.key for each in page.button]


def test_today_and_the_volunteers_path_tell_of_a_no(session, scene):
    letter = a_letter(session, scene, NOW)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="", now=NOW)
    page = visit_as_colleague(session, scene.contact_person, "today/today")
    assert "Velkomstbrev: en har sagt nej til teksten" in said_in_rows(page)
    assert "Svar" in buttons(page)
    assert "Du har skrevet under" not in text(visit(session, scene.volunteer, "journey/my_path"))


def test_a_partner_fills_in_alone_and_sees_the_other_when_both_have(session):
    told = three(session, NOW)
    document = join(session, told, NOW)
    answer(session, told.actors[0], document.id, "support_volunteer", "Ring om aftenen", NOW)
    partner = session.get_one(Person, told.actors[1].person_id)
    page = visit(session, partner, "documents/signing/document", id=document.id)
    assert "Ring om aftenen" not in text(page)
    assert "I ser hinandens svar, når I begge har svaret." in text(page)
    # What they check is called theirs, and not as the other one reads of it.
    page = visit(session, partner, "documents/signing/document", id=document.id, step="check")
    assert "**Adresse**" in text(page)
    assert "Den anden instruktørs adresse" not in text(page)
    answer(session, told.actors[1], document.id, "support_partner", "Sig det lige ud", NOW)
    page = visit(session, partner, "documents/signing/document", id=document.id, step="fill")
    assert "Ring om aftenen" in text(page)


def test_the_pair_agreement_is_a_step_on_both_paths(session):
    told = three(session, NOW)
    join(session, told, NOW)
    for actor in told.actors[:2]:
        page = visit(session, session.get_one(Person, actor.person_id), "journey/my_path")
        assert "Makkeraftale" in text(page)


def test_the_task_description_becomes_part_of_the_letter_with_a_switch(session, scene):
    letter = a_letter(session, scene, NOW)
    page = visit_as_colleague(session, scene.contact_person, "documents/preparing/letter", id=letter.id)
    switch = next(each for each in page.toggle if "er en del af brevet" in each.label)
    page = switch.set_value(True).run()
    assert not page.exception
    session.rollback()
    session.expire_all()
    view = read(session=session, actor=scene.as_coordinator, document_id=letter.id)
    assert view.document.attached_version_id is not None
    assert any(section.id.startswith("task_description__") for section in view.text.sections)
    switch = next(each for each in page.toggle if "er en del af brevet" in each.label)
    switch.set_value(False).run()
    session.rollback()
    session.expire_all()
    view = read(session=session, actor=scene.as_coordinator, document_id=letter.id)
    assert view.document.attached_version_id is None
