from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from core.access.log import audit_break
from core.access.permissions import Role
from core.access.trail import trace
from core.errors import DomainError
from db.audit import AuditHead
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def auditor(session: Session, scene: Scene, now: datetime):
    person = a_member(session, scene.organisation, now, role=Role.AUDITOR, name="Ida Krag")
    return an_actor(person, scene.organisation, Role.AUDITOR)


def happened(session: Session, scene: Scene, now: datetime, count: int) -> None:
    with transaction(session):
        for minute in range(count):
            trace(
                session,
                scene.organisation.id,
                scene.as_coordinator,
                "person.changed",
                "person",
                scene.volunteer.id,
                now + timedelta(minutes=minute),
                ["phone"],
            )


def test_a_broken_chain_says_where(session: Session, scene: Scene, auditor, now: datetime) -> None:
    happened(session, scene, now, 3)
    asked = {"session": session, "actor": auditor, "organisation_id": scene.organisation.id}
    assert audit_break(**asked) is None
    with transaction(session):
        session.delete(session.get_one(AuditHead, scene.organisation.id))
    assert audit_break(**asked) == 4


def test_only_those_who_may_read_the_log_do(session: Session, scene: Scene, now: datetime) -> None:
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            audit_break(session=session, actor=actor, organisation_id=scene.organisation.id)


def test_nobody_reads_the_log_of_another_organisation(session: Session, scene: Scene, auditor, now: datetime) -> None:
    other = an_organisation(session, now, name="Nyborg Kommune")
    with pytest.raises(DomainError, match="not_allowed"):
        audit_break(session=session, actor=auditor, organisation_id=other.id)
