"""The search stands on every page of who works here; what is found leads where it is."""

from datetime import datetime

from sqlmodel import Session

from core.access.permissions import Role
from tests.builders import a_member, a_person, a_scene, an_account
from tests.pages import as_colleague, as_volunteer


def search(app, written: str) -> str:
    """What stands in the dialog when `written` is looked for, a line for each."""
    app.session_state["find"] = written
    next(button for button in app.button if button.key == "hs-find").click().run()
    assert not app.exception
    return as_colleague.rows(app)


def test_a_coordinator_finds_people_and_pages_from_another_page(session: Session, now: datetime):
    scene = a_scene(session, now, volunteer="Åse Øgård")
    an_account(session, scene.coordinator, now, login_name="jonas")
    app = as_colleague.visit(session, scene.coordinator, "courses/courses")
    assert "**Åse Øgård** :small[Birkehuset] :gray[Frivillig]" in search(app, "aase oegaard")
    assert "**Frivillige** :gray[Side]" in search(app, "frivillige")
    assert "**Birkehuset** :gray[Arbejdsplads]" in search(app, "birke")


def test_a_volunteer_has_no_search_and_a_supervisor_has(session: Session, now: datetime):
    scene = a_scene(session, now)
    supervisor = a_member(session, scene.organisation, now, role=Role.SUPERVISOR, name="Sia")
    for person, login in ((scene.volunteer, "karen"), (supervisor, "sia")):
        an_account(session, person, now, login_name=login)
    assert "hs-find" not in as_colleague.keys(as_volunteer.visit(session, scene.volunteer, "access/account"))
    app = as_colleague.visit(session, supervisor, "access/account")
    assert "Karen" not in search(app, "karen")
    assert "Ida" not in search(app, a_person(session, now, name="Ida").name)
