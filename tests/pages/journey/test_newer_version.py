"""Moving volunteers to the newest version of their programme, as a coordinator does it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from core.i18n import utc_now
from core.programmes.editing import adjust
from core.programmes.programme import shipped
from db.people import Engagement
from tests.builders import a_member, a_scene, an_actor
from tests.pages.as_colleague import named, only_button, visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)
ID = "laer_at_tackle"


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW, programme=ID)


def published(session, scene, **changes):
    admin = a_member(session, scene.organisation, NOW, role=Role.ADMIN, name="Søren Friis")
    return adjust(
        session=session,
        actor=an_actor(admin, scene.organisation, Role.ADMIN),
        organisation_id=scene.organisation.id,
        programme=ID,
        changes=changes,
        expected_number=shipped()[ID].version,
        now=NOW,
    ).id


def version_of(session, scene):
    session.rollback()
    session.expire_all()
    return session.get_one(Engagement, scene.engagement.id).programme_version_id


def test_without_a_newer_version_everybody_is_on_the_newest(session, scene):
    page = visit(session, scene.coordinator, "journey/newer_version", id=ID)
    assert "Alle er i den nyeste udgave." in text(page)


def test_what_would_change_is_read_and_then_somebody_is_moved(session, scene):
    to = published(session, scene, **{"approval.supervisions_default": 2})
    page = visit(session, scene.coordinator, "journey/newer_version", id=ID)
    assert named(page) == ["Åbn"]
    assert "Vejledninger, normalt: 3 → **2**" in text(page)
    assert "**Vejledning 3** går ud af vejen" in text(page)
    assert only_button(page, "move").disabled
    page = next(each for each in page.checkbox if each.label == "Karen Møller").check().run()
    page = only_button(page, "move").click().run()
    assert not page.exception
    assert "Det er gjort for 1 frivillig." in text(page)
    assert version_of(session, scene) == to
    page = only_button(page, "done").click().run()
    assert "Alle er i den nyeste udgave." in text(page)


def test_all_are_chosen_in_one_click_and_one_can_be_left_out(session, scene):
    before = version_of(session, scene)
    published(session, scene, **{"approval.supervisions_default": 2})
    page = visit(session, scene.coordinator, "journey/newer_version", id=ID)
    page = next(each for each in page.checkbox if each.key == "move-all").check().run()
    assert not only_button(page, "move").disabled
    page = next(each for each in page.checkbox if each.label == "Karen Møller").uncheck().run()
    assert only_button(page, "move").disabled
    assert version_of(session, scene) == before


def test_an_unknown_programme_is_told(session, scene):
    page = visit(session, scene.coordinator, "journey/newer_version", id="x")
    assert not page.exception
    assert page.error
