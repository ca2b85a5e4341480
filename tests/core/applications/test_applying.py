"""Applying by a link and without a login, on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from core.access.guessing import Caller
from core.applications.applying import (
    Applicant,
    answer,
    begin,
    call_shown,
    change_contact,
    confirm_by_mail,
    mail_key,
    own_application,
    send,
    take_back,
)
from core.applications.rules import ApplicantQuestion, ApplicationState
from core.applications.rush import BY_ONE_NETWORK, SENT_IN_A_RUSH
from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from core.settings import settings
from core.tasks.calls import close_call
from core.tasks.service import close_task
from db.audit import AuditEvent
from db.outbox import OutboxItem
from db.tasks import VolunteerTask
from tests.builders import a_scene
from tests.core.applications.builders import A_WHILE, ANSWERS, answer_all, begun, sent
from tests.core.tasks.builders import a_call, a_task


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def call(session, scene, now):
    return a_call(session, scene, a_task(session, scene, now), now)


@pytest.fixture
def mails(session, monkeypatch):
    """The messages to applicants that wait to be sent, where the portal sends mails."""
    monkeypatch.setenv("SMTP_HOST", "mail.example.dk")
    monkeypatch.setenv("SMTP_FROM", "portal@example.dk")
    settings.cache_clear()
    yield lambda: [
        each.params["message"] for each in session.exec(select(OutboxItem).order_by(col(OutboxItem.created_at)))
    ]
    settings.cache_clear()


def refused(does, **asked) -> str:
    with pytest.raises(DomainError) as told:
        does(**asked)
    return str(told.value.code)


def test_an_application_is_begun_answered_question_by_question_and_sent(session, scene, call, now, mails):
    token = begun(session, call, now)
    whose = {"session": session, "token": token}
    own = own_application(**whose, now=now)
    assert (own.state, own.next_question, ApplicantQuestion.EXPERIENCE in own.questions) == (
        ApplicationState.BEGUN,
        ApplicantQuestion.AGE,
        False,
    )
    assert own.row.delete_on == local_day(now) + timedelta(days=30)
    assert refused(send, **whose, now=now) == "application_unfinished"
    assert refused(answer, **whose, question=ApplicantQuestion.MOTIVATION, words=" ") == "words_missing"
    assert refused(answer, **whose, question=ApplicantQuestion.AGE, words="999") == "choice_invalid"
    assert refused(answer, **whose, question=ApplicantQuestion.MOTIVATION, words="010190-1234") == "cpr_not_wanted"
    answer(**whose, question=ApplicantQuestion.AGE, words="minor")
    answer(**whose, question=ApplicantQuestion.MOTIVATION, words="Jeg er ved at skrive", passes=False)
    own = own_application(**whose, now=now)
    assert (own.row.motivation, own.next_question) == ("Jeg er ved at skrive", ApplicantQuestion.MOTIVATION)
    answer_all(session, token, now)
    send(**whose, now=now + A_WHILE)
    send(**whose, now=now + A_WHILE)
    own = own_application(**whose, now=now)
    assert (own.state, own.row.benefit, own.row.set_aside_at) == (ApplicationState.RECEIVED, "rather_not", None)
    assert own.row.delete_on == date(2027, 5, 2)
    assert refused(answer, **whose, question=ApplicantQuestion.AGE, words="adult") == "application_sent"
    assert mails() == ["application_begun", "application_received"]
    told = session.exec(select(AuditEvent.actor_id).where(AuditEvent.action == "application.sent")).all()
    assert told == [None]


def test_who_is_to_have_lived_through_something_is_asked_for_it(session, scene, now):
    call = a_call(session, scene, a_task(session, scene, now, asks_experience=True), now)
    token = begun(session, call, now)
    assert ApplicantQuestion.EXPERIENCE in own_application(session=session, token=token, now=now).questions


def test_a_call_that_is_over_takes_nobody_new_and_lets_whoever_has_begun_finish(session, scene, call, now):
    token = begun(session, call, now - A_WHILE)
    close_call(session=session, actor=scene.as_coordinator, call_id=call.id, now=now)
    assert not call_shown(session=session, address=call.address, now=now).open
    assert refused(begun, session=session, call=call, now=now) == "call_over"
    answer_all(session, token, now)
    close_task(session=session, actor=scene.as_coordinator, task_id=call.task_id, now=now)
    assert refused(send, session=session, token=token, now=now) == "task_gone"


def test_the_poster_of_a_call_that_is_over_leads_to_the_one_that_is_open_now(session, scene, call, now):
    close_call(session=session, actor=scene.as_coordinator, call_id=call.id, now=now)
    task = session.get_one(VolunteerTask, call.task_id)
    anew = a_call(session, scene, task, now + timedelta(minutes=1))
    found = call_shown(session=session, address=call.address, now=now)
    assert (found.open, found.address) == (True, anew.address)
    close_call(session=session, actor=scene.as_coordinator, call_id=anew.id, now=now)
    assert not call_shown(session=session, address=call.address, now=now).open


def test_all_that_is_refused_of_who_somebody_is_is_told_at_once_and_can_be_put_right(session, call, now, mails):
    def told_of(does, **asked):
        with pytest.raises(ManyRefused) as told:
            does(**asked)
        return {name: str(error.code) for name, error in told.value.by_field.items()}

    nobody = {"session": session, "applicant": Applicant(name=" "), "now": now}
    wrong = {"name": "name_missing", "phone": "application_reach"}
    assert told_of(begin, **nobody, address=call.address, language="da") == wrong
    token = begun(session, call, now)
    assert told_of(change_contact, **nobody, token=token) == wrong
    moved = Applicant(name="Ib Krogh", email="ib.krogh@example.dk")
    change_contact(session=session, token=token, applicant=moved, now=now)
    assert mails() == ["application_begun", "application_begun"]


def test_what_is_taken_back_is_gone_at_once_and_its_link_says_so_until_the_rest_is(session, call, now, mails):
    token, row = sent(session, call, now)
    take_back(session=session, token=token, now=now)
    take_back(session=session, token=token, now=now)
    own = own_application(session=session, token=token, now=now)
    assert own.state is ApplicationState.WITHDRAWN
    assert {row.motivation, row.experience, row.benefit, row.phone, row.age, row.heard_from} == {""}
    assert row.delete_on == local_day(now) + timedelta(days=14)
    assert mails()[-1] == "application_taken_back"
    assert refused(send, session=session, token=token, now=now) == "application_sent"
    assert refused(own_application, session=session, token="gættet", now=now) == "application_gone"
    assert refused(own_application, session=session, token="", now=now) == "application_gone"


def test_in_a_rush_and_from_who_is_too_quick_an_application_waits_for_its_mail_to_be_opened(session, call, now, mails):
    quick = begun(session, call, now)
    answer_all(session, quick, now)
    send(session=session, token=quick, now=now)
    row = own_application(session=session, token=quick, now=now).row
    assert row.set_aside_at == now
    for number in range(SENT_IN_A_RUSH - 1):
        _token, each = sent(session, call, now, f"{number}@example.dk")
        assert each.set_aside_at is None
    token, row = sent(session, call, now)
    assert row.set_aside_at == now
    confirm_by_mail(session=session, token=token, key="gættet", now=now)
    assert row.set_aside_at == now
    confirm_by_mail(session=session, token=token, key=mail_key(token), now=now)
    assert (row.set_aside_at, row.confirmed_at) == (None, now)
    early = begun(session, call, now - A_WHILE)
    confirm_by_mail(session=session, token=early, key=mail_key(early), now=now)
    answer_all(session, early, now)
    send(session=session, token=early, now=now)
    assert own_application(session=session, token=early, now=now).row.set_aside_at is None
    _token, later = sent(session, call, now + timedelta(hours=2))
    assert later.set_aside_at is None


def test_one_network_begins_so_many_and_then_waits_while_others_go_on(session, call, now):
    for number in range(BY_ONE_NETWORK.free):
        begun(session, call, now, f"{number}@example.dk", Caller("198.51.100.7"))
    with pytest.raises(DomainError, match="too_many_attempts"):
        begun(session, call, now, caller=Caller("198.51.100.7"))
    assert begun(session, call, now, caller=Caller("198.51.100.8"))
    assert begun(session, call, now + timedelta(minutes=1), caller=Caller("198.51.100.7"))


def test_to_one_address_go_few_mails_in_a_day(session, call, now, mails):
    for _each in range(12):
        begun(session, call, now)
    assert len(mails()) == 9


def test_every_question_has_an_answer_in_the_stories() -> None:
    assert ANSWERS.keys() == set(ApplicantQuestion)
