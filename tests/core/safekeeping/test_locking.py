"""A locked file opens with its passphrase alone, and tells a wrong one from one that was cut off or changed."""

import io
from collections.abc import Callable

import pytest

from core.safekeeping import locking
from core.safekeeping.locking import CUT, HEADER, NEWER, NOT_OURS, PORTION, SHORT, TAG, TITLE, WRONG, locked, opened
from core.safekeeping.refusing import NotOpened

PASSPHRASE = "tre æbler på et fad"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "COST", 4)
    monkeypatch.setattr(locking, "TIMES", 1)


def stored(content: bytes) -> bytes:
    return b"".join(locked([content[:70], content[70:]], PASSPHRASE))


@pytest.mark.parametrize("length", [0, 1, PORTION - 1, PORTION, PORTION + 1, 3 * PORTION, 3 * PORTION + 7])
def test_what_was_locked_is_read_whole_and_from_any_place(length: int) -> None:
    content = bytes(number % 251 for number in range(length))
    file = opened(io.BytesIO(stored(content)), PASSPHRASE)
    assert file.read() == content
    for place in (length, length // 2, 0, max(0, PORTION - 3)):
        file.seek(place)
        assert file.read(10) == content[place : place + 10]
    assert file.seek(-min(5, length), io.SEEK_END) == length - min(5, length)


def test_the_same_is_locked_differently_each_time_and_shows_nothing() -> None:
    first, second = stored(b"hemmeligt" * 20), stored(b"hemmeligt" * 20)
    assert first[HEADER:] != second[HEADER:]
    assert b"hemmeligt" not in first


WHOLE = 2 * PORTION + 100
SPOILED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off where a portion ends": (lambda file: file[: HEADER + TAG + PORTION + TAG], CUT),
    "cut off within a portion": (lambda file: file[:-30], CUT),
    "cut off after its beginning": (lambda file: file[: HEADER + TAG], CUT),
    "cut off in its beginning": (lambda file: file[: HEADER - 3], NOT_OURS),
    "one byte changed": (lambda file: file[:-200] + bytes((file[-200] ^ 1,)) + file[-199:], CUT),
    "two portions exchanged": (
        lambda file: (
            file[: HEADER + TAG]
            + file[HEADER + TAG + PORTION + TAG : HEADER + TAG + 2 * (PORTION + TAG)]
            + file[HEADER + TAG : HEADER + TAG + PORTION + TAG]
            + file[HEADER + TAG + 2 * (PORTION + TAG) :]
        ),
        CUT,
    ),
    "something behind it": (lambda file: file + b"x", CUT),
    "another file": (lambda _file: b"%PDF-1.7 and what follows it" * 9, NOT_OURS),
    "of a newer version": (lambda file: TITLE + b"\x09" + file[len(TITLE) + 1 :], NEWER),
    "costs that would take for ever": (lambda file: TITLE + b"\x01\x3f" + file[len(TITLE) + 2 :], NEWER),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_file_is_refused_with_the_reason(how: str) -> None:
    spoil, said = SPOILED[how]
    with pytest.raises(NotOpened) as refused:
        opened(io.BytesIO(spoil(stored(b"a" * WHOLE))), PASSPHRASE).read()
    assert str(refused.value) == said


def test_a_wrong_passphrase_is_told_as_one_and_a_short_one_locks_nothing() -> None:
    with pytest.raises(NotOpened) as refused:
        opened(io.BytesIO(stored(b"a")), PASSPHRASE + "!")
    assert str(refused.value) == WRONG
    with pytest.raises(NotOpened) as refused:
        locking.checked("kort")
    assert str(refused.value) == SHORT
