"""Somebody who volunteers in two organisations sees both, each as what it is."""

import pytest

from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_member, a_scene, a_workplace, an_organisation
from tests.core.documents.stories import a_letter
from tests.core.guidelines.samples import read_everything
from tests.pages.as_volunteer import text, visit


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


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
    return Scene(organisation, workplace, scene.volunteer, coordinator, coordinator, engagement)


def test_my_path_has_both_and_says_whom_to_ask_in_each(session, scene, elsewhere) -> None:
    app = visit(session, scene.volunteer, "journey/my_path")
    assert not app.exception
    assert [each.value.split(" · ")[0] for each in app.subheader] == ["Solbjerg Kommune", "Nabokommunen"]
    said = text(app)
    assert said.count("Har du et spørgsmål?") == 2
    assert "Lise Bach" in said
    assert "Nina Nabo" in said
    assert "Solbjerg Kommune · Nabokommunen" in said


def test_the_next_thing_says_where_it_belongs(session, scene, elsewhere, now) -> None:
    a_letter(session, elsewhere, now)
    read_everything(session, scene, now)
    read_everything(session, elsewhere, now)
    app = visit(session, scene.volunteer, "journey/my_path")
    assert [button.label for button in app.button if button.proto.type == "primary"] == ["Læs og skriv under"]
    assert "Nabokommunen" in [each.value for each in app.markdown]


def test_my_documents_say_where_each_belongs(session, scene, elsewhere, now) -> None:
    a_letter(session, scene, now)
    assert "Solbjerg Kommune" not in [
        each.value for each in visit(session, scene.volunteer, "documents/my_documents").markdown
    ]
    a_letter(session, elsewhere, now)
    said = [each.value for each in visit(session, scene.volunteer, "documents/my_documents").markdown]
    assert {"Solbjerg Kommune", "Nabokommunen"} <= set(said)
