"""Volunteers to get started: who has joined, which documents nobody began, and for whom the list is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from core.access.invitations import invite, withdraw
from core.access.permissions import Role
from core.approvals.goodbye import say_goodbye, take_goodbye_back
from core.documents.drafting.service import withdraw as withdraw_document
from core.errors import DomainError
from core.i18n import local_day
from core.journey.doing import Do
from core.people.filter import EngagementFilter
from core.register.rules import Joining
from core.register.volunteers import VolunteerRow, newcomers
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, a_workplace, an_account, an_actor
from tests.core.documents.stories import a_draft, a_letter
from tests.core.register.test_documents import another

DAY = timedelta(days=1)


def listed(session: Session, scene: Scene, now: datetime, actor=None, **asked) -> list[VolunteerRow]:
    """Everybody the list shows, whoever waits longest first; as many as it says there are."""
    asked |= {"session": session, "actor": actor or scene.as_coordinator, "organisation_id": scene.organisation.id}
    rows, count = newcomers(**asked, most=100, now=now)
    assert (count, newcomers(**asked, most=1, now=now)) == (len(rows), (rows[:1], count))
    assert [row.since for row in rows] == sorted(row.since for row in rows)
    assert all(row.next is not Do.OPEN for row in rows)
    return rows


def send_link(session: Session, scene: Scene, now: datetime):
    return invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=now,
    )


def test_a_new_volunteer_needs_the_documents_of_the_programme_first(session: Session, now: datetime):
    scene = a_scene(session, now)
    (row,) = listed(session, scene, now)
    assert row.undrafted == ("welcome_letter", "confidentiality_declaration")
    assert (row.joining, row.next) == (Joining.NOT_INVITED, Do.MAKE)
    a_draft(session, scene, now)
    assert listed(session, scene, now)[0].undrafted == ("confidentiality_declaration",)


def test_a_document_taken_back_is_missing_again(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    withdraw_document(session=session, actor=scene.as_coordinator, document_id=letter.id, now=now)
    assert "welcome_letter" in listed(session, scene, now)[0].undrafted


def test_how_far_the_invitation_is(session: Session, now: datetime):
    scene = a_scene(session, now)
    first = send_link(session, scene, now)
    (row,) = listed(session, scene, now + 2 * DAY)
    assert (row.joining, row.days) == (Joining.INVITED, 2)
    assert listed(session, scene, now + 30 * DAY)[0].joining is Joining.EXPIRED
    withdraw(session=session, actor=scene.as_coordinator, invitation_id=first.id, now=now)
    assert listed(session, scene, now)[0].joining is Joining.NOT_INVITED
    an_account(session, scene.volunteer, now)
    assert listed(session, scene, now)[0].joining is Joining.JOINED


def test_with_all_documents_begun_an_expired_link_is_the_next_thing(session: Session, now: datetime):
    scene = a_scene(session, now)
    for kind in ("welcome_letter", "confidentiality_declaration"):
        a_draft(session, scene, now, kind=kind)
    send_link(session, scene, now)
    assert listed(session, scene, now) == []
    assert listed(session, scene, now + 30 * DAY)[0].next is Do.INVITE


def test_who_has_joined_and_every_document_is_no_newcomer(session: Session, now: datetime):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    for kind in ("welcome_letter", "confidentiality_declaration"):
        assert len(listed(session, scene, now)) == 1
        a_draft(session, scene, now, kind=kind)
    assert listed(session, scene, now) == []


def test_whoever_waits_longest_stands_first(session: Session, now: datetime):
    scene = a_scene(session, now, volunteer="Åse Lind")
    another(session, scene, now + DAY, name="Bo Dahl")
    assert [row.name for row in listed(session, scene, now + DAY)] == ["Åse Lind", "Bo Dahl"]


def test_those_who_have_ended_are_not_listed(session: Session, now: datetime):
    scene = a_scene(session, now)
    with transaction(session):
        scene.engagement.ended_at = now
        session.add(scene.engagement)
    assert listed(session, scene, now) == []


def test_who_is_leaving_is_no_newcomer_whatever_was_never_written_to_them(session: Session, now: datetime):
    scene = a_scene(session, now)
    of = scene.engagement.id
    whose: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "engagement_id": of, "now": now}
    say_goodbye(**whose, last_day=local_day(now))
    assert listed(session, scene, now) == []
    take_goodbye_back(**whose)
    assert len(listed(session, scene, now)) == 1


def test_contact_persons_see_their_own_and_others_nobody(session: Session, now: datetime):
    scene = a_scene(session, now)
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    stranger = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ida Berg", workplace=library)
    as_stranger = an_actor(stranger, scene.organisation, Role.CONTACT_PERSON, library)
    assert len(listed(session, scene, now, actor=scene.as_contact_person)) == 1
    assert listed(session, scene, now, actor=as_stranger) == []
    for role in (Role.VOLUNTEER, Role.ADMIN, Role.SUPERVISOR):
        with pytest.raises(DomainError, match="not_allowed"):
            listed(session, scene, now, actor=an_actor(stranger, scene.organisation, role, scene.workplace))


def test_the_reader_chooses_what_to_see(session: Session, now: datetime):
    scene = a_scene(session, now)
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    own = EngagementFilter(workplace_id=scene.workplace.id, programme="kommunal_frivillig")
    assert len(listed(session, scene, now, filtered_by=own)) == 1
    assert listed(session, scene, now, filtered_by=EngagementFilter(workplace_id=library.id)) == []
    assert listed(session, scene, now, filtered_by=EngagementFilter(programme="laer_at_tackle")) == []
    assert listed(session, scene, now, filtered_by=EngagementFilter(contact_person_id=scene.coordinator.id)) == []
