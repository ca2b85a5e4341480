from datetime import datetime
from uuid import uuid4

import pytest
from sqlmodel import Session

from core.access.permissions import Grant, Role
from core.errors import DomainError
from core.organisations.service import organisation_details
from tests.builders import Scene, a_member, a_scene, an_actor


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime):
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    return an_actor(person, scene.organisation, Role.ADMIN)


def test_an_administrator_reads_the_organisation(session: Session, scene: Scene, admin) -> None:
    found = organisation_details(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert found.name == "Solbjerg Kommune"


def test_others_are_refused(session: Session, scene: Scene) -> None:
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            organisation_details(session=session, actor=actor, organisation_id=scene.organisation.id)


def test_an_organisation_that_is_not_there_is_not_found(session: Session, scene: Scene, admin) -> None:
    nowhere = uuid4()
    somewhere = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    elsewhere = type(somewhere)(
        somewhere.person_id, somewhere.account_id, somewhere.name, "da", (Grant(nowhere, Role.ADMIN),)
    )
    with pytest.raises(DomainError, match="not_found"):
        organisation_details(session=session, actor=elsewhere, organisation_id=nowhere)
