"""Downloading sealed documents, as a coordinator meets it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.i18n import utc_now
from db.access import Download
from db.documents import Document
from pages.widgets import downloads as fetching
from tests.builders import a_scene
from tests.core.documents.stories import a_letter, a_sealed_letter
from tests.core.register.test_documents import another
from tests.pages.as_colleague import only_button, visit

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session):
    return a_scene(session, NOW)


@pytest.fixture(autouse=True)
def without_routes(monkeypatch):
    """Whether a portal's routes are served in this process is not what a test before this one left behind."""
    monkeypatch.setattr(fetching, "served", lambda: False)


def downloads(page) -> list[str]:
    return [button.proto.label for button in page.get("download_button")]


def test_before_anything_is_signed_the_page_says_so(session, scene):
    a_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/download_documents")
    assert "endnu intet" in page.info[0].value
    assert not downloads(page)


def test_the_sealed_ones_are_offered_and_narrowed_down(session, scene):
    a_sealed_letter(session, scene, NOW)
    a_sealed_letter(session, another(session, scene, NOW), NOW)
    page = visit(session, scene.coordinator, "documents/download_documents")
    assert downloads(page) == ["Hent som ZIP (2 dokumenter)"]
    people = next(each for each in page.multiselect if each.label == "Kun disse frivillige")
    page = people.set_value([scene.engagement.id]).run()
    assert downloads(page) == ["Hent som ZIP (1 dokument)"]


def test_where_our_routes_are_served_a_click_makes_a_ticket_to_what_was_chosen(session, scene, monkeypatch):
    monkeypatch.setattr(fetching, "served", lambda: True)
    a_sealed_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/download_documents")
    page = only_button(page, "archive").click().run()
    assert not page.exception
    session.rollback()
    ids = session.exec(select(Document.id)).all()
    assert session.exec(select(Download)).one().document_ids == [str(each) for each in ids]
    assert downloads(page) == ["Sker der ikke noget? Hent det sådan her"]
