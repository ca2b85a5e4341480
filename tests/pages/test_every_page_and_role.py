"""Every page for every role: drawn for those who may open it, and never for the others."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core import startup
from core.access.permissions import COLLEAGUES, Actor, Role, may
from core.access.sessions import begin
from core.courses.rules import LeaderSpan
from core.error_codes import ErrorCode
from core.errors import MESSAGES
from core.i18n import gettext, reading, use, utc_now
from core.settings import Settings
from core.supervision.rules import SupervisionKind
from core.supervision.service import SupervisionDetails, order
from core.worries.rules import WorryAbout
from core.worries.service import WorryDetails, tell_worry
from db.engine import transaction
from db.people import Account, Person
from pages.shell.entries import FIRST_RUN, PAGES, TOGETHER, Entry
from tests.architecture import ROOT
from tests.builders import Scene, a_member, a_scene, an_actor, an_operator
from tests.core.alignment.builders import a_short_round
from tests.core.assessments.stories import applied
from tests.core.courses.builders import a_run
from tests.core.documents.stories import a_letter
from tests.core.group_messages.test_service import begun
from tests.core.offers.builders import an_offer
from tests.core.partnerships.builders import a_speaker, an_agreement, an_association
from tests.core.tasks.builders import a_task
from tests.templates import SECRET

EVERYBODY = (None, Role.VOLUNTEER, *COLLEAGUES, Role.ASSOCIATION, Role.OPERATOR)
NAMED = (
    "alignment",
    "task",
    "write-down",
    "offer",
    "document",
    "letter",
    "on-paper",
    "volunteer",
    "changes",
    "course",
    "evaluation",
    "worry",
    "told-by-phone",
    "message",
    "stand-in",
)
BY_PATH = {entry.path: entry for entry in PAGES}


class House:
    """One portal with somebody in every role, and what an address may name."""

    def __init__(self, session: Session) -> None:
        now = utc_now()
        self.scene: Scene = a_scene(session, now, programme="laer_at_tackle")
        self.document = a_letter(session, self.scene, now)
        self.offer = an_offer(session, self.scene, now)
        self.worry = tell_worry(
            session=session,
            actor=self.scene.as_volunteer,
            engagement_id=self.scene.engagement.id,
            told=WorryDetails(WorryAbout.TASK),
            now=now,
        )
        self.message = begun(session, self.scene, now)
        self.application = applied(session, self.scene, a_task(session, self.scene, now), now)
        self.task = a_task(session, self.scene, now)
        self.run = a_run(session, self.scene, [LeaderSpan(self.scene.engagement.id)], held=3)
        people: dict[Role, Person] = {
            Role.VOLUNTEER: self.scene.volunteer,
            Role.CONTACT_PERSON: self.scene.contact_person,
            Role.COORDINATOR: self.scene.coordinator,
        }
        for role in map(Role, COLLEAGUES):
            if role not in people:
                people[role] = a_member(session, self.scene.organisation, now, role=role, name=f"Ansat {role.value}")
        self.association = an_association(session, self.scene, now)
        people[Role.ASSOCIATION] = a_speaker(session, self.scene, self.association, now)
        self.agreement = an_agreement(session, self.scene, self.association, people[Role.ASSOCIATION], now)
        self.alignment = a_short_round(session, self.scene, now)
        people[Role.OPERATOR], operates = an_operator(session, now)
        self.supervision = order(
            session=session,
            actor=self.scene.as_coordinator,
            details=SupervisionDetails(
                kind=SupervisionKind.FIRST,
                engagement_ids=[self.scene.engagement.id],
                supervisor_id=people[Role.SUPERVISOR].id,
            ),
            now=now,
        )
        self.tokens: dict[Role, str] = {}
        self.actors: dict[Role, Actor] = {}
        with transaction(session):
            for role, person in people.items():
                account = Account(
                    person_id=person.id, login_name=f"{role}-{uuid4().hex}", passphrase_hash="!", created_at=now
                )
                session.add(account)
                session.flush()
                self.tokens[role] = begin(session, account=account, device="", now=now).token
                place = self.scene.workplace if role is Role.CONTACT_PERSON else None
                self.actors[role] = an_actor(person, self.scene.organisation, role, place)
        self.actors[Role.OPERATOR] = operates

    def address(self, entry: Entry) -> dict[str, str]:
        """What the page's address names, where it names something."""
        if entry.url_path in ("document", "letter", "on-paper"):
            return {"id": str(self.document.id)}
        if entry.url_path in ("course", "evaluation", "stand-in"):
            return {"id": str(self.run.id)}
        if entry.url_path == "message":
            return {"id": str(self.message.id)}
        if entry.url_path == "worry":
            return {"id": str(self.worry.id)}
        if entry.url_path == "applicant":
            return {"id": str(self.application.id)}
        if entry.url_path in ("task", "describe-task", "write-down"):
            return {"id": str(self.task.id)}
        if entry.url_path == "offer":
            return {"id": str(self.offer.id)}
        if entry.url_path == "colleague-leaves":
            return {"id": str(self.scene.contact_person.id)}
        if entry.url_path == "alignment":
            return {"id": str(self.alignment.id)}
        if entry.url_path == "agreement":
            return {"id": str(self.agreement.id)}
        if entry.url_path in ("partnership", "framework-agreement"):
            return {"id": str(self.association.id)}
        if entry.url_path == "supervision":
            return {"id": str(self.supervision.id)}
        if entry.url_path == "same-person":
            return {"id": str(self.scene.volunteer.id), "other": str(self.scene.contact_person.id)}
        if entry.url_path in ("programme", "newer-version"):
            return {"id": "laer_at_tackle"}
        about = ("volunteer", "changes", "approval", "log-book", "told-by-phone", "clarification", "my-clarification")
        return {"id": str(self.scene.engagement.id)} if entry.url_path in about else {}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all visits; none of them changes anything."""
    folder = tmp_path_factory.mktemp("house")
    opened = startup.prepare(Settings(HANDSLAG_DATA=folder, HANDSLAG_SECRET=SECRET, DATABASE_URL=""))
    startup.use(opened)
    with opened.session() as session:
        yield House(session)
    startup.use(None)
    opened.engine.dispose()


@pytest.fixture(autouse=True)
def _in_the_house(house: House) -> None:
    use("da")


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role.value if role else "nobody")
@pytest.mark.parametrize("entry", BY_PATH.values(), ids=lambda entry: entry.url_path)
def test_a_page_is_drawn_for_those_who_may_open_it_and_for_nobody_else(house: House, entry: Entry, role: Role | None):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params.update(house.address(entry))
    if role is not None:
        app.session_state["username"] = house.tokens[role]
    app.run()
    # Once a portal is set up, the first-run page is nobody's; nor is the one for a device that is handed over.
    allowed = (entry.action is None and entry not in (FIRST_RUN, TOGETHER)) or (
        entry.action is not None and role is not None and may(house.actors[role], entry.action)
    )
    if not allowed:
        with pytest.raises(ValueError, match="not found|Unable to find|Could not find"):
            app.switch_page(entry.path).run()
        return
    app.switch_page(entry.path).run()
    assert not app.exception
    with reading("da"):
        refusals = {gettext(MESSAGES[ErrorCode.NOT_ALLOWED]), gettext(MESSAGES[ErrorCode.NOT_FOUND])}
    said = {error.value for error in app.error}
    # A volunteer keys in an evaluation only where they were asked to, and one reads what was told to them alone.
    own = role in (Role.VOLUNTEER, Role.CONTACT_PERSON, Role.COORDINATOR) and (
        entry.url_path not in ("evaluation", "worry") or role is Role.COORDINATOR
    )
    if own or entry.url_path not in NAMED:
        assert not said & refusals
    assert app.title or said
