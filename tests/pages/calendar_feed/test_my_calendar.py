"""My calendar: what is ahead, and an address that is made, made anew and closed."""

import re
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from core.i18n import local_day, utc_now
from tests.builders import a_scene
from tests.core.approvals.stories import a_course
from tests.pages.as_colleague import said_in_rows, visit
from tests.pages.as_volunteer import press, text

PAGE = "calendar_feed/my_calendar"


def addresses(app: AppTest) -> list[str]:
    return re.findall(r"/calendar/([\w-]{43})\.ics", text(app))


def test_somebody_reads_what_is_ahead_and_makes_renews_and_closes_their_address(session, monkeypatch):
    monkeypatch.setattr("pages.routes.state.served", lambda: True)
    scene = a_scene(session, now := utc_now())
    a_course(session, scene, local_day(now) + timedelta(days=3), held=False)
    app = visit(session, scene.volunteer, PAGE)
    assert "modul 1" in said_in_rows(app)
    assert addresses(app) == []
    (first,) = addresses(app := press(app, "Lav min adresse"))
    (second,) = addresses(app := press(app, "Lav den"))
    assert first != second
    assert addresses(press(app, "Luk adressen")) == []


def test_a_host_without_routes_says_so_and_offers_the_file(session, monkeypatch):
    monkeypatch.setattr("pages.routes.state.served", lambda: False)
    app = visit(session, a_scene(session, utc_now()).volunteer, PAGE)
    assert "kan ikke følge med" in text(app)
    assert not any(each.label == "Lav min adresse" for each in app.button)
