"""Guessing is slowed by name and by network, and holds up nobody in the browser or the network that is theirs."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.access import sessions
from core.access.forgotten import allow_asking
from core.access.guessing import UNTOLD, Caller
from core.access.rules import ASKING, AT_A_NAME, AT_THE_SETUP_CODE, BY_A_NETWORK, FROM_EVERYWHERE, KNOWN_FOR
from core.errors import DomainError
from core.organisations.service import check_setup_code, setup_code
from db.access import LoginAttempts, LoginSession
from tests.builders import PASSPHRASE, a_scene, an_account

STRANGER, OWNER = Caller("198.51.100.9", "foreign"), Caller("203.0.113.5", "hers")
WRONG = "forkert adgang"


@pytest.fixture
def logins(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    an_account(session, scene.coordinator, now, login_name="mette")


def log_in(session: Session, now: datetime, caller: Caller, passphrase: str = PASSPHRASE, name: str = "karen") -> str:
    """ "in", or why not."""
    try:
        sessions.log_in(session=session, login_name=name, passphrase=passphrase, device="", now=now, caller=caller)
    except DomainError as error:
        session.rollback()
        return str(error.code)
    return "in"


def guess(session: Session, now: datetime, caller: Caller, times: int, name: str = "karen") -> list[str]:
    return [log_in(session, now, caller, WRONG, name) for _each in range(times)]


@pytest.mark.usefixtures("quick_hash", "logins")
def test_a_strangers_guesses_hold_up_neither_the_owner_elsewhere_nor_another_name(
    session: Session, now: datetime
) -> None:
    assert guess(session, now, STRANGER, 8) == ["login_failed"] * 4 + ["login_locked"] * 4
    assert log_in(session, now, STRANGER) == "login_locked"
    assert log_in(session, now, OWNER) == "in"
    assert log_in(session, now, STRANGER, name="mette") == "in"
    # In the owner's own network too, once they have been in with their browser.
    guess(session, now, Caller(OWNER.network, "foreign"), 6)
    assert log_in(session, now, Caller(OWNER.network, "new")) == "login_locked"
    assert log_in(session, now, OWNER) == "in"


@pytest.mark.usefixtures("quick_hash", "logins")
def test_the_wait_grows_and_is_over_when_somebody_is_in(session: Session, now: datetime) -> None:
    guess(session, now, STRANGER, AT_A_NAME.free)
    at = now
    for _each in range(7):
        waits = session.exec(select(LoginAttempts)).all()
        until = max(row.waits_until for row in waits if row.waits_until)
        assert until > at
        assert log_in(session, until - timedelta(seconds=1), STRANGER) == "login_locked"
        assert log_in(session, until, STRANGER, WRONG) == "login_locked"
        at = until
    assert timedelta(minutes=15) < at - now < timedelta(minutes=50)
    assert log_in(session, at + AT_A_NAME.most, STRANGER) == "in"
    assert guess(session, at + AT_A_NAME.most, STRANGER, 4) == ["login_failed"] * 4


@pytest.mark.usefixtures("quick_hash", "logins")
def test_one_network_tries_many_names_slowly_and_many_networks_one_name(session: Session, now: datetime) -> None:
    tried = [guess(session, now, STRANGER, 1, f"navn{number}")[0] for number in range(BY_A_NETWORK.free + 3)]
    assert tried == ["login_failed"] * (BY_A_NETWORK.free - 1) + ["login_locked"] * 4
    assert log_in(session, now, STRANGER) == "login_locked"
    assert log_in(session, now, OWNER) == "in"
    assert log_in(session, now + BY_A_NETWORK.kept + timedelta(minutes=1), STRANGER) == "in"
    from_many = [
        guess(session, now, Caller(f"198.51.100.{number}", ""), 1, "mette")[0]
        for number in range(10, 14 + FROM_EVERYWHERE.free)
    ]
    assert from_many.count("login_failed") == FROM_EVERYWHERE.free - 1
    assert log_in(session, now, OWNER, name="mette") == "login_locked"
    assert log_in(session, now + FROM_EVERYWHERE.most, OWNER, name="mette") == "in"


@pytest.mark.usefixtures("quick_hash", "logins")
@pytest.mark.parametrize("way", ["log_out", "everywhere", "there", "half a year"])
def test_a_browser_is_known_until_its_owner_says_no(session: Session, now: datetime, way: str) -> None:
    known = Caller(STRANGER.network, "hers")
    ask = {"session": session, "login_name": "karen", "passphrase": PASSPHRASE, "device": ""}
    token = sessions.log_in(**ask, now=now, caller=known).token  # type: ignore[arg-type]
    other = sessions.log_in(**ask, now=now, caller=Caller("", "other")).token  # type: ignore[arg-type]
    actor = sessions.actor_for(session=session, token=other, now=now)
    assert actor is not None
    row = next(
        row for row in sessions.sessions_of(session=session, actor=actor, now=now) if sessions.is_session(row, token)
    )
    if way == "log_out":
        sessions.log_out(session=session, token=token, now=now)
    elif way == "everywhere":
        sessions.log_out_everywhere(session=session, actor=actor, now=now)
    elif way == "there":
        sessions.end_session(session=session, actor=actor, session_id=row.id, now=now)
    then = now + KNOWN_FOR + timedelta(days=1) if way == "half a year" else now
    guess(session, then, STRANGER, 6)
    assert log_in(session, then, known) == ("in" if way == "log_out" else "login_locked")
    # It has a count of its own: whoever sits at it cannot guess for ever.
    if way == "log_out":
        assert guess(session, then, known, 6) == ["login_failed"] * 4 + ["login_locked"] * 2


@pytest.mark.usefixtures("quick_hash", "logins")
def test_where_the_network_cannot_be_told_the_name_alone_is_slowed(session: Session, now: datetime) -> None:
    assert guess(session, now, UNTOLD, 5)[-1] == "login_locked"
    assert log_in(session, now, UNTOLD, name="mette") == "in"
    assert log_in(session, now + AT_A_NAME.first, UNTOLD) == "in"


@pytest.mark.usefixtures("quick_hash", "logins")
def test_what_is_kept_of_a_guess_tells_neither_name_nor_network_and_is_gone_after_its_time(
    session: Session, now: datetime
) -> None:
    guess(session, now, STRANGER, 1)
    rows = session.exec(select(LoginAttempts)).all()
    assert len(rows) == 3
    assert not any("karen" in str(row) or STRANGER.network in str(row) for row in rows)
    assert "hers" not in str(session.exec(select(LoginSession)).all())
    guess(session, now + BY_A_NETWORK.kept + timedelta(minutes=1), UNTOLD, 1, "anden")
    assert len(session.exec(select(LoginAttempts)).all()) == 3
    guess(session, now + timedelta(days=2), UNTOLD, 1, "anden")
    assert len(session.exec(select(LoginAttempts)).all()) == 1


def test_the_setup_code_is_not_guessed_and_waits_for_nobody_else(session: Session, now: datetime) -> None:
    code = setup_code(session)

    def check(written: str, caller: Caller) -> str:
        try:
            check_setup_code(session=session, code=written, caller=caller, now=now)
        except DomainError as error:
            session.rollback()
            return str(error.code)
        return "right"

    tried = [check("0000000000", STRANGER) for _each in range(AT_THE_SETUP_CODE.free + 1)]
    assert tried[:-1] == ["setup_code_wrong"] * AT_THE_SETUP_CODE.free
    assert [check(code, caller) for caller in (STRANGER, OWNER)] == ["too_many_attempts", "right"]
    assert tried[-1] == "too_many_attempts"


def test_one_network_asks_for_so_many_mails_an_hour(session: Session, now: datetime) -> None:
    for _each in range(ASKING.free):
        allow_asking(session=session, caller=STRANGER, now=now)
    with pytest.raises(DomainError, match="too_many_attempts"):
        allow_asking(session=session, caller=STRANGER, now=now)
    allow_asking(session=session, caller=OWNER, now=now)
    allow_asking(session=session, caller=STRANGER, now=now + ASKING.kept + timedelta(minutes=1))
