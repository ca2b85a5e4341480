"""My path: one obvious next thing."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.documents.rules import VOLUNTEER
from core.i18n import local_day, utc_now
from db.engine import transaction
from db.people import Engagement
from tests.builders import a_scene
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter, sign
from tests.core.guidelines.samples import read_everything
from tests.pages.as_volunteer import buttons, press, text, visit


def _primary(page) -> list[str]:
    return [button.label for button in page.button if button.proto.type == "primary"]


def test_somebody_new_is_greeted_and_asked_for_details_first(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    a_letter(session, scene, now)
    page = visit(session, scene.volunteer, "journey/my_path")
    assert page.title[0].value == "Hej Karen"
    assert _primary(page) == ["Skriv mine oplysninger"]


def test_a_letter_to_sign_is_the_one_next_thing(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = visit(session, scene.volunteer, "journey/my_path")
    assert _primary(page) == ["Læs og skriv under"]
    page = press(page, "Læs og skriv under")
    assert page.query_params["id"] in (str(document.id), [str(document.id)])
    assert page.title[0].value == "Velkomstbrev"


def test_while_others_are_at_it_there_is_nothing_to_do(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    read_everything(session, scene, now)
    page = visit(session, scene.volunteer, "journey/my_path")
    assert _primary(page) == []
    assert "Der er ikke noget, du skal gøre lige nu." in text(page)
    assert "Nu skal Lise Bach skrive under" in text(page)


def test_what_applies_here_is_read_while_others_are_at_it(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    assert _primary(visit(session, scene.volunteer, "journey/my_path")) == ["Læs og skriv under"]
    sign(session, scene.as_volunteer, document.id, now)
    page = visit(session, scene.volunteer, "journey/my_path")
    assert _primary(page) == ["Læs og bekræft"]
    assert press(page, "Læs og bekræft").title[0].value == "Retningslinjer"


def test_a_draft_is_being_prepared_and_cannot_be_opened(session: Session, now) -> None:
    scene = a_scene(session, now)
    a_draft(session, scene, now)
    read_everything(session, scene, now)
    page = visit(session, scene.volunteer, "journey/my_path")
    assert "Lise Bach er ved at gøre det klar" in text(page)
    assert _primary(page) == []


@pytest.mark.parametrize("page_name", ["journey/my_path", "documents/my_documents"])
def test_a_sealed_letter_is_said_to_be_signed_by_everyone(session: Session, now, page_name: str) -> None:
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    assert "Alle har skrevet under" in text(visit(session, scene.volunteer, page_name)).replace(
        "Underskrevet af alle", "Alle har skrevet under"
    )


def test_somebody_who_walks_no_path_sees_an_empty_one(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = visit(session, scene.coordinator, "journey/my_path")
    assert not page.exception
    assert VOLUNTEER not in buttons(page)


def test_when_everything_is_signed_the_end_is_a_welcome(session: Session, now) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    sign(session, scene.as_contact_person, letter.id, now)
    with transaction(session):
        session.get_one(Engagement, scene.engagement.id).begins_on = local_day(utc_now()) + timedelta(days=5)
    declaration = a_letter(session, scene, now, kind="confidentiality_declaration")
    sign(session, scene.as_volunteer, declaration.id, now)
    page = visit(session, scene.volunteer, "journey/my_path")
    read_everything(session, scene, now)
    page = page.run()
    assert page.title[0].value == "Velkommen, Karen"
    said = text(page)
    assert "Din første dag er den" in said
    assert "Birkehuset, Birkevej 4, 4999 Solbjerg" in said
    assert 'href="tel:+4520304050">Ring til Lise' in said
    assert "mailto:jonas@solbjerg.example.dk" in said
    assert f"document?id={letter.id}" in said
    assert "Der er ikke noget, du skal gøre lige nu." not in said


def test_the_step_of_the_details_says_what_is_missing(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    assert "Vi mangler stadig: Telefon, Adresse" in text(visit(session, scene.volunteer, "journey/my_path"))
    page = press(visit(session, scene.volunteer, "people/my_details"), "Videre på min vej")
    assert "Vi mangler stadig: Telefon, Adresse" in page.warning[0].value
    assert press(page, "Videre uden det").title[0].value == "Hej Karen"


def test_what_was_read_leads_on(session: Session, now) -> None:
    scene = a_scene(session, now)
    read_everything(session, scene, now)
    page = visit(session, scene.volunteer, "guidelines/guidelines")
    assert press(page, "Videre på min vej").title[0].value == "Hej Karen"


def test_somebody_who_has_stopped_finds_a_thank_you_and_what_is_theirs(session: Session, now) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    sign(session, scene.as_contact_person, letter.id, now)
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.ended_at, engagement.ended_on = now, local_day(now)
    page = visit(session, scene.volunteer, "journey/my_path")
    assert "Tak for det, du har gjort" in text(page)
    assert "Du var frivillig på Birkehuset, Solbjerg Kommune" in text(page)
    assert "Lav et bevis" in " ".join(buttons(page))
    assert "Velkomstbrev" in text(visit(session, scene.volunteer, "documents/my_documents"))
    assert "Alle har skrevet under" in text(visit(session, scene.volunteer, "documents/signing/document", id=letter.id))
    with pytest.raises(ValueError, match="navigation page"):
        visit(session, scene.volunteer, "guidelines/guidelines")
