"""The network's page: joined, read and left by volunteers, and closed to whoever works there."""

import pytest

from core.access.permissions import Role
from core.i18n import utc_now
from core.network.service import NetworkDetails, join_network
from db.engine import transaction
from db.people import Membership
from tests.builders import a_scene
from tests.core.network.test_service import another
from tests.pages.as_colleague import said_in_rows, visit
from tests.pages.as_volunteer import buttons, field, press

PAGE = "network/network"


def test_a_volunteer_joins_sees_the_others_and_leaves(session):
    now = utc_now()
    scene = a_scene(session, now)
    bent = another(session, scene, now)
    join_network(
        session=session,
        actor=bent,
        organisation_id=scene.organisation.id,
        details=NetworkDetails("Holder af *hunde*.", "På bænken"),
        now=now,
    )
    app = visit(session, scene.volunteer, PAGE)
    assert "hunde" not in said_in_rows(app)
    app = press(app, "Gå med i netværket")
    assert "Skriv" in said_in_rows(app)  # how to be reached is missing
    field(app, "Hvordan").set_value("20 30 40 50")
    app = press(app, "Gå med i netværket")
    assert all(said in said_in_rows(app) for said in ("Bent Ågesen", "Holder af *hunde*.", "På bænken"))
    app = press(app, "Forlad netværket")
    assert "hunde" not in said_in_rows(app)


@pytest.mark.parametrize(("role", "may_join"), [(Role.COORDINATOR, False), (Role.SUPERVISOR, True)])
def test_whoever_works_there_and_volunteers_too_stays_outside_but_for_a_supervisor(session, role, may_join):
    now = utc_now()
    scene = a_scene(session, now)
    with transaction(session):
        session.add(
            Membership(organisation_id=scene.organisation.id, person_id=scene.volunteer.id, role=role, created_at=now)
        )
    app = visit(session, scene.volunteer, PAGE)
    assert ("Gå med i netværket" in buttons(app)) is may_join
    assert ("så du står udenfor" in said_in_rows(app)) is not may_join
    assert "Vejledere og teamledere, der selv er frivillige, kan være med." in said_in_rows(app)
