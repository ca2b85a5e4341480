import hashlib
from datetime import datetime
from threading import Barrier, Thread

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, LargeBinary, literal, text, type_coerce
from sqlmodel import Session, col, delete, select

from db import crypto, keys
from db.crypto import decrypt, encrypt
from db.encrypting import unreadable
from db.engine import open_session, transaction
from db.keys import WrongSecret
from db.organisations import WrappedKey
from db.people import Person
from db.tables import METADATA
from tests.templates import SECRET

OTHER = "en anden hemmelighed til proeverne 8aK2pQ7v"


def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this were a new process, which holds no key yet."""
    monkeypatch.setattr(crypto, "_ciphers", {})
    monkeypatch.setattr(crypto, "_unbound", set())
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
    assert purposes(session) == ["bound", "evidence"]


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
        assert purposes(session) == ["bound", "evidence"]
    assert decrypt(encrypt(b"readable", b"here"), b"here") == b"readable"


def without_places(session: Session, secret: str, now: datetime) -> None:
    """As a database from before values were bound to their places, with one row in it."""
    key = b"u" * 32
    with transaction(session):
        session.exec(delete(WrappedKey).where(col(WrappedKey.purpose) == "bound"))
        wrapped = bytes(12) + crypto.wrapping_cipher(secret).encrypt(bytes(12), key, None)
        session.add(WrappedKey(wrapped=wrapped, purpose="data", created_at=now))
        session.add(Person(name="Karen Møller", phone="+45 20 30 40 50", address="Engvej 7", created_at=now))
        session.flush()
        cipher, mark = AESGCM(key), hashlib.sha256(key).digest()[:4]
        table = METADATA.tables["person"]
        for name in ("phone", "address", "next_of_kin_name", "next_of_kin_phone", "next_of_kin_relation"):
            plain = {"phone": b"+45 20 30 40 50", "address": b"Engvej 7"}.get(name, b"")
            stored = mark + bytes(12) + cipher.encrypt(bytes(12), plain, None)
            session.connection().execute(table.update().values({name: literal(stored, LargeBinary)}))


def test_a_database_from_before_is_bound_to_its_places_at_the_first_start(
    engine: Engine, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_places(session, SECRET, now)
    restarted(monkeypatch)
    with open_session(engine) as later:
        keys.load(later, secret=SECRET, now=now)
        assert purposes(later) == ["bound", "evidence"]
        found = later.exec(select(Person)).one()
        assert (found.phone, found.address) == ("+45 20 30 40 50", "Engvej 7")
        assert found.found_by == found.sought_by()
        assert unreadable(later) == []
    restarted(monkeypatch)
    with open_session(engine) as once_more:
        keys.load(once_more, secret=SECRET, now=now)
        assert once_more.exec(select(Person.address)).one() == "Engvej 7"


def test_another_secret_reads_all_and_the_former_one_nothing(
    engine: Engine, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(session):
        session.add(Person(name="Karen Møller", phone="+45 20 30 40 50", address="Engvej 7", created_at=now))
    before = session.exec(select(Person)).one().found_by
    former = session.exec(select(type_coerce(col(Person.address), LargeBinary))).one()
    told = crypto.keyed_digest(b"what is evidence")
    with pytest.raises(WrongSecret):
        keys.rotate(session, secret="not this one", new=OTHER, now=now)
    assert keys.rotate(session, secret=SECRET, new=OTHER, now=now) == 5
    restarted(monkeypatch)
    with open_session(engine) as later:
        with pytest.raises(WrongSecret):
            keys.load(later, secret=SECRET, now=now)
        keys.load(later, secret=OTHER, now=now)
        found = later.exec(select(Person)).one()
        assert (found.address, found.found_by) == ("Engvej 7", found.sought_by())
        assert found.found_by != before, "the mark of a phone number follows from the key"
        assert crypto.keyed_digest(b"what is evidence") == told
        assert later.exec(select(type_coerce(col(Person.address), LargeBinary))).one()[:4] != former[:4]
        assert purposes(later) == ["bound", "evidence"]


def test_a_change_of_the_secret_that_fails_has_changed_nothing(
    engine: Engine, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(session):
        session.add(Person(name="Karen Møller", address="Engvej 7", created_at=now))

    def power_cut(_session: Session) -> None:
        raise OSError

    monkeypatch.setattr(keys, "index_anew", power_cut)
    with pytest.raises(OSError):  # noqa: PT011
        keys.rotate(session, secret=SECRET, new=OTHER, now=now)
    restarted(monkeypatch)
    with open_session(engine) as later:
        keys.load(later, secret=SECRET, now=now)
        assert later.exec(select(Person.address)).one() == "Engvej 7"
