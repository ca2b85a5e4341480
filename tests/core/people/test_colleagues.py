"""Colleagues: roles given and taken, and never the last administrator."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.people import colleagues
from db.people import Membership
from tests.builders import a_member, a_scene, an_actor


def give(session: Session, scene, actor, role: Role, now: datetime, workplace_id=None, person=None) -> Membership:
    return colleagues.give_role(
        session=session,
        actor=actor,
        organisation_id=scene.organisation.id,
        person_id=(person or scene.coordinator).id,
        role=role,
        workplace_id=workplace_id,
        now=now,
    )


def test_a_coordinator_invites_a_contact_person_but_makes_no_administrator(session: Session, now: datetime):
    scene = a_scene(session, now)
    person = colleagues.add_colleague(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        colleague=colleagues.NewColleague(
            name="Bo Lund",
            email="bo@solbjerg.example.dk",
            role=Role.CONTACT_PERSON,
            workplace_id=scene.workplace.id,
        ),
        now=now,
    )
    assert person.id in who(session, scene)
    with pytest.raises(DomainError, match="not_allowed"):
        give(session, scene, scene.as_coordinator, Role.ADMIN, now)


def who(session: Session, scene):
    return colleagues.contact_people(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)


def test_a_contact_person_needs_a_workplace(session: Session, now: datetime):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="workplace_unknown"):
        give(session, scene, scene.as_coordinator, Role.CONTACT_PERSON, now)


def test_a_role_given_twice_is_held_once(session: Session, now: datetime):
    scene = a_scene(session, now)
    admin = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    assert give(session, scene, admin, Role.AUDITOR, now).id == give(session, scene, admin, Role.AUDITOR, now).id


def test_nobody_is_made_a_volunteer_by_a_role(session: Session, now: datetime):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="role_unknown"):
        give(session, scene, scene.as_coordinator, Role.VOLUNTEER, now)


def test_the_last_administrator_keeps_the_role(session: Session, now: datetime):
    scene = a_scene(session, now)
    first = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Ada Friis")
    admin = an_actor(first, scene.organisation, Role.ADMIN)
    only = session.exec(select(Membership).where(Membership.person_id == first.id)).one()
    with pytest.raises(DomainError, match="last_admin"):
        colleagues.end_membership(session=session, actor=admin, membership_id=only.id, now=now)
    give(session, scene, admin, Role.ADMIN, now)
    colleagues.end_membership(session=session, actor=admin, membership_id=only.id, now=now)
    assert session.get_one(Membership, only.id).ended_at == now


def test_colleagues_are_listed_by_name_with_all_their_roles(session: Session, now: datetime):
    scene = a_scene(session, now)
    admin = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    give(session, scene, admin, Role.AUDITOR, now)
    rows = colleagues.colleagues(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert [(row.person.name, {m.role for m in row.memberships}) for row in rows] == [
        ("Jonas Holm", {Role.COORDINATOR, Role.AUDITOR}),
        ("Lise Bach", {Role.CONTACT_PERSON}),
    ]
