"""What somebody is found by says a name in one spelling, and nothing of a phone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import crypto
from db.sought import LONGEST, folded, found_by, phone_mark, words_of

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("one", "others"),
    [
        ("Søren", ("Soeren", "Sören", "soren", "SØREN", "So\u0308ren")),
        ("Åse", ("Aase", "Ase", "åse", "A\u030ase")),
        ("Lærke", ("Laerke", "LÄRKE", "lærke")),
        ("Öztürk", ("ozturk", "Oeztuerk", "Øztyrk".replace("y", "ü"))),
        ("Łukasz Đorđević", ("lukasz dordevic",)),
        ("O’Brien", ("O'Brien",)),
    ],
)
def test_spellings_of_a_name_are_one(one: str, others: tuple[str, ...]) -> None:
    assert {"".join(words_of(other)) for other in others} == {"".join(words_of(one))}


@given(st.text(max_size=40), st.integers(0, 40))
def test_the_beginning_of_a_word_begins_the_folded_word(word: str, length: int) -> None:
    # Where a letter and its accent are two signs, the beginning may end between them.
    assert folded(word).startswith(folded(word[:length]))


@given(st.text(max_size=300), st.text(max_size=300))
def test_what_somebody_is_found_by_fits_into_an_index(name: str, email: str) -> None:
    crypto.hold(KEY)
    assert len(found_by((name, name), email, "+45 20 30 40 50")) <= LONGEST


def test_a_phone_number_is_a_mark_without_its_digits() -> None:
    crypto.hold(KEY)
    told = found_by(("Karen Møller",), "karen@example.dk", "+45 20 30 40 50")
    assert told == f" {phone_mark('+4520304050')} karen@example.dk karen moller karenmoller"
    assert "2030" not in told


def test_the_mark_of_a_number_needs_the_key() -> None:
    crypto.hold(KEY)
    one = phone_mark("+45 20 30 40 50")
    crypto.hold(b"o" * 32)
    assert phone_mark("+45 20 30 40 50") != one


@given(st.integers(10_000_000, 99_999_999))
def test_no_word_that_is_searched_for_is_part_of_a_mark(number: int) -> None:
    crypto.hold(KEY)
    assert words_of(phone_mark(f"+45{number}")) == []
