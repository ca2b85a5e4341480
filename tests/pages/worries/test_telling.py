"""Something is wrong, from the volunteer's two taps to the end, and what others see meanwhile."""

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.i18n import days_later, utc_now
from core.worries.rules import WorryAbout
from core.worries.service import WorryDetails, tell_worry
from db.worries import Worry
from tests.builders import Scene, a_member, a_scene
from tests.pages.as_colleague import only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import press, text

WRONG, PATH, ALL, ONE, TODAY = (
    "worries/something_wrong",
    "journey/my_path",
    "worries/worries",
    "worries/worry",
    "today/today",
)
WORDS = "Lise råber ad *os*."


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, utc_now())


def told(session: Session, scene: Scene, about: WorryAbout = WorryAbout.TASK, days_ago: int = 0) -> Worry:
    return tell_worry(
        session=session,
        actor=scene.as_volunteer,
        engagement_id=scene.engagement.id,
        told=WorryDetails(about, words=WORDS),
        now=days_later(utc_now(), -days_ago),
    )


def waits(app) -> bool:
    return "venter på svar" in rows(app)


def test_it_is_told_from_my_path_read_answered_and_ended(session, scene):
    assert "Er noget galt?" in rows(visit(session, scene.volunteer, PATH))
    app = visit(session, scene.volunteer, WRONG)
    app.radio[0].set_value(WorryAbout.CONTACT_PERSON).run()
    assert "kontaktperson, Lise Bach" in app.radio[0].options[1]
    app.text_area[0].set_value(WORDS)
    app = press(app, "Send det")
    assert "Venter på svar" in text(app)
    session.rollback()
    worry = session.exec(select(Worry)).one()
    assert not waits(visit(session, scene.contact_person, TODAY))
    assert waits(visit(session, scene.coordinator, TODAY))
    assert "Karen Møller" in rows(visit(session, scene.coordinator, ALL))
    app = visit(session, scene.coordinator, ONE, id=worry.id)
    assert "Lise råber ad *os*." in said_in_rows(app)
    app.text_area[0].set_value("Jeg ringer.")
    app = press(app, "Jeg har læst det")
    app.text_area[0].set_value("Vi har talt sammen.")
    app = press(app, "Det er afsluttet")
    assert not app.exception
    own = said_in_rows(visit(session, scene.volunteer, WRONG))
    assert all(said in own for said in ("Afsluttet", "Jeg ringer.", "Vi har talt sammen."))
    assert not waits(visit(session, scene.coordinator, TODAY))


def test_neglect_comes_with_the_duty_and_the_numbers_for_both(session, scene):
    app = visit(session, scene.volunteer, WRONG)
    app.radio[0].set_value(WorryAbout.HARM).run()
    assert all(said in text(app) for said in ("tel:112", "§ 135", "70 10 20 30"))
    worry = told(session, scene, WorryAbout.HARM)
    assert "tel:112" in text(visit(session, scene.coordinator, ONE, id=worry.id))


def test_the_next_one_sees_that_one_waits_and_takes_it_over(session, scene):
    admin = a_member(session, scene.organisation, utc_now(), role=Role.ADMIN, name="Søren Ravn")
    worry = told(session, scene, days_ago=20)
    assert waits(visit(session, admin, "organisations/organisation"))
    assert "Søren Ravn" in text(visit(session, scene.volunteer, WRONG))
    app = visit(session, admin, ONE, id=worry.id)
    assert "råber" not in said_in_rows(app)
    app = only_button(app, "worry-take-over").click().run()
    assert "råber" in said_in_rows(app)
    assert "adgang" in visit(session, scene.coordinator, ONE, id=worry.id).error[0].value


def test_it_is_taken_back_and_where_nobody_is_left_one_is_told_to_call(session, scene):
    worry = told(session, scene)
    app = only_button(visit(session, scene.volunteer, WRONG), f"worry-back-{worry.id}").click().run()
    assert "råber" not in said_in_rows(app)
    assert "Ingen venter" in "".join(each.value for each in visit(session, scene.coordinator, ALL).info)


def test_a_colleague_writes_it_down_from_the_volunteers_page(session, scene):
    app = only_button(
        visit(session, scene.contact_person, "register/volunteer", id=scene.engagement.id),
        f"to-worry-{scene.engagement.id}",
    ).click()
    assert not app.run().exception
    app = visit(session, scene.contact_person, "worries/write_down", id=scene.engagement.id)
    app.radio[0].set_value(WorryAbout.COORDINATOR).run()
    app.text_area[0].set_value(WORDS)
    assert not press(app, "Send det").exception
    session.rollback()
    worry = session.exec(select(Worry)).one()
    assert (worry.waits_for_id, worry.recorded_by_id) == (scene.contact_person.id, scene.contact_person.id)
