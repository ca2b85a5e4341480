"""How one volunteer gets in, for those who may see it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from core.access.invitations import invite
from core.access.permissions import Role
from core.errors import DomainError
from core.register.documents import kinds_to_make, programme_names
from core.register.joining import way_in
from core.register.rules import Joining
from tests.builders import a_member, a_scene, a_workplace, an_account, an_actor

DAY = timedelta(days=1)


def look(session: Session, actor, engagement, now: datetime):
    return way_in(session=session, actor=actor, engagement_id=engagement.id, base_url="http://portal.test", now=now)


def test_an_open_link_is_shown_until_it_expires(session: Session, now: datetime):
    scene = a_scene(session, now)
    assert look(session, scene.as_coordinator, scene.engagement, now).state is Joining.NOT_INVITED
    made = invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=now,
    )
    open_way = look(session, scene.as_contact_person, scene.engagement, now + DAY)
    assert open_way.link == f"http://portal.test/invitation?t={made.token}"
    assert (open_way.state, open_way.for_passphrase) == (Joining.INVITED, False)
    expired = look(session, scene.as_coordinator, scene.engagement, now + 60 * DAY)
    assert (expired.state, expired.link) == (Joining.EXPIRED, "")


def test_who_has_joined_needs_no_link(session: Session, now: datetime):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    assert look(session, scene.as_coordinator, scene.engagement, now).state is Joining.JOINED


def test_others_see_neither_link_nor_documents_to_make(session: Session, now: datetime):
    scene = a_scene(session, now)
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    stranger = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ida Berg", workplace=library)
    for role in (Role.CONTACT_PERSON, Role.VOLUNTEER, Role.ADMIN):
        actor = an_actor(stranger, scene.organisation, role, library)
        with pytest.raises(DomainError, match="not_allowed"):
            look(session, actor, scene.engagement, now)
        assert kinds_to_make(session=session, actor=actor, engagement_id=scene.engagement.id) == ()


def test_the_kinds_to_make_and_their_programmes_are_those_published(session: Session, now: datetime):
    scene = a_scene(session, now)
    kinds = kinds_to_make(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id)
    assert kinds == ("welcome_letter", "confidentiality_declaration", "task_description")
    names = programme_names(session=session, actor=scene.as_coordinator, language="en")
    assert names["kommunal_frivillig"] == "Municipal volunteer"
    with pytest.raises(DomainError, match="not_allowed"):
        programme_names(session=session, actor=scene.as_volunteer, language="en")
