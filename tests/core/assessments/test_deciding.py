"""A decision is corrected until its letter goes, and a yes makes a volunteer with a link in one press."""

import pytest
from sqlmodel import select

from core.access.invitations import open_invitation_of
from core.assessments.deciding import (
    BeginsWith,
    DecisionDraft,
    decide,
    letter_as_it_goes,
    letter_sent,
    send_letter,
    take_decision_back,
)
from core.assessments.rules import ApplicationVerdict
from core.errors import DomainError, ManyRefused
from core.tasks.service import close_task
from db.applications import Application
from db.assessments import Assessment
from db.people import Engagement, Person
from db.tasks import TaskHolder
from tests.builders import a_scene
from tests.core.assessments.stories import applied
from tests.core.tasks.builders import a_task

YES, NO = ApplicationVerdict.YES, ApplicationVerdict.NO


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def task(session, scene, now):
    return a_task(session, scene, now)


@pytest.fixture
def whose(session, scene, task, now):
    application = applied(session, scene, task, now, language="en", email="ib@example.dk")
    return {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": now}


def test_a_no_is_kind_in_the_applicants_language_and_offers_other_tasks(session, scene, whose, now):
    reads = a_task(session, scene, now, title="Read aloud")
    closed = a_task(session, scene, now, title="Closed")
    close_task(session=session, actor=scene.as_coordinator, task_id=closed.id, now=now)
    draft = DecisionDraft(NO, "We liked your story.", (reads.id,))
    seen = letter_as_it_goes(**{k: v for k, v in whose.items() if k != "now"}, draft=draft)
    decide(**whose, draft=draft)
    with pytest.raises(DomainError, match="not_found"):
        decide(**whose, draft=DecisionDraft(NO, offered=(closed.id,)))
    assert send_letter(**whose) is None
    found = session.get_one(Assessment, whose["application_id"])
    application = session.get_one(Application, whose["application_id"])
    sent = letter_sent(found, application)
    assert sent == seen
    assert (sent.language, sent.subject) == ("en", "The answer to your application")
    for each in ("Dear Ib Krogh", "Gåtur om søen", "We liked your story.", "- Read aloud", "Solbjerg Kommune"):
        assert each in sent.body
    assert session.exec(select(Person).where(Person.name == "Ib Krogh")).all() == []
    for anew in (lambda: decide(**whose, draft=draft), lambda: take_decision_back(**whose)):
        with pytest.raises(DomainError, match="application_answered"):
            anew()


def test_a_wrong_decision_is_taken_back_before_the_letter_goes(session, whose):
    with pytest.raises(DomainError, match="application_undecided"):
        send_letter(**whose)
    decide(**whose, draft=DecisionDraft(NO))
    decide(**whose, draft=DecisionDraft(YES))
    take_decision_back(**whose)
    take_decision_back(**whose)
    with pytest.raises(DomainError, match="application_undecided"):
        send_letter(**whose)


def test_a_yes_makes_a_volunteer_with_the_task_and_a_link_or_nothing_at_all(session, scene, task, whose):
    decide(**whose, draft=DecisionDraft(YES))
    with pytest.raises(ManyRefused) as told:
        send_letter(**whose, begins=BeginsWith(None))
    assert set(told.value.by_field) == {"contact_person_id"}
    assert session.get_one(Assessment, whose["application_id"]).answered_at is None
    engagement = send_letter(**whose, begins=BeginsWith(scene.contact_person.id))
    assert engagement is not None
    person = session.get_one(Person, engagement.person_id)
    assert (person.name, person.email, person.phone, person.language) == (
        "Ib Krogh",
        "ib@example.dk",
        "+45 20 30 40 50",
        "en",
    )
    assert engagement.workplace_id == task.workplace_id
    assert open_invitation_of(session, person.id) is not None
    assert [each.engagement_id for each in session.exec(select(TaskHolder))] == [engagement.id]
    with pytest.raises(DomainError, match="application_answered"):
        send_letter(**whose, begins=BeginsWith(scene.contact_person.id))
    assert len(session.exec(select(Engagement)).all()) == 2


def test_somebody_known_here_is_not_there_twice(session, scene, now):
    task = a_task(session, scene, now, programme="laer_at_tackle")
    application = applied(session, scene, task, now, name="Karen Møller")
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": now}
    decide(**whose, draft=DecisionDraft(YES))
    engagement = send_letter(**whose, begins=BeginsWith(scene.contact_person.id, known_id=scene.volunteer.id))
    assert engagement is not None
    assert engagement.person_id == scene.volunteer.id


def test_only_a_coordinator_decides(scene, whose):
    for actor in (scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            decide(**whose | {"actor": actor}, draft=DecisionDraft(YES))
        with pytest.raises(DomainError, match="not_allowed"):
            send_letter(**whose | {"actor": actor})
