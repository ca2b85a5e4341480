"""A personal log book is opened by its passphrase or its code, and by nothing else."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.personal_log import locking
from core.personal_log.locking import KeyLocks, LogKey, WrongKey

PASSPHRASE = "fire grønne cykler i regn"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch):
    monkeypatch.setattr(locking, "MEMORY_KIB", 64)


def locked(key: LogKey, code: str) -> KeyLocks:
    return KeyLocks(*locking.locked_by_passphrase(key, PASSPHRASE), locking.locked_by_code(key, code))


def test_either_opens_it_and_a_phone_s_spelling_of_either_does_too():
    key, code = locking.new_key(uuid4()), locking.new_code()
    locks = locked(key, code)
    decomposed = PASSPHRASE.replace("ø", "ø") + " "
    for written in (PASSPHRASE, decomposed):
        assert locking.opened_by_passphrase(key.log_id, locks, written) == key
    for written in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert locking.opened_by_code(key.log_id, locks, written) == key


def test_nothing_else_opens_it_nor_in_another_place():
    key, code = locking.new_key(uuid4()), locking.new_code()
    locks = locked(key, code)
    for opens in (
        lambda: locking.opened_by_passphrase(key.log_id, locks, PASSPHRASE.title()),
        lambda: locking.opened_by_passphrase(uuid4(), locks, PASSPHRASE),
        lambda: locking.opened_by_code(key.log_id, locks, locking.new_code()),
        lambda: locking.opened_by_code(uuid4(), locks, code),
        lambda: locking.opened_by_code(key.log_id, KeyLocks(b"", b"", locks.by_passphrase), code),
        lambda: locking.opened_by_code(key.log_id, KeyLocks(b"", b"", b""), code),
    ):
        with pytest.raises(WrongKey):
            opens()


def test_a_key_does_not_show_itself():
    key = locking.new_key(uuid4())
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_a_code_is_random_and_holds_nothing_that_is_mixed_up_on_paper():
    codes = {locking.new_code() for _each in range(50)}
    assert len(codes) == 50
    assert all(set(code) <= {*locking.CODE_LETTERS, "-"} and len(code) == 29 for code in codes)
    assert not set("01IO") & set(locking.CODE_LETTERS)
    assert len(set(locking.CODE_LETTERS)) == 32


@given(content=st.binary(max_size=1500))
@settings(max_examples=60)
def test_a_page_comes_back_as_it_was_and_tells_little_of_its_length(content):
    key, page_id = locking.new_key(uuid4()), uuid4()
    sealed = locking.seal_page(key, page_id, content)
    assert locking.open_page(key, page_id, sealed) == content
    assert (len(sealed) - locking.NONCE_BYTES - 16) % locking.FILLED_TO == 0


def test_a_page_is_read_in_its_own_place_by_its_own_key_alone():
    key, page_id = locking.new_key(uuid4()), uuid4()
    sealed = locking.seal_page(key, page_id, b"mine")
    for other, place in (
        (locking.new_key(key.log_id), page_id),
        (LogKey(uuid4(), key.secret), page_id),
        (key, uuid4()),
    ):
        with pytest.raises(WrongKey):
            locking.open_page(other, place, sealed)
    with pytest.raises(WrongKey):
        locking.open_page(key, page_id, sealed[:-1] + bytes([sealed[-1] ^ 1]))
