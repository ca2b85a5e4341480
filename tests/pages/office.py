"""An organisation with somebody of each role that opens a page of the administration."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlmodel import Session

from core.access.permissions import Actor, Role
from db.people import Person
from tests.builders import Scene, a_member, a_scene, an_actor


@dataclass
class Office:
    """A scene with an administrator and an auditor."""

    scene: Scene
    admin: Person
    auditor: Person

    @property
    def as_admin(self) -> Actor:
        """The administrator as somebody logged in."""
        return an_actor(self.admin, self.scene.organisation, Role.ADMIN)


@pytest.fixture
def office(session: Session, now: datetime) -> Office:
    """The office of Solbjerg Kommune."""
    scene = a_scene(session, now)
    admin = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    auditor = a_member(session, scene.organisation, now, role=Role.AUDITOR, name="Ida Krag")
    return Office(scene, admin, auditor)
