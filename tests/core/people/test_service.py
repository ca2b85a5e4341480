"""Volunteers: added, found, and their contact details kept once."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.people import service
from core.people.service import NewVolunteer
from db.audit import AuditEvent
from db.people import Engagement, Person
from tests.builders import Scene, a_member, a_scene, a_workplace, an_actor


def add(session: Session, scene: Scene, now: datetime, **changes):
    return service.add_volunteer(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        volunteer=replace(
            NewVolunteer(
                name="Inge Dahl",
                email="karen@example.dk",
                phone="20304050",
                language="da",
                programme="kommunal_frivillig",
                workplace_id=scene.workplace.id,
                contact_person_id=scene.contact_person.id,
                coordinator_id=scene.coordinator.id,
            ),
            **changes,
        ),
        now=now,
    )


def test_a_couple_may_share_a_mailbox(session: Session, now: datetime):
    scene = a_scene(session, now)
    add(session, scene, now)
    emails = [session.get_one(Person, row.person_id).email for row in listed(session, scene)]
    assert emails == ["karen@example.dk", "karen@example.dk"]


def listed(session: Session, scene: Scene, search: str = "", actor=None):
    return service.volunteers(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        search=search,
    )


def test_a_danish_number_needs_no_country(session: Session, now: datetime):
    scene = a_scene(session, now)
    engagement = add(session, scene, now)
    assert session.get_one(Person, engagement.person_id).phone == "+45 20 30 40 50"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"email": "karen@"}, "email_invalid"),
        ({"phone": "12"}, "phone_invalid"),
        ({"programme": "findes_ikke"}, "programme_unknown"),
        ({"language": "tlh"}, "choice_invalid"),
        ({"name": "Inge 010190-1234"}, "cpr_not_wanted"),
    ],
)
def test_bad_input_gets_its_own_sentence_and_adds_nobody(session: Session, now: datetime, change, code):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match=code):
        add(session, scene, now, **change)
    assert len(listed(session, scene)) == 1


def test_a_workplace_of_another_organisation_is_refused(session: Session, now: datetime):
    scene, other = a_scene(session, now), a_scene(session, now)
    with pytest.raises(DomainError, match="workplace_unknown"):
        add(session, scene, now, workplace_id=other.workplace.id)
    with pytest.raises(DomainError, match="contact_person_unknown"):
        add(session, scene, now, contact_person_id=other.contact_person.id)


def test_search_finds_names_as_typed(session: Session, now: datetime):
    scene = a_scene(session, now, volunteer="Ærø Ågesen")
    add(session, scene, now)
    assert [row.name for row in listed(session, scene, "åges")] == ["Ærø Ågesen"]
    assert len(listed(session, scene, "  ")) == 2


def test_a_contact_person_sees_own_workplace_and_own_volunteers_only(session: Session, now: datetime):
    scene = a_scene(session, now)
    elsewhere = a_workplace(session, scene.organisation, name="Ellehuset")
    other = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Bo Lund", workplace=elsewhere)
    add(session, scene, now, workplace_id=elsewhere.id, contact_person_id=other.id)
    assert [row.name for row in listed(session, scene, actor=scene.as_contact_person)] == ["Karen Møller"]
    theirs = an_actor(other, scene.organisation, Role.CONTACT_PERSON, elsewhere)
    assert [row.name for row in listed(session, scene, actor=theirs)] == ["Inge Dahl"]
    with pytest.raises(DomainError, match="not_allowed"):
        service.volunteer(session=session, actor=theirs, engagement_id=scene.engagement.id)


def test_a_volunteer_sees_no_list_and_nobody_from_elsewhere_sees_this_one(session: Session, now: datetime):
    scene, other = a_scene(session, now), a_scene(session, now)
    for actor in (scene.as_volunteer, other.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            listed(session, scene, actor=actor)
    with pytest.raises(DomainError, match="not_allowed"):
        service.volunteer(session=session, actor=other.as_coordinator, engagement_id=scene.engagement.id)


def test_each_detail_is_saved_alone_and_the_version_rises_only_with_a_change(session: Session, now: datetime):
    scene = a_scene(session, now)

    def save(version: int, **changes: str) -> Person:
        return service.save_own_details(
            session=session, actor=scene.as_volunteer, changes=changes, expected_version=version, now=now
        )

    assert save(1, phone="40 50 60 70").version == 2
    assert save(2, phone="+45 40506070").version == 2
    with pytest.raises(DomainError, match="changed_meanwhile"):
        save(1, address="Et andet sted")
    person = session.get_one(Person, scene.volunteer.id)
    assert (person.phone, person.address) == ("+45 40 50 60 70", "Engvej 7\n4999 Solbjerg")


def test_the_trace_of_a_detail_names_the_field_and_not_its_value(session: Session, now: datetime):
    scene = a_scene(session, now)
    service.save_own_details(
        session=session,
        actor=scene.as_volunteer,
        changes={"next_of_kin_name": "Ditte Krog"},
        expected_version=1,
        now=now,
    )
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "person.changed")).one()
    assert (event.fields, event.actor_id) == (["next_of_kin_name"], scene.volunteer.id)
    assert "Ditte" not in event.model_dump_json()


def test_a_coordinator_keeps_details_for_somebody_on_paper(session: Session, now: datetime):
    scene = a_scene(session, now, full=False)
    service.save_volunteer(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        changes={"address": "Engvej 8"},
        expected_version=1,
        now=now,
    )
    assert session.get_one(Person, scene.volunteer.id).address == "Engvej 8"
    with pytest.raises(DomainError, match="not_allowed"):
        service.save_volunteer(
            session=session,
            actor=scene.as_contact_person,
            engagement_id=scene.engagement.id,
            changes={"address": "Engvej 9"},
            expected_version=2,
            now=now,
        )


def test_a_volunteer_moves_to_another_workplace(session: Session, now: datetime):
    scene = a_scene(session, now)
    place = a_workplace(session, scene.organisation, name="Ellehuset")

    def move(expected_version: int) -> None:
        service.change_engagement(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            details=service.EngagementDetails(
                workplace_id=place.id, contact_person_id=scene.coordinator.id, begins_on=None
            ),
            expected_version=expected_version,
            now=now,
        )

    move(1)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        move(1)
    moved = session.get_one(Engagement, scene.engagement.id)
    assert (moved.workplace_id, moved.contact_person_id) == (place.id, scene.coordinator.id)


def test_a_list_of_volunteers_takes_the_same_queries_however_long_it_is(session: Session, now: datetime, count_queries):
    scene = a_scene(session, now)
    actor, organisation_id = scene.as_coordinator, scene.organisation.id

    def queries() -> int:
        with count_queries() as counted:
            service.volunteers(session=session, actor=actor, organisation_id=organisation_id)
        return counted.total

    few = queries()
    for number in range(8):
        add(session, scene, now, name=f"Frivillig {number}a")
    assert few == queries() <= 3
