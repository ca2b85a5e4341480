"""An operator makes organisations, and reaches nobody in them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlmodel import Session, col, select

from core.access.invitations import accept, invite, link_of, make_passphrase_link, opened
from core.access.joining import join_with_login
from core.access.permissions import Actor, Grant, Role
from core.access.sessions import actor_for
from core.errors import DomainError
from core.organisations.operating import (
    Newcomer,
    OrganisationRow,
    add_from_command_line,
    add_operator,
    add_organisation,
    end_operator,
    operators,
    organisations_there,
)
from core.organisations.service import OrganisationDetails, save_organisation, state
from core.settings import settings
from core.startup import Portal
from db.audit import PORTAL, AuditEvent, first_break
from db.outbox import OutboxItem
from db.people import Membership, Person, PortalOperator
from tests.builders import PASSPHRASE, a_member, a_scene, an_account, an_actor, an_operator

MAKES: tuple[Callable[..., Any], ...] = (invite, partial(make_passphrase_link, reason="har glemt den"))
ADMINISTRATOR = Newcomer(name="Bo Lind", email="bo@nyborg.example.dk", language="en")


def made(session: Session, actor: Actor, now: datetime, name: str = "Nyborg Kommune") -> OrganisationRow:
    return add_organisation(session=session, actor=actor, name=name, administrator=ADMINISTRATOR, now=now)


def join(session: Session, token: str | None, now: datetime) -> Actor | None:
    login = accept(session=session, token=token or "", login_name="bo.lind", passphrase=PASSPHRASE, device="", now=now)
    return actor_for(session=session, token=login.token, now=now)


def test_its_first_administrator_joins_by_the_link_and_is_its_coordinator_too(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_FROM", "portal@example.dk")
    settings.cache_clear()
    a_scene(session, now)
    _person, operator = an_operator(session, now)
    row = made(session, operator, now)
    assert row.waits_for is not None
    invitation = link_of(session=session, actor=operator, person_id=row.waits_for, organisation_id=row.id)
    assert invitation is not None
    told = opened(session=session, token=invitation.token or "", now=now)
    assert (told.person, told.language, told.organisation, told.inviter) == (
        "Bo Lind",
        "en",
        "Nyborg Kommune",
        "Ulla Kragh",
    )
    mail = session.exec(select(OutboxItem).where(OutboxItem.organisation_id == row.id)).one()
    assert mail.params["message"] == "colleague_invitation"
    actor = join(session, invitation.token, now)
    assert actor is not None
    assert set(actor.grants) == {Grant(row.id, Role.COORDINATOR), Grant(row.id, Role.ADMIN)}
    settings.cache_clear()


def test_the_log_of_an_organisation_begins_with_its_making(session: Session, now: datetime) -> None:
    person, operator = an_operator(session, now)
    a_scene(session, now)
    row = made(session, operator, now)
    events = session.exec(
        select(AuditEvent).where(AuditEvent.organisation_id == row.id).order_by(col(AuditEvent.sequence))
    ).all()
    assert (events[0].sequence, events[0].action, events[0].actor_id) == (1, "organisation.made", person.id)
    assert [event.action for event in events] == ["organisation.made", "invitation.join"]
    assert first_break(session, row.id) is None


@pytest.mark.parametrize("name", ["Solbjerg Kommune", "  solbjerg   KOMMUNE "])
def test_an_organisation_can_be_named_only_once(session: Session, now: datetime, name: str) -> None:
    a_scene(session, now)
    _person, operator = an_operator(session, now)
    with pytest.raises(DomainError, match="organisation_exists"):
        made(session, operator, now, name)
    assert session.exec(select(Person.id).where(Person.name == "Bo Lind")).all() == []


def test_an_organisation_cannot_take_the_name_of_another_later(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    _person, operator = an_operator(session, now)
    row = made(session, operator, now)
    assert row.waits_for is not None
    administrator = an_actor(session.get_one(Person, row.waits_for), scene.organisation, Role.ADMIN)
    theirs = Actor(administrator.person_id, administrator.account_id, "", "da", (Grant(row.id, Role.ADMIN),))
    for name, refused in (("Solbjerg kommune", True), ("Nyborg Kommune", False), ("Nyborg kommune", False)):
        asked: dict[str, Any] = {
            "session": session,
            "actor": theirs,
            "organisation_id": row.id,
            "details": OrganisationDetails(name=name),
            "expected_version": 1,
            "now": now,
        }
        if refused:
            with pytest.raises(DomainError, match="organisation_exists"):
                save_organisation(**asked)
        else:
            assert save_organisation(**asked).name == name


def test_of_two_who_make_one_of_the_same_name_at_once_one_is_refused(
    portal: Portal, session: Session, now: datetime
) -> None:
    a_scene(session, now)
    _person, operator = an_operator(session, now)
    session.rollback()
    found: list[str] = []

    def make() -> None:
        with portal.session() as own:
            try:
                found.append(made(own, operator, now).name)
            except DomainError as error:
                found.append(error.code)

    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["Nyborg Kommune", "organisation_exists"]


def test_whoever_is_no_operator_makes_none_and_lists_none(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    admin = an_actor(a_member(session, scene.organisation, now, role=Role.ADMIN), scene.organisation, Role.ADMIN)
    for actor in (admin, scene.as_coordinator, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            made(session, actor, now)
        with pytest.raises(DomainError, match="not_allowed"):
            organisations_there(session=session, actor=actor)


def test_an_operator_reads_names_and_days_alone(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.coordinator, now)
    _person, operator = an_operator(session, now)
    later = now + timedelta(hours=1)
    row = made(session, operator, later)
    assert organisations_there(session=session, actor=operator) == [
        row,
        OrganisationRow(scene.organisation.id, "Solbjerg Kommune", now, None),
    ]


def test_a_link_is_made_anew_until_somebody_has_joined_and_never_afterwards(session: Session, now: datetime) -> None:
    a_scene(session, now)
    _person, operator = an_operator(session, now)
    row = made(session, operator, now)
    assert row.waits_for is not None
    asked: dict[str, Any] = {
        "session": session,
        "actor": operator,
        "person_id": row.waits_for,
        "organisation_id": row.id,
    }
    first = link_of(**asked)
    second = invite(**asked, now=now)
    assert first is not None
    with pytest.raises(DomainError, match="link_unusable"):
        opened(session=session, token=first.token or "", now=now)
    join(session, second.token, now)
    assert organisations_there(session=session, actor=operator)[0].waits_for is None
    for service in MAKES:
        with pytest.raises(DomainError, match="not_allowed"):
            service(**asked, now=now)
    with pytest.raises(DomainError, match="not_allowed"):
        link_of(**asked)


def test_an_operator_makes_no_link_for_anybody_else(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    _person, operator = an_operator(session, now)
    for person in (scene.volunteer, scene.contact_person, scene.coordinator):
        for service in MAKES:
            with pytest.raises(DomainError, match="not_allowed"):
                service(
                    session=session,
                    actor=operator,
                    person_id=person.id,
                    organisation_id=scene.organisation.id,
                    now=now,
                )


def test_a_coordinator_makes_no_passphrase_link_for_a_colleague_who_is_an_operator(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.contact_person, now)
    asked: dict[str, Any] = {
        "session": session,
        "actor": scene.as_coordinator,
        "person_id": scene.contact_person.id,
        "organisation_id": scene.organisation.id,
        "now": now,
    }
    assert make_passphrase_link(**asked, reason="har glemt den").token
    session.add(PortalOperator(person_id=scene.contact_person.id, created_at=now))
    session.commit()
    with pytest.raises(DomainError, match="not_allowed"):
        make_passphrase_link(**asked, reason="har glemt den")


def test_the_command_line_makes_the_first_operator_of_an_empty_portal(session: Session, now: datetime) -> None:
    invitation = add_operator(session=session, newcomer=Newcomer(name="Ulla Kragh"), now=now)
    assert state(session) == "real"
    told = opened(session=session, token=invitation.token or "", now=now)
    assert (told.person, told.organisation, told.inviter) == ("Ulla Kragh", "", "")
    actor = join(session, invitation.token, now)
    assert actor is not None
    assert actor.grants == (Grant(PORTAL, Role.OPERATOR),)
    assert made(session, actor, now).name == "Nyborg Kommune"
    (listed,) = operators(session=session)
    assert (listed.name, listed.joined) == ("Ulla Kragh", True)
    end_operator(session=session, operator_id=listed.id, now=now)
    assert operators(session=session) == []
    with pytest.raises(DomainError, match="not_found"):
        end_operator(session=session, operator_id=listed.id, now=now)
    log = select(AuditEvent.action).where(AuditEvent.organisation_id == PORTAL).order_by(col(AuditEvent.sequence))
    began, *done = session.exec(log)
    assert began == "evidence.begun"
    assert done == ["operator.added", "invitation.join", "account.made", "operator.ended"]


def test_the_link_of_somebody_who_is_to_be_no_operator_ends(session: Session, now: datetime) -> None:
    invitation = add_operator(session=session, newcomer=Newcomer(name="Ulla Kragh"), now=now)
    token = invitation.token or ""
    end_operator(session=session, operator_id=operators(session=session)[0].id, now=now)
    with pytest.raises(DomainError, match="link_unusable"):
        opened(session=session, token=token, now=now)


def test_the_command_line_makes_an_organisation_and_gives_the_link(session: Session, now: datetime) -> None:
    invitation = add_from_command_line(session=session, name="Nyborg Kommune", administrator=ADMINISTRATOR, now=now)
    assert state(session) == "real"
    told = opened(session=session, token=invitation.token or "", now=now)
    assert (told.organisation, told.inviter) == ("Nyborg Kommune", "")
    _person, operator = an_operator(session, now)
    (row,) = organisations_there(session=session, actor=operator)
    assert row.waits_for == invitation.person_id
    assert link_of(session=session, actor=operator, person_id=row.waits_for, organisation_id=row.id) == invitation


def test_a_colleague_can_become_an_operator_with_the_login_they_have(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.coordinator, now, login_name="jonas")
    for _ in range(2):
        invitation = add_operator(session=session, newcomer=Newcomer(name="Jonas Holm"), now=now)
        login = join_with_login(
            session=session,
            token=invitation.token or "",
            login_name="jonas",
            passphrase=PASSPHRASE,
            device="",
            now=now,
        )
        actor = actor_for(session=session, token=login.token, now=now)
        assert actor is not None
        assert actor.grants == (Grant(scene.organisation.id, Role.COORDINATOR), Grant(PORTAL, Role.OPERATOR))
    assert len(session.exec(select(PortalOperator)).all()) == 1
    assert session.exec(select(Membership.role).where(Membership.person_id == scene.coordinator.id)).all() == [
        "coordinator"
    ]
