"""The page behind a link, for somebody who has a login already."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import invitations
from core.access.permissions import Role
from core.i18n import utc_now
from db.people import Account, Engagement, Membership, Person
from tests.architecture import ROOT
from tests.builders import PASSPHRASE, a_member, a_person, a_scene, an_account, an_organisation, look_again
from tests.pages.as_colleague import visit
from tests.pages.as_volunteer import text


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def anna(session, now):
    person = a_person(session, now, name="Anna Bo", email="anna@example.dk")
    an_account(session, person, now, login_name="anna")
    return person


def _at_the_link(session, scene, person_id=None) -> AppTest:
    made = invitations.invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=person_id or scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=utc_now(),
    )
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["t"] = made.token
    app.run()
    app.switch_page(str(ROOT / "pages/access/invitation.py")).run()
    app.query_params["t"] = made.token
    return next(each for each in app.button if each.key == "own-login").click().run()


def _log_in(app: AppTest, passphrase: str) -> AppTest:
    next(each for each in app.text_input if each.key == "own_login_name").set_value("anna")
    next(each for each in app.text_input if each.key == "own_passphrase").set_value(passphrase)
    return next(each for each in app.button if each.label == "Log ind og kom med").click().run()


def test_whoever_has_a_login_joins_with_it(session, scene, anna) -> None:
    anna_id, engagement_id, added_id = anna.id, scene.engagement.id, scene.volunteer.id
    app = _log_in(_at_the_link(session, scene), PASSPHRASE)
    assert not app.exception
    assert app.session_state["username"]
    look_again(session)
    assert session.get_one(Engagement, engagement_id).person_id == anna_id
    assert session.get(Person, added_id) is None


def test_a_wrong_passphrase_is_said_and_the_link_still_works(session, scene, anna) -> None:
    app = _log_in(_at_the_link(session, scene), "forkert og forkert")
    assert "passer ikke sammen" in app.error[0].value
    app = _log_in(app, PASSPHRASE)
    assert not app.error
    assert app.session_state["username"]


def test_the_page_does_not_tell_whether_an_address_is_known(session, scene, anna) -> None:
    scene.volunteer.email = "anna@example.dk"
    session.add(scene.volunteer)
    session.commit()
    assert "Anna" not in text(_at_the_link(session, scene))


def test_one_can_go_back_and_choose_a_login_of_ones_own(session, scene) -> None:
    app = _at_the_link(session, scene)
    app = next(each for each in app.button if each.key == "no-login").click().run()
    assert "Vælg, hvordan du logger ind" in text(app)
    assert session.exec(select(Account)).all() == []


def test_the_way_in_with_a_login_one_has_stands_above_the_fields_for_a_new_one(session, scene) -> None:
    app = next(each for each in _at_the_link(session, scene).button if each.key == "no-login").click().run()
    keys = [each.key for each in app.button]
    assert keys.index("own-login") < next(at for at, each in enumerate(app.button) if each.label == "Fortsæt")


def test_whoever_is_in_under_that_name_is_asked_to_come_in_with_that_login(session, scene) -> None:
    scene.volunteer.name = scene.coordinator.name
    session.add(scene.volunteer)
    session.commit()
    made = invitations.invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=utc_now(),
    )
    app = visit(session, scene.coordinator, "access/invitation", t=str(made.token))
    assert "Kom ind med det login, du har" in text(app)
    assert not app.warning
    # Two may have one name.
    app = next(each for each in app.button if each.key == "no-login").click().run()
    assert "bliver du i stedet logget ind" in app.warning[0].value
    assert "Vælg, hvordan du logger ind" in text(app)


def test_a_colleague_reads_what_they_are_to_be_before_they_join(session, scene) -> None:
    new = a_member(session, scene.organisation, utc_now(), role=Role.PSYCHOLOGIST, name="Ruth Winther")
    made = invitations.invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=new.id,
        organisation_id=scene.organisation.id,
        now=utc_now(),
    )
    said = text(visit(session, scene.coordinator, "access/invitation", t=str(made.token)))
    assert "**Psykolog.** Taler med teamlederen hver måned" in said


def test_who_works_elsewhere_already_comes_to_the_organisation_they_joined(session, scene, anna, now) -> None:
    elsewhere = an_organisation(session, now, name="Nabo Kommune")
    session.add(Membership(person_id=anna.id, organisation_id=elsewhere.id, role=Role.COORDINATOR, created_at=now))
    new = a_member(session, scene.organisation, utc_now(), role=Role.COORDINATOR, name="Anna Bo")
    session.commit()
    app = _at_the_link(session, scene, new.id)
    app = _log_in(app, PASSPHRASE)
    assert not app.exception
    look_again(session)
    assert session.exec(select(Account).where(Account.login_name == "anna")).one().works_in_id == scene.organisation.id
