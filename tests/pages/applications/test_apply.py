"""Applying on the screen, as a visitor: from the call to the receipt, and back again by the link."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.applications.case import came_to
from core.applications.rules import ApplicationState
from core.i18n import utc_now
from core.tasks.calls import close_call
from db.applications import Application
from tests.builders import a_scene, look_again
from tests.core.applications.builders import sent
from tests.core.tasks.builders import a_call, a_task
from tests.pages.as_admin import visit
from tests.pages.drawn import html_of

PAGE = "applications/apply.py"


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def call(session, scene):
    task = a_task(session, scene, utc_now(), asks_experience=True, whom="Du kan lide at gå.")
    return a_call(session, scene, task, utc_now())


def press(app: AppTest, key: str) -> AppTest:
    app = next(each for each in app.button if each.key == key).click().run()
    assert not app.exception, [each.value for each in app.exception]
    return app


def write(app: AppTest, **fields: str) -> AppTest:
    for key, words in fields.items():
        fields_of = (*app.text_input, *app.text_area)
        next(each for each in fields_of if each.key == key.replace("_", "-")).set_value(words)
    return app


def said(app: AppTest) -> str:
    shown = (*app.title, *app.markdown, *app.caption, *app.info, *app.success, *app.error)
    return "\n".join([*(each.value for each in shown), html_of(app)])


def test_a_visitor_applies_question_by_question_and_takes_it_back_by_the_link(session, call):
    app = visit(session, None, PAGE, call=call.address)
    told = said(app)
    for words in ("Gåtur om søen", "Du kan lide at gå.", "Birkehuset", "6 måneder", "70 10 20 30", "kommunen"):
        assert words in told
    app = press(app, "begin-top")
    app = press(app, "apply-begin")
    assert "Skriv et telefonnummer eller en mailadresse, så vi kan svare dig." in said(app)
    app = press(write(app, applicant_name="Ib Krogh", applicant_phone="20 30 40 50"), "apply-begin")
    token = app.query_params["t"]
    assert "Er du fyldt 18 år?" in said(app)
    app.radio[0].set_value("minor").run()
    assert "en af dine forældre" in said(app)
    app = press(app, "apply-on-age")
    app = press(app, "apply-on-motivation")
    assert "Skriv et par ord" in said(app)
    app = press(write(app, apply_motivation="Jeg vil ud"), "apply-on-motivation")
    app = press(app, "apply-on-heard_from")
    app.radio[0].set_value("not_yet")
    app = press(app, "apply-on-beforehand")
    assert "uden diagnoser" in said(app)
    write(app, apply_experience="Min mor boede her").run()
    session.rollback()
    assert session.exec(select(Application)).one().experience == "Min mor boede her"
    app = press(press(app, "apply-on-experience"), "apply-on-accommodations")
    assert "frivillighed.dk" in said(app)
    app.radio[0].set_value("rather_not")
    app = press(app, "apply-on-benefit")
    assert "Tjek dine svar" in said(app) or "Jeg vil ud" in said(app)
    app = press(app, "apply-change-motivation")
    app = press(write(app, apply_motivation="Jeg vil gerne ud"), "apply-on-motivation")
    app = press(app, "apply-send")
    assert "Tak! Vi har din ansøgning" in said(app)
    app = press(visit(session, None, PAGE, t=token), "apply-take-back")
    assert "Din ansøgning er trukket tilbage" in said(app)
    look_again(session)
    row = session.exec(select(Application)).one()
    assert (came_to(row), row.motivation) == (ApplicationState.WITHDRAWN, "")


def test_what_is_closed_gone_or_unknown_is_said_in_words(session, scene, call):
    _token, row = sent(session, call, utc_now())
    close_call(session=session, actor=scene.as_coordinator, call_id=call.id, now=utc_now())
    assert "Opslaget er lukket" in said(visit(session, None, PAGE, call=call.address))
    for query in ({"call": "gættet"}, {}, {"t": "gættet"}):
        app = visit(session, None, PAGE, **query)
        assert "Det kan vi ikke finde" in app.title[0].value
