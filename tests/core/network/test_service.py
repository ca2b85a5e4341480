"""The volunteers' own network: read by its members alone, and by nobody who works there, however they ask."""

import pytest
from sqlmodel import Session, select

from core.access.permissions import COLLEAGUES, Role
from core.approvals.ending import end_engagement
from core.errors import DomainError
from core.i18n import local_day
from core.network.service import (
    WELCOME,
    NetworkDetails,
    join_network,
    leave_network,
    network_members,
    own_networks,
)
from db.audit import AuditEvent
from db.engine import transaction
from db.network import NetworkMember
from db.people import Engagement, Membership
from tests.builders import Scene, a_person, a_scene, an_actor

WORDS = "Jeg læser højt om mandagen."


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def another(session: Session, scene: Scene, now, name: str = "Bent Ågesen"):
    """One more volunteer of the same organisation."""
    person = a_person(session, now, name=name)
    with transaction(session):
        own = scene.engagement
        session.add(
            Engagement(
                organisation_id=own.organisation_id,
                person_id=person.id,
                programme_version_id=own.programme_version_id,
                workplace_id=own.workplace_id,
                contact_person_id=own.contact_person_id,
                coordinator_id=own.coordinator_id,
                created_at=now,
            )
        )
    return an_actor(person, scene.organisation)


def join(session: Session, scene: Scene, actor, now, shares: str = WORDS, reach: str = "20 30 40 50") -> None:
    join_network(
        session=session,
        actor=actor,
        organisation_id=scene.organisation.id,
        details=NetworkDetails(shares, reach),
        now=now,
    )


def members(session: Session, scene: Scene, actor, page: int = 1):
    return network_members(session=session, actor=actor, organisation_id=scene.organisation.id, page=page)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def test_members_see_each_other_and_who_has_not_joined_sees_nobody(session, scene, now):
    bent = another(session, scene, now)
    join(session, scene, scene.as_volunteer, now)
    assert refused(lambda: members(session, scene, bent)) == "not_allowed"
    join(session, scene, bent, now, shares="")
    (karen,) = members(session, scene, bent).rows
    assert (karen.name, karen.shares, karen.reach) == ("Karen Møller", WORDS, "20 30 40 50")
    join(session, scene, scene.as_volunteer, now, shares="Noget andet")
    assert [row.shares for row in members(session, scene, bent).rows] == ["Noget andet"]
    leave = {"session": session, "organisation_id": scene.organisation.id, "now": now}
    leave_network(**leave, actor=scene.as_volunteer)
    leave_network(**leave, actor=scene.as_volunteer)
    assert members(session, scene, bent).total == 0
    assert refused(lambda: members(session, scene, scene.as_volunteer)) == "not_allowed"


def test_no_role_reads_it_and_who_works_there_stays_outside_as_a_volunteer_too(session, scene, now):
    join(session, scene, scene.as_volunteer, now)
    for role in COLLEAGUES:
        actor = an_actor(scene.coordinator, scene.organisation, role)
        assert refused(lambda by=actor: members(session, scene, by)) == "not_allowed"
        assert refused(lambda by=actor: join(session, scene, by, now)) == "not_allowed"
    bent = another(session, scene, now)
    join(session, scene, bent, now)
    assert members(session, scene, scene.as_volunteer).total == 1
    for given in (Role.COORDINATOR, *WELCOME):
        with transaction(session):
            held = Membership(
                organisation_id=scene.organisation.id, person_id=bent.person_id, role=given, created_at=now
            )
            session.add(held)
        if given in WELCOME:
            assert members(session, scene, bent).total == 1
        else:
            # Who comes to work there later is neither seen nor sees, and can still leave.
            assert refused(lambda: members(session, scene, bent)) == "network_colleague"
            assert members(session, scene, scene.as_volunteer).total == 0
            assert [each.outside for each in own_networks(session=session, actor=bent)] == [True]
        with transaction(session):
            held.ended_at = now
            session.add(held)
    leave_network(session=session, actor=bent, organisation_id=scene.organisation.id, now=now)


def test_another_organisation_and_who_has_stopped_have_no_part_in_it(session, scene, now):
    elsewhere = a_scene(session, now)
    join(session, scene, scene.as_volunteer, now)
    join(session, elsewhere, elsewhere.as_volunteer, now)
    assert refused(lambda: members(session, scene, elsewhere.as_volunteer)) == "not_allowed"
    assert members(session, elsewhere, elsewhere.as_volunteer).total == 0
    end_engagement(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        ended_on=local_day(now),
        reason=None,
        now=now,
    )
    left = session.exec(select(NetworkMember.organisation_id)).all()
    assert left == [elsewhere.organisation.id]


def test_the_log_names_nobody_and_the_words_are_encrypted(session, scene, now):
    join(session, scene, scene.as_volunteer, now, shares="Hemmeligt", reach="88 88 88 88")
    join(session, scene, scene.as_volunteer, now, shares="Hemmeligt", reach="88 88 88 88")
    stored = session.connection().exec_driver_sql("SELECT shares, reach FROM network_member").all()
    assert all(said not in bytes(each) for row in stored for each in row for said in (b"Hemmeligt", b"88 88 88"))
    leave_network(session=session, actor=scene.as_volunteer, organisation_id=scene.organisation.id, now=now)
    events = session.exec(select(AuditEvent).where(AuditEvent.subject_kind == "network")).all()
    assert [(each.action, each.actor_id, each.fields) for each in events] == [
        ("network.joined", None, []),
        ("network.changed", None, []),
        ("network.left", None, []),
    ]


def test_a_way_to_be_reached_is_needed_and_a_cpr_number_is_not(session, scene, now):
    with pytest.raises(DomainError) as wrong:
        join(session, scene, scene.as_volunteer, now, shares="010190-1234", reach=" ")
    assert {field: error.code for field, error in wrong.value.by_field.items()} == {  # type: ignore[attr-defined]
        "shares": "cpr_not_wanted",
        "reach": "words_missing",
    }


def test_a_long_list_is_read_a_page_at_a_time(session, scene, now, count_queries):
    join(session, scene, scene.as_volunteer, now)
    for number in range(27):
        join(session, scene, another(session, scene, now, name=f"Nr. {number:02}"), now)
    actor, organisation_id = scene.as_volunteer, scene.organisation.id
    with count_queries() as counted:
        page = network_members(session=session, actor=actor, organisation_id=organisation_id, page=9)
    assert (page.total, page.page, [row.name for row in page.rows]) == (27, 2, ["Nr. 25", "Nr. 26"])
    assert counted.total == 4
