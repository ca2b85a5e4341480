import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from core.access import sessions
from core.access.permissions import Grant, Role
from core.errors import DomainError
from core.organisations.service import setup_code
from db.access import LoginAttempts, LoginSession, Ticket
from db.engine import transaction
from db.organisations import Deployment
from db.people import Engagement, Membership, Person
from tests.builders import PASSPHRASE, a_member, a_scene, an_account


@pytest.fixture
def scene(session, now):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    return scene


def _log_in(session, now, passphrase=PASSPHRASE, login_name="karen"):
    return sessions.log_in(session=session, login_name=login_name, passphrase=passphrase, device="Firefox", now=now)


def _actor(session, token, now):
    actor = sessions.actor_for(session=session, token=token, now=now)
    assert actor, "the session has ended"
    return actor


def _answers(session, now, *, login_name, times):
    answers = []
    for _ in range(times):
        with pytest.raises(DomainError) as refusal:
            _log_in(session, now, "forkert adgang", login_name)
        answers.append((refusal.value.code, dict(refusal.value.details)))
    return answers


def test_the_right_passphrase_begins_a_session_with_the_roles_of_now(session, now, scene):
    login = _log_in(session, now, login_name=" KAREN ")
    actor = _actor(session, login.token, now)
    assert actor.person_id == scene.volunteer.id
    assert actor.grants == (Grant(scene.organisation.id, Role.VOLUNTEER),)
    assert login.token not in str(session.exec(select(LoginSession)).one())


def test_a_role_that_ended_is_gone_in_the_next_run(session, now, scene):
    token = _log_in(session, now).token
    with transaction(session):
        session.add(
            Membership(
                organisation_id=scene.organisation.id,
                person_id=scene.volunteer.id,
                role=Role.CONTACT_PERSON,
                workplace_id=scene.workplace.id,
                created_at=now,
            )
        )
    roles = _actor(session, token, now).roles()
    assert roles == {Role.VOLUNTEER, Role.CONTACT_PERSON}
    with transaction(session):
        for row in (*session.exec(select(Membership)), *session.exec(select(Engagement))):
            row.ended_at = now
            session.add(row)
    assert _actor(session, token, now).roles() == {Role.FORMER}


@pytest.mark.usefixtures("quick_hash", "scene")
def test_five_wrong_attempts_take_a_wait_also_for_the_right_passphrase_and_after_a_restart(portal, session, now):
    codes = [code for code, _ in _answers(session, now, login_name="karen", times=5)]
    assert codes == ["login_failed"] * 4 + ["login_locked"]
    # A new session on the same database is what a restart leaves.
    with portal.session() as restarted:
        with pytest.raises(DomainError, match="login_locked"):
            _log_in(restarted, now + timedelta(seconds=29))
        assert _log_in(restarted, now + timedelta(seconds=30)).token


@pytest.mark.usefixtures("quick_hash", "scene")
@pytest.mark.parametrize(("login_name", "passphrase"), [("karen", ""), ("karen", "  "), ("  ", PASSPHRASE)])
def test_half_a_login_is_told_as_such_and_is_no_attempt(session, now, login_name, passphrase):
    for _each in range(6):
        with pytest.raises(DomainError, match="login_half"):
            _log_in(session, now, passphrase, login_name)
    assert session.exec(select(LoginAttempts)).all() == []


@pytest.mark.usefixtures("quick_hash", "scene")
def test_a_stranger_gets_the_same_answers_for_a_login_name_that_nobody_has(session, now):
    known = _answers(session, now, login_name="karen", times=7)
    assert _answers(session, now, login_name="findes.ikke", times=7) == known


@pytest.mark.usefixtures("quick_hash", "scene")
def test_a_login_forgets_wrong_attempts_and_so_does_a_day(session, now):
    _answers(session, now, login_name="karen", times=4)
    _log_in(session, now)
    assert [code for code, _ in _answers(session, now, login_name="karen", times=4)] == ["login_failed"] * 4
    later = now + timedelta(days=1, minutes=1)
    assert _answers(session, later, login_name="anden", times=1)
    assert len(session.exec(select(LoginAttempts)).all()) == 1


@pytest.mark.usefixtures("quick_hash", "scene")
def test_twenty_guesses_at_once_are_counted_as_twenty(portal, now):
    def guess(number):
        with portal.session() as own:
            try:
                _log_in(own, now, PASSPHRASE if number == 19 else "forkert adgang")
            except DomainError as error:
                return error.code
            return "in"

    with portal.session() as first:
        _answers(first, now, login_name="karen", times=4)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(20)))
    assert answers.count("login_failed") == 0
    assert answers.count("login_locked") >= 19


@pytest.mark.usefixtures("scene")
def test_a_session_ends_at_logout_and_when_it_was_not_used_for_its_time(session, now):
    first, second = _log_in(session, now).token, _log_in(session, now).token
    sessions.log_out(session=session, token=first, now=now)
    assert sessions.actor_for(session=session, token=first, now=now) is None
    week = now + timedelta(days=7)
    assert sessions.actor_for(session=session, token=second, now=week)
    assert sessions.actor_for(session=session, token=second, now=week + timedelta(days=13))
    assert sessions.actor_for(session=session, token=second, now=week + timedelta(days=30)) is None
    assert sessions.actor_for(session=session, token="", now=now) is None


@pytest.mark.usefixtures("scene")
def test_last_seen_is_written_at_most_every_five_minutes(session, now):
    token = _log_in(session, now).token
    sessions.actor_for(session=session, token=token, now=now + timedelta(minutes=4))
    row = session.exec(select(LoginSession)).one()
    assert row.last_seen_at == now
    sessions.actor_for(session=session, token=token, now=now + timedelta(minutes=6))
    session.refresh(row)
    assert row.last_seen_at == now + timedelta(minutes=6)


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_BUSY"])
def test_whoever_is_in_reads_on_where_the_database_takes_nothing(session, now, monkeypatch, name):
    def full(_session):
        told = sqlite3.OperationalError("nothing is written")
        told.sqlite_errorname = name
        raise OperationalError("UPDATE", {}, told)

    token = _log_in(session, now).token
    monkeypatch.setattr(sessions, "transaction", full)
    assert _actor(session, token, now + timedelta(minutes=6)).name == "Karen Møller"


@pytest.mark.usefixtures("scene")
def test_logging_out_everywhere_ends_every_session_of_this_person_only(session, now, scene):
    an_account(session, scene.coordinator, now, login_name="jonas")
    mine = [_log_in(session, now).token for _ in range(2)]
    other = _log_in(session, now, login_name="jonas").token
    actor = _actor(session, mine[0], now)
    assert len(sessions.sessions_of(session=session, actor=actor, now=now)) == 2
    sessions.log_out_everywhere(session=session, actor=actor, now=now)
    assert [sessions.actor_for(session=session, token=token, now=now) for token in mine] == [None, None]
    assert sessions.actor_for(session=session, token=other, now=now)


@pytest.mark.usefixtures("scene")
def test_nobody_ends_somebody_elses_session(session, now, scene):
    an_account(session, scene.coordinator, now, login_name="jonas")
    mine, other = _log_in(session, now).token, _log_in(session, now, login_name="jonas").token
    actor = _actor(session, mine, now)
    theirs = _actor(session, other, now)
    row = sessions.sessions_of(session=session, actor=theirs, now=now)[0]
    with pytest.raises(DomainError, match="not_found"):
        sessions.end_session(session=session, actor=actor, session_id=row.id, now=now)
    sessions.end_session(session=session, actor=theirs, session_id=row.id, now=now)
    assert sessions.actor_for(session=session, token=other, now=now) is None


@pytest.mark.usefixtures("scene")
def test_a_new_passphrase_ends_the_other_sessions_and_takes_the_old_one(session, now):
    here, there = _log_in(session, now).token, _log_in(session, now).token
    actor = _actor(session, here, now)
    new = "syv gule ballonner"
    change = {"session": session, "actor": actor, "token": here, "now": now}
    with pytest.raises(DomainError, match="login_failed"):
        sessions.change_passphrase(current="forkert adgang", passphrase=new, **change)
    with pytest.raises(DomainError, match="passphrase_short"):
        sessions.change_passphrase(current=PASSPHRASE, passphrase="kort", **change)
    sessions.change_passphrase(current=PASSPHRASE, passphrase=new, **change)
    assert sessions.actor_for(session=session, token=here, now=now)
    assert sessions.actor_for(session=session, token=there, now=now) is None
    assert len(sessions.sessions_of(session=session, actor=actor, now=now)) == 1
    assert _log_in(session, now, new)
    with pytest.raises(DomainError, match="login_failed"):
        _log_in(session, now)


def test_a_ticket_is_taken_once_by_its_browser_within_a_minute(session, now):
    ticket = sessions.make_ticket(session=session, token="hemmeligt", nonce="min browser", now=now)
    take = {"session": session, "ticket": ticket}
    assert sessions.take_ticket(**take, nonce="en anden", now=now) is None
    assert sessions.ticket_waits(session=session, ticket=ticket, now=now)
    assert sessions.take_ticket(**take, nonce="min browser", now=now + timedelta(seconds=61)) is None
    assert sessions.take_ticket(**take, nonce="min browser", now=now) == "hemmeligt"
    assert sessions.take_ticket(**take, nonce="min browser", now=now) is None
    assert not sessions.ticket_waits(session=session, ticket=ticket, now=now)
    assert session.exec(select(Ticket)).one().session_token == ""


def test_of_eight_browsers_with_one_ticket_one_gets_the_session(portal, now):
    with portal.session() as own:
        ticket = sessions.make_ticket(session=own, token="hemmeligt", nonce="n", now=now)

    def take(_):
        with portal.session() as own:
            return sessions.take_ticket(session=own, ticket=ticket, nonce="n", now=now)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8)), key=str) == [None] * 7 + ["hemmeligt"]


@pytest.mark.usefixtures("scene")
def test_the_language_is_remembered_with_the_person(session, now, scene):
    token = _log_in(session, now).token
    actor = _actor(session, token, now)
    sessions.change_language(session=session, actor=actor, language="en", now=now)
    assert session.get_one(Person, scene.volunteer.id).language == "en"
    assert _actor(session, token, now).language == "en"
    with pytest.raises(DomainError, match="choice_invalid"):
        sessions.change_language(session=session, actor=actor, language="tlh", now=now)


def test_one_click_opens_an_account_in_a_demonstration_only(session, now, scene):
    a_member(session, scene.organisation, now)
    one_click = {"session": session, "login_name": "karen", "device": "", "now": now}
    with pytest.raises(DomainError, match="not_allowed"):
        sessions.log_in_demonstration(**one_click)
    assert setup_code(session)
    with transaction(session):
        deployment = session.get_one(Deployment, 1)
        deployment.demonstration = True
        session.add(deployment)
    token = sessions.log_in_demonstration(**one_click).token
    actor = _actor(session, token, now)
    assert actor.person_id == scene.volunteer.id
