"""In a demonstration a colleague chooses the day, and every page shows it."""

from datetime import timedelta

from sqlmodel import Session, select

from core.i18n import local_day, utc_now
from db.people import Account, Person
from tests.builders import a_scene
from tests.pages import as_volunteer as volunteers
from tests.pages.as_colleague import visit


def somebody(session: Session, login_name: str) -> Person:
    return session.exec(select(Person).join(Account).where(Account.login_name == login_name)).one()


def test_a_later_day_is_shown_and_nobody_is_logged_out_by_it(demonstration: Session):
    app = visit(demonstration, somebody(demonstration, "mette"), "today/today")
    today = local_day(utc_now())
    day = next(each for each in app.date_input if each.key and each.key.startswith("pretended"))
    day.set_value(today + timedelta(days=400)).run()
    next(button for button in app.button if button.key == "pretend").click().run()
    assert not app.exception
    assert app.title
    pretended = next(each for each in app.date_input if each.key and each.key.startswith("pretended"))
    assert pretended.value == today + timedelta(days=400)


def test_where_people_are_real_nobody_can_choose_the_day(session: Session):
    scene = a_scene(session, utc_now())
    app = visit(session, scene.coordinator, "today/today")
    assert not [button for button in app.button if button.key == "pretend"]


def test_a_volunteer_of_the_demonstration_cannot_choose_the_day(demonstration: Session):
    app = volunteers.visit(demonstration, somebody(demonstration, "karen"), "journey/my_path")
    assert not [button for button in app.button if button.key == "pretend"]
