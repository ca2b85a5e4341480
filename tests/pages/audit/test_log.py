from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.organisations.service import add_workplace
from core.people.colleagues import give_role
from db.audit import AuditEvent
from db.engine import transaction
from tests.builders import a_member
from tests.pages.as_admin import at_the_file, is_refused, press, text, visit
from tests.pages.office import Office

PAGE = "audit/log.py"
CHECK = "Tjek, at loggen er hel"


@pytest.fixture(autouse=True)
def _something_happened(session: Session, office: Office, now: datetime) -> None:
    for number in range(3):
        add_workplace(
            session=session,
            actor=office.as_admin,
            organisation_id=office.scene.organisation.id,
            name=f"Hus {'abc'[number]}",
            address="",
            now=now,
        )


def test_an_auditor_reads_who_did_what(session: Session, office: Office) -> None:
    said = text(visit(session, office.auditor, PAGE))
    assert "Søren Friis" in said
    assert "tilføjede en arbejdsplads" in said
    assert "Hus a" in said


def test_it_is_searched_by_name_and_by_what_it_is_about(session: Session, office: Office) -> None:
    app = visit(session, office.auditor, PAGE)
    app = app.text_input(key="log-name").set_value("ingen").run()
    assert "Der er ikke sket noget af den slags" in text(app)
    app = app.text_input(key="log-name").set_value("søren").run()
    assert "tilføjede en arbejdsplads" in text(app)
    app = app.selectbox(key="log-kind").set_value("documents").run()
    assert "tilføjede en arbejdsplads" not in text(app)


def test_a_role_is_told_in_words_and_not_as_an_id(session: Session, office: Office, now: datetime) -> None:
    bo = a_member(session, office.scene.organisation, now, role=Role.AUDITOR, name="Bo Lind")
    give_role(
        session=session,
        actor=office.as_admin,
        organisation_id=office.scene.organisation.id,
        person_id=bo.id,
        role=Role.COORDINATOR,
        workplace_id=None,
        now=now,
    )
    assert "gav rollen Koordinator til Bo Lind" in text(visit(session, office.auditor, PAGE))


def test_a_whole_log_is_said_to_be_whole(session: Session, office: Office) -> None:
    app = press(visit(session, office.auditor, PAGE), CHECK)
    assert len(app.success) == 1
    assert not app.error


def test_a_broken_log_says_where(session: Session, office: Office) -> None:
    with transaction(session):
        event = session.exec(select(AuditEvent).where(AuditEvent.sequence == 2)).one()
        event.action = "workplace.closed"
        session.add(event)
    app = press(visit(session, office.auditor, PAGE), CHECK)
    assert "2" in app.error[0].value


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "contact_person"])
def test_others_are_refused(session: Session, office: Office, who: str) -> None:
    app = at_the_file(session, getattr(office.scene, who), PAGE)
    assert is_refused(app)
    assert "tilføjede" not in text(app)
