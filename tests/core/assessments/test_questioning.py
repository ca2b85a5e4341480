"""The questionnaire is its applicant's until they share it, and again when they take it back."""

import pytest

from core.applications.writing_down import email_key
from core.assessments.questioning import (
    own_questionnaire,
    print_for_application,
    print_own_questionnaire,
    save_questionnaire,
    shared_answers,
    write_questionnaire_down,
)
from core.errors import DomainError, ManyRefused
from db.crypto import token_hash
from db.engine import transaction
from tests.builders import a_scene
from tests.core.assessments.stories import applied
from tests.core.documents.printing.test_document import said
from tests.core.tasks.builders import a_task

TOKEN = "et-link-som-ingen-gaetter"
WHY = {"why": "Jeg har selv været der."}


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def application(session, scene, now):
    made = applied(session, scene, a_task(session, scene, now), now)
    with transaction(session):
        made.token_hash, made.email_key = token_hash(TOKEN), email_key("ib@example.dk")
        session.add(made)
    return made


def test_nobody_reads_it_until_it_is_shared_and_nobody_after_it_is_taken_back(session, scene, application, now):
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id}
    own = own_questionnaire(session=session, token=TOKEN)
    assert (own.name, own.task, own.answers, own.shared) == ("Ib Krogh", "Gåtur om søen", {}, False)
    save_questionnaire(session=session, token=TOKEN, answers=WHY, share=False, now=now)
    assert shared_answers(**whose) is None
    assert WHY["why"] not in said(print_for_application(**whose, interview=True, language="da"))
    assert WHY["why"] in said(print_own_questionnaire(session=session, token=TOKEN, language="da"))
    with pytest.raises(DomainError, match="questionnaire_theirs"):
        write_questionnaire_down(**whose, answers=WHY, now=now)
    save_questionnaire(session=session, token=TOKEN, answers=WHY, share=True, now=now)
    assert shared_answers(**whose) == WHY
    assert WHY["why"] in said(print_for_application(**whose, interview=False, language="da"))
    save_questionnaire(session=session, token=TOKEN, answers=WHY, share=False, now=now)
    assert shared_answers(**whose) is None


def test_what_came_on_paper_is_shared_and_only_who_handles_it_reads_it(session, scene, application, now):
    whose = {"session": session, "application_id": application.id}
    write_questionnaire_down(**whose, actor=scene.as_coordinator, answers=WHY, now=now)
    assert shared_answers(**whose, actor=scene.as_coordinator) == WHY
    assert own_questionnaire(session=session, token=TOKEN).answers == WHY
    for actor in (scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            shared_answers(**whose, actor=actor)
        with pytest.raises(DomainError, match="not_allowed"):
            print_for_application(**whose, actor=actor, interview=True, language="da")


def test_a_wrong_link_and_wrong_words_are_refused(session, scene, application, now):
    with pytest.raises(DomainError, match="link_unusable"):
        own_questionnaire(session=session, token="andet")
    with pytest.raises(ManyRefused) as told:
        save_questionnaire(
            session=session, token=TOKEN, answers={"why": "010190-1234", "need": ""}, share=True, now=now
        )
    assert set(told.value.by_field) == {"why"}
    with pytest.raises(DomainError, match="choice_invalid"):
        save_questionnaire(session=session, token=TOKEN, answers={"cake": "ja"}, share=True, now=now)
    with transaction(session):
        application.withdrawn_at = now
        session.add(application)
    with pytest.raises(DomainError, match="link_unusable"):
        save_questionnaire(session=session, token=TOKEN, answers=WHY, share=True, now=now)
