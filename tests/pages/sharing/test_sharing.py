"""Sharing what one did in one organisation with another, from my details."""

import pytest

from core.access.permissions import Role
from core.i18n import local_day, utc_now
from core.sharing.service import share_history
from db.approvals import Approval
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_member, a_scene, a_workplace, an_actor, an_organisation, look_again
from tests.pages.as_colleague import visit as visit_as_colleague
from tests.pages.as_volunteer import text, visit

WAY = "Nabokommunen må se, hvad jeg har lavet i Solbjerg Kommune"


@pytest.fixture
def scene(session, now):
    return a_scene(session, now, programme="laer_at_tackle")


@pytest.fixture
def elsewhere(session, scene, now):
    organisation = an_organisation(session, now, name="Nabokommunen")
    workplace = a_workplace(session, organisation, name="Nabohuset")
    coordinator = a_member(session, organisation, now, name="Nina Nabo")
    with transaction(session):
        engagement = Engagement(
            organisation_id=organisation.id,
            person_id=scene.volunteer.id,
            programme_version_id=scene.engagement.programme_version_id,
            workplace_id=workplace.id,
            contact_person_id=coordinator.id,
            coordinator_id=coordinator.id,
            created_at=now,
        )
        session.add(engagement)
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision="approved",
                decided_on=local_day(now),
                valid_until=local_day(now).replace(year=now.year + 2),
                reason="fordi hun er god",
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
    return Scene(organisation, workplace, scene.volunteer, coordinator, coordinator, engagement)


def _toggle(app):
    return next(each for each in app.toggle if each.label == WAY)


def test_somebody_in_one_place_is_asked_nothing(session, scene) -> None:
    app = visit(session, scene.volunteer, "people/my_details")
    assert not app.exception
    assert "Del det, du har lavet" not in text(app)
    assert not app.toggle


def test_one_click_shares_and_the_next_takes_it_back(session, scene, elsewhere) -> None:
    person, engagement_id = elsewhere.coordinator, elsewhere.engagement.id
    app = visit(session, scene.volunteer, "people/my_details")
    assert not _toggle(app).value
    app = _toggle(app).set_value(True).run()
    assert _toggle(app).value
    assert "Du har delt det siden" in text(app)
    seen = text(visit_as_colleague(session, person, "register/volunteer", id=engagement_id))
    assert "Lavet andre steder" in seen
    assert "Solbjerg Kommune" in seen
    assert "Godkendt 2. november 2026, til 2. november 2028" in seen
    assert "fordi hun er god" not in seen
    app = _toggle(app).set_value(False).run()
    assert not _toggle(app).value
    seen = text(visit_as_colleague(session, person, "register/volunteer", id=engagement_id))
    assert "Lavet andre steder" not in seen


def test_what_they_see_can_be_read_beforehand(session, scene, elsewhere) -> None:
    app = visit(session, scene.volunteer, "people/my_details")
    app.session_state[f"share:{scene.organisation.id}:{elsewhere.organisation.id}-seen"] = True
    app.run()
    assert not app.exception
    assert "Godkendt 2. november 2026, til 2. november 2028" in text(app)


def test_what_was_done_in_another_tab_shows(session, scene, elsewhere) -> None:
    app = visit(session, scene.volunteer, "people/my_details")
    share_history(
        session=session,
        actor=an_actor(scene.volunteer, elsewhere.organisation, Role.VOLUNTEER),
        from_organisation_id=scene.organisation.id,
        to_organisation_id=elsewhere.organisation.id,
        now=utc_now(),
    )
    look_again(session)
    assert _toggle(app.run()).value


def test_it_is_said_in_english_too(session, scene, elsewhere) -> None:
    with transaction(session):
        scene.volunteer.language = "en"
        session.add(scene.volunteer)
    app = visit(session, scene.volunteer, "people/my_details")
    assert "Share what you did" in text(app)
    assert "Nabokommunen may see what I did in Solbjerg Kommune" in [each.label for each in app.toggle]
