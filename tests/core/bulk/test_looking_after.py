"""Many volunteers looked after at once: each whole or not at all, and what was refused is told."""

from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.bulk.looking_after import change_contact_person_each, invite_each
from core.errors import DomainError
from db.access import Invitation
from db.people import Engagement
from tests.builders import Scene, a_scene
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def test_all_get_the_new_contact_person_but_who_was_changed_meanwhile(session, scene, now):
    bo = another(session, scene, now, name="Bo Dahl")
    versions = {scene.engagement.id: 1, bo.engagement.id: 7}
    outcomes = list(
        change_contact_person_each(
            session=session,
            actor=scene.as_coordinator,
            versions=versions,
            contact_person_id=scene.coordinator.id,
            now=now,
        )
    )
    assert [(each.name, each.refused) for each in outcomes] == [
        ("Karen Møller", None),
        ("Bo Dahl", "changed_meanwhile"),
    ]
    assert session.get_one(Engagement, scene.engagement.id).contact_person_id == scene.coordinator.id
    assert session.get_one(Engagement, bo.engagement.id).contact_person_id == scene.contact_person.id


def test_stopping_halfway_leaves_whole_ones(session, scene, now):
    bo = another(session, scene, now, name="Bo Dahl")
    coming = change_contact_person_each(
        session=session,
        actor=scene.as_coordinator,
        versions={scene.engagement.id: 1, bo.engagement.id: 1},
        contact_person_id=scene.coordinator.id,
        now=now,
    )
    next(coming)
    del coming
    changed = session.exec(select(Engagement.id).where(Engagement.contact_person_id == scene.coordinator.id)).all()
    assert changed == [scene.engagement.id]


def test_links_are_made_for_those_who_have_not_joined(session, scene, now):
    outcomes = list(
        invite_each(
            session=session,
            actor=scene.as_coordinator,
            engagement_ids=[scene.engagement.id, uuid4()],
            now=now,
        )
    )
    assert [each.refused for each in outcomes] == [None, "not_found"]
    assert session.exec(select(Invitation.person_id)).all() == [scene.volunteer.id]


def test_whoever_may_add_nobody_changes_nobody(session, scene, now):
    with pytest.raises(DomainError, match="not_allowed"):
        list(invite_each(session=session, actor=scene.as_contact_person, engagement_ids=[scene.engagement.id], now=now))


def test_no_name_of_another_organisation_is_told(session, scene, now):
    elsewhere = a_scene(session, now)
    (outcome,) = change_contact_person_each(
        session=session,
        actor=scene.as_coordinator,
        versions={elsewhere.engagement.id: 1},
        contact_person_id=scene.coordinator.id,
        now=now,
    )
    assert (outcome.name, outcome.refused) == ("", "not_allowed")
