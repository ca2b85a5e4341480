"""The network's page: joined, read and left by volunteers, and closed to whoever works there."""

from core.i18n import utc_now
from core.network.service import NetworkDetails, join_network
from tests.builders import a_scene
from tests.core.network.test_service import another
from tests.pages.as_colleague import said_in_rows, visit
from tests.pages.as_volunteer import field, press

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
