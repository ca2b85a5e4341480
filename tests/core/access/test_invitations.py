from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from core.access import invitations, sessions
from core.access.forgotten import ask_new_passphrase
from core.access.permissions import Role
from core.errors import DomainError
from core.settings import settings
from db import audit
from db.access import Invitation
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Account, Engagement, Person
from tests.builders import PASSPHRASE, a_member, a_person, a_scene, a_workplace, an_account, an_actor, an_organisation

NEW = "syv gule ballonner"


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def _mail(monkeypatch):
    monkeypatch.setenv("SMTP_HOST", "mail.example.dk")
    monkeypatch.setenv("SMTP_FROM", "portal@example.dk")
    settings.cache_clear()
    yield
    settings.cache_clear()


def _invite(session, scene, now, actor=None):
    return invitations.invite(
        session=session,
        actor=actor or scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=now,
    )


def _token(made):
    return invitations.link(made, "http://portal.test/").removeprefix("http://portal.test/invitation?t=")


def _accept(session, token, now, login_name="karen", passphrase=PASSPHRASE):
    return invitations.accept(
        session=session, token=token, login_name=login_name, passphrase=passphrase, device="", now=now
    )


def _passphrase_link(session, scene, now, *, actor=None, person=None):
    return invitations.make_passphrase_link(
        session=session,
        actor=actor or scene.as_coordinator,
        person_id=(person or scene.volunteer).id,
        organisation_id=scene.organisation.id,
        reason="har glemt den",
        now=now,
    )


def _engage(session, scene, now, *, person=None, organisation=None):
    session.refresh(scene.engagement)
    with transaction(session):
        session.add(
            Engagement(
                organisation_id=(organisation or scene.organisation).id,
                person_id=(person or scene.volunteer).id,
                programme_version_id=scene.engagement.programme_version_id,
                workplace_id=scene.workplace.id,
                contact_person_id=scene.contact_person.id,
                coordinator_id=scene.coordinator.id,
                created_at=now,
            )
        )


def _is_unusable(session, token, now):
    with pytest.raises(DomainError) as refusal:
        invitations.opened(session=session, token=token, now=now)
    return refusal.value.code == "link_unusable"


def test_the_link_says_who_invites_to_what_and_offers_the_email_as_login_name(session, now, scene):
    opened = invitations.opened(session=session, token=_token(_invite(session, scene, now)), now=now)
    assert (opened.person, opened.inviter, opened.organisation) == ("Karen Møller", "Jonas Holm", "Solbjerg Kommune")
    assert (opened.programme, opened.workplace, opened.purpose) == ("kommunal_frivillig", "Birkehuset", "join")
    assert opened.login_name == "karen@example.dk"


def test_a_couple_with_one_mailbox_gets_two_login_names(session, now, scene):
    _accept(session, _token(_invite(session, scene, now)), now, login_name="karen@example.dk")
    other = a_person(session, now, name="Bent Møller")
    _engage(session, scene, now, person=other)
    made = invitations.invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=other.id,
        organisation_id=scene.organisation.id,
        now=now,
    )
    assert invitations.opened(session=session, token=_token(made), now=now).login_name == "bent.moeller"
    with pytest.raises(DomainError, match="login_name_taken"):
        _accept(session, _token(made), now, login_name="KAREN@example.dk")
    assert _accept(session, _token(made), now, login_name="bent.moeller").person_id == other.id


def test_a_link_works_once_and_logs_in(session, now, scene):
    token = _token(_invite(session, scene, now))
    login = _accept(session, token, now)
    actor = sessions.actor_for(session=session, token=login.token, now=now)
    assert actor
    assert actor.roles() == {Role.VOLUNTEER}
    assert _is_unusable(session, token, now)
    with pytest.raises(DomainError, match="link_unusable"):
        _accept(session, token, now, login_name="en.anden")
    assert session.exec(select(Invitation)).one().token is None
    assert audit.first_break(session, scene.organisation.id) is None


def test_eight_clicks_at_once_make_one_account(portal, session, now, scene, monkeypatch):
    monkeypatch.setattr(invitations, "hash_passphrase", lambda _: "not-a-hash")
    token = _token(_invite(session, scene, now))

    def click(number):
        with portal.session() as own:
            try:
                return _accept(own, token, now, login_name=f"karen{number}").person_id
            except DomainError as error:
                return error.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(click, range(8)))
    assert answers.count(scene.volunteer.id) == 1
    assert answers.count("link_unusable") == 7
    assert len(session.exec(select(Account)).all()) == 1


@pytest.mark.parametrize(
    ("login_name", "passphrase", "code"),
    [
        ("k", PASSPHRASE, "login_name_invalid"),
        ("karen", "kort", "passphrase_short"),
        ("karen", "1" * 12, "passphrase_easy"),
    ],
)
def test_a_refused_choice_leaves_the_link_usable(session, now, scene, login_name, passphrase, code):
    token = _token(_invite(session, scene, now))
    with pytest.raises(DomainError, match=code):
        _accept(session, token, now, login_name, passphrase)
    assert _accept(session, token, now)


def test_expired_withdrawn_replaced_and_invented_links_are_all_refused_alike(session, now, scene):
    first = _invite(session, scene, now)
    first_token = _token(first)
    second = _invite(session, scene, now)
    assert _is_unusable(session, first_token, now)
    assert invitations.open_invitation_of(session, scene.volunteer.id) == second
    assert _is_unusable(session, _token(second), now + timedelta(days=14))
    token = _token(second)
    invitations.withdraw(session=session, actor=scene.as_coordinator, invitation_id=second.id, now=now)
    assert _is_unusable(session, token, now)
    with pytest.raises(DomainError, match="link_unusable"):
        invitations.link(second, "http://portal.test")
    assert invitations.open_invitation_of(session, scene.volunteer.id) is None
    assert _is_unusable(session, "opfundet", now)
    assert _is_unusable(session, "", now)


def test_only_those_who_follow_the_volunteer_may_invite(session, now, scene):
    elsewhere = a_workplace(session, scene.organisation, name="Egehuset")
    stranger = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ib", workplace=elsewhere)
    other = an_organisation(session, now, name="Havby Kommune")
    for actor in (
        scene.as_volunteer,
        an_actor(stranger, scene.organisation, Role.CONTACT_PERSON, elsewhere),
        an_actor(scene.coordinator, other, Role.COORDINATOR),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            _invite(session, scene, now, actor)
    made = _invite(session, scene, now, scene.as_contact_person)
    with pytest.raises(DomainError, match="not_allowed"):
        invitations.withdraw(session=session, actor=scene.as_volunteer, invitation_id=made.id, now=now)


def test_somebody_who_has_an_account_is_not_invited_again_and_somebody_without_gets_no_new_passphrase(
    session, now, scene
):
    with pytest.raises(DomainError, match="no_account"):
        _passphrase_link(session, scene, now)
    an_account(session, scene.volunteer, now)
    with pytest.raises(DomainError, match="has_account"):
        _invite(session, scene, now)


def test_a_new_passphrase_by_link_ends_all_sessions_and_opens_a_locked_login(session, now, scene):
    an_account(session, scene.volunteer, now)
    old = sessions.log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=now).token
    for _ in range(5):
        with pytest.raises(DomainError):
            sessions.log_in(session=session, login_name="karen", passphrase="forkert adgang", device="", now=now)
    token = _token(_passphrase_link(session, scene, now))
    assert invitations.opened(session=session, token=token, now=now).login_name == "karen"
    _accept(session, token, now, login_name="skal ikke bruges", passphrase=NEW)
    assert sessions.actor_for(session=session, token=old, now=now) is None
    assert sessions.log_in(session=session, login_name="karen", passphrase=NEW, device="", now=now)
    assert _is_unusable(session, token, now)


def test_a_coordinator_cannot_take_over_an_administrators_account(session, now, scene):
    admin = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Admin")
    an_account(session, admin, now, login_name="soeren")
    with pytest.raises(DomainError, match="not_allowed"):
        _passphrase_link(session, scene, now, person=admin)
    other_admin = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    assert _passphrase_link(session, scene, now, actor=other_admin, person=admin)


def test_a_coordinator_cannot_take_over_an_account_that_reaches_into_another_organisation(session, now, scene):
    an_account(session, scene.volunteer, now)
    other = an_organisation(session, now, name="Havby Kommune")
    _engage(session, scene, now, organisation=other)
    with pytest.raises(DomainError, match="not_allowed"):
        _passphrase_link(session, scene, now)


def test_without_a_mail_server_nothing_is_posted(session, now, scene):
    settings.cache_clear()
    _invite(session, scene, now)
    assert session.exec(select(OutboxItem)).all() == []


@pytest.mark.usefixtures("_mail")
def test_an_invitation_goes_by_mail_with_ids_only(session, now, scene):
    made = _invite(session, scene, now)
    item = session.exec(select(OutboxItem)).one()
    assert item.params == {
        "message": "invitation",
        "invitation_id": str(made.id),
        "person_id": str(scene.volunteer.id),
    }


@pytest.mark.usefixtures("_mail")
def test_asking_for_a_new_passphrase_mails_those_with_an_address_once_in_ten_minutes(session, now, scene):
    an_account(session, scene.volunteer, now)
    nobody = a_person(session, now, name="Uden Mail", email="")
    an_account(session, nobody, now, login_name="uden")
    for login_name in ("karen", "KAREN@example.dk", "uden", "findes ikke", ""):
        ask_new_passphrase(session=session, login_name=login_name, now=now)
    item = session.exec(select(OutboxItem)).one()
    assert item.params["message"] == "passphrase"
    made = session.get_one(Invitation, UUID(item.params["invitation_id"]))
    assert invitations.open_invitation_of(session, scene.volunteer.id) is None
    token = _token(made)
    assert _is_unusable(session, token, now + timedelta(hours=2))
    assert _accept(session, token, now + timedelta(hours=1), passphrase=NEW)
    ask_new_passphrase(session=session, login_name="karen", now=now + timedelta(minutes=11))
    told = [item.params["message"] for item in session.exec(select(OutboxItem))]
    assert sorted(told) == ["passphrase", "passphrase", "passphrase_chosen"]
    assert session.get_one(Person, scene.volunteer.id).email
