"""Whose sealed documents can be taken out, found by name."""

from datetime import timedelta

from core.i18n import local_day
from core.people.search import ASKED_FOR
from core.register.sealed import SealedFilter, people_sealed
from db.documents import Document
from db.engine import transaction
from tests.builders import a_scene
from tests.core.documents.stories import a_draft
from tests.core.register.test_documents import another


def found(session, scene, search=""):
    people = people_sealed(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        filtered_by=SealedFilter(),
        search=search,
    )
    return [each.name for each in people]


def sealed(session, scene, now, name, *, stopped=False):
    own = another(session, scene, now, name=name)
    document = a_draft(session, own, now)
    with transaction(session):
        document = session.get_one(Document, document.id)
        document.sealed_at = now
        session.add(document)
        if stopped:
            own.engagement.ended_at, own.engagement.ended_on = now, local_day(now)
            session.add(own.engagement)


def test_those_who_go_on_and_those_who_have_stopped_stand_in_one_order_of_names(session, now):
    scene = a_scene(session, now)
    for name, stopped in (("Ea", False), ("Bo", True), ("Åse", False), ("ib", True)):
        sealed(session, scene, now - timedelta(hours=1), name, stopped=stopped)
    another(session, scene, now, name="Uden dokument")
    assert found(session, scene) == ["Bo", "Ea", "ib", "Åse"]
    assert found(session, scene, "ÅSE") == ["Åse"]
    assert found(session, scene, "IB") == ["ib"]


def test_no_more_are_found_than_are_shown_and_one(session, now):
    scene = a_scene(session, now)
    for number in range(ASKED_FOR + 2):
        sealed(session, scene, now - timedelta(hours=1), f"Frivillig {number:02}", stopped=number % 2 == 0)
    assert found(session, scene) == [f"Frivillig {number:02}" for number in range(ASKED_FOR)]
