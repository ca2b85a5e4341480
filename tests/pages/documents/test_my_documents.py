"""My documents: each with where it stands."""

from sqlmodel import Session

from core.documents.drafting.service import withdraw
from tests.builders import a_scene
from tests.core.documents.stories import a_draft, a_letter, sign
from tests.pages.as_colleague import rows
from tests.pages.as_volunteer import buttons, press, text, visit


def test_nothing_is_there_before_the_first_document_was_sent(session: Session, now) -> None:
    scene = a_scene(session, now)
    a_draft(session, scene, now)
    page = visit(session, scene.volunteer, "documents/my_documents")
    assert "Her er ikke noget endnu" in text(page)
    assert "Velkomstbrev" not in text(page)


def test_a_document_that_waits_for_the_reader_leads_to_it(session: Session, now) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    page = visit(session, scene.volunteer, "documents/my_documents")
    assert "Det er din tur." in text(page)
    assert press(page, "Læs og skriv under").title[0].value == "Velkomstbrev"


def test_a_document_that_waits_for_the_other_names_them(session: Session, now) -> None:
    scene = a_scene(session, now)
    sign(session, scene.as_volunteer, a_letter(session, scene, now).id, now)
    page = visit(session, scene.volunteer, "documents/my_documents")
    assert "Venter på Lise Bach" in text(page)
    assert "Åbn" in buttons(page)


def test_whoever_signs_for_the_organisation_sees_whose_document_it_is(session: Session, now) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    assert "**Karen Møller** :small[Velkomstbrev]" in rows(
        visit(session, scene.contact_person, "documents/my_documents")
    )


def test_a_withdrawn_document_can_still_be_read(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    withdraw(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    page = press(visit(session, scene.volunteer, "documents/my_documents"), "Åbn")
    assert "trukket tilbage" in text(page)
    assert not any("skriv" in label.lower() for label in buttons(page))
