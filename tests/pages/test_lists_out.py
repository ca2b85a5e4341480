"""Every list of a colleague can be taken out as a spreadsheet, the whole of it, and the log says who took it out."""

import ast
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.delta_generator import DeltaGenerator

from core.access.trail import LISTS, ListKind
from core.courses import lists
from core.errors import DomainError
from core.i18n import local_day, utc_now
from core.spreadsheet import as_xlsx
from core.startup import Portal
from db.access import LoginSession
from db.audit import AuditEvent
from db.engine import transaction
from db.people import Membership
from pages.audit.words import FIELDS
from pages.widgets.downloads import all_pages
from tests.architecture import ROOT, module_of, nodes, none_of, python_files
from tests.builders import a_scene
from tests.core.approvals.stories import a_course
from tests.pages.as_colleague import visit
from tests.workbooks import cells_of

NOW = utc_now() - timedelta(hours=1)


OF_ONE = "of one person, course, task or document, and read on its page"
OWN = "one's own"
CHOOSING = "what is chosen from or done away with in the moment"
OTHERWISE = "taken out by a button of its own"
SET_UP = "a handful of settings"
PRIVATE = "read by those it was told to alone, and never in a file"
WORK = "what waits for somebody now: it is worked off, and another list holds the same people"
# The modules that draw a list and offer none of it as a spreadsheet, each with the reason.
WITHOUT: dict[str, str] = {
    "pages.access.account": OWN,
    "pages.alignment.alignments": "each is a talk between two, read by the two",
    "pages.alignment.meeting": OF_ONE,
    "pages.alignment.rounds": OF_ONE,
    "pages.applications.asking": OWN,
    "pages.applications.kept_aside": WORK,
    "pages.approvals.goodbye_of": OF_ONE,
    "pages.assessments.asking": OF_ONE,
    "pages.assessments.criteria": SET_UP,
    "pages.assessments.deciding": CHOOSING,
    "pages.calendar_feed.my_calendar": OWN,
    "pages.certificates.diplomas": OTHERWISE,
    "pages.clarification.agreed": PRIVATE,
    "pages.courses.courses_of": OF_ONE,
    "pages.cover.cover": OF_ONE,
    "pages.courses.modules": OF_ONE,
    "pages.documents.my_documents": OWN,
    "pages.documents.preparing.blank_forms": SET_UP,
    "pages.documents.renewal": WORK,
    "pages.importing.starting": CHOOSING,
    "pages.importing.trying": OTHERWISE,
    "pages.expenses.expenses": "its button is drawn by the module beside it",
    "pages.group_messages.message": OF_ONE,
    "pages.group_messages.messages": "each is read on its page, and who got it stands there",
    "pages.guidelines.edit_guidelines": SET_UP,
    "pages.network.network": PRIVATE,
    "pages.offers.people": OTHERWISE,
    "pages.offers.rhythms": SET_UP,
    "pages.organisations.closing": SET_UP,
    "pages.organisations.organisation": SET_UP,
    "pages.organisations.organisations": "an operator reaches nobody and nothing in any organisation",
    "pages.organisations.sealing": SET_UP,
    "pages.pairs.partnering": CHOOSING,
    "pages.partnerships.agreement": OF_ONE,
    "pages.partnerships.members": OF_ONE,
    "pages.partnerships.speakers": OF_ONE,
    "pages.people.add_volunteer": CHOOSING,
    "pages.people.same_as": CHOOSING,
    "pages.programmes.programmes": SET_UP,
    "pages.recognition.just_done": CHOOSING,
    "pages.recognition.recognition": WORK,
    "pages.recognition.recognition_year": OTHERWISE,
    "pages.register.find": CHOOSING,
    "pages.register.volunteer": OF_ONE,
    "pages.register.volunteers": OTHERWISE,
    "pages.supervision.my_supervisions": OWN,
    "pages.supervision.supervisions_of": OF_ONE,
    "pages.talks.talks_of": OF_ONE,
    "pages.tasks.having": OF_ONE,
    "pages.tasks.tasks_of": OF_ONE,
    "pages.personal_log.personal_log": OWN,
    "pages.personal_log.writing": OWN,
    "pages.support.following": OF_ONE,
    "pages.support.monthly": OF_ONE,
    "pages.support.talk": OWN,
    "pages.teams.team": OF_ONE,
    "pages.training.begin": CHOOSING,
    "pages.training.gatherings": "one's own, and in the calendar feed",
    "pages.training.plan": SET_UP,
    "pages.training.team_training": OF_ONE,
    "pages.training.workplace": OF_ONE,
    "pages.mail_choices.choosing": OWN,
    "pages.telling.mails": WORK,
    "pages.telling.mails_to": OF_ONE,
    "pages.templates.templates": SET_UP,
    "pages.today.today": WORK,
    "pages.worries.worries": PRIVATE,
}


def test_a_list_can_be_taken_out_or_there_is_a_reason_why_not() -> None:
    drawing = {module_of(path) for path in python_files("pages") if _draws_a_list(path)}
    taking = {module_of(path) for path in python_files("pages") if _calls(path, "list_button")}
    none_of(f"{each}: offer it by list_button, or say why not" for each in sorted(drawing - taking - set(WITHOUT)))
    assert sorted(set(WITHOUT) - (drawing - taking)) == []


def _draws_a_list(path: Any) -> bool:
    return "widgets" not in path.parts and _calls(path, "rows")


def _calls(path: Any, name: str) -> bool:
    called = [node.func for node in nodes(path) if isinstance(node, ast.Call)]
    return any(
        (isinstance(each, ast.Attribute) and name == "rows" and each.attr == name)
        or (isinstance(each, ast.Name) and each.id == name)
        for each in called
    )


def test_every_list_has_its_name_in_the_log_too() -> None:
    assert set(LISTS) == set(ListKind) <= set(FIELDS)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the pages offer to be downloaded, by its key."""
    found: dict[str, Any] = {}

    def button(_here: DeltaGenerator, _label: str, data: Any, key: str, **_rest: Any) -> bool:
        found[key] = data
        return False

    monkeypatch.setattr("streamlit.download_button", lambda *given, **rest: button(None, *given, **rest))  # type: ignore[arg-type]
    return found


def test_all_pages_leave_and_what_was_chosen_and_the_log_says_who_took_them(
    session: Session, portal: Portal, offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = a_scene(session, NOW, programme="laer_at_tackle")
    first = local_day(NOW)
    for week in range(3):
        a_course(session, scene, first + timedelta(days=7 * week), held=False)
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    visit(session, scene.coordinator, "courses/courses")
    heading, *rows = cells_of(offered["list-courses"]())
    assert heading[:2] == ["Kursus", "Sted"]
    assert [row[3] for row in rows] == [first + timedelta(days=days) for days in (14, 7, 0)]
    assert {row[6] for row in rows} == {"Karen Møller"}
    session.expire_all()
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "list.downloaded"))
    assert (entry.actor_id, entry.fields) == (scene.coordinator.id, ["courses"])


def test_a_window_left_open_gives_no_file_once_its_login_has_ended_or_lost_a_right(
    session: Session, offered: dict[str, Any]
) -> None:
    scene = a_scene(session, NOW)
    with transaction(session):
        other = Membership(
            organisation_id=scene.organisation.id, person_id=scene.coordinator.id, role="supervisor", created_at=NOW
        )
        session.add(other)
    visit(session, scene.coordinator, "register/volunteers")
    taken_away = offered["register-xlsx"]
    assert taken_away()
    with transaction(session):
        hers = (Membership.person_id == scene.coordinator.id, Membership.role == "coordinator")
        role = session.exec(select(Membership).where(*hers)).one()
        role.ended_at = NOW
        session.add(role)
    with pytest.raises(DomainError, match="not_allowed"):
        taken_away()
    with transaction(session):
        role.ended_at = None
        session.add(role)
    assert taken_away()
    with transaction(session):
        for login in session.exec(select(LoginSession)):
            login.ended_at = NOW
            session.add(login)
    for key in ("register-xlsx", "register-pdf"):
        with pytest.raises(DomainError, match="not_allowed"):
            offered[key]()


# Where what makes the file looks up who asks; and where the page itself makes it, of what is read there.
LOOKED_UP = {"pages/certificates/certifying.py", "pages/documents/signing/signed_copy.py"}
MADE_BY_THE_PAGE = {
    "pages/bulk/sending.py",
    "pages/expenses/receipts.py",
    "pages/personal_log/personal_log.py",
    "pages/recognition/inviting.py",
    "pages/templates/publishing.py",
    "pages/templates/reading.py",
}


def test_what_is_made_when_it_is_fetched_asks_who_is_there_then() -> None:
    found = {str(path.relative_to(ROOT)) for path in python_files("pages") if any(_asks_nobody(path))}
    assert found == LOOKED_UP | MADE_BY_THE_PAGE


def _asks_nobody(path: Any) -> Iterator[bool]:
    for node in nodes(path):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "download_button"
            and getattr(node.func.value, "id", "") != "signed_copy"
        ):
            data = next((each.value for each in node.keywords if each.arg == "data"), None)
            yield not (isinstance(data, ast.Call) and getattr(data.func, "id", "") == "while_allowed")


def test_pages_are_read_until_all_are_there_or_there_are_no_more() -> None:
    def read(page: int) -> tuple[list[int], int]:
        return [[1, 2], [3, 4], [5]][page - 1] if page < 4 else [], total

    total = 5
    assert [*all_pages(read)] == [1, 2, 3, 4, 5]
    total = 9
    assert [*all_pages(read)] == [1, 2, 3, 4, 5]


def test_a_moment_is_that_of_copenhagen_and_an_amount_has_its_decimals() -> None:
    moment = NOW.replace(year=2026, month=7, day=1, hour=22, minute=30, second=0, microsecond=0)
    book = as_xlsx("Udlæg", ["a", "b"], [[moment, Decimal("12.50")]], now=NOW)
    assert cells_of(book)[1] == [datetime(2026, 7, 2, 0, 30), Decimal("12.5")]  # noqa: DTZ001
