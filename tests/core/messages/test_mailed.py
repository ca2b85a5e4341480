"""What was sent to somebody and when stands on their page, and what is between them and another does not."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from core.messages.mailed import MailedState, mails_to
from core.startup import Portal
from db import outbox
from db.engine import transaction
from db.organisations import Deployment
from tests.builders import a_scene, an_account, an_organisation
from tests.core.documents.stories import a_letter, sign
from tests.core.reminders.stories import days_that_pass


@pytest.fixture
def scene(session, now):
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    return made


def told(session, scene):
    found = mails_to(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id)
    return [(each.about, each.at, each.state) for each in found]


def test_what_went_waits_and_was_settled_before_it_went_is_told_with_its_moment(portal: Portal, session, now, scene):
    shared, reminder = ("Der er noget til dig at læse fra Solbjerg Kommune",), ("Et dokument venter på dig",)
    with days_that_pass(portal, session) as days:
        letter = a_letter(session, scene, now)
        assert told(session, scene) == [(shared, now, MailedState.WAITS)]
        days.pass_to(now)
        later = now + timedelta(days=5)
        days.pass_to(later)
        assert told(session, scene) == [(reminder, later, MailedState.SENT), (shared, now, MailedState.SENT)]
        from core.reminders.sending import remind_all

        remind_all(session, now + timedelta(days=12))
        sign(session, scene.as_volunteer, letter.id, now + timedelta(days=12))
        days.pass_to(now + timedelta(days=12))
        assert told(session, scene)[0] == (reminder, now + timedelta(days=12), MailedState.NOT_SENT)


def test_what_a_volunteer_tells_is_wrong_and_another_organisations_mails_are_not_told(session, now, scene):
    elsewhere = an_organisation(session, now, name="Nyborg Kommune")
    with transaction(session):
        for message, at in (("worry_answered", scene.organisation.id), ("document_shared", elsewhere.id)):
            params = {"message": message, "person_id": str(scene.volunteer.id), "document_id": "x"}
            outbox.post(session, kind="mail", params=params, organisation_id=at, now=now)
    assert told(session, scene) == []


def test_a_demonstration_says_that_it_sends_none(session, now, scene):
    a_letter(session, scene, now)
    with transaction(session):
        session.get_one(Deployment, 1).demonstration = True
        for item in session.exec(outbox.select(outbox.OutboxItem)):
            outbox.done(session, item, now=now)
    assert {state for _about, _at, state in told(session, scene)} == {MailedState.PRETENDED}


def test_only_who_may_see_the_volunteer_reads_it(session, now, scene):
    with pytest.raises(DomainError, match="not_allowed"):
        mails_to(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id)
