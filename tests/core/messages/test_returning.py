"""An address that mails come back from gets none, and what was to go there stands on Today until it is put right."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import DomainError
from core.messages.mailed import MailedState, mails_to
from core.messages.returning import MailAddress, mail_address, say_returning
from core.messages.sending import Lost
from core.messages.undelivered import lost_mails, send_again, unsent
from core.startup import Portal
from db import outbox
from db.audit import AuditEvent
from db.engine import transaction
from db.people import Person
from tests.builders import a_scene, an_account
from tests.core.documents.stories import a_letter
from tests.core.reminders.stories import days_that_pass

ADDRESS = "karen@example.dk"


@pytest.fixture
def scene(session, now):
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    write(session, made, ADDRESS)
    return made


def write(session, scene, email: str) -> None:
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.email = email
        session.add(person)


def say(session, scene, now, *, returns: bool, actor=None) -> None:
    actor = actor or scene.as_coordinator
    say_returning(session=session, actor=actor, engagement_id=scene.engagement.id, returns=returns, now=now)


def address(session, scene, actor) -> MailAddress:
    return mail_address(session=session, actor=actor, engagement_id=scene.engagement.id)


def test_nothing_is_sent_there_and_it_is_sent_again_once_the_address_is_put_right(portal: Portal, session, now, scene):
    asked = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    with days_that_pass(portal, session) as days:
        say(session, scene, now, returns=True)
        a_letter(session, scene, now)
        days.pass_to(now)
        (lost,) = lost_mails(**asked)
        assert (lost.email, lost.why, unsent(**asked).lost) == (ADDRESS, Lost.RETURNING, 1)
        later = now + timedelta(hours=1)
        send_again(session=session, actor=scene.as_coordinator, mail_id=lost.id, now=later)
        days.pass_to(later)
        assert [each.why for each in lost_mails(**asked)] == [Lost.RETURNING]
        write(session, scene, "karen.m@example.dk")
        assert address(session, scene, scene.as_coordinator) == MailAddress("karen.m@example.dk", False, True)
        send_again(session=session, actor=scene.as_coordinator, mail_id=lost.id, now=later)
        days.pass_to(later + timedelta(minutes=5))
        assert lost_mails(**asked) == []
    told = mails_to(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert [each.state for each in told] == [MailedState.SENT]


def test_it_is_said_and_taken_back_by_whoever_may_change_the_address_and_the_log_says_so(session, now, scene):
    say(session, scene, now, returns=True)
    say(session, scene, now, returns=True)
    assert address(session, scene, scene.as_contact_person) == MailAddress(ADDRESS, True, False)
    say(session, scene, now, returns=False)
    assert not address(session, scene, scene.as_contact_person).returns
    traced = [entry.action for entry in session.exec(select(AuditEvent)) if "mail" in entry.action]
    assert traced == ["person.mail_returns", "person.mail_arrives"]
    for actor in (scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            say(session, scene, now, returns=True, actor=actor)
    with pytest.raises(DomainError, match="not_allowed"):
        address(session, scene, scene.as_volunteer)
    write(session, scene, "")
    with pytest.raises(DomainError, match="not_found"):
        say(session, scene, now, returns=True)


def test_what_is_its_receivers_alone_is_told_without_what_it_was_about(portal: Portal, session, now, scene):
    with days_that_pass(portal, session) as days:
        say(session, scene, now, returns=True)
        for message in ("worry_answered", "passphrase_chosen"):
            with transaction(session):
                outbox.mail(session, message, [scene.volunteer.id], organisation_id=scene.organisation.id, now=now)
        days.pass_to(now)
    found = lost_mails(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    told = [(each.name, each.email, each.subject) for each in found]
    assert told == [(scene.volunteer.name, ADDRESS, "En mail, der kun vedkommer modtageren")] * 2
