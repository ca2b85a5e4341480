"""Who works in two organisations chooses one, and every page is about that one alone."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import streamlit as st
from sqlmodel import Session
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from core import startup
from core.access.permissions import Role
from core.access.sessions import begin
from core.i18n import local_day, use, utc_now
from core.settings import Settings
from db.engine import transaction
from db.people import Account, Membership, Person
from pages.shell.entries import FIRST_RUN, PAGES, TOGETHER, Entry
from tests.architecture import ROOT
from tests.builders import Scene, a_scene, an_account
from tests.core.approvals.stories import a_course, a_supervision
from tests.core.documents.stories import a_letter
from tests.core.offers.builders import an_offer
from tests.core.tasks.builders import a_task
from tests.templates import SECRET

ROLES = (Role.COORDINATOR, Role.ADMIN, Role.AUDITOR, Role.SUPERVISOR)
BY_PATH = {entry.path: entry for entry in PAGES if entry not in (FIRST_RUN, TOGETHER) and entry.action is not None}

# Those with something of each in them.
LISTS_OF_BOTH = ("list-courses", "list-supervisions", "list-tasks")


class TwoHouses:
    """Two organisations that know nothing of each other, and one person who works in both."""

    def __init__(self, session: Session) -> None:
        now = utc_now()
        self.scenes = [self._scene(session, number) for number in (1, 2)]
        self.person = Person(name="Ida Krag", email="ida@example.dk", created_at=now)
        session.add(self.person)
        session.commit()
        with transaction(session):
            for scene in self.scenes:
                for role in ROLES:
                    session.add(
                        Membership(
                            organisation_id=scene.organisation.id,
                            person_id=self.person.id,
                            role=role,
                            created_at=now,
                            welcomed_at=now,
                        )
                    )
        account: Account = an_account(session, self.person, now, login_name="ida")
        with transaction(session):
            self.token = begin(session, account=account, device="", now=now).token
        self.names = [self._names(scene) for scene in self.scenes]
        self.organisations = [scene.organisation.name for scene in self.scenes]
        self.ids = [scene.organisation.id for scene in self.scenes]

    def _scene(self, session: Session, number: int) -> Scene:
        """A scene whose every name says which organisation it is of."""
        scene = a_scene(session, utc_now(), programme="laer_at_tackle")
        a_letter(session, scene, utc_now())
        an_offer(session, scene, utc_now(), title=f"Foredraget{number}")
        a_course(session, scene, local_day(utc_now()))
        a_supervision(session, scene, local_day(utc_now()), held=False)
        a_task(session, scene, utc_now(), title=f"Opgaven{number}")
        with transaction(session):
            scene.organisation.name = f"Kommunen{number}"
            scene.workplace.name = f"Stedet{number}"
            people = (scene.volunteer, scene.contact_person, scene.coordinator)
            for word, person in zip(("Frivillig", "Kontakt", "Koordinator"), people, strict=True):
                person.name = f"{word}{number} Holm"
            session.add_all([scene.organisation, scene.workplace, *people])
        return scene

    @staticmethod
    def _names(scene: Scene) -> list[str]:
        people = (scene.volunteer, scene.contact_person, scene.coordinator)
        number = scene.organisation.name[-1]
        return [
            scene.workplace.name,
            *(person.name.split()[0] for person in people),
            f"Foredraget{number}",
            f"Opgaven{number}",
        ]


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoHouses]:
    """Both of them, for all visits."""
    folder = tmp_path_factory.mktemp("houses")
    opened = startup.prepare(Settings(HANDSLAG_DATA=folder, HANDSLAG_SECRET=SECRET, DATABASE_URL=""))
    startup.use(opened)
    with opened.session() as session:
        yield TwoHouses(session)
    startup.use(None)
    opened.engine.dispose()


@pytest.fixture(autouse=True)
def _in_danish(houses: TwoHouses) -> None:
    use("da")


def visit(houses: TwoHouses, chosen: int) -> AppTest:
    """Their browser, in one of the two."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["username"] = houses.token
    app.session_state["works-in"] = houses.ids[chosen]
    return app.run()


def everything(app: AppTest) -> str:
    """All that a run has sent to the browser."""
    found: list[str] = []

    def walk(block: object) -> None:
        for child in getattr(block, "children", {}).values():
            proto = getattr(child, "proto", None)
            if proto is not None:
                found.append(str(proto))
            walk(child)

    walk(app._tree)
    return "\n".join(found)


@pytest.mark.parametrize("chosen", [0, 1])
@pytest.mark.parametrize("entry", BY_PATH.values(), ids=lambda entry: entry.url_path)
def test_no_page_shows_anything_of_the_other_organisation(houses: TwoHouses, entry: Entry, chosen: int) -> None:
    app = visit(houses, chosen)
    try:
        app.switch_page(entry.path).run()
    except ValueError:
        return  # a page of volunteers, which nobody here is
    assert not app.exception
    shown = everything(app)
    assert [name for name in houses.names[1 - chosen] if name in shown] == []


@pytest.mark.parametrize("chosen", [0, 1])
def test_what_is_taken_out_is_of_the_chosen_organisation_alone(
    houses: TwoHouses, chosen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that any page offers, as it is made when it is asked for."""
    offered: dict[str, Any] = {}

    def button(_here: DeltaGenerator, _label: str, data: Any, key: str, **_rest: Any) -> bool:
        offered[key] = data
        return False

    monkeypatch.setattr(DeltaGenerator, "download_button", button)
    monkeypatch.setattr(st, "download_button", partial(button, st.container()))
    for entry in BY_PATH.values():
        with suppress(ValueError):  # a page of volunteers, which nobody here is
            visit(houses, chosen).switch_page(entry.path).run()
    told = {label: words_of(data() if callable(data) else data) for label, data in offered.items()}
    assert {"register-xlsx", "register-pdf", "print-year", *LISTS_OF_BOTH} <= set(told), sorted(told)
    own, others = houses.names[chosen], houses.names[1 - chosen]
    assert {label for label, words in told.items() if any(name in words for name in others)} == set()
    for label in ("register-xlsx", "register-pdf", *LISTS_OF_BOTH):
        assert any(name in told[label] for name in own)
    assert houses.organisations[chosen] in told["print-year"]


def words_of(made: bytes) -> str:
    """What stands in a file: a PDF, a spreadsheet, an archive or a text."""
    if made.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    if made.startswith(b"PK"):
        with ZipFile(BytesIO(made)) as parts:
            return "\n".join([*parts.namelist(), *(words_of(parts.read(name)) for name in parts.namelist())])
    # A picture has no words.
    return made.decode(errors="replace")


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_list_shows_those_of_the_chosen_one(houses: TwoHouses, chosen: int) -> None:
    app = visit(houses, chosen)
    app.switch_page("pages/register/volunteers.py").run()
    assert f"Frivillig{chosen + 1}" in everything(app)


def test_changing_at_the_top_changes_every_page_is_remembered_and_forgets_what_the_tab_knew(
    houses: TwoHouses,
) -> None:
    app = visit(houses, 0)
    app.session_state["a-choice-of-theirs"] = 3
    chooser = next(each for each in app.selectbox if each.label == "Du arbejder i")
    assert chooser.options == ["Kommunen1", "Kommunen2"]
    chooser.set_value(houses.ids[1]).run()
    assert "Frivillig2" in everything(app)
    assert "Frivillig1" not in everything(app)
    assert "a-choice-of-theirs" not in app.session_state
    later = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    later.session_state["username"] = houses.token
    assert "Frivillig2" in everything(later.run())


def test_a_link_leads_into_the_organisation_it_is_about_and_stays_there(houses: TwoHouses) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["username"] = houses.token
    app.query_params["o"] = str(houses.ids[0])
    app.run()
    assert app.session_state["works-in"] == houses.ids[0]
    assert "Frivillig1" in everything(app)


def test_an_address_of_the_other_organisation_is_refused_and_says_where_it_may_be(houses: TwoHouses) -> None:
    app = visit(houses, 0)
    app.switch_page("pages/register/volunteer.py")
    app.query_params["id"] = str(houses.scenes[1].engagement.id)
    app.run()
    assert "en anden organisation, du arbejder i" in app.info[0].value
    assert "Frivillig2" not in everything(app)
