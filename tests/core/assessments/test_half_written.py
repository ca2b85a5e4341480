"""What an applicant has written in the questionnaire and not saved is there again for them, and read by nobody else."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.applications.applying import take_back
from core.assessments.half_written import (
    drop_questionnaire_draft,
    forget_questionnaire_drafts,
    keep_questionnaire_draft,
    questionnaire_draft,
)
from core.assessments.questioning import (
    own_questionnaire,
    print_own_questionnaire,
    save_questionnaire,
    shared_answers,
    write_questionnaire_down,
)
from core.assessments.reading import applicant
from core.errors import DomainError
from core.i18n import local_day
from core.unsent.service import KEPT_FOR
from db.assessments import QuestionnaireAnswers, QuestionnaireDraft
from db.crypto import token_hash
from db.engine import transaction
from tests.builders import a_scene
from tests.core.assessments.stories import applied
from tests.core.documents.printing.test_document import said
from tests.core.tasks.builders import a_task

TOKEN = "et-link-som-ingen-gaetter"
WHY = {"why": "Jeg har selv været der."}
WRITTEN = {"why": ("Fordi jeg selv", ""), "share": (True, False)}


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def kept(session, scene, now):
    application = applied(session, scene, a_task(session, scene, now), now)
    with transaction(session):
        application.token_hash = token_hash(TOKEN)
        session.add(application)
    keep_questionnaire_draft(session=session, token=TOKEN, fields=WRITTEN, now=now)
    return application


def drafts(session) -> int:
    return len(session.exec(select(QuestionnaireDraft)).all())


def test_what_is_written_is_there_again_and_nobody_is_told_that_it_is_begun(session, scene, kept, now):
    found = questionnaire_draft(session=session, token=TOKEN)
    assert found is not None
    assert (found.fields, found.saved_at) == (WRITTEN, now)
    assert own_questionnaire(session=session, token=TOKEN).answers == {}
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": kept.id}
    assert shared_answers(**whose) is None
    assert not applicant(**whose, today=local_day(now)).begun_questionnaire
    # What is written on paper is written down as if it were not there.
    write_questionnaire_down(**whose, answers=WHY, now=now)
    assert shared_answers(**whose) == WHY


def test_what_is_written_stands_in_its_applicants_own_print(session, kept):
    assert "Fordi jeg selv" in said(print_own_questionnaire(session=session, token=TOKEN, language="da"))


def test_it_is_gone_once_it_is_saved_but_not_what_was_written_later(session, kept, now):
    save_questionnaire(session=session, token=TOKEN, answers=WHY, share=False, now=now)
    drop_questionnaire_draft(session=session, token=TOKEN, now=now - timedelta(seconds=1))
    assert drafts(session) == 1
    drop_questionnaire_draft(session=session, token=TOKEN, now=now)
    drop_questionnaire_draft(session=session, token=TOKEN, now=now)
    assert drafts(session) == 0


def test_it_is_forgotten_after_a_month_and_with_the_application(session, kept, now):
    forget_questionnaire_drafts(session, now + KEPT_FOR)
    assert drafts(session) == 1
    forget_questionnaire_drafts(session, now + KEPT_FOR + timedelta(seconds=1))
    assert drafts(session) == 0
    keep_questionnaire_draft(session=session, token=TOKEN, fields=WRITTEN, now=now)
    with transaction(session):
        session.delete(kept)
    assert drafts(session) == 0


def test_all_they_wrote_is_gone_when_the_application_is_taken_back(session, scene, kept, now):
    save_questionnaire(session=session, token=TOKEN, answers=WHY, share=True, now=now)
    take_back(session=session, token=TOKEN, now=now)
    assert drafts(session) == 0
    assert session.exec(select(QuestionnaireAnswers)).all() == []
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": kept.id}
    assert shared_answers(**whose) is None
    for does in (
        lambda: questionnaire_draft(session=session, token=TOKEN),
        lambda: keep_questionnaire_draft(session=session, token=TOKEN, fields=WRITTEN, now=now),
    ):
        with pytest.raises(DomainError, match="link_unusable"):
            does()


def test_what_is_no_question_and_a_cpr_number_are_not_kept(session, kept, now):
    for fields, refused in (
        ({"cake": ("ja", "")}, "choice_invalid"),
        ({"why": ("Jeg er 010190-1234", "")}, "cpr_not_wanted"),
        ({"why": ("x" * 100_000, "")}, "text_long"),
    ):
        with pytest.raises(DomainError, match=refused):
            keep_questionnaire_draft(session=session, token=TOKEN, fields=fields, now=now)
    found = questionnaire_draft(session=session, token=TOKEN)
    assert found is not None
    assert found.fields == WRITTEN
