"""A portal that has run in Danish and English gets a third language, of which nothing is translated yet."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core import startup
from core.access.permissions import Role, may
from core.access.sessions import actor_for
from core.courses.printing import print_evaluation
from core.documents.drafting.service import draft
from core.documents.printing.service import print_blank, print_form
from core.documents.reading import read
from core.documents.template import publishing as templates
from core.documents.template.model import EDUCATION_PLAN, KINDS
from core.errors import DomainError
from core.guidelines.text import Guideline
from core.i18n import LANGUAGES, local_day, reading, use, utc_now
from core.messages.texts import written
from core.pairs.service import PairDetails, make_pair
from core.programmes import publishing as programmes
from core.programmes.programme import Programme
from core.programmes.rules import problems as programme_problems
from core.settings import Settings
from core.supervision.printing import print_log_book
from core.templates.checking import problems
from core.templates.service import publish
from core.templates.writing import Writing
from db.documents import Document, TemplateDraft, TemplateVersion
from db.engine import transaction
from db.guidelines import GuidelineVersion
from db.people import Person
from db.programmes import ProgrammeVersion
from pages.shell.entries import PAGES
from pages.templates.structure import LANGUAGE
from tests.architecture import ROOT
from tests.builders import Scene
from tests.conftest import SECRET
from tests.core.documents.readback import opened, pages_of
from tests.core.documents.stories import a_draft, a_sealed_letter
from tests.core.guidelines.samples import publish_guidelines
from tests.core.pairs.test_service import beside
from tests.core.templates.making import begun, published, saying
from tests.pages.as_admin import press, text
from tests.pages.test_every_page_and_role import House

ROLES = (Role.VOLUNTEER, Role.COORDINATOR, Role.ADMIN)
# On a page where something went wrong that nobody expected.
REFERENCE = re.compile(r"dette nummer: [0-9A-F]{8}|this reference: [0-9A-F]{8}")


class Grown(House):
    """A house with a document of each kind, guidelines, a template and a programme that were made before."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session)
        scene: Scene = self.scene
        self.documents = {self.document.kind: self.document.id}
        # What the volunteer's own programme uses, and what a peer makes.
        for kind in sorted(set(KINDS) - {"welcome_letter", "pair_agreement", EDUCATION_PLAN}):
            self.documents[kind] = a_draft(session, scene, now, kind=kind).id
        peer = beside(session, scene, now, "Ea Holm")
        with transaction(session):
            peer.engagement.programme_version_id = programmes.newest(session)["peer_stoette"]
            session.add(peer.engagement)
        self.documents[EDUCATION_PLAN] = a_draft(session, peer, now, kind=EDUCATION_PLAN).id
        other = beside(session, scene, now, "Bo Dahl")
        pair = make_pair(
            session=session,
            actor=scene.as_coordinator,
            details=PairDetails(
                first_id=scene.engagement.id,
                second_id=other.engagement.id,
                begins_on=local_day(now),
                signing_language="en",
            ),
            now=now,
        )
        found = session.exec(select(Document.id).where(Document.pair_id == pair.id)).one()
        self.documents["pair_agreement"] = found
        a_sealed_letter(session, other, now)
        self.sealed = session.exec(select(Document.id).where(Document.engagement_id == other.engagement.id)).one()
        publish_guidelines(session, scene, now)
        published(session, scene, self.actors[Role.ADMIN], now, saying("Du vander blomster."))
        begun(session, scene, self.actors[Role.ADMIN], now, saying("Du slår græs."))

    def speaking(self, session: Session, language: str) -> None:
        """Everybody reads `language`."""
        with transaction(session):
            for person in session.exec(select(Person)):
                person.language = language
                session.add(person)

    def at(self, role: Role, path: str, **query: str | UUID) -> AppTest:
        """Somebody in `role` at a page."""
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.session_state["username"] = self.tokens[role]
        app.run()
        app.switch_page(path)
        app.query_params.update({name: str(value) for name, value in query.items()})
        return app.run()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("grown")


@pytest.fixture(scope="module")
def before(folder: Path) -> Iterator[Grown]:
    """The house as it was made with two languages."""
    with _opened(folder) as session:
        yield Grown(session, utc_now())


class _opened:
    """A portal that is opened as by a process of its own: what was read in another one is forgotten."""

    def __init__(self, folder: Path) -> None:
        templates._read.clear()
        templates._merged.clear()
        programmes._read.clear()
        self.portal = startup.prepare(Settings(HANDSLAG_DATA=folder, HANDSLAG_SECRET=SECRET, DATABASE_URL=""))

    def __enter__(self) -> Session:
        startup.use(self.portal)
        self.session = self.portal.session()
        return self.session

    def __exit__(self, *_: object) -> None:
        self.session.close()
        startup.use(None)
        self.portal.engine.dispose()


@pytest.fixture
def session(before: Grown, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """The same database, opened when the portal has a third language, which everybody reads."""
    monkeypatch.setitem(LANGUAGES, "nb", "Norsk")
    use("nb")
    with _opened(folder) as again:
        before.speaking(again, "nb")
        yield again
    use("da")


@pytest.fixture
def house(before: Grown, session: Session) -> Grown:
    return before


def went_well(app: AppTest) -> str:
    """What the page says; nothing unexpected happened on it."""
    said = text(app)
    assert not app.exception
    assert not REFERENCE.search(said), said
    return said


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
def test_every_page_opens(house: Grown, role: Role) -> None:
    wrong = []
    for entry in PAGES:
        if entry.action is None or not may(house.actors[role], entry.action):
            continue
        app = house.at(role, entry.path, **house.address(entry))
        if app.exception or REFERENCE.search(text(app)):
            wrong.append(entry.path)
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_document_is_read_and_printed(house: Grown, session: Session, kind: str) -> None:
    document_id = house.documents[kind]
    went_well(house.at(Role.COORDINATOR, "pages/documents/preparing/letter.py", id=document_id))
    view = read(session=session, actor=house.actors[Role.COORDINATOR], document_id=document_id)
    signed_in = "en" if kind == "pair_agreement" else "da"
    assert (view.language, view.text.language) == (signed_in, signed_in)
    assert set(view.languages) == {"da", "en"}
    assert pages_of(print_form(session=session, actor=house.scene.as_coordinator, document_id=document_id))


def test_a_new_document_is_made_in_the_language_its_template_has(house: Grown, session: Session) -> None:
    other = beside(session, house.scene, utc_now(), "Ea Vang")
    made = draft(
        session=session,
        actor=house.scene.as_coordinator,
        engagement_id=other.engagement.id,
        kind="confidentiality_declaration",
        signing_language="nb",
        now=utc_now(),
    )
    assert made.signing_language == "da"


def test_who_makes_a_document_is_told_that_its_template_lacks_the_language(house: Grown, session: Session) -> None:
    other = beside(session, house.scene, utc_now(), "Per Holt")
    house.speaking(session, "nb")
    app = house.at(Role.COORDINATOR, "pages/register/volunteer.py", id=other.engagement.id)
    app.session_state["make-a-document"] = True
    app = next(each for each in app.run().button if each.key == "make-confidentiality_declaration").click().run()
    went_well(app)
    assert "Dokumentet findes ikke på norsk bokmål endnu, så det er på dansk." in [each.value for each in app.toast]


def test_a_blank_form_says_in_which_language_it_is(house: Grown, session: Session) -> None:
    printed = print_blank(
        session=session,
        actor=house.scene.as_coordinator,
        organisation_id=house.scene.organisation.id,
        kind="welcome_letter",
        language="nb",
        today=local_day(utc_now()),
    )
    assert str(opened(printed).Root.Lang) == "da-DK"


def test_what_is_signed_stays_as_it_is(house: Grown, session: Session) -> None:
    went_well(house.at(Role.COORDINATOR, "pages/documents/signing/document.py", id=house.sealed))
    actor = house.actors[Role.COORDINATOR]
    view = read(session=session, actor=actor, document_id=house.sealed)
    assert view.settled
    assert view.version is not None
    assert view.text.fingerprint() == view.version.fingerprint


def test_guidelines_and_principles_are_read_in_the_first_language(house: Grown) -> None:
    said = went_well(house.at(Role.VOLUNTEER, "pages/guidelines/guidelines.py"))
    said += str([each.proto.body for each in house.at(Role.VOLUNTEER, "pages/guidelines/guidelines.py").get("html")])
    assert "Den står i køkkenet." in said


def test_a_guideline_is_written_in_every_language_side_by_side_and_refused_where_one_is_missing(
    house: Grown, session: Session
) -> None:
    app = press(house.at(Role.COORDINATOR, "pages/guidelines/edit_guidelines.py"), "Åbn")
    fields = [each for each in (*app.text_input, *app.text_area) if each.label.startswith("Titel (")]
    assert [each.label for each in fields] == ["Titel (Dansk)", "Titel (English)", "Titel (Norsk)"]
    before = len(session.exec(select(GuidelineVersion)).all())
    app = press(app, "Udgiv")
    assert "Den mangler her: Norsk" in went_well(app)
    assert len(session.exec(select(GuidelineVersion)).all()) == before


def test_a_template_is_written_in_it_and_refused_until_all_of_it_is_there(house: Grown, session: Session) -> None:
    app = house.at(Role.ADMIN, "pages/templates/template.py", kind="welcome_letter")
    went_well(app)
    assert any("Her er tomt på Norsk" in each.label.replace("\\", "") for each in app.button), app.button
    app.session_state[LANGUAGE.of("welcome_letter").key] = "nb"
    went_well(app.run())
    begun_version = session.exec(select(TemplateDraft)).one()
    missing = problems(Writing.from_json(begun_version.content))
    assert {each.language for each in missing} == {"nb"}
    with pytest.raises(DomainError, match="template_problems"):
        publish(
            session=session,
            actor=house.actors[Role.ADMIN],
            organisation_id=house.scene.organisation.id,
            kind="welcome_letter",
            in_force_from=local_day(utc_now()),
            expected_version=begun_version.version,
            now=utc_now(),
        )


def test_a_programme_is_read_and_refused_at_the_name_it_lacks(house: Grown, session: Session) -> None:
    app = house.at(Role.ADMIN, "pages/programmes/programme.py", id="laer_at_tackle")
    said = went_well(app)
    assert "Instruktør på LÆR AT TACKLE" in said
    assert "Skriv det også på norsk bokmål." in said
    version = session.exec(select(ProgrammeVersion).where(ProgrammeVersion.programme == "laer_at_tackle")).first()
    assert version is not None
    found = programme_problems(Programme.from_json(version.content), {"approval.approval_years": 3})
    assert {(each.setting, each.code) for each in found} == {
        ("name.nb", "programme_words_missing"),
        ("description.nb", "programme_words_missing"),
    }


def test_one_changes_between_all_of_them_on_a_page(house: Grown, session: Session) -> None:
    app = house.at(Role.VOLUNTEER, "pages/access/account.py")
    for language, name in (("en", "English"), ("da", "Dansk"), ("nb", "Norsk")):
        offered = [each.label for each in app.button if (each.key or "").startswith("speak:")]
        assert len(offered) == 2
        assert name in offered
        app = press(app, name)
        went_well(app)
        session.rollback()
        actor = actor_for(session=session, token=house.tokens[Role.VOLUNTEER], now=utc_now())
        assert actor is not None
        assert actor.language == language


def test_mails_and_prints_are_made_for_somebody_who_reads_it(house: Grown, session: Session) -> None:
    with reading("nb"):
        subject, body = written(
            "document_shared", organisation="Solbjerg", base_url="https://x.dk", params={"document_id": "1"}
        )
    assert (subject, body[:3]) == ("Der er noget til dig at læse fra Solbjerg", "Hej")
    at: dict[str, Any] = {"session": session, "actor": house.actors[Role.COORDINATOR]}
    assert "Logbog" in pages_of(print_log_book(**at, engagement_id=house.scene.engagement.id, language="nb"))[0]
    assert "Hvad synes du om kurset?" in pages_of(print_evaluation(**at, run_id=house.run.id, language="nb"))[0]


def test_a_language_that_is_switched_off_leaves_everything_readable(
    house: Grown, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(session):
        document = session.get_one(Document, house.documents["confidentiality_declaration"])
        document.signing_language = "nb"
        session.add(document)
    monkeypatch.delitem(LANGUAGES, "nb")
    session.expire_all()
    assert all(each.language == "nb" for each in session.exec(select(Person)))
    for path, query in (
        ("pages/access/account.py", {}),
        ("pages/journey/my_path.py", {}),
        ("pages/documents/signing/document.py", {"id": document.id}),
    ):
        went_well(house.at(Role.VOLUNTEER, path, **query))
    for path, query in (
        ("pages/today/today.py", {}),
        ("pages/pairs/pairs.py", {}),
        ("pages/register/volunteer.py", {"id": house.scene.engagement.id}),
        ("pages/documents/preparing/letter.py", {"id": document.id}),
    ):
        went_well(house.at(Role.COORDINATOR, path, **query))


def test_every_text_in_the_database_was_made_before(house: Grown, session: Session) -> None:
    """Otherwise these stories would prove nothing."""
    assert all('"nb"' not in each.content for each in session.exec(select(TemplateVersion)))
    assert all('"nb"' not in each.content for each in session.exec(select(ProgrammeVersion)))
    assert all("nb" not in Guideline.from_json(each.content).title for each in session.exec(select(GuidelineVersion)))
