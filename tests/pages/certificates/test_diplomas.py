"""Diplomas and certificates as a coordinator and a volunteer meet them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from core.certificates.service import make
from core.i18n import local_day, on_date, utc_now
from db.certificates import Certificate
from pages.widgets import downloads as fetching
from tests.builders import Scene, a_scene
from tests.core.certificates.stories import TEN_YEARS, began
from tests.core.recognition.test_service import approve
from tests.core.register.test_documents import another
from tests.pages.as_colleague import only_button, visit
from tests.pages.as_volunteer import buttons, text
from tests.pages.as_volunteer import press as pressed
from tests.pages.as_volunteer import visit as own

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture(autouse=True)
def without_routes(monkeypatch):
    monkeypatch.setattr(fetching, "served", lambda: False)


@pytest.fixture
def scene(session: Session) -> Scene:
    found = a_scene(session, NOW, programme="laer_at_tackle")
    began(session, found, local_day(NOW) - TEN_YEARS)
    approve(session, found, local_day(NOW) - timedelta(days=30))
    return found


def stored(session) -> list[Certificate]:
    session.rollback()
    session.expire_all()
    return list(session.exec(select(Certificate).order_by(col(Certificate.edition))))


def downloads(page) -> list[str]:
    return [button.proto.label for button in page.get("download_button")]


def test_before_anybody_has_earned_one_the_page_says_so(session):
    scene = a_scene(session, NOW)
    assert "Ingen har optjent et endnu." in text(visit(session, scene.coordinator, "certificates/diplomas"))


def test_one_is_made_and_downloaded_from_its_row(session, scene):
    page = visit(session, scene.coordinator, "certificates/diplomas")
    page = only_button(page, f"make-{scene.engagement.id}-certificate").click().run()
    assert not page.exception
    assert [(made.kind, made.edition) for made in stored(session)] == [("certificate", 1)]
    assert "1 har optjent det. 1 er lavet, 0 mangler." in text(page)
    assert "Hent certifikat" in downloads(page)


def test_all_that_are_missing_are_made_with_what_came_of_each(session, scene):
    for name in ("Bo", "王小明"):
        approve(session, another(session, scene, NOW, name=name), local_day(NOW))
    page = visit(session, scene.coordinator, "certificates/diplomas")
    page.selectbox(key="diploma-kind").set_value("certificate").run()
    page = only_button(page, "make-all").click().run()
    assert not page.exception
    assert "2 er lavet og forseglet." in text(page)
    assert "王小明" in text(page)
    assert "kan ikke skrives i dokumentet" in text(page)
    assert downloads(page) == ["Hent som ZIP (2 dokumenter)"]
    assert len(stored(session)) == 2
    page = only_button(page, "done").click().run()
    assert "3 har optjent det. 2 er lavet, 1 mangler." in text(page)


def test_an_accepted_diploma_is_made_from_its_card(session, scene):
    page = visit(session, scene.coordinator, "recognition/recognition")
    page = only_button(page, f"open-plan-{scene.engagement.id}-certificate").click().run()
    page = only_button(page, f"accept-{scene.engagement.id}-certificate").click().run()
    page = only_button(page, f"make-{scene.engagement.id}-certificate").click().run()
    assert not page.exception
    assert [made.key for made in stored(session)] == ["certificate"]
    assert "Hent certifikat" in downloads(page)


def test_one_is_made_anew_from_the_page_of_the_volunteer(session, scene):
    make(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, key="diploma:10", now=NOW)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "recognition"
    page = page.run()
    (made,) = stored(session)
    assert "Hent diplom, 10 år" in downloads(page)
    assert f"Lavet den {on_date(local_day(NOW))} af {scene.coordinator.name}" in text(page)
    page = only_button(page, f"anew-{made.id}").click().run()
    assert not page.exception
    assert [each.edition for each in stored(session)] == [1, 2]


def test_a_volunteer_finds_theirs_and_makes_a_proof_at_once(session, scene):
    make(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, key="diploma:10", now=NOW)
    page = own(session, scene.volunteer, "documents/my_documents")
    assert downloads(page) == ["Hent diplom, 10 år"]
    page = pressed(page, "Lav et bevis for min indsats")
    assert not page.exception
    assert any("Dit bevis er klar" in each.value for each in page.toast)
    assert downloads(page) == ["Hent bevis for frivillig indsats", "Hent diplom, 10 år"]


def test_whoever_is_no_volunteer_is_offered_no_proof(session, scene):
    assert "Lav et bevis for min indsats" not in buttons(own(session, scene.coordinator, "documents/my_documents"))
