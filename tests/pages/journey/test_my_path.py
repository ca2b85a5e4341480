"""My path: one obvious next thing."""

import pytest
from sqlmodel import Session

from core.documents.rules import VOLUNTEER
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
