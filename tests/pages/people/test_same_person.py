"""Two records of one person: found from the register and the page about them, compared, put together, taken apart."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.i18n import utc_now
from db.people import Engagement, Person
from tests.builders import Scene, a_scene, an_account
from tests.core.people.test_merging import again
from tests.pages.as_colleague import said_in_rows, visit
from tests.pages.as_volunteer import buttons, press, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
BESIDES, SAME = "register/volunteer", "Samme person som en anden?"


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW)


def asked_about(session: Session, scene: Scene):
    """The volunteer's page with what is said of others like them."""
    page = visit(session, scene.coordinator, BESIDES, id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "same"
    return page.run()


def test_two_of_one_name_are_found_compared_put_together_and_taken_apart(session, scene):
    page = visit(session, scene.coordinator, "register/volunteers")
    assert "Står her måske to gange" not in text(page)
    other = again(session, scene, NOW, name="Karen Møller", phone="+45 20 30 40 50", address="Havnegade *3*")
    page = visit(session, scene.coordinator, "register/volunteers")
    assert "Står her måske to gange" in text(page)
    assert "Biblioteket · Birkehuset" in said_in_rows(page)
    page = asked_about(session, scene)
    assert "Samme navn og telefonnummer" in said_in_rows(page)
    page = visit(session, scene.coordinator, "people/same_person", id=scene.volunteer.id, other=other.id)
    assert [each.label for each in page.radio] == ["Adresse"]
    assert "Havnegade *3*" in html_of(page)
    page.radio[0].set_value(other.id)
    page = press(page.run(), "Ja, gør det")
    assert page.title[0].value == "Karen Møller"
    session.rollback()
    assert {each.person_id for each in session.exec(select(Engagement))} == {scene.volunteer.id}
    assert session.get_one(Person, scene.volunteer.id, populate_existing=True).address == "Havnegade *3*"
    page = press(asked_about(session, scene), "Fortryd")
    session.rollback()
    assert {each.person_id for each in session.exec(select(Engagement))} == {scene.volunteer.id, other.id}


def test_two_with_a_login_each_keep_the_one_that_is_chosen(session, scene):
    other = again(session, scene, NOW)
    an_account(session, scene.volunteer, NOW, login_name="karen")
    an_account(session, other, NOW, login_name="karen2")
    page = visit(session, scene.coordinator, "people/same_person", id=scene.volunteer.id, other=other.id)
    assert next(each for each in page.button if each.label == "Ja, gør det").disabled
    login = next(each for each in page.radio if each.label == "Brugernavn")
    page = press(login.set_value(other.id).run(), "Ja, gør det")
    session.rollback()
    assert {each.person_id for each in session.exec(select(Engagement))} == {other.id}


def test_two_who_agreed_something_are_told_to_be_two(session, scene):
    page = visit(session, scene.coordinator, "people/same_person", id=scene.volunteer.id, other=scene.contact_person.id)
    assert "Det er to personer" in text(page)
    assert "Ja, gør det" not in buttons(page)
