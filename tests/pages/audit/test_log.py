from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.organisations.service import add_workplace
from db.audit import AuditEvent
from db.engine import transaction
from tests.pages.as_admin import at_the_file, press, text, visit
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
    assert "Hus a" not in said


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
    assert len(app.error) == 1
    assert "tilføjede" not in text(app)
