"""What can wait when an organisation begins follows from the facts, and can be put away."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.sealing.keys import sealing_key
from core.documents.template.model import shipped
from core.errors import DomainError
from core.organisations.beginning import (
    CanWait,
    anybody_yet,
    new_roles,
    put_list_away,
    put_welcome_away,
    what_can_wait,
)
from core.organisations.service import OrganisationDetails, claim, make_organisation, setup_code
from core.settings import settings
from db.documents import TemplateVersion
from db.engine import transaction
from db.organisations import Deployment, Organisation
from db.people import Membership, Person
from tests.builders import a_member, a_scene, an_actor


def new_here(session: Session, person: Person) -> Person:
    """`person`, who has put no welcome away."""
    with transaction(session):
        for held in session.exec(select(Membership).where(Membership.person_id == person.id)):
            held.welcomed_at = None
            session.add(held)
    return person


@pytest.fixture
def begun(session: Session, now: datetime) -> tuple[Organisation, Actor]:
    """An organisation of which no more is known than its name and its administrator."""
    with transaction(session):
        claim(session, code=setup_code(session), demonstration=False, now=now)
        made = make_organisation(session, OrganisationDetails(name="Nyby Kommune"), now=now)
    return made, an_actor(new_here(session, a_member(session, made, now, role=Role.ADMIN)), made, Role.ADMIN)


def left(session: Session, begun: tuple[Organisation, Actor]) -> tuple[CanWait, ...]:
    return what_can_wait(session=session, actor=begun[1], organisation_id=begun[0].id)


def test_everything_can_wait_and_goes_away_one_by_one_as_it_is_done(
    session: Session, now: datetime, begun: tuple[Organisation, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation, _admin = begun
    assert left(session, begun) == tuple(CanWait)
    with transaction(session):
        organisation.address, organisation.phone, organisation.email = "Torvet 1", "+45 70 10 20 30", "a@b.example.dk"
        session.add(organisation)
    assert CanWait.DETAILS not in left(session, begun)
    with transaction(session):
        organisation.logo = b"a picture"
        session.add(organisation)
    assert CanWait.LOGO not in left(session, begun)
    a_member(session, organisation, now)
    assert CanWait.COLLEAGUES not in left(session, begun)
    with transaction(session):
        template = shipped()["welcome_letter"]
        session.add(
            TemplateVersion(
                organisation_id=organisation.id,
                kind=template.kind,
                number=1,
                content="{}",
                fingerprint="-",
                published_at=now,
            )
        )
    assert left(session, begun) == (CanWait.SEAL, CanWait.BACKUP, CanWait.MAIL)
    with transaction(session):
        key = sealing_key(session, organisation.id)
        key.own_pki = True
        session.add(key)
    assert left(session, begun) == (CanWait.BACKUP, CanWait.MAIL)
    with transaction(session):
        session.get_one(Deployment, 1).backed_up_at = now
    assert left(session, begun) == (CanWait.MAIL,)
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_FROM", "portal@solbjerg.example.dk")
    settings.cache_clear()
    assert left(session, begun) == ()
    settings.cache_clear()


def test_who_puts_the_list_away_sees_it_no_more_and_a_colleague_still_does(
    session: Session, now: datetime, begun: tuple[Organisation, Actor]
) -> None:
    organisation, admin = begun
    colleague = new_here(session, a_member(session, organisation, now, role=Role.ADMIN, name="Ea Krag"))
    other = an_actor(colleague, organisation, Role.ADMIN)
    put_list_away(session=session, actor=admin, organisation_id=organisation.id, now=now)
    assert left(session, begun) == ()
    assert left(session, (organisation, other)) != ()


def test_who_does_not_administer_is_not_told_what_can_wait(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="not_allowed"):
        what_can_wait(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    with pytest.raises(DomainError, match="not_allowed"):
        put_list_away(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now)


def test_whether_anybody_volunteers_there_yet(
    session: Session, now: datetime, begun: tuple[Organisation, Actor]
) -> None:
    organisation, _admin = begun
    coordinator = an_actor(a_member(session, organisation, now), organisation, Role.COORDINATOR)
    assert not anybody_yet(session=session, actor=coordinator, organisation_id=organisation.id)
    scene = a_scene(session, now)
    assert anybody_yet(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)


def test_who_is_new_in_a_role_is_welcomed_to_it_once_and_the_list_stays(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    organisation_id, actor = scene.organisation.id, scene.as_coordinator

    def new() -> set[Role]:
        return set(new_roles(session=session, actor=actor, organisation_id=organisation_id))

    assert new() == set()
    new_here(session, scene.coordinator)
    with transaction(session):
        session.add(
            Membership(organisation_id=organisation_id, person_id=scene.coordinator.id, role=Role.ADMIN, created_at=now)
        )
    assert new() == {Role.COORDINATOR, Role.ADMIN}
    put_welcome_away(session=session, actor=actor, organisation_id=organisation_id, now=now)
    assert new() == {Role.ADMIN}
