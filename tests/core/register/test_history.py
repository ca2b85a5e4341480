"""What happened about one volunteer, from the organisation's log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from core.approvals.pauses import PauseDetails, begin_pause
from core.approvals.rules import PauseReason
from core.documents.drafting.service import draft, share
from core.errors import DomainError
from core.i18n import local_day
from core.people.service import save_volunteer
from core.register.history import history_of
from core.talks.service import write_note
from tests.builders import Scene, a_scene
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def happened(session, scene, actor=None, count=50):
    return history_of(
        session=session, actor=actor or scene.as_coordinator, engagement_id=scene.engagement.id, count=count
    )


def test_everything_about_a_volunteer_is_told_newest_first_with_who_and_when(session, scene, now):
    as_coordinator = scene.as_coordinator
    document = draft(
        session=session,
        actor=as_coordinator,
        engagement_id=scene.engagement.id,
        kind="welcome_letter",
        signing_language="da",
        now=now,
    )
    share(session=session, actor=as_coordinator, document_id=document.id, now=now)
    begin_pause(
        session=session,
        actor=as_coordinator,
        engagement_id=scene.engagement.id,
        details=PauseDetails(reason=PauseReason.LEAVE, begins_on=local_day(now)),
        now=now,
    )
    save_volunteer(
        session=session,
        actor=as_coordinator,
        engagement_id=scene.engagement.id,
        changes={"phone": "22 33 44 55"},
        expected_version=1,
        now=now + timedelta(hours=1),
    )
    found = happened(session, scene)
    assert [each.action for each in found] == [
        "person.changed",
        "pause.begun",
        "document.shared",
        "document.drafted",
    ]
    assert {each.actor_name for each in found} == {scene.coordinator.name}
    assert (found[0].fields, found[0].at) == (("phone",), now + timedelta(hours=1))
    assert [each.action for each in happened(session, scene, count=1)] == ["person.changed"]


def test_what_is_about_others_is_not_in_it(session, scene, now):
    bo = another(session, scene, now, name="Bo Dahl")
    write_note(session=session, actor=scene.as_coordinator, engagement_id=bo.engagement.id, words="Ringer", now=now)
    assert happened(session, scene) == []
    found = history_of(session=session, actor=scene.as_coordinator, engagement_id=bo.engagement.id, count=5)
    assert [each.action for each in found] == ["note.written"]


def test_only_who_changes_what_ties_a_volunteer_here_reads_it(session, scene):
    for actor in (scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            happened(session, scene, actor)
    with pytest.raises(DomainError, match="not_found"):
        history_of(session=session, actor=scene.as_coordinator, engagement_id=uuid4(), count=5)
