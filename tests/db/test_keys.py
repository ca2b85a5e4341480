from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, delete, select

from db import crypto, keys
from db.crypto import decrypt, encrypt
from db.engine import open_session, transaction
from db.keys import WrongSecret
from db.organisations import WrappedKey
from db.people import Person
from tests.templates import SECRET


def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this were a new process, which holds no key yet."""
    monkeypatch.setattr(crypto, "_ciphers", {})
    monkeypatch.setattr(crypto, "_current", None)
    monkeypatch.setattr(crypto, "_evidence_key", None)


def purposes(session: Session) -> list[str]:
    """What the keys in the database are for."""
    return sorted(session.exec(select(WrappedKey.purpose)))


def test_a_restarted_process_reads_what_the_first_wrote(
    engine: Engine, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(session):
        person = Person(name="Karen Møller", address="Engvej 7", created_at=now)
        session.add(person)
    restarted(monkeypatch)
    with open_session(engine) as later:
        keys.load(later, secret=SECRET, now=now)
        assert later.get_one(Person, person.id).address == "Engvej 7"


def test_the_wrong_secret_is_refused_and_leaves_no_key_behind(
    engine: Engine, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted(monkeypatch)
    with open_session(engine) as later, pytest.raises(WrongSecret):
        keys.load(later, secret="en helt anden hemmelighed 8aK2pQ7v", now=now)
    assert (crypto._current, crypto._evidence_key) == (None, None)
    assert purposes(session) == ["data", "evidence"]


def test_the_key_itself_is_not_in_the_database(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bytes] = []
    monkeypatch.setattr(keys, "HOLD", dict.fromkeys(keys.HOLD, held.append))
    keys.load(session, secret=SECRET, now=now)
    assert [len(key) for key in held] == [32, 32]
    stored = b"".join(row.wrapped for row in session.exec(select(WrappedKey)))
    assert not any(key in stored for key in held)


def test_personal_columns_are_unreadable_in_the_database(session: Session, now: datetime) -> None:
    with transaction(session):
        session.add(Person(name="Karen Møller", phone="+45 20 30 40 50", address="Engvej 7", created_at=now))
    row = session.execute(text("SELECT phone, address, next_of_kin_name FROM person")).one()
    assert all(b"Engvej" not in bytes(value) and b"20 30" not in bytes(value) for value in row)


def test_processes_that_start_together_make_one_key(engine: Engine, now: datetime) -> None:
    with open_session(engine) as session, transaction(session):
        session.exec(delete(WrappedKey))
    together = Barrier(4)

    def start() -> None:
        with open_session(engine) as own:
            own.connection()
            own.rollback()
            together.wait()
            keys.load(own, secret=SECRET, now=now)

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_session(engine) as session:
        assert purposes(session) == ["data", "evidence"]
    assert decrypt(encrypt(b"readable")) == b"readable"
