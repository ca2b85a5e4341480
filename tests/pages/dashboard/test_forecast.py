"""The forecast page: months told in words, and a list that leads to each approval."""

from datetime import timedelta

import pytest

from core.dashboard import forecast
from core.i18n import local_day, utc_now
from db.approvals import Approval
from db.engine import transaction
from tests.builders import a_scene
from tests.core.pairs.test_service import beside
from tests.pages.as_colleague import only_button, visit
from tests.pages.as_volunteer import text


@pytest.fixture
def scene(session):
    return a_scene(session, utc_now(), programme="laer_at_tackle")


def _approve(session, scene, days: int) -> None:
    today = local_day(utc_now())
    with transaction(session):
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision="approved",
                decided_on=today - timedelta(days=1),
                valid_until=today + timedelta(days=days),
                evidence={},
                decided_by_id=scene.coordinator.id,
                created_at=utc_now(),
            )
        )


def _tables(app) -> list[str]:
    return [each.proto.body for each in app.get("html") if "<table" in each.proto.body]


def test_nobody_approved_is_said_in_words(session, scene) -> None:
    app = visit(session, scene.coordinator, "dashboard/forecast")
    assert "0 instruktører er godkendt i dag." in text(app)
    assert any("Ingen er godkendt endnu" in each.value for each in app.info)


def test_the_months_say_their_numbers_and_the_list_leads_on(session, scene) -> None:
    _approve(session, scene, 100)
    app = visit(session, scene.coordinator, "dashboard/forecast")
    assert "Noget gik galt" not in text(app)
    assert "1 instruktør er godkendt i dag." in text(app)
    assert "er der 0 tilbage" in text(app)
    months, people = _tables(app)
    assert months.count('<th scope="row"') == 24
    assert f'href="approval?id={scene.engagement.id}"' in people
    assert "Instruktørerne mangler 2 kurser i år tilsammen." in text(app)


def test_the_next_page_shows_the_next_ones(session, scene, monkeypatch) -> None:
    monkeypatch.setattr(forecast, "A_PAGE", 1)
    _approve(session, scene, 100)
    _approve(session, beside(session, scene, utc_now(), "Bo Dahl"), 50)
    app = visit(session, scene.coordinator, "dashboard/forecast")
    assert "Bo Dahl" in _tables(app)[1]
    only_button(app, "forecast-page-further").click().run()
    assert "Karen" in _tables(app)[1]
    assert only_button(app, "forecast-page-further").disabled
