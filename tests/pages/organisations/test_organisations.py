from datetime import datetime

from sqlmodel import Session, select

from core.access.permissions import Action, Role
from db.access import Invitation
from db.organisations import Organisation
from db.people import Person
from pages.shell.navigation import home_of, menu_of
from tests.builders import Scene, a_scene, an_operator
from tests.pages.as_admin import at_the_file, at_the_front, is_refused, now_stored, press, text, visit, write
from tests.pages.drawn import html_of

PAGE = "organisations/organisations.py"
NAME, WHO, MAIL = "Organisationens navn", "Navn på den første administrator", "Mail"


def operator(session: Session, now: datetime) -> tuple[Scene, Person]:
    return a_scene(session, now), an_operator(session, now)[0]


def test_an_operator_begins_there_and_their_menu_holds_nothing_else_than_their_own(session: Session, now: datetime):
    _person, actor = an_operator(session, now)
    assert home_of(actor).url_path == "organisations"
    assert {entry.url_path for entry in menu_of(actor)} == {"organisations", "my-details", "account"}
    scene = a_scene(session, now)
    assert not any(entry.action is Action.MAKE_ORGANISATION for entry in menu_of(scene.as_coordinator))


def test_they_see_which_organisations_there_are_and_nobody_in_them(session: Session, now: datetime):
    scene, person = operator(session, now)
    app = at_the_front(session, person)
    assert app.title[0].value == "Organisationer"
    assert "Solbjerg Kommune" in text(app)
    names = (scene.volunteer.name, scene.contact_person.name, scene.coordinator.name, scene.workplace.name)
    assert [name for name in names if name in text(app)] == []
    assert not any(button.key == "hs-find" for button in app.button)


def test_they_make_one_and_hand_its_link_on(session: Session, now: datetime):
    _scene, person = operator(session, now)
    app = visit(session, person, PAGE)
    write(app, NAME, "Nyborg Kommune")
    write(app, WHO, "Bo Lind")
    app = press(app, "Opret organisationen")
    assert "Nyborg Kommune er oprettet." in text(app)
    assert "Giv linket til den første administrator." in text(app)
    stored = now_stored(session)
    organisation = stored.exec(select(Organisation).where(Organisation.name == "Nyborg Kommune")).one()
    invitation = stored.exec(select(Invitation).where(Invitation.organisation_id == organisation.id)).one()
    assert "Bo Lind" not in text(app)
    press(app, "Lav et nyt link")
    links = now_stored(session).exec(select(Invitation).where(Invitation.organisation_id == organisation.id)).all()
    assert len(links) == 2
    assert now_stored(session).get_one(Invitation, invitation.id).withdrawn_at is not None


def test_all_that_is_to_be_put_right_is_said_at_once_and_what_was_written_stays(session: Session, now: datetime):
    _scene, person = operator(session, now)
    app = visit(session, person, PAGE)
    write(app, MAIL, "bo@")
    app = press(app, "Opret organisationen")
    assert html_of(app).count("Skriv et navn.") >= 2
    assert "Det ligner ikke en mailadresse" in html_of(app)
    assert [each.value for each in app.text_input if each.label.startswith(MAIL)] == ["bo@"]
    write(app, NAME, "solbjerg kommune")
    write(app, WHO, "Bo Lind")
    write(app, MAIL, "")
    app = press(app, "Opret organisationen")
    assert "En anden organisation her hedder allerede det." in html_of(app)
    assert len(now_stored(session).exec(select(Organisation)).all()) == 1


def test_their_details_are_how_they_are_reached_and_no_next_of_kin(session: Session, now: datetime):
    _scene, person = operator(session, now)
    app = visit(session, person, "people/my_details.py")
    assert "Hvem skal vi ringe til?" not in {each.label for each in app.text_input}


def test_whoever_is_no_operator_is_refused(session: Session, now: datetime):
    scene = a_scene(session, now)
    for person in (scene.coordinator, scene.contact_person, scene.volunteer):
        assert is_refused(at_the_file(session, person, PAGE))


def test_a_role_of_an_operator_cannot_be_given_to_a_colleague(session: Session, now: datetime):
    scene = a_scene(session, now)
    app = visit(session, scene.coordinator, "people/colleagues.py")
    assert all("Driftsansvarlig" not in each.options for each in app.radio)
    assert Role.OPERATOR.value == "operator"
