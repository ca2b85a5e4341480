from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.documents.drafting.renewing import renew
from core.documents.drafting.service import share
from core.documents.reading import read
from core.documents.sealing.service import seal_pending
from core.errors import DomainError
from core.i18n import local_day
from core.templates.anew import how_many_anew, who_would_need_anew
from db.documents import DocumentVersion
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, an_actor
from tests.core.documents.stories import a_draft, a_sealed_letter, sign, version_id
from tests.core.templates.making import KIND, SHIPPED, an_admin, published


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    return an_admin(session, scene, now)


def found(session: Session, scene: Scene, now: datetime, actor: Actor | None = None):
    return who_would_need_anew(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        kind=KIND,
        today=local_day(now),
    )


def counted(session: Session, scene: Scene, admin: Actor, now: datetime) -> dict[str, int]:
    return how_many_anew(session=session, actor=admin, organisation_id=scene.organisation.id, today=local_day(now))


def test_who_signed_a_former_version_is_found_from_the_day_the_new_one_is_in_force(session, scene, admin, now):
    a_sealed_letter(session, scene, now)
    assert found(session, scene, now) == []
    assert counted(session, scene, admin, now) == {}
    published(session, scene, admin, now, days=5)
    assert found(session, scene, now) == []
    (former,) = found(session, scene, now + timedelta(days=5))
    assert (former.name, former.workplace, former.number, former.email) == ("Karen Møller", "Birkehuset", SHIPPED, True)
    assert former.successor_id is None
    assert counted(session, scene, admin, now + timedelta(days=5)) == {KIND: 1}


def test_what_is_not_sealed_is_not_asked_anew(session: Session, scene: Scene, admin: Actor, now) -> None:
    a_draft(session, scene, now)
    published(session, scene, admin, now)
    assert found(session, scene, now) == []


def test_asking_anew_is_seen_and_done_when_everyone_has_signed(session: Session, scene: Scene, admin: Actor, now):
    sealed = a_sealed_letter(session, scene, now)
    former_id = session.get_one(DocumentVersion, sealed.version_id).document_id
    published(session, scene, admin, now)
    document = renew(session=session, actor=scene.as_coordinator, document_id=former_id, now=now)
    share(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert [former.successor_id for former in found(session, scene, now)] == [document.id]
    sign(session, scene.as_volunteer, document.id, now)
    sign(session, scene.as_contact_person, document.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, document.id), now=now)
    assert found(session, scene, now) == []
    old, new = (
        read(session=session, actor=scene.as_volunteer, document_id=id_).text for id_ in (former_id, document.id)
    )
    assert "pynter op" not in old.canonical()
    assert "pynter op" in new.canonical()


def test_who_has_stopped_is_not_asked(session: Session, scene: Scene, admin: Actor, now) -> None:
    a_sealed_letter(session, scene, now)
    published(session, scene, admin, now)
    with transaction(session):
        scene.engagement.ended_at = now
        session.add(scene.engagement)
    assert found(session, scene, now) == []


def test_who_has_no_mail_is_told_apart(session: Session, scene: Scene, admin: Actor, now) -> None:
    a_sealed_letter(session, scene, now)
    published(session, scene, admin, now)
    with transaction(session):
        scene.volunteer.email = ""
        session.add(scene.volunteer)
    assert [former.email for former in found(session, scene, now)] == [False]


def test_a_contact_person_sees_their_own_alone(session: Session, scene: Scene, admin: Actor, now) -> None:
    a_sealed_letter(session, scene, now)
    published(session, scene, admin, now)
    assert len(found(session, scene, now, scene.as_contact_person)) == 1
    other = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Bo Lind")
    assert found(session, scene, now, an_actor(other, scene.organisation, Role.CONTACT_PERSON)) == []


def test_names_are_for_those_who_make_documents_and_numbers_for_the_administrator(session, scene, admin, now):
    for actor in (admin, scene.as_volunteer):
        with pytest.raises(DomainError) as refusal:
            found(session, scene, now, actor)
        assert refusal.value.code == "not_allowed"
    with pytest.raises(DomainError) as refusal:
        counted(session, scene, scene.as_coordinator, now)
    assert refusal.value.code == "not_allowed"


def test_it_asks_the_database_as_often_however_many_there_are(session, scene, admin, now, count_queries) -> None:
    a_sealed_letter(session, scene, now)
    published(session, scene, admin, now)
    found(session, scene, now)
    with count_queries() as asked:
        found(session, scene, now)
    assert asked.total == 2
