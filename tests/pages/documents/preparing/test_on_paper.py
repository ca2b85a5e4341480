"""Recording what was signed on paper: who, when, and what shows it; for somebody with neither mail nor phone."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from core.documents.reading import DocumentView, read
from core.documents.rules import DocumentState
from core.documents.signing.finishing import record_paper_and_seal
from core.documents.signing.paper import SignedPaper
from core.i18n import local_day, on_date, utc_now
from db.engine import transaction
from pages.documents.preparing.still_needed import FIELDS, WORK
from tests.builders import Scene, a_scene, an_account
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter
from tests.core.test_scan import a_photo
from tests.pages.as_colleague import keys, visit
from tests.pages.as_volunteer import field, leave, press, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    found = a_scene(session, NOW)
    with transaction(session):
        found.volunteer.email = ""
        session.add(found.volunteer)
    return found


def stored(session: Session, scene: Scene, document) -> DocumentView:
    session.rollback()
    session.expire_all()
    return read(session=session, actor=scene.as_coordinator, document_id=document.id)


def wrong(page) -> list[str]:
    """The fields that the list on top leads to."""
    return re.findall(r'href="#wrong-on-paper-[^"]{36}-(\w+)"', html_of(page))


def test_both_signatures_on_one_paper_are_recorded_and_the_document_is_sealed(session, scene):
    document = a_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/on_paper", id=document.id)
    assert {box.label: box.value for box in page.checkbox} == {"Karen Møller": True, "Lise Bach": False}
    page.checkbox[1].check().run()
    field(page, "Dagen, der blev skrevet under").set_value(local_day(NOW)).run()
    page = press(leave(page, "Vidne", "Åse Lund"), "Skriv underskrifterne ind")
    assert not page.exception
    assert stored(session, scene, document).state is DocumentState.SEALED
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=document.id)
    assert "Karen Møller skrev under på papir" in text(page)
    assert [each.proto.label for each in page.get("download_button")] == ["Hent som PDF"]


def test_the_paper_that_was_signed_is_found_on_the_document_by_both(session, scene):
    document = a_letter(session, scene, NOW)
    an_account(session, scene.volunteer, NOW)
    text_read = stored(session, scene, document).text.fingerprint()
    paper = SignedPaper(("volunteer", "organisation"), local_day(NOW), text_read, "", a_photo())
    record_paper_and_seal(
        session=session, actor=scene.as_coordinator, document_id=document.id, paper=paper, now=utc_now()
    )
    for reader in (scene.volunteer, scene.coordinator):
        page = visit(session, reader, "documents/signing/document", id=document.id)
        assert not page.exception
        labels = [each.proto.label for each in page.get("download_button")]
        assert labels == ["Hent som PDF", f"Det underskrevne papir fra {on_date(local_day(NOW))}"]
        assert f"skrev under på papir den {on_date(local_day(NOW))}" in text(page)


def test_a_file_that_is_not_taken_hears_which_kinds_are_and_not_only_how_large_it_may_be(session, scene):
    document = a_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/on_paper", id=document.id)
    assert "Her kan du bruge PDF, JPG, PNG, HEIC eller AVIF på højst 10 MB." in html_of(page)


def test_what_is_refused_is_said_and_what_was_written_stays(session, scene):
    document = a_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/on_paper", id=document.id)
    page = press(page, "Skriv underskrifterne ind")
    assert re.findall(r'href="#wrong-[^"]+-(signed_on|scan|witness|capacities)"', html_of(page)) == [
        "signed_on",
        "scan",
    ]
    field(page, "Dagen, der blev skrevet under (skal rettes)").set_value(local_day(NOW)).run()
    page = press(page, "Skriv underskrifterne ind")
    assert wrong(page) == ["scan"]
    assert field(page, "Dagen, der blev skrevet under").value == local_day(NOW)
    assert stored(session, scene, document).state is DocumentState.WAITING


def test_what_is_missing_is_said_before_anything_can_be_recorded(session, scene):
    document = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/on_paper", id=document.id)
    assert not page.checkbox
    assert "Det her mangler endnu" in text(page)


def test_nothing_is_recorded_on_what_is_sealed(session, scene):
    a_sealed_letter(session, scene, NOW)
    document = a_letter(session, scene, NOW, kind="confidentiality_declaration")
    page = visit(session, scene.coordinator, "documents/preparing/on_paper", id=document.id)
    assert [box.label for box in page.checkbox] == ["Karen Møller"]


def test_the_contact_person_writes_what_somebody_without_an_account_answers(session, scene):
    document = a_letter(session, scene, NOW)
    page = visit(session, scene.contact_person, "documents/preparing/letter", id=document.id)
    page.session_state[WORK.of(document.id).key] = FIELDS
    page.run()
    leave(page, "Hvad kunne du godt", "Gerne højtlæsning")
    answer = stored(session, scene, document).answers["wishes"]
    assert (answer.value, answer.filled_by_id) == ("Gerne højtlæsning", scene.contact_person.id)


def test_a_coordinator_writes_the_details_of_somebody_without_phone_or_mail_and_nobody_is_reminded(session, scene):
    with transaction(session):
        scene.volunteer.phone = scene.volunteer.next_of_kin_name = ""
        session.add(scene.volunteer)
    document = a_letter(session, scene, NOW)
    assert [item.field_id for item in stored(session, scene, document).missing] == ["next_of_kin_name"]
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"write-for-{scene.engagement.id}"] = True
    leave(page.run(), "Hvem skal vi ringe til", "Bo Møller")
    assert stored(session, scene, document).missing == ()
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=document.id)
    assert not {"send", "remind"} & set(keys(page))
    page = visit(session, scene.coordinator, "documents/all_documents")
    assert "På papir" in [button.label for button in page.button]
    assert "Send en påmindelse" not in [button.label for button in page.button]


def test_whoever_has_an_account_writes_their_own_details(session, scene):
    an_account(session, scene.volunteer, NOW)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    assert not [each for each in page.expander if each.label.startswith("Skriv oplysningerne")]


def test_every_kind_can_be_printed_blank_in_both_languages(session, scene):
    page = visit(session, scene.contact_person, "documents/preparing/blank_forms")
    assert not page.exception
    labels = [each.proto.label for each in page.get("download_button")]
    assert labels.count("Print (dansk)") == labels.count("Print (engelsk)") >= 3
