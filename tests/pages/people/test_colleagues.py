import re
from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.invitations import invite, open_invitation_of
from core.access.permissions import COLLEAGUES, Role
from core.access.roles import NAMES
from core.i18n import gettext, utc_now
from db import outbox
from db.engine import transaction
from db.people import Membership, Person
from tests.builders import an_account
from tests.pages.as_admin import at_the_file, is_refused, now_stored, press, text, visit, write
from tests.pages.as_colleague import said_in_rows
from tests.pages.drawn import html_of, links_to_copy
from tests.pages.office import Office

PAGE = "people/colleagues.py"


def roles_of(session: Session, person: Person) -> list[str]:
    rows = now_stored(session).exec(select(Membership).where(Membership.person_id == person.id)).all()
    return sorted(row.role for row in rows if row.ended_at is None)


def opened(session: Session, office: Office, person: Person, reader: Person | None = None):
    """The page with what can be done about `person` open."""
    app = visit(session, reader or office.admin, PAGE)
    return app.button(key=f"open-colleague-{person.id}").click().run()


def inviting(session: Session, office: Office):
    """The page with its form for one more colleague open."""
    return visit(session, office.admin, PAGE).button(key="invite").click().run()


def test_everybody_is_listed_with_their_roles(session: Session, office: Office) -> None:
    lines = [each.value for each in visit(session, office.admin, PAGE).markdown]
    for expected in ("Jonas Holm", "Lise Bach", "Søren Friis", "Ida Krag"):
        assert any(expected in line for line in lines)
    assert any("Lise Bach" in line and "Kontaktperson" in line and "Birkehuset" in line for line in lines)


def test_a_colleague_is_invited_and_the_link_is_there_to_copy(session: Session, office: Office) -> None:
    app = inviting(session, office)
    write(app, "Navn", "Bo Lind")
    write(app, "Mail", "bo@solbjerg.example.dk")
    app.radio[0].set_value(Role.CONTACT_PERSON)
    app = app.run()
    app.selectbox[0].set_value(office.scene.workplace.id)
    app = press(app.run(), "Inviter kollegaen")
    person = now_stored(session).exec(select(Person).where(Person.name == "Bo Lind")).one()
    assert roles_of(session, person) == [Role.CONTACT_PERSON]
    invitation = open_invitation_of(now_stored(session), person.id)
    assert invitation is not None
    assert links_to_copy(app) == [f"http://portal.test/invitation?t={invitation.token}"]


def test_who_may_work_here_already_is_told_and_is_given_the_role_or_another_is_invited(session, office) -> None:
    people = len(session.exec(select(Person)).all())
    app = inviting(session, office)
    write(app, "Navn", "Bach, Lise")
    app.radio[0].set_value(Role.SUPERVISOR)
    app = press(app.run(), "Inviter kollegaen")
    assert "Samme navn" in said_in_rows(app)
    assert len(now_stored(session).exec(select(Person)).all()) == people
    app = press(app, "Giv Lise rollen")
    lise = now_stored(session).exec(select(Person).where(Person.name == "Lise Bach")).one()
    assert set(roles_of(session, lise)) == {Role.CONTACT_PERSON, Role.SUPERVISOR}
    app = inviting(session, office)
    write(app, "Navn", "Lise Bach")
    app.radio[0].set_value(Role.SUPERVISOR)
    app = press(press(app.run(), "Inviter kollegaen"), "Det er en anden: inviter")
    assert len(now_stored(session).exec(select(Person)).all()) == people + 1


@pytest.mark.parametrize("missing", ["name", "role", "workplace"])
def test_what_is_missing_is_asked_for_and_nobody_is_added(session: Session, office: Office, missing: str) -> None:
    before = len(session.exec(select(Person)).all())
    app = inviting(session, office)
    if missing != "name":
        write(app, "Navn", "Bo Lind")
    if missing != "role":
        app.radio[0].set_value(Role.COORDINATOR if missing == "name" else Role.CONTACT_PERSON)
    app = press(app.run(), "Inviter kollegaen")
    assert html_of(app).count('<p class="hs-error"') == 1
    assert len(session.exec(select(Person)).all()) == before


def test_all_that_is_to_be_put_right_is_said_at_once(session: Session, office: Office) -> None:
    app = inviting(session, office)
    write(app, "Mail", "ikke en adresse")
    app = press(app.run(), "Inviter kollegaen")
    fields = re.findall(r'href="#(wrong-colleague-0-[a-z]+)"', html_of(app))
    assert fields == [f"wrong-colleague-0-{name}" for name in ("name", "email", "role")]
    assert re.findall(r'<p class="hs-error" id="([^"]+)"', html_of(app)) == fields


def test_a_role_is_given_and_taken_away(session: Session, office: Office) -> None:
    app = opened(session, office, office.auditor)
    app.radio(key=f"give-{office.auditor.id}-1-role").set_value(Role.COORDINATOR)
    app.run().button(key=f"give-{office.auditor.id}").click().run()
    assert roles_of(session, office.auditor) == [Role.AUDITOR, Role.COORDINATOR]
    held = session.exec(
        select(Membership).where(Membership.person_id == office.auditor.id, Membership.role == Role.AUDITOR)
    ).one()
    app = opened(session, office, office.auditor).button(key=f"take-{held.id}").click().run()
    assert "En kollega stopper" in text(app)
    assert roles_of(session, office.auditor) == [Role.AUDITOR, Role.COORDINATOR]
    asked = {"id": str(office.auditor.id), "role": str(held.id)}
    press(visit(session, office.admin, "people/leaving.py", **asked), "Ja, giv det videre")
    assert roles_of(session, office.auditor) == [Role.COORDINATOR]


def test_every_role_can_be_given_with_a_word_on_what_it_does(session: Session, office: Office) -> None:
    offered = inviting(session, office).radio[0]
    assert offered.options == [gettext(NAMES[role]) for role in COLLEAGUES]
    captions = offered.proto.captions
    assert len(captions) == len(offered.options)
    assert all(captions)


def test_a_supervisor_is_made_on_the_screen_and_finds_their_supervisions(session: Session, office: Office) -> None:
    app = opened(session, office, office.auditor)
    app.radio(key=f"give-{office.auditor.id}-1-role").set_value(Role.SUPERVISOR)
    app.run().button(key=f"give-{office.auditor.id}").click().run()
    assert roles_of(session, office.auditor) == [Role.AUDITOR, Role.SUPERVISOR]
    assert not visit(session, office.auditor, "supervision/my_supervisions.py").error


def test_the_last_administrator_keeps_the_role(session: Session, office: Office) -> None:
    app = press(visit(session, office.admin, "people/leaving.py", id=str(office.admin.id)), "Ja, giv det videre")
    assert len(app.error) == 1
    assert roles_of(session, office.admin) == [Role.ADMIN]


def test_a_coordinator_cannot_make_administrators_nor_copy_their_links(
    session: Session, office: Office, now: datetime
) -> None:
    made = invite(
        session=session,
        actor=office.as_admin,
        person_id=office.admin.id,
        organisation_id=office.scene.organisation.id,
        now=now,
    )
    app = opened(session, office, office.admin, reader=office.scene.coordinator)
    assert all(Role.ADMIN.value not in str(radio.options) for radio in app.radio)
    assert "Administrator" not in [option for radio in app.radio for option in radio.options]
    assert str(made.token) not in text(app)
    assert len(app.error) == 1


def test_a_link_is_made_again_and_taken_back(session: Session, office: Office) -> None:
    person = office.auditor
    app = opened(session, office, person)
    app = app.button(key=f"link-{person.id}").click().run()
    first = open_invitation_of(now_stored(session), person.id)
    assert first is not None
    app = app.button(key=f"link-{person.id}").click().run()
    second = open_invitation_of(now_stored(session), person.id)
    assert second is not None
    assert second.id != first.id
    app.button(key=f"withdraw-{person.id}").click().run()
    assert open_invitation_of(now_stored(session), person.id) is None


def test_somebody_who_can_log_in_gets_a_link_to_a_new_passphrase(
    session: Session, office: Office, now: datetime
) -> None:
    an_account(session, office.auditor, now, login_name="ida")
    app = opened(session, office, office.auditor)
    app = press(app, "Lav linket")
    assert "Den, det er til, læser det" in html_of(app)
    write(app, "Hvorfor laver du linket?", "Ida har glemt den")
    app = press(app, "Lav linket")
    made = open_invitation_of(now_stored(session), office.auditor.id)
    assert made is not None
    assert made.purpose == "passphrase"
    assert links_to_copy(app) == [f"http://portal.test/invitation?t={made.token}"]


def test_a_volunteer_is_refused(session: Session, office: Office) -> None:
    app = at_the_file(session, office.scene.volunteer, PAGE)
    assert is_refused(app)
    assert not app.text_input


def test_an_administrator_reads_which_mails_went_to_a_colleague_once_they_ask(session: Session, office: Office) -> None:
    scene = office.scene
    with transaction(session):
        for message in ("took_over", "worry_told"):
            outbox.mail(
                session,
                message,
                [scene.coordinator.id],
                organisation_id=scene.organisation.id,
                now=utc_now(),
            )
    app = opened(session, office, scene.coordinator)
    assert "Du har overtaget noget fra en kollega" not in said_in_rows(app)
    app = app.button(key=f"mails-of-{scene.coordinator.id}").click().run()
    said = said_in_rows(app)
    assert "Du har overtaget noget fra en kollega" in said
    assert "Nogen har fortalt dig noget" not in said
