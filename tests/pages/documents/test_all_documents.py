"""All documents: whom they wait for, and the next thing from the row."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.documents.reading import read
from core.documents.rules import DocumentState
from core.i18n import local_day, utc_now
from db.documents import Document
from db.engine import transaction
from tests.builders import a_scene
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter, fill_in, mails, sign
from tests.core.register.test_documents import another
from tests.pages.as_colleague import choose, keys, only_button, rows, visit
from tests.pages.as_volunteer import press, text

NOW = utc_now()


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW - timedelta(days=10))


def test_each_row_says_whom_it_waits_for_and_since_when(session, scene):
    a_letter(session, scene, NOW - timedelta(days=5))
    page = visit(session, scene.coordinator, "documents/all_documents")
    assert "**Karen Møller** :small[" in rows(page)
    assert ":orange-badge[Venter på underskrift] _Har ventet på **Karen og Lise** i 5 dage_" in rows(page)
    assert re.findall(r"<h2>(.*?) <span[^>]*>(\d+)<", text(page)) == [
        ("Frivillige, der skal i gang", "1"),
        ("Venter på andre", "1"),
    ]


def test_a_row_leads_to_the_volunteer_and_among_their_own_documents_to_the_document(session, scene):
    letter = a_letter(session, scene, NOW - timedelta(days=5))
    page = visit(session, scene.coordinator, "documents/all_documents")
    waiting = next(each for each in page.get("page_link") if "Har ventet" in each.proto.label)
    assert (waiting.proto.page, waiting.proto.query_string) == ("volunteer", f"id={scene.engagement.id}")
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    own = next(each for each in page.get("page_link") if each.proto.query_string == f"id={letter.id}")
    assert own.proto.page == "document"
    assert "Karen" not in own.proto.label.partition("_")[0]


def test_what_waits_for_the_reader_comes_first_and_is_the_main_action(session, scene):
    other = another(session, scene, NOW)
    theirs = a_letter(session, other, NOW - timedelta(days=8))
    sign(session, other.as_contact_person, theirs.id, NOW - timedelta(days=8))
    own = a_letter(session, scene, NOW - timedelta(days=2))
    page = visit(session, scene.contact_person, "documents/all_documents")
    offered = [key for key in keys(page) if key.startswith("do-")]
    assert offered == [f"do-{own.id}", f"do-{theirs.id}"]
    assert only_button(page, f"do-{own.id}").label == "Læs og skriv under"
    assert only_button(page, f"do-{own.id}").proto.type == "primary"


def test_a_reminder_goes_out_from_the_row(session, scene):
    letter = a_letter(session, scene, NOW - timedelta(days=5))
    page = visit(session, scene.coordinator, "documents/all_documents")
    before = len(mails(session, "document_reminder"))
    page = only_button(page, f"do-{letter.id}").click().run()
    session.rollback()
    assert set(mails(session, "document_reminder")[before:]) == {scene.volunteer.id, scene.contact_person.id}
    assert "Påmindelse til" in page.toast[0].value


def test_a_draft_with_nothing_left_to_write_is_sent_from_the_row(session, scene):
    draft = a_draft(session, scene, NOW - timedelta(days=1))
    fill_in(session, scene, draft.id, NOW)
    page = visit(session, scene.contact_person, "documents/all_documents")
    assert only_button(page, f"do-{draft.id}").label == "Send"
    page = only_button(page, f"do-{draft.id}").click().run()
    session.rollback()
    view = read(session=session, actor=scene.as_coordinator, document_id=draft.id)
    assert view.state is DocumentState.FILLING_IN or view.state is DocumentState.WAITING
    assert "Karen Møller" in page.toast[0].value


def test_volunteers_without_a_document_get_one_from_the_row(session, scene):
    page = visit(session, scene.coordinator, "documents/all_documents")
    button = only_button(page, f"volunteer-{scene.engagement.id}")
    assert button.label == "Lav velkomstbrev"
    page = button.click().run()
    assert page.title[0].value.startswith("Velkomstbrev til Karen")


def test_the_finished_are_folded_away_and_can_be_chosen(session, scene):
    a_sealed_letter(session, scene, NOW - timedelta(days=3))
    page = visit(session, scene.coordinator, "documents/all_documents")
    assert "1 afsluttet dokument" in [each.label for each in page.expander]
    assert not [key for key in keys(page) if key.startswith("do-")]
    page = choose(page, "Hvor langt det er", DocumentState.SEALED)
    assert [key for key in keys(page) if key.startswith("do-")]


def test_the_reader_chooses_a_contact_person(session, scene):
    a_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/all_documents")
    page = choose(page, "Kontaktperson", scene.coordinator.id)
    assert not [key for key in keys(page) if key.startswith("do-")]
    assert "Intet venter" in text(page)


def test_the_page_is_not_there_for_a_volunteer(session, scene):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit(session, scene.volunteer, "documents/all_documents")


def test_what_is_to_be_looked_at_again_is_renewed_in_one_click(session, scene):
    a_sealed_letter(session, scene, NOW)
    with transaction(session):
        letter = session.exec(select(Document)).one()
        letter.look_again_on = local_day(utc_now())
        session.add(letter)
    page = visit(session, scene.coordinator, "documents/all_documents")
    assert "Tid til at se på den igen" in text(page)
    page = press(page, "Forny")
    assert "Velkomstbrev til Karen Møller" in text(page)
    assert "Tid til at se på den igen" not in text(visit(session, scene.coordinator, "documents/all_documents"))
