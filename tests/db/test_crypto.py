import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from db import crypto
from db.crypto import KeyMissing, decrypt, encrypt, hold, token_hash, wrapping_cipher

HERE, ELSEWHERE = b"person.address of Karen", b"person.address of Lise"


@pytest.fixture(autouse=True)
def _keys_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_ciphers", {})
    monkeypatch.setattr(crypto, "_unbound", set())
    monkeypatch.setattr(crypto, "_current", None)


def test_nothing_is_written_without_a_key() -> None:
    with pytest.raises(KeyMissing):
        encrypt(b"Engvej 7", HERE)


@given(st.binary(max_size=2000))
def test_what_is_encrypted_can_be_read_again(plain: bytes) -> None:
    hold(b"k" * 32)
    assert decrypt(encrypt(plain, HERE), HERE) == plain


def test_the_stored_bytes_show_nothing_and_differ_each_time() -> None:
    hold(b"k" * 32)
    first, second = encrypt(b"Engvej 7, 4999 Solbjerg", HERE), encrypt(b"Engvej 7, 4999 Solbjerg", HERE)
    assert b"Engvej" not in first
    assert first != second


@pytest.mark.parametrize("place", [4, 20, -1])
def test_an_altered_value_is_refused_rather_than_read(place: int) -> None:
    hold(b"k" * 32)
    stored = bytearray(encrypt(b"Engvej 7, 4999 Solbjerg", HERE))
    stored[place] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(stored), HERE)


def test_a_value_of_a_key_this_process_does_not_hold_says_so() -> None:
    hold(b"k" * 32)
    stored = encrypt(b"Engvej 7", HERE)
    with pytest.raises(KeyMissing):
        decrypt(bytes(4) + stored[4:], HERE)


def test_what_was_encrypted_for_one_place_cannot_be_read_in_another() -> None:
    hold(b"k" * 32)
    stored = encrypt(b"Engvej 7", HERE)
    with pytest.raises(InvalidTag):
        decrypt(stored, ELSEWHERE)


def test_older_values_can_be_read_after_a_new_key_is_held() -> None:
    hold(b"k" * 32)
    older = encrypt(b"before", HERE)
    hold(b"n" * 32)
    assert decrypt(older, HERE) == b"before"
    assert encrypt(b"after", HERE)[:4] != older[:4]


def test_another_secret_does_not_open_a_wrapped_key() -> None:
    wrapped = wrapping_cipher("one secret").encrypt(bytes(12), b"k" * 32, None)
    assert wrapping_cipher("one secret").decrypt(bytes(12), wrapped, None) == b"k" * 32
    with pytest.raises(InvalidTag):
        wrapping_cipher("other secret").decrypt(bytes(12), wrapped, None)


def test_a_token_is_recognised_by_a_hash_that_does_not_hold_it() -> None:
    assert token_hash("abc") == token_hash("abc")
    assert token_hash("abc") != token_hash("abd")
    assert "abc" not in token_hash("abc")
