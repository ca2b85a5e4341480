from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.organisations.service import FURTHEST_AHEAD, set_days_ahead, state_and_days_ahead
from db.organisations import Organisation
from db.people import Person
from tests.builders import a_scene, an_actor


def test_where_people_are_real_today_is_today(session: Session, now: datetime):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="holds_real_records"):
        set_days_ahead(session=session, actor=scene.as_coordinator, days=30)
    assert state_and_days_ahead(session) == ("real", 0)


@pytest.mark.parametrize(("asked", "got"), [(30, 30), (-3, 0), (10**9, FURTHEST_AHEAD)])
def test_a_demonstration_can_be_set_ahead_and_back_again(demonstration: Session, asked: int, got: int):
    organisation = demonstration.exec(select(Organisation)).one()
    somebody = demonstration.exec(select(Person)).first()
    assert somebody is not None
    set_days_ahead(session=demonstration, actor=an_actor(somebody, organisation, Role.COORDINATOR), days=asked)
    assert state_and_days_ahead(demonstration) == ("demonstration", got)
