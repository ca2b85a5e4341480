"""Guidelines read, acknowledged, published, and asked again when they change in substance (L7, E1, E3)."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.guidelines.editing import publish, text_to_edit, texts_to_edit, who_has_acknowledged
from core.guidelines.reading import Shelf
from core.guidelines.rules import AcknowledgementState
from core.guidelines.service import acknowledge, acknowledge_for, read_before, texts_for, what_to_read
from core.guidelines.text import WORKPLACE, GuidelineDraft
from core.startup import Portal
from db.audit import AuditEvent
from db.engine import transaction
from db.guidelines import Acknowledgement
from tests.builders import a_member, a_person, a_scene, a_workplace, an_account, an_actor, an_organisation
from tests.core.guidelines.samples import publish_guidelines, shelf_of, written

LATER = timedelta(days=400)


def test_a_volunteer_reads_the_workplace_first_and_then_the_principles_of_the_programme(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    found = what_to_read(session=session, actor=scene.as_volunteer)
    assert [(each.reading.shelf.kind, each.place) for each in found] == [
        (WORKPLACE, "Birkehuset"),
        ("principles_municipal", "Solbjerg Kommune"),
    ]


def test_peers_in_the_health_service_read_the_regional_principles(session: Session, now) -> None:
    scene = a_scene(session, now, programme="peer_stoette")
    found = what_to_read(session=session, actor=scene.as_volunteer)
    assert [each.reading.shelf.kind for each in found] == ["principles_regional"]


def test_reading_is_recorded_once_with_its_date_and_version(session: Session, now) -> None:
    scene = a_scene(session, now)
    version = publish_guidelines(session, scene, now)
    first = acknowledge(session=session, actor=scene.as_volunteer, version_id=version.id, now=now)
    again = acknowledge(session=session, actor=scene.as_volunteer, version_id=version.id, now=now + LATER)
    assert (again.id, again.given_at) == (first.id, now)
    traced = [entry.action for entry in session.exec(select(AuditEvent)) if entry.action.startswith("guideline")]
    assert traced == ["guideline.published", "guideline.acknowledged"]


def test_two_clicks_at_once_are_one(portal: Portal, session: Session, now) -> None:
    scene = a_scene(session, now)
    version_id = publish_guidelines(session, scene, now).id
    actor, failed = scene.as_volunteer, []

    def click() -> None:
        with portal.session() as own:
            try:
                acknowledge(session=own, actor=actor, version_id=version_id, now=now)
            except Exception as error:
                failed.append(error)

    clicks = [Thread(target=click) for _each in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    session.rollback()
    assert (failed, len(session.exec(select(Acknowledgement)).all())) == ([], 1)


def test_only_a_change_in_substance_is_asked_again_and_what_is_new_is_told(session: Session, now) -> None:
    scene = a_scene(session, now)
    first = publish_guidelines(session, scene, now)
    acknowledge(session=session, actor=scene.as_volunteer, version_id=first.id, now=now)
    publish_guidelines(session, scene, now, intro={"da": "Godt, du er her.", "en": "Good."}, substance=False)
    assert _own(session, scene).reading.standing is AcknowledgementState.HOLDS
    third = publish_guidelines(session, scene, now, intro={"da": "Ring først.", "en": "Call first."})
    found = _own(session, scene)
    assert found.reading.standing is AcknowledgementState.MOVED_ON
    assert found.before is not None
    assert (found.before.intro["da"], found.text.intro["da"]) == ("Godt, at du er her.", "Ring først.")
    with pytest.raises(DomainError, match="guideline_newer"):
        acknowledge(session=session, actor=scene.as_volunteer, version_id=first.id, now=now)
    acknowledge(session=session, actor=scene.as_volunteer, version_id=third.id, now=now + LATER)
    assert _own(session, scene).reading.standing is AcknowledgementState.HOLDS
    assert [each.number for each in read_before(session=session, actor=scene.as_volunteer)] == [3, 1]


def test_the_first_version_has_substance_whatever_is_said(session: Session, now) -> None:
    assert publish_guidelines(session, a_scene(session, now), now, substance=False).substance


def test_an_organisations_own_principles_replace_those_of_the_portal_for_its_people_only(session: Session, now) -> None:
    scene = a_scene(session, now)
    came = what_to_read(session=session, actor=scene.as_volunteer)[0]
    acknowledge(session=session, actor=scene.as_volunteer, version_id=came.reading.newest.id, now=now)
    shelf = Shelf(scene.organisation.id, "principles_municipal")
    own = publish(
        session=session,
        actor=scene.as_coordinator,
        shelf=shelf,
        written=written(),
        substance=True,
        expected_number=0,
        now=now + LATER,
    )
    found = what_to_read(session=session, actor=scene.as_volunteer)
    assert [(each.reading.newest.id, each.reading.standing) for each in found] == [
        (own.id, AcknowledgementState.MOVED_ON)
    ]
    elsewhere = an_organisation(session, now, name="Vestby Kommune")
    editor = an_actor(a_member(session, elsewhere, now), elsewhere, Role.COORDINATOR)
    theirs = text_to_edit(session=session, actor=editor, shelf=Shelf(elsewhere.id, "principles_municipal"))
    assert not any(version.own for version in theirs.versions)


def test_two_editors_notice_each_other(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        _publish(session, scene.as_coordinator, scene, now, expected=0, title={"da": "Andet", "en": "Other"})
    with pytest.raises(DomainError, match="guideline_unchanged"):
        _publish(session, scene.as_coordinator, scene, now, expected=1)


def test_a_moved_volunteer_reads_the_new_places_guidelines_and_keeps_the_old(session: Session, now) -> None:
    scene = a_scene(session, now)
    version = publish_guidelines(session, scene, now)
    acknowledge(session=session, actor=scene.as_volunteer, version_id=version.id, now=now)
    with transaction(session):
        scene.engagement.workplace_id = a_workplace(session, scene.organisation, name="Lindely").id
        session.add(scene.engagement)
    assert WORKPLACE not in {
        each.reading.shelf.kind for each in what_to_read(session=session, actor=scene.as_volunteer)
    }
    kept = read_before(session=session, actor=scene.as_volunteer)
    assert [(each.version_id, each.place) for each in kept] == [(version.id, "Birkehuset")]
    with pytest.raises(DomainError, match="not_found"):
        acknowledge(session=session, actor=scene.as_volunteer, version_id=version.id, now=now)


def test_who_has_not_confirmed_comes_first(session: Session, now) -> None:
    scene = a_scene(session, now)
    version = publish_guidelines(session, scene, now)
    found = who_has_acknowledged(session=session, actor=scene.as_contact_person, shelf=shelf_of(scene))
    assert [(reader.name, reader.standing, reader.number) for reader in found] == [
        ("Karen Møller", AcknowledgementState.UNREAD, None)
    ]
    acknowledge(session=session, actor=scene.as_volunteer, version_id=version.id, now=now)
    for shelf in (shelf_of(scene), Shelf(scene.organisation.id, "principles_municipal")):
        found = who_has_acknowledged(session=session, actor=scene.as_coordinator, shelf=shelf)
        assert len(found) == 1
    none = Shelf(scene.organisation.id, "principles_regional")
    assert who_has_acknowledged(session=session, actor=scene.as_coordinator, shelf=none) == []


def test_a_contact_person_writes_for_the_own_workplace_only(session: Session, now) -> None:
    scene = a_scene(session, now)
    other = a_workplace(session, scene.organisation, name="Lindely")
    listed = texts_to_edit(session=session, actor=scene.as_contact_person, organisation_id=scene.organisation.id)
    assert [each.place for each in listed] == ["Birkehuset"]
    everything = texts_to_edit(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert [each.place for each in everything] == ["", "", "Birkehuset", "Lindely"]
    for shelf in (
        Shelf(scene.organisation.id, WORKPLACE, other.id),
        Shelf(scene.organisation.id, "principles_municipal"),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            publish(
                session=session,
                actor=scene.as_contact_person,
                shelf=shelf,
                written=written(),
                substance=True,
                expected_number=0,
                now=now,
            )


def test_a_text_stands_where_it_belongs(session: Session, now) -> None:
    scene = a_scene(session, now)
    elsewhere = an_organisation(session, now, name="Vestby Kommune")
    theirs = a_workplace(session, elsewhere, name="Vestgården")
    for shelf, code in (
        (Shelf(scene.organisation.id, WORKPLACE), "choice_invalid"),
        (Shelf(scene.organisation.id, "principles_municipal", scene.workplace.id), "choice_invalid"),
        (Shelf(scene.organisation.id, WORKPLACE, theirs.id), "workplace_unknown"),
    ):
        with pytest.raises(DomainError, match=code):
            text_to_edit(session=session, actor=scene.as_coordinator, shelf=shelf)


def test_a_stranger_sees_neither_texts_nor_readers(session: Session, now) -> None:
    scene = a_scene(session, now)
    stranger = an_actor(a_person(session, now, name="Bo Lund"), scene.organisation)
    with pytest.raises(DomainError, match="not_allowed"):
        texts_for(session=session, actor=stranger, engagement_id=scene.engagement.id)
    with pytest.raises(DomainError, match="not_allowed"):
        who_has_acknowledged(session=session, actor=stranger, shelf=shelf_of(scene))
    assert what_to_read(session=session, actor=stranger) == []
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        assert texts_for(session=session, actor=actor, engagement_id=scene.engagement.id)


def test_a_colleague_writes_down_what_somebody_without_an_account_has_read(session: Session, now) -> None:
    scene = a_scene(session, now)
    version = publish_guidelines(session, scene, now)
    given = _read_for(session, scene, scene.as_contact_person, version.id, now)
    assert (given.person_id, given.recorded_by_id) == (scene.volunteer.id, scene.contact_person.id)
    assert _own(session, scene).reading.standing is AcknowledgementState.HOLDS
    assert "guideline.recorded" in {entry.action for entry in session.exec(select(AuditEvent))}


def test_whoever_can_log_in_confirms_it_alone(session: Session, now) -> None:
    scene = a_scene(session, now)
    version = publish_guidelines(session, scene, now)
    an_account(session, scene.volunteer, now)
    with pytest.raises(DomainError, match="guideline_own"):
        _read_for(session, scene, scene.as_coordinator, version.id, now)
    with pytest.raises(DomainError, match="not_allowed"):
        _read_for(session, scene, scene.as_volunteer, version.id, now)


def _read_for(session: Session, scene, actor, version_id, now) -> Acknowledgement:
    return acknowledge_for(
        session=session, actor=actor, engagement_id=scene.engagement.id, version_id=version_id, now=now
    )


def _own(session: Session, scene):
    found = texts_for(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id)
    return next(each for each in found if each.reading.shelf.kind == WORKPLACE)


def _publish(session: Session, actor, scene, now, *, expected: int, **changed):
    words: GuidelineDraft = written(**changed)
    return publish(
        session=session,
        actor=actor,
        shelf=shelf_of(scene),
        written=words,
        substance=True,
        expected_number=expected,
        now=now,
    )
