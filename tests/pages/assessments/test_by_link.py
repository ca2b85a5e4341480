"""What an applicant reads and writes by the link of the application: the questionnaire, and the answer."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.assessments.deciding import DecisionDraft, decide, letter_by_link, send_letter
from core.assessments.questioning import own_questionnaire, shared_answers
from core.assessments.rules import ApplicationVerdict
from core.i18n import utc_now
from core.messages.composing import composed
from core.settings import Settings, settings
from db.assessments import QuestionnaireDraft
from db.outbox import OutboxItem
from tests.builders import a_scene, look_again
from tests.core.applications.builders import sent
from tests.core.tasks.builders import a_call, a_task
from tests.pages.as_admin import visit
from tests.pages.as_volunteer import text
from tests.templates import SECRET


@pytest.fixture
def scene(session):
    return a_scene(session, utc_now())


@pytest.fixture
def applied(session, scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_FROM", "portal@solbjerg.example.dk")
    settings.cache_clear()
    now = utc_now()
    yield sent(session, a_call(session, scene, a_task(session, scene, now), now), now)
    settings.cache_clear()


def saved(app: AppTest) -> AppTest:
    app = next(each for each in app.button if each.label == "Gem").click().run()
    assert not app.exception
    return app


def test_the_questionnaire_is_theirs_until_they_share_it_and_again_after(session, scene, applied):
    token, application = applied
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id}
    page = visit(session, None, "assessments/questionnaire.py", t=token)
    next(each for each in page.text_area if each.key == "questionnaire-why").set_value("Jeg har været der.")
    page = saved(page)
    look_again(session)
    assert shared_answers(**whose) is None
    for share, read in ((True, {"why": "Jeg har været der."}), (False, None)):
        next(each for each in page.radio if each.key == "questionnaire-share").set_value(share)
        page = saved(page)
        look_again(session)
        assert shared_answers(**whose) == read
    assert "Det kan vi ikke finde" in text(visit(session, None, "assessments/questionnaire.py", t="andet"))


def test_what_is_typed_in_the_questionnaire_stands_there_after_a_reload_and_is_no_draft_once_it_is_saved(
    session, scene, applied
):
    token, application = applied
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id}
    page = visit(session, None, "assessments/questionnaire.py", t=token)
    assert "Gemt kl." not in text(page)
    page.text_area(key="questionnaire-why").set_value("Jeg har været der.").run()
    page.radio(key="questionnaire-share").set_value(True).run()
    assert "Gemt kl." in text(page)
    page = visit(session, None, "assessments/questionnaire.py", t=token)
    assert page.text_area(key="questionnaire-why").value == "Jeg har været der."
    assert page.radio(key="questionnaire-share").value is True
    look_again(session)
    assert shared_answers(**whose) is None
    page = saved(page)
    look_again(session)
    assert shared_answers(**whose) == {"why": "Jeg har været der."}
    assert session.exec(select(QuestionnaireDraft)).all() == []
    page.text_area(key="questionnaire-why").set_value("Noget andet.").run()
    next(each for each in page.button if each.label == "Begynd forfra").click().run()
    assert page.text_area(key="questionnaire-why").value == "Jeg har været der."
    assert session.exec(select(QuestionnaireDraft)).all() == []


def test_one_answer_that_nobody_keeps_leaves_the_others_kept(session, applied):
    token, _application = applied
    page = visit(session, None, "assessments/questionnaire.py", t=token)
    page.text_area(key="questionnaire-why").set_value("Jeg er 010190-1234.").run()
    assert "ligner et CPR-nummer" in text(page)
    page.text_area(key="questionnaire-need").set_value("Ro.").run()
    assert "ligner et CPR-nummer" in text(page)
    saved(page)
    assert own_questionnaire(session=session, token=token).answers == {}
    page = visit(session, None, "assessments/questionnaire.py", t=token)
    assert [page.text_area(key=f"questionnaire-{each}").value for each in ("why", "need")] == ["", "Ro."]


def test_what_was_saved_in_another_tab_is_neither_begun_anew_nor_saved_over(session, scene, applied):
    token, application = applied
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id}
    first, second = (visit(session, None, "assessments/questionnaire.py", t=token) for _each in range(2))
    first.text_area(key="questionnaire-why").set_value("Jeg har været der.").run()
    first.radio(key="questionnaire-share").set_value(True).run()
    saved(first)
    second.text_area(key="questionnaire-need").set_value("Ro.").run()
    # A reload finds what was written in the second, above what the first has saved meanwhile.
    third = visit(session, None, "assessments/questionnaire.py", t=token)
    assert [third.text_area(key=f"questionnaire-{each}").value for each in ("why", "need")] == [
        "Jeg har været der.",
        "Ro.",
    ]
    next(each for each in third.button if each.label == "Begynd forfra").click().run()
    assert third.text_area(key="questionnaire-why").value == "Jeg har været der."
    second.text_area(key="questionnaire-why").set_value("Noget andet.").run()
    next(each for each in second.button if each.label == "Begynd forfra").click().run()
    assert second.text_area(key="questionnaire-why").value == "Jeg har været der."
    second.text_area(key="questionnaire-need").set_value("Ro.").run()
    saved(second)
    look_again(session)
    assert shared_answers(**whose) == {"why": "Jeg har været der.", "need": "Ro."}


def test_the_answer_is_read_by_the_link_that_a_mail_without_it_leads_to_and_not_before_it_goes(session, scene, applied):
    token, application = applied
    whose = {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": utc_now()}
    decide(**whose, draft=DecisionDraft(ApplicationVerdict.NO, "Ring gerne til Mette."))
    assert letter_by_link(session=session, token=token) is None
    assert "Ring gerne til Mette." not in text(visit(session, None, "applications/apply.py", t=token))
    send_letter(**whose)
    assert "Ring gerne til Mette." in text(visit(session, None, "applications/apply.py", t=token)).replace("\\", "")
    (item,) = [each for each in session.exec(select(OutboxItem)) if each.params["message"] == "application_answered"]
    mail = composed(session, Settings(HANDSLAG_SECRET=SECRET), item, utc_now())
    assert mail is not None
    assert mail.to == "ib@example.dk"
    assert token in mail.body
    assert "Mette" not in mail.body
